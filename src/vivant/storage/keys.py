"""Where things lie in the asset store: everything of a video under its id, and so a client's files."""

from __future__ import annotations


def video(video_id: str) -> str:
    """The prefix of all that belongs to a video."""
    return f"videos/{video_id}"


def photo(video_id: str) -> str:
    """The photo it was made of."""
    return f"{video(video_id)}/photo"


def parts(video_id: str) -> str:
    """The prefix of the films it is put together of."""
    return f"{video(video_id)}/parts"


def part(video_id: str, number: int) -> str:
    """One of them."""
    return f"{parts(video_id)}/{number:03d}.mp4"


def file(file_id: str) -> str:
    """The prefix of a file that a client left for later."""
    return f"files/{file_id}"


def content(file_id: str) -> str:
    """The bytes of such a file."""
    return f"{file(file_id)}/content"


def runs(video_id: str) -> str:
    """The prefix of all renders of a video."""
    return f"{video(video_id)}/runs"


def run(video_id: str, token: str) -> str:
    """The prefix of one render: a folder of its own, so that a late one overwrites nothing."""
    return f"{runs(video_id)}/{token}"
