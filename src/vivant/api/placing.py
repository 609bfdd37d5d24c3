"""Placing an order once, however often its request comes."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from vivant.api.services import Services
from vivant.api.wire import VideoObject
from vivant.errors import InvalidInput
from vivant.jobs import Order

MOST_KEY = 255


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What a request says of itself: its Idempotency-Key, and whether it was sent before."""

    key: str | None = None
    retried: bool = False

    @classmethod
    def of(cls, request: Request) -> Attempt:
        """Raises InvalidInput: `Idempotency-Key: 300 characters; at most 255.`"""
        key = request.headers.get("idempotency-key") or None
        if key is not None and len(key) > MOST_KEY:
            raise InvalidInput(
                f"Idempotency-Key: {len(key)} characters; at most {MOST_KEY}.", param="Idempotency-Key"
            )
        return cls(key=key, retried=request.headers.get("x-stainless-retry-count", "0") not in ("0", ""))

    def place(self, services: Services, order: Order) -> VideoObject:
        """The queued video; the one already there where this is a repetition.

        Raises Duplicate.
        """
        video = services.orders.place(order, key=self.key, retried=self.retried, tenant=services.tenant)
        return VideoObject.of(video)
