"""Music for a clip: phrases composed for its length and mood, played on instruments of our own."""

from vivant.sound.music.playing import NAMES, music_stem

__all__ = ["NAMES", "music_stem"]
