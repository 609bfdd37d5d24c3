"""A program in the place of espeak-ng, for tests: it lists three languages, notes how it was called, and hums."""

from __future__ import annotations

import sys
from pathlib import Path

_PROGRAM = """#!{python}
import json, pathlib, struct, sys
if sys.argv[1:] == ["--voices"]:
    print("Pty Language Age/Gender VoiceName File")
    for code in ("vi", "th", "en-us"):
        print(" 5 ", code, "--/M x x")
    raise SystemExit
text = sys.stdin.buffer.read().decode()
here = pathlib.Path(__file__).parent
(here / "calls.jsonl").open("a").write(json.dumps([sys.argv[1:], text]) + "\\n")
if "fail" in text:
    raise SystemExit(1)
hum = b"".join(struct.pack("<h", 8000 if n // 55 % 2 else -8000) for n in range(22050 // 2))
head = b"RIFF" + b"\\xff" * 4 + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 22050, 44100, 2, 16)
sys.stdout.buffer.write(head + b"data" + b"\\xff" * 4 + hum)
"""


def install(folder: Path) -> Path:
    """The file of calls of a program `espeak-ng` that is put into a folder."""
    program = folder / "espeak-ng"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    return folder / "calls.jsonl"
