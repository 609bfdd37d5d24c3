"""Programs written for the original, unchanged but for `base_url`."""

from __future__ import annotations

import struct
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from live_server import LiveServer, run_client

pytestmark = pytest.mark.acceptance
SCRIPT = str(Path(__file__).with_name("client.py"))
NODE_SCRIPT = str(Path(__file__).parent / "node" / "client.mjs")


def check_film(path: Path, *, width: int, height: int, seconds: int) -> None:
    """H.264 High, yuv420p, BT.709, 24 fps, AAC 48 kHz stereo, ready to stream."""
    with av.open(str(path)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        context = picture.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        assert (context.width, context.height) == (width, height)
        assert picture.average_rate == Fraction(24)
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert (sound.codec_context.name, sound.rate, sound.channels) == ("aac", 48_000, 2)
        assert abs(float(sound.duration * sound.time_base) - seconds) < 0.1
        frames = list(film.decode(picture))
    assert len(frames) == 24 * seconds
    assert boxes(path.read_bytes()).index("moov") < boxes(path.read_bytes()).index("mdat")


def boxes(data: bytes) -> list[str]:
    """The names of an MP4's outermost boxes, in order."""
    names, at = [], 0
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        names.append(name.decode("latin-1"))
        at += size if size > 1 else struct.unpack_from(">Q", data, at + 8)[0] if size else len(data)
    return names


def check_account(account: dict[str, Any], out: Path, server: LiveServer, *, size: str, seconds: int) -> None:
    video = account["video"]
    width, height = map(int, size.split("x"))
    assert account["created"] in ("queued", "in_progress")
    assert (video["status"], video["progress"], video["error"]) == ("completed", 100, None)
    assert (video["seconds"], video["size"], video["model"]) == (str(seconds), size, "sora-2")
    assert account["listed"][-1] == video["id"]
    check_film(out / "video.mp4", width=width, height=height, seconds=seconds)
    with Image.open(out / "thumbnail.webp") as thumbnail:
        assert thumbnail.format == "WEBP"
        assert thumbnail.width / thumbnail.height == pytest.approx(width / height, rel=0.02)
    with Image.open(out / "spritesheet.jpg") as sheet:
        assert sheet.format == "JPEG" and sheet.width > thumbnail.width / 4
    assert account["gone"]["status"] == 404
    assert f"Video with id '{video['id']}' not found." in account["gone"]["message"]
    assert account["gone"]["request_id"].startswith("req_")
    assert server.stored() == []


def test_the_newest_python_client(server: LiveServer, tmp_path: Path) -> None:
    account = run_client([sys.executable, SCRIPT, "4", "1280x720"], server, tmp_path)
    check_account(account, tmp_path, server, size="1280x720", seconds=4)
    assert account["polled"]["status"] == "completed"
    assert len(account["listed"]) == 2
    assert [one["object"] for one in account["deleted"]] == ["video.deleted"] * 2


def test_the_oldest_python_client(server: LiveServer, old_client: Path, tmp_path: Path) -> None:
    command = [sys.executable, SCRIPT, "1", "128x72"]
    account = run_client(command, server, tmp_path, PYTHONPATH=str(old_client))
    assert account["version"].startswith("2.8.")
    check_account(account, tmp_path, server, size="128x72", seconds=1)
    assert account["polled"]["status"] == "completed"


def test_the_javascript_client(server: LiveServer, node: str, tmp_path: Path) -> None:
    account = run_client([node, NODE_SCRIPT], server, tmp_path)
    check_account(account, tmp_path, server, size="128x72", seconds=4)
    assert account["deleted"] == {"id": account["video"]["id"], "object": "video.deleted", "deleted": True}
