"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from vivant.jobs import Orders
from vivant.storage import Assets, Videos


@dataclass(frozen=True, kw_only=True)
class Services:
    """The rows, the files, and the desk where orders are placed."""

    videos: Videos
    assets: Assets
    orders: Orders


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Use = Annotated[Services, Depends(_services)]
