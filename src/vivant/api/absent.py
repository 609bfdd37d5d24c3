"""The operations of the Videos API that this version does not carry out; it says so."""

from __future__ import annotations

from fastapi import APIRouter, Request

from vivant.api.errors import NotAvailable

ABSENT = (
    "POST /v1/videos/characters",
    "GET /v1/videos/characters/{id}",
    "DELETE /v1/videos/characters/{id}",
    "POST /v1/batches",
    "GET /v1/batches",
    "GET /v1/batches/{id}",
    "POST /v1/batches/{id}/cancel",
    "POST /v1/webhook_endpoints",
    "GET /v1/webhook_endpoints",
    "GET /v1/webhook_endpoints/{id}",
    "POST /v1/webhook_endpoints/{id}",
    "DELETE /v1/webhook_endpoints/{id}",
    "POST /v1/webhook_endpoints/{id}/rotate_secret",
    "POST /v1/webhook_endpoints/{id}/test",
    "GET /v1/webhook_event_types",
    "POST /v1/content_provenance_checks",
)

router = APIRouter(include_in_schema=False)


def _refuse(request: Request) -> None:
    raise NotAvailable(f"{request.method} {request.url.path}: not available in this version.")


for operation in ABSENT:
    method, _, path = operation.partition(" ")
    router.add_api_route(path, _refuse, methods=[method])
