"""A shelf is shared: files appear whole, and what dead processes left is cleared away."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from vivant.media.shelf import Packed, Shelf


def number(packed: Packed) -> int:
    return int(packed["number"][0])


def test_many_may_keep_the_same_thing_at_once(tmp_path: Path) -> None:
    shelf = Shelf(folder=tmp_path, most_bytes=1 << 20)
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda k: shelf.get(f"{k % 3}", lambda: {"number": np.array([k % 3])}, number), range(60))
        )
    assert found == [k % 3 for k in range(60)]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".npz"] * 3


def test_what_a_dead_process_left_is_cleared_away_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    old, new = tmp_path / "a.1.part", tmp_path / "a.2.part"
    for part in (old, new):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 7200,) * 2)
    Shelf(folder=tmp_path, most_bytes=1 << 20).get("a", lambda: {"number": np.array([1])}, number)
    assert not old.exists()
    assert new.exists()


def test_a_file_that_holds_something_else_is_made_anew(tmp_path: Path) -> None:
    shelf = Shelf(folder=tmp_path, most_bytes=1 << 20)
    shelf.get("a", lambda: {"other": np.array([1])}, lambda packed: packed["other"])
    assert shelf.get("a", lambda: {"number": np.array([7])}, number) == 7
    assert shelf.get("a", lambda: {"number": np.array([8])}, number) == 7
