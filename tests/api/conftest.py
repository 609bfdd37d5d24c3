from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage
from vivant.api import create_app


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Backstage]:
    stage = Backstage(tmp_path)
    yield stage
    stage.database.close()


@pytest.fixture
def client(stage: Backstage) -> Iterator[TestClient]:
    app = create_app(stage.settings, queue=stage.queue)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client
