"""A voice for many languages: the program espeak-ng, where it is installed. It is clear, and sounds like a machine.

The program is only ever run, never linked or shipped. The text goes in through its standard input, so that no text
can become an option.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache

import numpy as np

from vivant.sound.speech.casting import Cast
from vivant.sound.speech.voice import Mono, at_rate

_PROGRAM = "espeak-ng"
_TIMEOUT_S = 15.0
_WORDS_A_MINUTE = 160
_NAMES = {"zh": "cmn", "en": "en-us", "no": "nb"}
"""Where the program calls a language by another code."""

_UNSOUND = frozenset({"ja", "zh"})
"""Languages it claims and cannot read: it says "Chinese letter" for Chinese characters in Japanese, and the numbers
of the tones aloud in Chinese."""


class EspeakVoice:
    """Speaks what the installed espeak-ng speaks."""

    remark: str | None = "line_machine"

    def speaks(self, language: str) -> bool:
        """Whether the program is on the path and has the language."""
        program = shutil.which(_PROGRAM)
        return program is not None and language not in _UNSOUND and _called(language) in _languages(program)

    def say(self, text: str, *, language: str, cast: Cast, pace: float, seed: int) -> Mono | None:  # noqa: ARG002
        """The text as sound; None where the program fails or takes longer than 15 s."""
        program = shutil.which(_PROGRAM)
        if program is None:
            return None
        command = [
            program, "--stdin", "--stdout", "-b", "1", "-z",
            "-v", f"{_called(language)}+{cast.espeak}",
            "-p", str(cast.espeak_pitch),
            "-s", str(round(_WORDS_A_MINUTE * pace * cast.pace)),
        ]  # fmt: skip
        # Double brackets would be read as phonemes.
        plain = re.sub(r"\[\[|\]\]", " ", " ".join(text.split()))
        try:
            done = subprocess.run(command, input=plain.encode(), capture_output=True, timeout=_TIMEOUT_S, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
        return _samples(done.stdout)


def _called(language: str) -> str:
    return _NAMES.get(language, language)


@cache
def _languages(program: str) -> frozenset[str]:
    """The codes of the languages that this program has, from its own list."""
    try:
        listed = subprocess.run([program, "--voices"], capture_output=True, timeout=_TIMEOUT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    rows = [row.split() for row in listed.stdout.decode(errors="replace").splitlines()[1:]]
    return frozenset(row[1] for row in rows if len(row) > 1)


def _samples(wave: bytes) -> Mono | None:
    """The sound of a WAV file, mono and 16 bits, that was written to a pipe: its header knows no true length."""
    head = wave.find(b"data")
    if wave[:4] != b"RIFF" or head < 0:
        return None
    rate_hz = int.from_bytes(wave[24:28], "little")
    body = wave[head + 8 :]
    samples = np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2") * np.float32(1 / 32768)
    return at_rate(samples, rate_hz) if len(samples) else None
