"""A photo from the web, where the settings allow it: public https addresses only, a bounded size, a bounded time."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from vivant.api.body import MOST_PHOTO_BYTES
from vivant.errors import InvalidInput, TooLarge

PARAM = "input_reference.image_url"
DEADLINE_S = 20.0
PAUSE_S = 5.0
_PORT = 443
_PUBLIC_V6 = ipaddress.ip_network("2000::/3")

Resolver = Callable[[str], Sequence[str]]


class Unreachable(InvalidInput):
    """`input_reference.image_url: cannot be fetched (it answered with status 404).`"""

    code = "invalid_image_url"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{PARAM}: cannot be fetched ({reason}).", param=PARAM)


class Fetcher:
    """Fetches photos. resolve: the addresses of a name; transport: how they are reached; tests give their own.

    A name is looked up once, all its addresses must be public, and one of these very addresses is then connected to,
    so that a name that answers otherwise a moment later gains nothing. Redirects are not followed, proxies not used.
    """

    def __init__(self, resolve: Resolver | None = None, transport: httpx.BaseTransport | None = None) -> None:
        self._resolve = resolve or addresses
        self._transport = transport

    def fetch(self, url: str) -> bytes:
        """The bytes at an address.

        Raises Unreachable or TooLarge, which tell nothing of the network that the server is in.
        """
        parsed = _public_url(url)
        found = list(self._resolve(parsed.host))
        if not found or not all(is_public(address) for address in found):
            raise Unreachable("not a public address")
        pinned = parsed.copy_with(host=found[0])
        headers = {"host": parsed.netloc.decode("ascii"), "accept": "image/*", "accept-encoding": "identity"}
        # The certificate must be the name's, though it is the address that is connected to.
        extensions = {"sni_hostname": parsed.raw_host.decode("ascii")}
        try:
            with (
                httpx.Client(
                    transport=self._transport, timeout=PAUSE_S, follow_redirects=False, trust_env=False
                ) as client,
                client.stream("GET", pinned, headers=headers, extensions=extensions) as reply,
            ):
                return _content(reply, time.monotonic() + DEADLINE_S)
        except httpx.HTTPError:
            raise Unreachable("no answer, or none that can be trusted") from None


def addresses(name: str) -> list[str]:
    """All addresses of a name; none where it is unknown."""
    try:
        return [str(entry[4][0]) for entry in socket.getaddrinfo(name, _PORT, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        return []


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, and does not carry another within it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (
        found not in _PUBLIC_V6 or found.sixtofour is not None or found.teredo is not None
    ):
        return False
    return found.is_global and not found.is_multicast


def _public_url(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise Unreachable("not an address") from None
    if parsed.scheme != "https" or not parsed.host or parsed.userinfo or parsed.port not in (None, _PORT):
        raise Unreachable("expected https://, a name, and nothing before or behind it but a path")
    return parsed


def _content(reply: Any, ends: float) -> bytes:
    if reply.status_code != 200:
        moved = "; send the address that it leads to" if reply.is_redirect else ""
        raise Unreachable(f"it answered with status {reply.status_code}{moved}")
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise Unreachable("it is packed in a way that was not asked for")
    content = bytearray()
    for piece in reply.iter_raw():
        content += piece
        if len(content) > MOST_PHOTO_BYTES:
            raise TooLarge(f"{PARAM}: more than {MOST_PHOTO_BYTES >> 20} MB.", param=PARAM)
        if time.monotonic() > ends:
            raise Unreachable(f"not within {DEADLINE_S:g} s")
    return bytes(content)
