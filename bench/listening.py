"""The listening page: python bench/listening.py writes docs/listening.md with a spectrogram of every sound, and the
sounds themselves into out/sounds/."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

import vivant
from vivant.direction.director import direct
from vivant.engines.catalogue import CAPABILITIES
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.catalogue import AMBIENCE, EVENTS, Voice
from vivant.sound.listening import Listening
from vivant.sound.master import mastered
from vivant.sound.noise import Stereo, random_of
from vivant.sound.score import score
from vivant.sound.take import Take

ROOT = Path(__file__).parents[1]
PAGE, PICTURES, SOUNDS = (
    ROOT / "docs" / "listening.md",
    ROOT / "docs" / "pictures" / "sounds",
    ROOT / "out" / "sounds",
)
SECONDS, SEED = 8.0, 3
WIDTH, HEIGHT, LOW_HZ, HIGH_HZ, RANGE_DB = 300, 110, 40.0, 18_000.0, 70.0

MIXES = {
    "harbour": "gentle waves, gulls, a distant ship horn at 2s, soft acoustic guitar",
    "storm": "heavy rain sounds, wind sounds, thunder at 1s, thunder at 4s",
    "cafe": "cafe ambience, clinking glasses at 2s, soft jazz",
    "night": "crickets, crackling fire, faint piano",
    "street": "distant traffic, birdsong, church bells at 2s, footsteps",
}
"""Whole soundtracks, by the words that ask for them."""

_HEAD = """# Sounds

Every sound Vivant makes, synthesised: no recording is played. `make listen` writes this page, and the sounds
themselves as WAV files into `out/sounds/`. A picture shows eight seconds of an ambience (an event at its own
length) from left to right, and 40 Hz to 18 kHz from bottom to top; lines mark 100 Hz, 1 kHz and 10 kHz.

Each is asked for by its words, in any of the six languages; what the picture alone suggests is played quietly
where no words name an ambience. `soft` and `faint` make a sound weaker, `distant` and `far away` make it
weaker, duller and more of the place it is in, `loud` makes it louder and, where that means more of it, denser.
Weather that is asked to be seen is heard. A mix that words asked for has -16 LUFS and no true peak above -1 dB;
what only the picture suggests stays as quiet as such a place is, and `silence` is silent. Dogs, cats and
laughter are not made; the plan says so.

`--stems DIR` writes every sound of a clip as a file of its own; laid over one another they are the mix, but for
the moments in which that held a peak back.
"""


def main() -> None:
    phrases = _phrases()
    lines = [_HEAD]
    for title, voices in (("Ambience", AMBIENCE), ("Events", EVENTS)):
        lines.append(f"\n## {title}\n\n| | sound | words, for example |\n|---|---|---|\n")
        lines += [_row(name, voice, phrases.get(name, ())) for name, voice in voices.items()]
    lines.append("\n## Whole soundtracks\n\n| | words |\n|---|---|\n")
    lines += [f"| {_pictured('mix_' + name, samples)} | {MIXES[name]} |\n" for name, samples in _mixes()]
    PAGE.write_text("".join(lines), encoding="utf-8")
    size = sum(path.stat().st_size for path in PICTURES.iterdir())
    print(f"{PAGE.relative_to(ROOT)}, {size / 1e6:.2f} MB of pictures")


def _row(name: str, voice: Voice, words: tuple[str, ...]) -> str:
    count = round((SECONDS if name in AMBIENCE else 4.0) * RATE_HZ)
    samples = voice.make(Take(count=count, random=random_of(SEED, name), brightness=voice.brightness))
    asked = ", ".join(words[:4]) or "heard where the picture has it"
    return f"| {_pictured(name, samples)} | **{name.replace('_', ' ')}**: {voice.what} | {asked} |\n"


def _mixes() -> Iterator[tuple[str, Stereo]]:
    for name, words in MIXES.items():
        plan = direct(words, seconds=SECONDS, capabilities=CAPABILITIES["scene"])
        yield name, score(plan, seconds=SECONDS, seed=SEED, scene=Listening(size=0.6)).soundtrack.samples


def _phrases() -> dict[str, tuple[str, ...]]:
    """English words for each cue."""
    lexicon = tomllib.loads((Path(vivant.__file__).parent / "direction" / "lexicon" / "en.toml").read_text("utf-8"))
    weather = {name: tuple(lexicon["atmosphere"][name]) for name in ("snow", "storm")}
    return weather | {
        name: tuple(words) for kind in ("ambience", "event") for name, words in lexicon["sound"][kind].items()
    }


def _pictured(name: str, samples: Stereo) -> str:
    """The Markdown of a sound's picture, which is drawn, and its file, which is written."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    SOUNDS.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(PICTURES / f"{name}.jpg"), spectrogram(samples), [cv2.IMWRITE_JPEG_QUALITY, 72])
    _write(SOUNDS / f"{name}.wav", mastered(samples * np.float32(0.05), -20.0).samples)
    return f"![{name}](pictures/sounds/{name}.jpg)"


def spectrogram(samples: Stereo) -> NDArray[np.uint8]:
    """[HEIGHT, WIDTH, 3]: time to the right, the logarithm of frequency upwards, decibels as warmth."""
    mono, frame = samples.mean(axis=1), 2048
    mono = np.concatenate([np.zeros(frame // 2), mono, np.zeros(frame // 2)])
    starts = np.linspace(0, len(mono) - frame, WIDTH).astype(int)
    frames = mono[starts[:, None] + np.arange(frame)] * np.hanning(frame)
    bins = np.abs(np.fft.rfft(frames, axis=1))
    wanted = np.geomspace(LOW_HZ, HIGH_HZ, HEIGHT) * frame / RATE_HZ
    power = np.stack([np.interp(wanted, np.arange(bins.shape[1]), column) for column in bins], axis=1)
    level_db = 20 * np.log10(power / power.max() + 1e-9)
    grey = (np.clip(level_db / RANGE_DB + 1, 0, 1) * 255).astype(np.uint8)[::-1]
    picture = cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO)
    for hz in (100, 1_000, 10_000):
        row = round((HEIGHT - 1) * (1 - np.log(hz / LOW_HZ) / np.log(HIGH_HZ / LOW_HZ)))
        picture[row] = picture[row] // 2 + 50
    return np.asarray(picture, dtype=np.uint8)


def _write(path: Path, samples: Stereo) -> None:
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE_HZ, layout="stereo")
        whole = np.ascontiguousarray((np.clip(samples, -1, 1) * 32767).astype(np.int16).reshape(1, -1))
        sound = av.AudioFrame.from_ndarray(whole, format="s16", layout="stereo")
        sound.sample_rate, sound.pts = RATE_HZ, 0
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
