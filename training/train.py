"""Train the network for a given time and keep an exponential moving average of its weights.

    python train.py --cache ~/.cache/vivant-training --out runs/first --minutes 80

The learning rate follows a cosine over the time given, so a run of 20 minutes and one of 20 hours both end
well. Small pictures come first, as most is learnt from many samples; many sizes up to the one used at the
end. `out/last.pt` holds weights, average, optimiser state and minutes used (resume with `--resume`);
`out/curve.csv` the loss terms over steps.
"""

from __future__ import annotations

import argparse
import copy
import csv
import math
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

from data import Samples
from losses import total_loss
from network import Eyes
from photos import DEFAULT_CACHE

SMALL = ((96, 128), (128, 160), (128, 192), (160, 128), (128, 128))
LARGE = ((160, 224), (192, 256), (192, 256), (224, 320), (256, 352), (224, 160), (256, 192), (320, 224))
LARGE_FROM = 0.58
SMALL_PIXELS, LARGE_PIXELS = 230_000, 430_000
PEAK_RATE = 1.2e-3
AVERAGE_DECAY = 0.998
SAVE_MINUTES = 4.0
REPORT_STEPS = 20


def batches(cache: Path, large: bool, seed: int, workers: int) -> Iterator[torch.Tensor]:
    """An endless iterator of batches made in other processes."""
    shapes, pixels = (LARGE, LARGE_PIXELS) if large else (SMALL, SMALL_PIXELS)
    samples = Samples(cache, shapes, pixels, seed, small=not large)
    prefetch = 3 if workers else None
    return iter(DataLoader(samples, batch_size=None, num_workers=workers, prefetch_factor=prefetch))


@torch.no_grad()
def follow(average: nn.Module, eyes: nn.Module, decay: float) -> None:
    """Move the average a little towards the weights; buffers that are counters are copied."""
    for slow, fast in zip(average.state_dict().values(), eyes.state_dict().values(), strict=True):
        if slow.dtype.is_floating_point:
            slow.lerp_(fast, 1 - decay)
        else:
            slow.copy_(fast)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the perception network.")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=PEAK_RATE)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    cache, device = options.cache.expanduser(), torch.device(options.device)

    eyes = Eyes().to(device, memory_format=torch.channels_last)
    decayed = [p for p in eyes.parameters() if p.ndim > 1]
    plain = [p for p in eyes.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
    average = copy.deepcopy(eyes)
    step, used = 0, 0.0
    if options.resume:
        state = torch.load(options.out / "last.pt", map_location=device)
        eyes.load_state_dict(state["eyes"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, used = state["step"], state["minutes"]

    def save() -> None:
        state = {
            "eyes": eyes.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
        }
        torch.save({**state, "step": step, "minutes": used}, options.out / "last.tmp")
        (options.out / "last.tmp").replace(options.out / "last.pt")

    large = used / options.minutes > LARGE_FROM
    feed = batches(cache, large, options.seed + step, options.workers)
    began, saved, recent = time.time() - 60 * used, used, []
    with (options.out / "curve.csv").open("a", newline="") as file:
        writer = csv.writer(file)
        while used < options.minutes:
            share = used / options.minutes
            if not large and share > LARGE_FROM:
                large = True
                feed = batches(cache, True, options.seed + step, options.workers)
            rate = (
                options.rate
                * min(1.0, (step + 1) / 150)
                * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
            )
            for group in optimiser.param_groups:
                group["lr"] = rate
            stack = next(feed).to(device)
            image = stack[:, :3].contiguous(memory_format=torch.channels_last)
            loss, terms = total_loss(eyes(image), stack[:, 3:])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(eyes.parameters(), 2.0)
            optimiser.step()
            step += 1
            follow(average, eyes, min(AVERAGE_DECAY, 1 - 1 / (1 + step / 8)))
            used = (time.time() - began) / 60
            recent.append({"loss": float(loss.detach()), **terms})
            if step % REPORT_STEPS == 0:
                means = {name: sum(row[name] for row in recent) / len(recent) for name in recent[0]}
                if file.tell() == 0:
                    writer.writerow(["step", "minutes", "rate", *means])
                writer.writerow(
                    [step, f"{used:.2f}", f"{rate:.2e}", *(f"{value:.5f}" for value in means.values())]
                )
                file.flush()
                text = "  ".join(f"{name} {value:.4f}" for name, value in means.items())
                print(f"step {step}  {used:.1f} min  {text}", flush=True)
                recent = []
            if used - saved > SAVE_MINUTES:
                save()
                saved = used
    save()
    print(f"done: {step} steps, {used:.1f} minutes")


if __name__ == "__main__":
    main()
