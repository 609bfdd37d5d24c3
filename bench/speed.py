"""How fast a film is made, where the time goes, and how that compares with FFmpeg's `zoompan`.

    python bench/speed.py [PHOTO ...] [--prompt "truck right"] [--seconds 8] [--size 1280x720] [--model sora-2]
                          [--repeats 3]

Prints one JSON line a photo (the shipped example if none is named); times are medians over the repeats, which take
turns with one another. Every run is a process of its own with an empty data folder:

- `cold`: the whole job, from the photo's bytes to the finished file, with sound: seconds, by stage, and the real-time
  factor (seconds of film for each second of work). `render` holds drawing and encoding, which run side by side.
- `warm`: the same shot once more in that process: whatever caches there are have it.
- `process_seconds`: from the start of Python to its end for that cold film, with the compiled kernels on numba's disk
  cache, and `first_ever` with none, as after an installation.
- `cpu_ms_per_frame`: processor time for a frame, drawn and encoded apart from one another.
- `zoompan`: photo to file through FFmpeg's filter, as long and as large, at the same encoder settings, no sound.
- `peak_mib`: most memory of the cold process, by the kernel's high-water mark.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent.parent / "examples" / "coffee.jpg"
FPS = 24
MOST_KEPT = 48
"""Frames held in memory to be encoded by themselves."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="*", type=Path, default=[EXAMPLE])
    parser.add_argument("--prompt", default="truck right")
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--model", default="sora-2")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        print(json.dumps(PARTS[options.part](options)))
        return
    for photo in options.photos:
        print(json.dumps(measured(photo, options)), flush=True)


