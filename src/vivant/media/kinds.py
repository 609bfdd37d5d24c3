"""What some bytes are, told from the bytes themselves: never from a name or a label."""

from __future__ import annotations

import codecs

PHOTO_KINDS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/heic": "HEIC",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}
"""The kinds of photo that can be opened, by mime type."""

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\x00\x00\x01\x00", "image/vnd.microsoft.icon"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "application/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (8, b"WEBP", "image/webp"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/wav"),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
_NAMES = {
    "image/gif": "a GIF image",
    "image/svg+xml": "an SVG drawing",
    "image/vnd.adobe.photoshop": "a Photoshop document",
    "image/vnd.microsoft.icon": "an icon",
    "image/jxl": "a JPEG XL image",
    "image/jp2": "a JPEG 2000 image",
    "application/pdf": "a PDF document",
    "application/zip": "a ZIP archive",
    "application/gzip": "a gzip archive",
    "application/ogg": "Ogg media",
    "text/html": "an HTML page",
    "text/plain": "text",
}


def sniff(data: bytes) -> str:
    """The mime type that the content shows: `image/jpeg`, `text/plain`, `application/octet-stream`.

    The first few kilobytes are enough. A damaged photo is still called by what its first bytes say.
    """
    head = bytes(data[:4096])
    for offset, magic, mime in _SIGNATURES:
        if offset == 8 and not head.startswith(b"RIFF"):
            continue
        if head.startswith(magic, offset):
            return mime
    if head[4:8] == b"ftyp":
        return _iso_media(head)
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and len(head) >= 18:
        return "image/bmp"
    return _text(head) or "application/octet-stream"


def looks_like(mime: str) -> str:
    """The kind in words, for the middle of a sentence: `a PDF document`, `an audio file`, `text`."""
    if mime in PHOTO_KINDS:
        return f"a {PHOTO_KINDS[mime]} image" if mime != "image/avif" else "an AVIF image"
    if mime in _NAMES:
        return _NAMES[mime]
    family, _, kind = mime.partition("/")
    if family == "video":
        return f"a video ({kind.removeprefix('x-')})"
    return "an audio file" if family == "audio" else "unknown data"


def _iso_media(head: bytes) -> str:
    """The kind of an ISO base media file, by its major brand, then by the compatible ones."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = [head[8:12]] + [head[at : at + 4] for at in range(16, length - 3, 4)]
    for brand in brands:
        if brand in _AVIF_BRANDS:
            return "image/avif"
        if brand in _HEIC_BRANDS:
            return "image/heic"
    if brands[0] in (b"mif1", b"msf1"):
        return "image/heic"
    if brands[0] == b"qt  ":
        return "video/quicktime"
    return "audio/mp4" if brands[0] in (b"M4A ", b"M4B ") else "video/mp4"


def _text(head: bytes) -> str | None:
    """The kind of text in the head, or None where it is not text."""
    if not head:
        return None
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "text/plain"
    try:
        # The head may end inside a character.
        text = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return None
    if any(ord(letter) < 32 and letter not in "\t\n\r\f\x1b" for letter in text):
        return None
    start = text.lstrip().lower()
    if start.startswith("<svg") or (start.startswith(("<?xml", "<!--", "<!doctype svg")) and "<svg" in start):
        return "image/svg+xml"
    return "text/html" if start.startswith(("<!doctype html", "<html")) else "text/plain"
