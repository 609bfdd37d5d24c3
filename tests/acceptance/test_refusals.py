"""What cannot be done is refused in one sentence, and nothing is left behind."""

from __future__ import annotations

import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from live_server import PHOTO, LiveServer, vivant

pytestmark = [
    pytest.mark.acceptance,
    # The client tells that the original has shut down.
    pytest.mark.filterwarnings("ignore:The Sora API is scheduled:DeprecationWarning"),
]
WISHES: dict[str, Any] = {"prompt": "slow push in", "seconds": "1", "size": "128x72", "input_reference": PHOTO}


@pytest.fixture
def client(server: LiveServer) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=server.base_url, api_key="sk-any") as stock:
        yield stock


@pytest.mark.parametrize(
    ("changes", "param", "sentence"),
    [
        ({"prompt": ""}, "prompt", "Invalid value for 'prompt'"),
        ({"prompt": "x" * 32_001}, "prompt", "at most 32000 characters"),
        ({"seconds": "90"}, "seconds", "Invalid value: '90'. For seconds, sora-2 takes 1 to 20."),
        ({"size": "720p"}, "size", "size='720p': expected WIDTHxHEIGHT"),
        ({"input_reference": b"not a photo"}, "input_reference", "unsupported mimetype ('text/plain')"),
        ({"input_reference": PHOTO.read_bytes()[:2000]}, "input_reference", "input_reference: "),
        ({"input_reference": b""}, "input_reference", "animates a photograph"),
        ({"input_reference": openai.omit}, "input_reference", "animates a photograph"),
        ({"extra_body": {"duration": 4}}, "duration", "Unknown parameter: 'duration'."),
    ],
)
def test_a_bad_request(
    server: LiveServer, client: openai.OpenAI, changes: dict[str, Any], param: str, sentence: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.videos.create(**{**WISHES, **changes})
    assert refused.value.param == param
    assert sentence in refused.value.message
    assert not re.search(r"(^|[\s'(])/|\\", refused.value.message), "a path of the server's"
    assert server.http.get("/videos").json()["data"] == [] and server.stored() == []


def test_a_port_that_is_taken(server: LiveServer, tmp_path: Path) -> None:
    port = server.base_url.split(":")[2].split("/")[0]
    assert refusal("serve", "--port", port, "--data", str(tmp_path)) == (
        f"vivant: port {port}: already taken on 127.0.0.1; choose another with --port\n"
    )


def test_an_address_others_can_reach(tmp_path: Path) -> None:
    sentence = refusal("serve", "--host", "0.0.0.0", "--data", str(tmp_path))
    assert sentence.startswith("vivant: host '0.0.0.0': no API keys are set")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # nothing was bound meanwhile


def refusal(*arguments: str) -> str:
    """What the command wrote before it left with status 2."""
    process = vivant(*arguments, stdout=subprocess.DEVNULL)
    _, written = process.communicate(timeout=60)
    assert process.returncode == 2, written
    return str(written)
