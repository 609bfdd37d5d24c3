"""Orders for films put together of finished ones: stitched to each other, or extended from their last frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vivant.direction import ShotPlan
from vivant.direction.advice import directed
from vivant.engines.catalogue import find_model
from vivant.errors import InvalidInput
from vivant.finish.takes import Take, check_alike, joined_count, overlap_frames
from vivant.jobs.orders import Order
from vivant.storage import Result, Splice, Transition, Video

LEAST_PARTS, MOST_PARTS = 2, 16
MOST_SECONDS = 120.0
MOST_EXTENSIONS = 6
MOST_CROSSFADE_S = 2.0
_NEAR_S = 0.05


def stitch_order(
    sources: Sequence[tuple[Video, Result]],
    *,
    transition: Transition,
    crossfade_s: float,
    metadata: dict[str, str] | None = None,
) -> Order:
    """The order for finished videos one after another.

    Raises InvalidInput: `videos: 1 given; expected 2 to 16.`
    """
    if not LEAST_PARTS <= len(sources) <= MOST_PARTS:
        raise InvalidInput(f"videos: {len(sources)} given; expected {LEAST_PARTS} to {MOST_PARTS}.", param="videos")
    takes = [_take(*source) for source in sources]
    first = sources[0][0]
    overlap = overlap_frames(crossfade_s, first.fps) if transition == "crossfade" else 0
    check_alike(takes, overlap)
    seconds = joined_count([take.frames for take in takes], overlap) / first.fps
    if seconds > MOST_SECONDS:
        raise InvalidInput(f"videos: {seconds:g} s together; at most {MOST_SECONDS:g} s.", param="videos")
    splice = Splice(of=tuple(video.id for video, _ in sources), transition=transition,
                    crossfade_s=overlap / first.fps)  # fmt: skip
    return Order(
        prompt="",
        model=first.model,
        seconds=seconds,
        size=first.size,
        fps=first.fps,
        audio=any(video.audio for video, _ in sources),
        metadata=metadata,
        splice=splice,
        films=tuple(result.video_key for _, result in sources),
    )


def extension_order(
    source: Video, result: Result, *, prompt: str, added_s: float, metadata: dict[str, str] | None = None
) -> Order:
    """The order for a finished video that goes on for `added_s` seconds, filmed from its last frame.

    Raises InvalidInput: `Invalid value: '20'. For seconds, …`
    """
    model = find_model(source.model)
    model.check_seconds(added_s)
    extensions = 1 + (source.splice.extensions if source.splice else 0)
    if extensions > MOST_EXTENSIONS:
        raise InvalidInput(f"video: already extended {MOST_EXTENSIONS} times, which is the most.", param="video")
    take = _take(source, result)
    seconds = (take.frames + round(added_s * take.fps)) / take.fps
    if seconds > MOST_SECONDS:
        raise InvalidInput(
            f"Invalid value: '{added_s:g}'. For seconds, the whole would last {seconds:g} s; at most "
            f"{MOST_SECONDS:g} s.",
            param="seconds",
        )
    plan = directed(prompt, seconds=added_s, capabilities=model.capabilities)
    if result.plan is not None:
        plan = going_on(plan, ShotPlan.from_json(result.plan))
    return Order(
        prompt=prompt,
        asked_plan=plan.to_json(),
        model=source.model,
        seconds=seconds,
        size=source.size,
        fps=source.fps,
        seed=source.seed,
        audio=source.audio,
        strength=source.strength,
        metadata=metadata,
        splice=Splice(of=(source.id,), added_s=added_s, extensions=extensions),
        films=(result.video_key,),
    )


def going_on(plan: ShotPlan, before: ShotPlan) -> ShotPlan:
    """The plan of a new part, with what goes on at the end of the part before it: ambience, music, and what moves.

    Where the new part has ambience, music or movement of its own, that of the part before ends; where it rules
    anything out, all of it. Light and weather are in the last frame already: they do not come twice.
    """
    if plan.exclude:
        return plan
    own = {cue.kind for cue in plan.sound} | {"event"}
    until = before.seconds - _NEAR_S
    sound = [cue for cue in before.sound if cue.kind not in own and cue.end_s >= until]
    actions = [action for action in before.actions if not plan.actions and action.end_s >= until]
    return replace(
        plan,
        sound=(*(replace(cue, start_s=0.0, end_s=plan.seconds) for cue in sound), *plan.sound),
        actions=(*(replace(action, start_s=0.0, end_s=plan.seconds) for action in actions), *plan.actions),
    )


def _take(video: Video, result: Result) -> Take:
    frames = result.account["frames"] if result.account else round(video.seconds * video.fps)
    return Take(size=video.size, fps=video.fps, frames=frames)
