"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from vivant.direction.advice import Advisor
from vivant.jobs import Orders
from vivant.storage import Assets, Videos


@dataclass(frozen=True, kw_only=True)
class Services:
    """The rows, the files, the desk where orders are placed, and the language model that may be asked, if any."""

    videos: Videos
    assets: Assets
    orders: Orders
    advisor: Advisor | None = None


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


Use = Annotated[Services, Depends(_services)]
