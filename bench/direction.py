"""How well and how fast prompts become plans: the share of each corpus that becomes exactly the plan it means.

    python bench/direction.py [--show]

Prints one JSON line: matches per corpus and overall, milliseconds per prompt, and milliseconds for 32,000 characters
of several kinds. `--show` prints each prompt that was missed before it.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "direction"))

from test_corpus import CORPUS, ENGINE, misses, plan_of

from vivant.direction import direct

LONG_CHARS = 32_000
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print every prompt that was missed")
    options = parser.parse_args()

    missed = {name: misses(cases) for name, cases in CORPUS.items()}
    if options.show:
        for name, told in missed.items():
            print(f"== {name}", *told, sep="\n")
    prompts_ms = [best_ms(lambda case=case: plan_of(case)) for cases in CORPUS.values() for case in cases]
    long_ms = {
        name: best_ms(lambda text=text: direct(text, seconds=8, capabilities=ENGINE)) for name, text in long_prompts()
    }
    total, wrong = len(prompts_ms), sum(map(len, missed.values()))
    line = {
        "bench": "direction",
        "prompts": total,
        "matched": total - wrong,
        "share": round(1 - wrong / total, 4),
        "corpora": {
            name: {"prompts": len(cases), "share": round(1 - len(missed[name]) / len(cases), 4)}
            for name, cases in CORPUS.items()
        },
        "ms_per_prompt": {"median": round(statistics.median(prompts_ms), 2), "max": round(max(prompts_ms), 2)},
        "ms_32000_chars": {name: round(ms, 1) for name, ms in long_ms.items()},
    }
    print(json.dumps(line))


def best_ms(work: Callable[[], object]) -> float:
    """The fastest of a few runs, which is what the work itself costs."""
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times) * 1000


def long_prompts() -> Iterator[tuple[str, str]]:
    """Each corpus over and over until it is long enough, one word without an end, and any characters at all."""
    for name, cases in CORPUS.items():
        text = "\n".join(case["text"] for case in cases)
        yield name, (text * (LONG_CHARS // len(text) + 1))[:LONG_CHARS]
    yield "one_word", "a" * LONG_CHARS
    rng = random.Random(7)
    yield (
        "any_characters",
        "".join(
            chr(rng.choice((rng.randrange(32, 0xD800), rng.randrange(0xE000, 0x2FFFF)))) for _ in range(LONG_CHARS)
        ),
    )


if __name__ == "__main__":
    main()
