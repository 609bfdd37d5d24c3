from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstage import Backstage


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Backstage]:
    stage = Backstage(tmp_path)
    yield stage
    stage.database.close()
