"""Captions as a text track of an MP4, which players offer as subtitles."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from fractions import Fraction

import av

from vivant.media import Caption

_CODES = {"en": "eng", "vi": "vie", "th": "tha", "zh": "zho", "ja": "jpn", "es": "spa", "fr": "fra", "de": "deu"}
"""ISO 639-2, which MP4 writes, for the languages of prompts and some more."""

_STYLE = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, "
    b"BackColour, Bold, Italic, Underline, Alignment\nStyle: Default,Sans,18,&Hffffff,&H0,0,0,0,2\n\n[Events]\n"
    b"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
"""What the encoder makes the track's own description of: white, at the bottom, centred."""

_UNIT = Fraction(1, 1000)


class CaptionTrack:
    """A text track in a container that is being written; made before the first packet of any track is written."""

    def __init__(self, container: av.container.OutputContainer, captions: Sequence[Caption], language: str) -> None:
        self._container = container
        self._captions = captions
        self._stream = container.add_stream("mov_text")
        self._stream.codec_context.subtitle_header = _STYLE
        self._stream.codec_context.time_base = self._stream.time_base = _UNIT
        self._stream.metadata["language"] = _CODES.get(language, "und")

    def write(self) -> None:
        """Writes every caption; where one runs into the next, the next takes its place."""
        ordered = sorted(self._captions, key=lambda one: one.start_s)
        starts = [round(one.start_s * 1000) for one in ordered]
        for caption, start, following in zip(ordered, starts, [*starts[1:], None], strict=True):
            end = round(caption.end_s * 1000)
            end = end if following is None else min(end, following)
            text = caption.text.encode()
            if end <= start or not text:
                continue
            # A sample of 3GPP timed text: its length in two bytes, then the text.
            packet = av.Packet(struct.pack(">H", len(text)) + text)
            packet.stream, packet.time_base = self._stream, _UNIT
            packet.pts = packet.dts = start
            packet.duration = end - start
            self._container.mux(packet)
