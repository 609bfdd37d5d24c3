"""What the routes work with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from vivant.api.access import ANYBODY, Doorkeeper
from vivant.api.news import Newsroom
from vivant.api.remote import Fetcher
from vivant.direction.advice import Advisor
from vivant.errors import InvalidInput
from vivant.jobs import Orders
from vivant.storage import Assets, Files, Video, Videos


@dataclass(frozen=True, kw_only=True)
class Services:
    """The rows, the files, the desk where orders are placed, who tells what becomes of them; who fetches photos from
    the web, if that is allowed; the language model that may be asked, if any. tenant: whose request it is."""

    videos: Videos
    assets: Assets
    files: Files
    orders: Orders
    newsroom: Newsroom
    doorkeeper: Doorkeeper
    fetcher: Fetcher | None = None
    advisor: Advisor | None = None
    tenant: str = ANYBODY

    def video(self, video_id: str) -> Video:
        """The video of that id, if it belongs to whoever asks.

        Raises NotFound: `Video with id 'video_…' not found.`
        """
        return self.videos.get(video_id, tenant=self.tenant)

    def file(self, file_id: str) -> bytes:
        """The content of a file, if it belongs to whoever asks.

        Raises NotFound: `File with id 'file_…' not found.`
        """
        return self.files.read(file_id, tenant=self.tenant)

    def fetched(self, url: str) -> bytes:
        """The content at a web address.

        Raises InvalidInput: the server fetches nothing, or not this.
        """
        if self.fetcher is None:
            raise InvalidInput(
                "input_reference.image_url: this server fetches nothing from the web; send the file, a file_id or a "
                "data URL.",
                param="input_reference.image_url",
                code="unsupported_parameter",
            )
        return self.fetcher.fetch(url)


def asked_by(request: Request) -> Services:
    """The services for one request. Raises WrongKey."""
    services: Services = request.app.state.services
    return replace(services, tenant=services.doorkeeper.tenant(request.headers.get("authorization")))


Use = Annotated[Services, Depends(asked_by)]
