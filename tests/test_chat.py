"""Asking a language model: whatever a server does, there is a plan in time, and without a setting nobody is asked."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from vivant.chat import ChatModel, advisor_of
from vivant.direction import Capabilities, ShotPlan, direct
from vivant.direction.advice import NoAdvice, directed
from vivant.direction.moves import MOVES
from vivant.settings import Settings

SCENE = Capabilities(engine="scene", moves=frozenset(MOVES))
PROMPT = "a pier at dusk"
ADVICE = {"sound": [{"cue": "waves", "kind": "ambience", "start_s": 0, "end_s": 8}]}
Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Behaves as its server is told."""

    server: Stub

    def do_POST(self) -> None:
        self.server.seen.append((self.path, dict(self.headers), self.rfile.read(int(self.headers["content-length"]))))
        with suppress(OSError):  # whoever asked may have gone
            self.server.behaviour(self)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def say(self, text: Any) -> None:
        self.reply(json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        pass


class Stub(ThreadingHTTPServer):
    """A chat server for tests, on a port of its own."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour: Behaviour = lambda handler: handler.say(json.dumps(ADVICE))
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.stopping = threading.Event()

    def model(self, deadline_s: float = 5.0, **changes: Any) -> ChatModel:
        return ChatModel(
            **{"url": f"http://127.0.0.1:{self.server_port}/v1", "name": "stub", "deadline_s": deadline_s, **changes}
        )


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stub]:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.stopping.set()
    server.shutdown()
    server.server_close()
    thread.join()


def plan_with(model: ChatModel) -> ShotPlan:
    return directed(PROMPT, seconds=8, capabilities=SCENE, advisor=model)


def test_a_good_answer_is_used(stub: Stub) -> None:
    plan = plan_with(stub.model(key=SecretStr("sk-secret")))
    assert [cue.cue for cue in plan.sound] == ["waves"]
    assert plan.notes[-1] == "the language model stub added: sound"
    ((path, headers, body),) = stub.seen
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == "Bearer sk-secret"
    request = json.loads(body)
    assert (request["model"], request["temperature"], request["seed"]) == ("stub", 0, 0)
    assert request["response_format"]["type"] == "json_schema"


def silent(handler: Handler) -> None:
    handler.server.stopping.wait(3)


def trickling(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b" " * 65536)


def broken_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices":')


def told_elsewhere(handler: Handler) -> None:
    place = f"http://127.0.0.1:{handler.server.server_port}/elsewhere"
    handler.reply(b"", 307, location=place)


def garbage(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01\x02 what\r\n\r\n")


MISBEHAVIOURS: dict[str, tuple[Behaviour, float, str]] = {
    "silent": (silent, 0.3, "no answer within 0.3 s"),
    "trickling": (trickling, 0.3, "no answer within 0.3 s"),
    "endless": (endless, 5, "its answer is larger than 1 MB"),
    "broken off": (broken_off, 5, "it could not be asked"),
    "redirecting": (told_elsewhere, 5, "it answered with status 307"),
    "garbage": (garbage, 5, "it could not be asked"),
    "refusing": (lambda handler: handler.reply(b"no", 401), 5, "it answered with status 401"),
    "breaking": (lambda handler: handler.reply(b"oh", 500), 5, "it answered with status 500"),
    "packed": (
        lambda handler: handler.reply(b"\x1f\x8b", content_encoding="gzip"),
        5,
        "its answer is packed in a way that was not asked for",
    ),
    "empty": (lambda handler: handler.reply(b""), 5, "its reply is not a chat completion"),
    "a web page": (lambda handler: handler.reply(b"<html>"), 5, "its reply is not a chat completion"),
    "another JSON": (lambda handler: handler.reply(b'{"choices": []}'), 5, "its reply is not a chat completion"),
    "no bytes of text": (lambda handler: handler.reply(b"\xff\xfe\xff"), 5, "its reply is not a chat completion"),
    "no text": (lambda handler: handler.say(None), 5, "its reply holds no text"),
    "prose": (lambda handler: handler.say("Sure! Pan left."), 5, "its answer is not JSON"),
    "not a plan": (lambda handler: handler.say('{"a": 1}'), 5, "its answer is not a plan that can be carried out"),
}


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_whatever_it_does_the_grammars_plan_stands_in_time(stub: Stub, name: str) -> None:
    stub.behaviour, deadline_s, reason = MISBEHAVIOURS[name]
    began = time.monotonic()
    plan = plan_with(stub.model(deadline_s))
    assert time.monotonic() - began < deadline_s + 1
    own = direct(PROMPT, seconds=8, capabilities=SCENE)
    assert plan.notes == (*own.notes, f"the language model stub was not used: {reason}")
    assert plan.to_json() | {"notes": []} == own.to_json() | {"notes": []}
    assert not any(path == "/elsewhere" for path, _, _ in stub.seen)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "no address", "ftp://127.0.0.1/v1", "http://[::bad/v1", "file:///etc/passwd"]
)
def test_one_that_is_not_there_is_noted(url: str) -> None:
    with pytest.raises(NoAdvice, match="it could not be asked"):
        ChatModel(url=url, name="stub", deadline_s=5).answer({})


def test_without_a_setting_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for url in (None, ""):
        advisor = advisor_of(Settings(director_url=url))
        assert advisor is None
        assert directed(PROMPT, seconds=8, capabilities=SCENE, advisor=advisor).camera


def test_the_settings_name_it_and_keep_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVANT_DIRECTOR_URL", "http://127.0.0.1:11434/v1")
    monkeypatch.setenv("VIVANT_DIRECTOR_MODEL", "small")
    monkeypatch.setenv("VIVANT_DIRECTOR_KEY", "sk-secret")
    monkeypatch.setenv("VIVANT_DIRECTOR_DEADLINE_S", "2.5")
    advisor = advisor_of(Settings())
    assert advisor is not None
    assert (advisor.url, advisor.name, advisor.deadline_s) == ("http://127.0.0.1:11434/v1", "small", 2.5)
    assert "sk-secret" not in repr(advisor) and "sk-secret" not in repr(Settings())
