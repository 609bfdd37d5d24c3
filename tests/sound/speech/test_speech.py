"""Lines of a plan, spoken: heard where their captions say, by voices that differ, and never two at once."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from sound.speech import fake_espeak
from vivant.direction.plan import DialogueLine, ShotPlan
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.speech import Spoken, speech_stems
from vivant.sound.speech.english import stretched
from vivant.sound.stem import LEVELS_DB

SENTENCE = "We have to go now."


@pytest.fixture(autouse=True)
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty PATH, whatever is installed on this machine; the folder is the whole of it."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def line(
    text: str = SENTENCE, start_s: float = 0, speaker: str | None = None, language: str | None = "en"
) -> DialogueLine:
    return DialogueLine(text=text, start_s=start_s, speaker=speaker, language=language)


def spoken(*lines: DialogueLine, seconds: float = 6, seed: int = 0, language: str = "en") -> Spoken:
    return speech_stems(ShotPlan(seconds=seconds, language=language, dialogue=lines), seconds=seconds, seed=seed)


def loudness(samples: np.ndarray) -> np.ndarray:
    """RMS of each hundredth of a second."""
    whole = samples[: len(samples) // 480 * 480].mean(axis=1).reshape(-1, 480)
    return np.sqrt(np.mean(whole**2, axis=1))


def pitch_hz(samples: np.ndarray) -> float:
    """The median pitch of what is voiced, by autocorrelation."""
    mono, found = samples.mean(axis=1)[::3], []
    for at in range(0, len(mono) - 1024, 320):
        part = mono[at : at + 1024] * np.hanning(1024)
        around = np.fft.irfft(np.abs(np.fft.rfft(part, 4096)) ** 2)
        lags = slice(16_000 // 450, 16_000 // 55)
        lag = lags.start + int(np.argmax(around[lags]))
        if np.sqrt(np.mean(part**2)) > 0.015 and around[lag] > 0.4 * around[0]:
            found.append(16_000 / lag)
    return float(np.median(found))


def test_a_line_is_heard_while_its_caption_is_shown() -> None:
    said = spoken(line(start_s=2.0, speaker="woman"))
    (stem,), (caption,) = said.stems, said.captions
    assert (stem.name, stem.kind, stem.samples.shape, stem.samples.dtype) == (
        "speech_woman", "speech", (6 * RATE_HZ, 2), np.float32,
    )  # fmt: skip
    heard = np.flatnonzero(loudness(stem.samples) > 0.003) / 100
    assert abs(heard[0] - 2.0) < 0.06
    assert caption.start_s == 2.0
    assert 0.1 < caption.end_s - heard[-1] < 0.5
    assert 0.8 < caption.end_s - caption.start_s < 2.2
    assert said.refusals == ()


def test_lines_are_as_loud_as_agreed() -> None:
    for speaker in ("woman", "man", "child"):
        samples = spoken(line(speaker=speaker)).stems[0].samples
        level = loudness(samples)
        speaking = level[level > 0.1 * level.max()]
        assert 20 * np.log10(np.sqrt(np.mean(speaking**2) * 2) / np.sqrt(2)) == pytest.approx(
            LEVELS_DB["speech"], abs=4
        )
        assert np.abs(samples).max() < 0.95


def test_speakers_differ_in_pitch() -> None:
    text = "We have to go now, before the storm comes."
    heard = {who: pitch_hz(spoken(line(text, speaker=who)).stems[0].samples) for who in ("woman", "man", "girl")}
    assert 85 < heard["man"] < 135 < 165 < heard["woman"] < 240 < heard["girl"] < 330


def test_lines_of_several_speakers_never_overlap() -> None:
    said = spoken(
        line(speaker="Anna"), line("Not yet.", speaker="Ben"), line("Then when?", speaker="Anna"), seconds=8
    )
    assert [stem.name for stem in said.stems] == ["speech_anna", "speech_ben"]
    both = np.minimum(*(loudness(stem.samples) for stem in said.stems))
    assert both.max() < 1e-3
    assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(said.captions))
    assert [caption.speaker for caption in said.captions] == ["Anna", "Ben", "Anna"]


def test_the_same_seed_gives_the_same_bits() -> None:
    one, two = (spoken(line(speaker="man"), seed=4).stems[0].samples for _ in range(2))
    assert np.array_equal(one, two)


def test_long_lines_are_spoken_faster_and_say_so() -> None:
    usual = spoken(line("We have to go now, before the storm comes.", speaker="woman"), seconds=6)
    fast = spoken(line("We have to go now, before the storm comes.", speaker="woman"), seconds=2.1)
    assert fast.captions[0].end_s <= 2.1
    assert loudness(fast.stems[0].samples)[-3:].max() < 0.01
    assert [(one.status, one.key) for one in fast.refusals] == [("approximated", "line_hurried")]
    assert usual.refusals == ()


def test_what_does_not_fit_is_refused_and_captioned() -> None:
    said = spoken(line(), line("This is a great deal more than one could ever say in so short a time."), seconds=2)
    assert [(one.item.text[:4], one.status, one.key) for one in said.refusals][-1] == (
        "This",
        "unsupported",
        "line_no_room",
    )
    assert len(said.stems) == 1
    assert [caption.text[:4] for caption in said.captions] == ["We h", "This"]
    assert said.captions[-1].end_s == pytest.approx(2)


def test_a_line_too_long_does_not_take_the_others_with_it() -> None:
    said = spoken(
        line("This is a great deal more than one could ever say in so short a time."), line("Go!"), seconds=2
    )
    assert [one.item.text for one in said.refusals if one.key == "line_no_room"] == [said.refusals[-1].item.text]
    assert "Go!" in [caption.text for caption in said.captions]
    assert len(said.stems) == 1
    assert len(said.captions) == 2


def test_any_number_of_lines_is_bounded_work() -> None:
    said = spoken(*[line(f"Line {number}.", speaker=f"S{number}") for number in range(400)], seconds=3)
    assert 1 <= len(said.stems) < 8
    assert len(said.stems) + len([one for one in said.refusals if one.key == "line_no_room"]) == 400


def test_a_line_too_late_is_moved_and_says_so() -> None:
    said = spoken(line(start_s=5.5), seconds=6)
    assert said.captions[0].start_s < 5.2
    assert [(one.key, one.values) for one in said.refusals] == [
        ("line_moved", {"time": f"{said.captions[0].start_s:.1f}"})
    ]


@pytest.mark.parametrize(
    ("language", "text"), (("vi", "Chúng ta phải đi ngay."), ("th", "สวัสดีครับ"), ("xx", "Abc def"))
)
def test_without_a_voice_there_are_captions(language: str, text: str) -> None:
    said = spoken(line(text, start_s=1.0, language=language))
    assert said.stems == ()
    assert [(one.status, one.key) for one in said.refusals] == [("unsupported", "line_no_voice")]
    (caption,) = said.captions
    assert (caption.text, caption.start_s) == (text, 1.0)
    assert caption.end_s - caption.start_s == pytest.approx(max(1.0, len(text) / 15) + 0.25)


def test_many_lines_without_a_voice_are_still_told_apart() -> None:
    said = spoken(*[line(f"Chúng ta phải đi ngay, lần {number}.", language="vi") for number in range(9)], seconds=4)
    assert [one.key for one in said.refusals] == ["line_no_voice"] * 9
    assert len(said.captions) == 9


def test_a_line_without_a_language_has_the_plans() -> None:
    assert spoken(line("Hm!", language=None), language="vi").refusals[0].key == "line_no_voice"
    assert spoken(line("Hm, hello!", language=None), language="en").stems


def test_nothing_said_is_nothing_spoken() -> None:
    assert spoken() == Spoken()
    assert spoken(line("  ")) == Spoken()


@pytest.mark.parametrize("text", ("…", "9" * 400, "1" * 40, "a-b-c-d" * 40, "\u202e"))
def test_what_cannot_be_pronounced_is_captioned(text: str) -> None:
    said = spoken(line(text), seconds=40)
    assert said.stems == ()
    assert [(one.status, one.key) for one in said.refusals] == [("unsupported", "line_unread")]
    assert len(said.captions) <= 1


def test_espeak_speaks_other_languages(no_programs: Path) -> None:
    calls = fake_espeak.install(no_programs)
    said = spoken(line("Chúng ta phải đi.", language="vi", speaker="cô ấy"))
    assert [(one.status, one.key) for one in said.refusals] == [("approximated", "line_machine")]
    assert pitch_hz(said.stems[0].samples) == pytest.approx(200, abs=4)
    heard = np.flatnonzero(loudness(said.stems[0].samples) > 0.01)
    assert (heard[-1] - heard[0]) / 100 == pytest.approx(0.5, abs=0.05)
    arguments, text = json.loads(calls.read_text().splitlines()[0])
    assert text == "Chúng ta phải đi."
    assert arguments[arguments.index("-v") + 1].startswith("vi+f")


@pytest.mark.parametrize(
    "text", ("-w /etc/passwd", "--path=/", "; rm -rf /", "$(id)", "a\n-f b", "[[h@l'oU]]", "\x00-w x")
)
def test_no_text_becomes_an_argument(no_programs: Path, text: str) -> None:
    calls = fake_espeak.install(no_programs)
    spoken(line(text, language="vi"))
    arguments, told = json.loads(calls.read_text().splitlines()[0])
    assert arguments[:5] == ["--stdin", "--stdout", "-b", "1", "-z"]
    assert arguments[5::2] == ["-v", "-p", "-s"]
    assert not any(text in one or one.startswith("-w") for one in arguments)
    assert "[[" not in told
    assert "\n" not in told


@pytest.mark.parametrize("language", ("vi -w x", "-w", "../../etc", "vi+f2;x", ""))
def test_no_language_becomes_an_argument(no_programs: Path, language: str) -> None:
    calls = fake_espeak.install(no_programs)
    said = spoken(line("Xin chào", language=language), language="xx")
    assert not calls.exists()
    assert said.refusals[0].key == "line_no_voice"


def test_english_is_spoken_by_espeak_where_its_own_voice_is_missing(
    no_programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = fake_espeak.install(no_programs)
    monkeypatch.setattr("vivant.sound.speech.english.find_spec", lambda _: None)
    said = spoken(line())
    assert said.refusals[0].key == "line_machine"
    assert '"en-us+f2"' in calls.read_text()


def test_stems_have_names_of_their_own_that_are_safe() -> None:
    said = spoken(
        line("Yes.", speaker="Anna!"), line("No.", speaker="anna"), line("Go.", speaker="../../x"), seconds=8
    )
    assert [stem.name for stem in said.stems] == ["speech_anna", "speech_anna_2", "speech_x"]


def test_a_program_that_fails_is_no_voice(no_programs: Path) -> None:
    fake_espeak.install(no_programs)
    said = spoken(line("fail", language="vi"))
    assert (said.stems, said.refusals[0].key) == ((), "line_unread")


def test_spectra_are_stretched() -> None:
    spectra = np.zeros((601, 2), np.float32)
    spectra[200] = 1
    assert np.argmax(stretched(spectra, 0.8)[:, 0]) == 160
    assert np.argmax(stretched(spectra, 1.5)[:, 0]) == 300
    assert stretched(spectra, 1.0) is spectra


def voiced(samples: np.ndarray) -> float:
    """How periodic the loud parts are, 0 to 1."""
    mono, found = samples.mean(axis=1)[::3], []
    for at in range(0, len(mono) - 1024, 320):
        part = mono[at : at + 1024] * np.hanning(1024)
        around = np.fft.irfft(np.abs(np.fft.rfft(part, 4096)) ** 2)
        if np.sqrt(np.mean(part**2)) > 0.3 * np.sqrt(np.mean(mono**2)):
            found.append(around[16_000 // 450 : 16_000 // 55].max() / around[0])
    return float(np.median(found))


def test_a_whisper_has_no_voice_and_a_shout_is_higher_and_louder() -> None:
    def told(manner: str | None) -> np.ndarray:
        text = "We have to go now, before the storm comes."
        return (
            spoken(DialogueLine(text=text, start_s=0, speaker="man", language="en", manner=manner)).stems[0].samples
        )

    usual, whisper, shout = told(None), told("whisper"), told("shout")
    assert voiced(whisper) < 0.45 < 0.65 < voiced(usual)
    assert pitch_hz(shout) > 1.2 * pitch_hz(usual)
    loud = [float(np.sqrt(np.mean(one[loudness(one).repeat(480) > 0.002] ** 2))) for one in (whisper, usual, shout)]
    assert loud[0] < 0.7 * loud[1] < 0.7 * loud[2]
