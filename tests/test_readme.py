"""The README's programs run as they are written."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def programs() -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.acceptance
def test_the_first_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / "examples" / "coffee.jpg", "harbour.jpg")
    (program,) = (text for text in programs() if "import Photo, animate" in text)
    exec(compile(program, "README.md", "exec"), {})
    assert Path("harbour.mp4").stat().st_size > 100_000
