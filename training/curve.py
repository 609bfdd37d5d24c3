"""Draw the loss curve of a run as a small PNG.

python curve.py --run runs/first --out results/curve.png
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot


def main() -> None:
    parser = argparse.ArgumentParser(description="Plot the terms in curve.csv over minutes.")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with (options.run / "curve.csv").open() as file:
        rows = list(csv.DictReader(file))
    minutes = [float(row["minutes"]) for row in rows]
    figure, panels = pyplot.subplots(1, 2, figsize=(8, 3), dpi=80)
    for panel, names in zip(
        panels, (("affine", "direct", "gradient"), ("subject", "sky", "regions", "rank")), strict=True
    ):
        for name in names:
            values = [float(row[name]) for row in rows]
            smooth = [
                sum(values[max(0, k - 8) : k + 1]) / len(values[max(0, k - 8) : k + 1])
                for k in range(len(values))
            ]
            panel.plot(minutes, smooth, label=name)
        panel.set_xlabel("minutes")
        panel.set_yscale("log")
        panel.legend(fontsize=7)
        panel.grid(alpha=0.3)
    figure.tight_layout()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.out)


if __name__ == "__main__":
    main()
