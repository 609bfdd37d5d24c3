"""A program written for the original API. Usage: client.py SECONDS SIZE PHOTO OUT_FOLDER"""

import json
import sys
import time
from pathlib import Path

import openai

seconds, size, photo, out = sys.argv[1:]
client = openai.OpenAI()

with Path(photo).open("rb") as file:
    video = client.videos.create(
        model="sora-2",
        prompt="Slow push in, then pan left.",
        input_reference=file,
        seconds=seconds,  # type: ignore[arg-type]
        size=size,  # type: ignore[arg-type]
    )
created = video.status
while video.status in ("queued", "in_progress"):
    time.sleep(0.2)
    video = client.videos.retrieve(video.id)

for variant, name in {
    "video": "video.mp4",
    "thumbnail": "thumbnail.webp",
    "spritesheet": "spritesheet.jpg",
}.items():
    content = client.videos.download_content(video.id, variant=variant)  # type: ignore[arg-type]
    content.write_to_file(Path(out) / name)

polled = client.videos.create_and_poll(
    prompt="Static shot.",
    input_reference=Path(photo).read_bytes(),
    seconds="1",  # type: ignore[arg-type]
    size="128x72",  # type: ignore[arg-type]
)
listed = [one.id for one in client.videos.list(limit=1)]
deleted = [client.videos.delete(one) for one in (video.id, polled.id)]
try:
    client.videos.retrieve(video.id)
    gone = None
except openai.NotFoundError as error:
    gone = {"status": error.status_code, "message": error.message, "request_id": error.request_id}

account = {
    "version": openai.__version__,
    "created": created,
    "video": video.model_dump(),
    "polled": polled.model_dump(),
    "listed": listed,
    "deleted": [one.model_dump() for one in deleted],
    "gone": gone,
}
print(json.dumps(account))