def measured(photo: Path, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one photo."""
    with tempfile.TemporaryDirectory() as compiled:
        first_ever, _ = run("film", photo, options, compiled)
        films, pans = [], []
        for _ in range(options.repeats):
            films.append(run("film", photo, options, compiled))
            pans.append(run("zoompan", photo, options, compiled)[1])
        apart = run("apart", photo, options, compiled)[1]
    cold = middle([film["cold"] for _, film in films])
    warm = middle([film["warm"] for _, film in films])
    zoompan = middle(pans)["all"]
    return {
        "bench": "speed",
        "photo": photo.name,
        "prompt": options.prompt,
        "seconds": options.seconds,
        "size": options.size,
        "model": options.model,
        "cores": os.cpu_count(),
        "cold": cold | {"real_time_factor": round(options.seconds / cold["all"], 2)},
        "warm": warm | {"real_time_factor": round(options.seconds / warm["all"], 2)},
        "process_seconds": {
            "compiled_before": round(statistics.median(seconds for seconds, _ in films), 2),
            "first_ever": round(first_ever, 2),
        },
        "cpu_ms_per_frame": apart,
        "zoompan": {
            "seconds": zoompan,
            "cold_ratio": round(cold["all"] / zoompan, 2),
            "warm_ratio": round(warm["all"] / zoompan, 2),
        },
        "peak_mib": round(statistics.median(film["peak_mib"] for _, film in films)),
    }


def run(part: str, photo: Path, options: argparse.Namespace, compiled: str) -> tuple[float, Any]:
    """Seconds of a process of its own that measures one part, and what it answers."""
    words = [sys.executable, __file__, str(photo), "--part", part, "--prompt", options.prompt]
    words += ["--seconds", str(options.seconds), "--size", options.size, "--model", options.model]
    with tempfile.TemporaryDirectory() as data:
        surroundings = os.environ | {"VIVANT_DATA": data, "NUMBA_CACHE_DIR": compiled}
        begun = time.perf_counter()
        done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False, env=surroundings)
        seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(f"{part} of {photo} failed; what it said stands above")
    answer = json.loads(done.stdout)
    return seconds - (answer.pop("aside", 0.0) if isinstance(answer, dict) else 0.0), answer


def middle(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(row[name] for row in rows), 3) for name in rows[0]}


def film(options: argparse.Namespace) -> dict[str, Any]:
    """Seconds of a cold film and of the same once more, by stage; memory; seconds not spent on the cold one."""
    cold = film_once(options)
    peak = peak_mib()
    begun = time.perf_counter()
    warm = film_once(options)
    return {"cold": cold, "warm": warm, "peak_mib": peak, "aside": time.perf_counter() - begun}


def film_once(options: argparse.Namespace) -> dict[str, float]:
    from vivant import Photo, animate

    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        photo = Photo.open(options.photos[0])
        decoded = time.perf_counter()
        clip = animate(
            photo,
            options.prompt,
            seconds=options.seconds,
            size=options.size,
            model=options.model,
            fps=FPS,
            out=Path(folder) / "clip.mp4",
        )
        ended = time.perf_counter()
    return {"all": ended - begun, "decode": decoded - begun} | clip.stages


def apart(options: argparse.Namespace) -> dict[str, float]:
    """Milliseconds of processor time for a frame, of drawing and of encoding, kernels compiled."""
    from vivant import Photo
    from vivant.direction.director import direct
    from vivant.engines.catalogue import find_model
    from vivant.engines.engine import Shot, no_progress
    from vivant.finish.encoder import encode
    from vivant.media import Size
    from vivant.pipeline import engine_of

    model, size = find_model(options.model), Size.parse(options.size)
    plan = direct(options.prompt, seconds=options.seconds, capabilities=model.capabilities)
    shot = Shot(photo=Photo.open(options.photos[0]), plan=plan, size=size, fps=FPS)
    frames = engine_of(model.engine).film(shot, no_progress).frames
    next(frames)
    begun = time.process_time()
    kept = [frame for frame, _ in zip(frames, range(MOST_KEPT), strict=False)]
    drawn = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        encode(iter(kept[:2]), Path(folder) / "first.mp4", size=size, fps=FPS, soundtrack=None)
        ready = time.process_time()
        encode(iter(kept), Path(folder) / "clip.mp4", size=size, fps=FPS, soundtrack=None)
        encoded = time.process_time()
    scale = 1000 / len(kept)
    return {"draw": round((drawn - begun) * scale, 1), "encode": round((encoded - ready) * scale, 1)}


def zoompan(options: argparse.Namespace) -> dict[str, float]:
    """Seconds of a film by FFmpeg's filter, with the encoder settings of the product."""
    import av

    from vivant.finish.encoder import X264
    from vivant.media import Photo, Size

    size, count = Size.parse(options.size), round(options.seconds * FPS)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        rgb = Photo.open(options.photos[0]).rgb
        with av.open(str(Path(folder) / "clip.mp4"), "w", options={"movflags": "+faststart"}) as container:
            video = container.add_stream("libx264", rate=FPS, options=X264)
            video.width, video.height, video.pix_fmt = size.width, size.height, "yuv420p"
            for k, picture in enumerate(zoomed(av.VideoFrame.from_ndarray(rgb, format="rgb24"), size, count)):
                picture.pts, picture.time_base = k, Fraction(1, FPS)
                container.mux(video.encode(picture))
            container.mux(video.encode(None))
        return {"all": time.perf_counter() - begun}


def zoomed(photo: Any, size: Any, count: int) -> Iterator[Any]:
    """The filter's frames: a steady zoom to 1.2 into the middle."""
    import av

    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=photo.width, height=photo.height, format=photo.format.name, time_base=Fraction(1, FPS)
    )
    pan = graph.add(
        "zoompan",
        f"z='1+0.2*on/{count}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d={count}:s={size.width}x{size.height}:fps={FPS}",
    )
    form, sink = graph.add("format", "yuv420p"), graph.add("buffersink")
    for one, other in ((source, pan), (pan, form), (form, sink)):
        one.link_to(other)
    graph.configure()
    photo.pts, photo.time_base = 0, Fraction(1, FPS)
    graph.push(photo)
    for _ in range(count):
        yield graph.pull()


def peak_mib() -> float:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    except OSError:
        import resource

        unit = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


PARTS = {"film": film, "apart": apart, "zoompan": zoompan}


if __name__ == "__main__":
    main()
