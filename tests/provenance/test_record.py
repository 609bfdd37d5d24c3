"""A record shows every line that was changed, taken out, put in or moved, whoever wrote beside whom."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vivant.cli.app import app
from vivant.errors import OutputFailed
from vivant.provenance.record import BEGINNING, Entry, append, digest_of, entries, hash_of, verify_record

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def entry(number: int) -> Entry:
    return Entry(
        what="film", decision="made", video=f"video_{number}", photo_sha256="ab" * 32, output_sha256="cd" * 32
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "record.jsonl"
    for number in range(5):
        append(path, entry(number), at=AT)
    return path


def test_lines_follow_one_another(record: Path) -> None:
    lines = list(entries(record))
    assert [line["video"] for line in lines] == [f"video_{number}" for number in range(5)]
    assert [line["previous"] for line in lines] == [BEGINNING, *(line["hash"] for line in lines[:-1])]
    account = verify_record(record, last=lines[2]["hash"])
    assert (account.whole, account.lines, account.last) == (True, 5, lines[-1]["hash"])
    assert (lines[0]["key"], lines[0]["at"]) == (None, "2026-11-22T12:00:00.000000Z")
    assert stat.S_IMODE(record.stat().st_mode) == 0o600


def rehashed(line: str) -> str:
    told = json.loads(line)
    told["photo_sha256"] = "00" * 32
    told["hash"] = hash_of(told)
    return json.dumps(told) + "\n"


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        (lambda lines: [*lines[:2], lines[2].replace("made", "refused"), *lines[3:]], 3),
        (lambda lines: [*lines[:2], rehashed(lines[2]), *lines[3:]], 4),
        (lambda lines: [*lines[:1], *lines[2:]], 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4),
        (lambda lines: [*lines[:4], lines[4][:50]], 5),
        (lambda lines: ["[]\n", *lines], 1),
        (lambda lines: [lines[0], lines[1].replace(": ", ":\t", 1), *lines[2:]], 2),
        (lambda lines: [lines[0], lines[1].replace("{", '{"what": "song", ', 1), *lines[2:]], 2),
    ],
    ids=[
        "changed",
        "rehashed",
        "taken out",
        "first taken out",
        "moved",
        "put in",
        "cut short",
        "no line",
        "spaced",
        "said twice",
    ],
)
def test_what_was_done_to_it_shows(change: Callable[[list[str]], list[str]], broken: int, record: Path) -> None:
    record.write_text("".join(change(record.read_text().splitlines(keepends=True))))
    account = verify_record(record)
    assert (account.whole, account.broken, account.lines) == (False, broken, broken - 1)


def test_every_changed_letter_shows(record: Path) -> None:
    text = record.read_bytes()
    for position in range(0, len(text), 37):
        changed = bytearray(text)
        changed[position] ^= 1
        record.write_bytes(changed)
        assert not verify_record(record).whole, position


def test_lines_missing_at_the_end_show_by_a_hash_kept_elsewhere(record: Path) -> None:
    lines = record.read_text().splitlines(keepends=True)
    record.write_text("".join(lines[:3]))
    assert verify_record(record).whole
    account = verify_record(record, last=json.loads(lines[4])["hash"])
    assert not account.whole
    assert account.reason is not None
    assert account.reason.endswith("lines are missing at the end")


def test_processes_append_beside_one_another(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    program = (
        "import sys, pathlib\nfrom vivant.provenance.record import Entry, append\n"
        "one = Entry(what='film', decision='made', video=sys.argv[2])\n"
        "for n in range(20): append(pathlib.Path(sys.argv[1]), one)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, path, str(who)]) for who in range(3)]
    assert [writer.wait(30) for writer in writers] == [0, 0, 0]
    account = verify_record(path)
    assert (account.whole, account.lines) == (True, 60)


def test_the_digest_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    # FIPS 180-2, appendix B.1.
    assert digest_of(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_nothing_is_bound_to_what_is_no_line(record: Path) -> None:
    with record.open("a") as file:
        file.write("half a li")
    with pytest.raises(OutputFailed, match=r"record\.jsonl: its last line is no line of a record; move"):
        append(record, entry(6))
    blocked = record / "below"
    with pytest.raises(OutputFailed, match=r"below: cannot be written \("):
        append(blocked, entry(1))


def test_the_commands(record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVANT_DATA", str(record.parent))
    run = CliRunner().invoke
    told = run(app, ["record", "verify"])
    assert told.exit_code == 0
    assert told.stdout.startswith("5 lines, each as it was written\nlast ")
    assert run(app, ["record", "export"]).stdout == record.read_text()
    assert run(app, ["record", "export", "-o", str(tmp_path / "copy.jsonl")]).exit_code == 0
    assert (tmp_path / "copy.jsonl").read_bytes() == record.read_bytes()
    record.write_text(record.read_text().replace("video_3", "video_7"))
    told = run(app, ["record", "verify"])
    assert (told.exit_code, told.stdout) == (1, "line 4: it was changed; 3 lines before it hold\n")
    assert json.loads(run(app, ["record", "verify", "--json"]).stdout)["broken"] == 4
