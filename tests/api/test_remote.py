"""Photos from the web: nobody is led to where they could not go by themselves."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient

import vivant.api.remote
from backstage import Backstage, photo_file
from vivant.api import create_app
from vivant.api.remote import Fetcher, Unreachable, is_public
from vivant.errors import TooLarge

PUBLIC = "93.184.215.14"


class Web:
    """Answers everything with one reply, and remembers what it was asked."""

    def __init__(self, status: int = 200, content: bytes | Iterator[bytes] = b"photo", **headers: str) -> None:
        self.asked: list[httpx.Request] = []
        self._reply = lambda: httpx.Response(
            status, content=iter([content]) if isinstance(content, bytes) else content, headers=headers
        )

    def fetcher(self, *addresses: str) -> Fetcher:
        def answer(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self._reply()

        return Fetcher(lambda _name: addresses or (PUBLIC,), httpx.MockTransport(answer))


def test_the_address_that_was_looked_up_is_the_one_that_is_asked() -> None:
    web = Web(content=b"photo")
    assert web.fetcher().fetch("https://photos.example/a.jpg?x=1") == b"photo"
    (request,) = web.asked
    assert request.url == f"https://{PUBLIC}/a.jpg?x=1"
    assert request.headers["host"] == "photos.example"
    assert request.extensions["sni_hostname"] == "photos.example"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:7f00:1::", "ff02::1", "198.18.0.1", "nonsense",
    ],
)  # fmt: skip
def test_what_is_not_public_is_never_asked(address: str) -> None:
    web = Web()
    assert not is_public(address)
    for found in ((address,), (PUBLIC, address)):
        with pytest.raises(Unreachable, match="not a public address"):
            web.fetcher(*found).fetch("https://photos.example/")
    assert web.asked == []


def test_public_addresses_are_public() -> None:
    assert is_public(PUBLIC) and is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


@pytest.mark.parametrize(
    "url",
    [
        "http://photos.example/", "file:///etc/passwd", "https://", "https://me:key@photos.example/",
        "https://photos.example:8443/", "ftp://photos.example", "https://[::1", "gopher://x", "//photos.example", "",
    ],
)  # fmt: skip
def test_only_plain_https_addresses_are_asked(url: str) -> None:
    web = Web()
    with pytest.raises(Unreachable):
        web.fetcher().fetch(url)
    assert web.asked == []


def test_an_address_written_out_is_looked_at_too() -> None:
    for host in ("127.0.0.1", "[::1]", "2130706433", "localhost", "no-such-name.invalid"):
        with pytest.raises(Unreachable, match="not a public address"):
            Fetcher(transport=httpx.MockTransport(lambda _request: httpx.Response(200))).fetch(f"https://{host}/")


def test_redirects_and_errors_are_not_followed() -> None:
    for status, said in ((302, "send the address that it leads to"), (404, "status 404"), (206, "status 206")):
        web = Web(status, location="https://127.0.0.1/")
        with pytest.raises(Unreachable, match=said):
            web.fetcher().fetch("https://photos.example/")
        assert len(web.asked) == 1
    with pytest.raises(Unreachable, match="packed"):
        Web(**{"content-encoding": "identity, br"}).fetcher().fetch("https://photos.example/")


def test_what_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * (1 << 20)

    with pytest.raises(TooLarge, match="more than 50 MB"):
        Web(content=endless()).fetcher().fetch("https://photos.example/")
    monkeypatch.setattr(vivant.api.remote, "DEADLINE_S", -1.0)
    with pytest.raises(Unreachable, match="not within"):
        Web(content=endless()).fetcher().fetch("https://photos.example/")


def test_nothing_is_fetched_unless_it_is_allowed(stage: Backstage) -> None:
    wishes = {
        "prompt": "p", "seconds": "1", "size": "128x72", "input_reference": {"image_url": "https://photos.example/a.jpg"}
    }  # fmt: skip
    settings = stage.settings.model_copy(update={"allow_remote": True})
    web = Web(content=photo_file())
    for allowed, status in ((stage.settings, 400), (settings, 200)):
        app = create_app(allowed, queue=stage.queue)
        if app.state.services.fetcher is not None:
            app.state.services.fetcher._resolve = lambda _name: [PUBLIC]
            app.state.services.fetcher._transport = web.fetcher()._transport
        with TestClient(app) as client:
            reply = client.post("/v1/videos", json=wishes)
        assert reply.status_code == status, reply.text
        assert len(web.asked) == (status == 200)
    assert stage.assets.read(f"videos/{reply.json()['id']}/photo") == photo_file()
