"""Everything that can go wrong, as one tree.

VivantError
├── InvalidInput          the request cannot be carried out as written (exit 2, HTTP 400)
│   ├── InvalidPhoto      the bytes are not a photo that can be animated
│   └── TooLarge          more than the stated limit (HTTP 413)
├── NotFound              nothing has that name (exit 2, HTTP 404)
├── DownloadFailed        what was asked for could not be fetched (exit 2, HTTP 502)
├── OutputFailed          the clip could not be written: no space, no permission (exit 2, HTTP 507)
├── RenderFailed          the work began and could not be finished (exit 1, HTTP 500)
└── Cancelled             somebody asked for the work to stop (exit 130)

A message names the thing, its value, what was expected, and what to do. The command line, HTTP and a failed
video all print the same sentence.
"""

from __future__ import annotations


class VivantError(Exception):
    """Base of all errors meant for people: one sentence, an API `code`, an HTTP `status`, an `exit_code`."""

    code: str = "server_error"
    status: int = 500
    exit_code: int = 1

    def __init__(self, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.param = param
        if code is not None:
            self.code = code


class InvalidInput(VivantError):
    """`seconds='90': this model renders 1 to 20 s`; `param` names the field."""

    code = "invalid_value"
    status = 400
    exit_code = 2


class InvalidPhoto(InvalidInput):
    """`harbour.jpg: not a photo (…)`."""

    code = "invalid_image"


class TooLarge(InvalidInput):
    """`input_reference: 61 MB; at most 50 MB`."""

    code = "too_large"
    status = 413


class NotFound(VivantError):
    """`Video with id 'video_…' not found.`"""

    code = "not_found"
    status = 404
    exit_code = 2


class DownloadFailed(VivantError):
    """`modnet: cannot be fetched from huggingface.co (no network); …`; nothing is left under the final name."""

    code = "download_failed"
    status = 502
    exit_code = 2


class OutputFailed(VivantError):
    """`out/clip.mp4: cannot be written (no space left on device)`; nothing is left under the final name."""

    code = "output_failed"
    status = 507
    exit_code = 2


class RenderFailed(VivantError):
    """The engine or the encoder stopped; the message says at which stage."""

    code = "render_failed"


class Cancelled(VivantError):
    """Raised between frames once the caller's `cancelled()` answers true."""

    code = "cancelled"
    status = 409
    exit_code = 130
