"""The score of a clip: every sound of its plan, each on a stem of its own, and the mix of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from vivant.direction.amending import amend, lexicon_for
from vivant.direction.plan import ShotPlan
from vivant.media import Caption, Soundtrack
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.cues import Sounding, soundings
from vivant.sound.listening import Listening
from vivant.sound.master import TARGET_LUFS, mastered
from vivant.sound.mix import shared
from vivant.sound.music import music_stem
from vivant.sound.noise import middle
from vivant.sound.reverb import answered, place_of
from vivant.sound.speech import Spoken, speech_stems
from vivant.sound.stem import Stem
from vivant.sound.taking import Taken, taken

_THREADS = 2
_SPEECH_SENT = 0.15
"""How much of a voice the place answers."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """A soundtrack and what it is made of.

    stems: the mix before one gain, `gain_db`, and before peaks were held: their sum times that gain is the
    soundtrack, but where a peak was held. captions: what is said, spoken or not. plan: as it was really carried out.
    """

    soundtrack: Soundtrack
    stems: tuple[Stem, ...] = field(repr=False)
    gain_db: float
    captions: tuple[Caption, ...]
    plan: ShotPlan


def score(plan: ShotPlan, *, seconds: float, seed: int, scene: Listening) -> Score:
    """The score of a plan in a scene; the same for the same plan, seed and scene.

    Where words ask for sound, weather, music or speech, the mix is brought to TARGET_LUFS. What only the picture
    suggests stays as quiet as such places are.
    """
    count, closes = max(1, round(seconds * RATE_HZ)), "loop" in plan.style
    heard = soundings(plan, scene, seconds)
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="score") as pool:
        speaking = pool.submit(speech_stems, plan, seconds=seconds, seed=seed)
        playing = pool.submit(music_stem, plan, seconds=seconds, seed=seed)
        takes = [
            pool.submit(taken, one, name, count=count, seed=seed, scene=scene, closes=closes)
            for one, name in _told_apart(heard)
        ]
    spoken = speaking.result()
    stems = _stems(takes, playing.result(), spoken, scene, count, closes=closes)
    asked = any(one.asked for one in heard) or any(stem.kind in ("music", "speech") for stem in stems)
    mix = np.asarray(sum((stem.samples for stem in stems), np.zeros((count, 2), dtype=np.float32)))
    done = mastered(mix, TARGET_LUFS if asked else None, closes=closes)
    return Score(
        soundtrack=Soundtrack(samples=done.samples),
        stems=stems,
        gain_db=done.gain_db,
        captions=spoken.captions,
        plan=_accounted(plan, spoken),
    )


def _stems(
    takes: Sequence[Future[Taken]], music: Stem | None, spoken: Spoken, scene: Listening, count: int, *, closes: bool
) -> tuple[Stem, ...]:
    """Every stem, the place's answer among them, as they are in the mix."""
    made = [take.result() for take in takes]
    stems = [*(one.stem for one in made), *([music] if music else []), *spoken.stems]
    sent = sum((one.sent for one in made), np.zeros(count, dtype=np.float32))
    sent = sum((_SPEECH_SENT * middle(stem.samples) for stem in spoken.stems), sent)
    if np.any(sent):
        answer = answered(sent, place_of(scene.size, scene.indoor), closes=closes)
        stems.append(Stem(name="reverb", kind="ambience", samples=answer))
    return shared(stems, count, closes=closes)


def _told_apart(heard: Sequence[Sounding]) -> list[tuple[Sounding, str]]:
    """Each sound with a name of its own: the second door is `door_2`."""
    seen: Counter[str] = Counter()
    named = []
    for one in heard:
        seen[one.name] += 1
        named.append((one, one.name if seen[one.name] == 1 else f"{one.name}_{seen[one.name]}"))
    return named


def _accounted(plan: ShotPlan, spoken: Spoken) -> ShotPlan:
    """The plan with what became of its lines."""
    for refusal in spoken.refusals:
        reason = lexicon_for(plan, refusal.item).sentence(refusal.key, **refusal.values)
        plan = amend(plan, refusal.item, refusal.status, reason)
    return plan
