"""Asking a language model over HTTP: any server that answers chat completions the way OpenAI's does."""

from __future__ import annotations

import json
import logging
import queue
import threading
import time
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from vivant.direction.advice import NoAdvice
from vivant.settings import Settings

MOST_ANSWER_BYTES = 1024 * 1024

log = logging.getLogger("vivant.chat")


@dataclass(frozen=True, kw_only=True)
class ChatModel:
    """An Advisor behind a URL such as `http://127.0.0.1:11434/v1`.

    deadline_s: of a whole answer, from looking up the address to the last byte of it.
    """

    url: str
    name: str
    key: SecretStr | None = None
    deadline_s: float = 8.0

    def answer(self, question: dict[str, Any]) -> str:
        """The text of its answer. Raises NoAdvice, at the latest when the deadline has passed."""
        box: queue.SimpleQueue[str | NoAdvice] = queue.SimpleQueue()
        # No timeout of a socket bounds a server that trickles, nor a name that is slow to look up. So a thread asks,
        # and is left to itself when the time is over; it ends by the same timeouts, and holds up no exit.
        threading.Thread(target=lambda: box.put(self._outcome(question)), name="director", daemon=True).start()
        try:
            outcome = box.get(timeout=self.deadline_s)
        except queue.Empty:
            raise NoAdvice(f"no answer within {self.deadline_s:g} s") from None
        if isinstance(outcome, NoAdvice):
            raise outcome
        return outcome

    def _outcome(self, question: dict[str, Any]) -> str | NoAdvice:
        try:
            return _content(self._body({**question, "model": self.name}))
        except NoAdvice as why:
            return why
        except Exception as error:  # whatever goes wrong out there, the grammar's plan stands
            log.debug("%s could not be asked", self.name, exc_info=error)
            return NoAdvice("it could not be asked")

    def _body(self, request: dict[str, Any]) -> bytes:
        """The bytes of the reply, at most a megabyte of them; a redirect is not followed."""
        import httpx  # only where a model is set: nothing else here needs it

        ends = time.monotonic() + self.deadline_s
        headers = {"accept-encoding": "identity"}
        if self.key is not None:
            headers["authorization"] = f"Bearer {self.key.get_secret_value()}"
        url = f"{self.url.rstrip('/')}/chat/completions"
        body = bytearray()
        with (
            httpx.Client(timeout=self.deadline_s, follow_redirects=False) as client,
            client.stream("POST", url, json=request, headers=headers) as reply,
        ):
            if reply.status_code != 200:
                raise NoAdvice(f"it answered with status {reply.status_code}")
            if reply.headers.get("content-encoding", "identity") != "identity":
                raise NoAdvice("its answer is packed in a way that was not asked for")
            for chunk in reply.iter_raw():
                body += chunk
                if len(body) > MOST_ANSWER_BYTES:
                    raise NoAdvice("its answer is larger than 1 MB")
                if time.monotonic() > ends:
                    raise NoAdvice(f"no answer within {self.deadline_s:g} s")
        return bytes(body)


def advisor_of(settings: Settings) -> ChatModel | None:
    """The language model that the settings name; None where they name none, and nobody is asked."""
    if not settings.director_url:
        return None
    return ChatModel(
        url=settings.director_url,
        name=settings.director_model or "default",
        key=settings.director_key,
        deadline_s=settings.director_deadline_s,
    )


def _content(body: bytes) -> str:
    """What the first choice of a completion says."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise NoAdvice("its reply is not a chat completion") from None
    if not isinstance(content, str):
        raise NoAdvice("its reply holds no text")
    return content
