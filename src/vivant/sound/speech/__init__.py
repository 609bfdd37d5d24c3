"""Dialogue spoken: each line of a plan by a voice for its language and speaker, placed on the clip's clock."""

from vivant.sound.speech.saying import Refusal, Spoken, speech_stems

__all__ = ["Refusal", "Spoken", "speech_stems"]
