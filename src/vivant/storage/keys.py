"""Where things lie in the asset store: everything of a video under its id."""

from __future__ import annotations


def video(video_id: str) -> str:
    """The prefix of all that belongs to a video."""
    return f"videos/{video_id}"


def photo(video_id: str) -> str:
    """The photo it was made of."""
    return f"{video(video_id)}/photo"


def runs(video_id: str) -> str:
    """The prefix of all renders of a video."""
    return f"{video(video_id)}/runs"


def run(video_id: str, token: str) -> str:
    """The prefix of one render: a folder of its own, so that a late one overwrites nothing."""
    return f"{runs(video_id)}/{token}"
