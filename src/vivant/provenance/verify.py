"""What a file's manifest proves, and no more."""

from __future__ import annotations

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import c2pa

from vivant.errors import InvalidInput
from vivant.media import sniff
from vivant.provenance.chain import Link, chain_of
from vivant.provenance.structure import defects

State = Literal["trusted", "valid", "invalid", "absent"]
"""trusted: whole, by somebody who is trusted here. valid: whole, by somebody unknown. invalid: changed since, or
damaged. absent: there is none."""

_SETTINGS: dict[str, Any] = {
    "version": 1,
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_timestamp_trust": False},
}
_TRACES = (b"urn:c2pa:", b"c2pa.claim", b"c2pa.signature", b"jumdc2pa")
"""What stands in every manifest several times over: one byte changed cannot hide them all."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found of a manifest.

    reasons: why it does not hold, or why there is none, in the standard's codes or in words. chain: the file, and
    below it what it was made from; None where nothing can be read.
    """

    state: State
    reasons: tuple[str, ...] = ()
    chain: Link | None = None

    @property
    def verdict(self) -> str:
        """One sentence that claims no more than was found."""
        return _verdict(self)

    def to_json(self) -> dict[str, Any]:
        """The finding for other programs. Marks that nobody looked for are `null`, neither found nor missed."""
        chain = self.chain
        return {
            "verdict": self.verdict,
            "c2pa": {
                "state": self.state,
                "issuer": chain.issuer if chain else None,
                "generated_at": chain.generated_at if chain else None,
                "generator": chain.generator if chain else None,
                "model": chain.model if chain else None,
                "digital_source_type": chain.source_type if chain else None,
                "reasons": list(self.reasons),
                "chain": chain.to_json() if chain else None,
            },
            "invisible": {"detected": None},
            "audio": {"detected": None},
            "visible": {"detected": None, "declared": chain.visible_mark if chain else None},
        }


def verify(path: Path, anchors: str = "") -> Finding:
    """What the manifest of a file says and whether it holds; `anchors` are the PEM certificates that are trusted.

    Nothing is fetched. Raises InvalidInput: `clip.mp4: cannot be read (no such file or directory)`.
    """
    try:
        with path.open("rb") as file:
            mime = sniff(file.read(4096))
            file.seek(0)
            with _context(anchors) as context, c2pa.Reader(mime, file, context=context) as reader:
                return _strictly(_read(json.loads(reader.json())), path)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error
    except c2pa.C2paError.RemoteManifest as error:
        return Finding(state="absent", reasons=(f"it names a manifest elsewhere, which was not fetched: {error}",))
    except c2pa.C2paError as error:
        if _has_traces(path):
            return Finding(state="invalid", reasons=(f"the manifest is damaged ({_short(error)})",))
        return Finding(state="absent")


def _context(anchors: str) -> c2pa.Context:
    trust = {"trust": {"trust_anchors": anchors}} if anchors else {}
    return c2pa.Context.from_dict({**_SETTINGS, **trust})


def _read(store: Mapping[str, Any]) -> Finding:
    """The finding in what the library reports of a file's manifests."""
    states: dict[str, State] = {"Trusted": "trusted", "Valid": "valid"}
    state = states.get(store.get("validation_state", ""), "invalid")
    failures = store.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    codes = dict.fromkeys(failure["code"] for failure in failures)
    deltas = store.get("validation_results", {}).get("ingredientDeltas", [])
    codes |= dict.fromkeys(one["code"] for delta in deltas for one in delta["validationDeltas"].get("failure", []))
    return Finding(state=state, reasons=tuple(codes), chain=chain_of(store))


def _strictly(found: Finding, path: Path) -> Finding:
    """The finding, invalid too where the boxes around the manifest are not what the standard writes."""
    wrong = defects(path)
    return replace(found, state="invalid", reasons=(*found.reasons, *wrong)) if wrong else found


def _has_traces(path: Path) -> bool:
    """Whether the file holds what only manifests hold."""
    with path.open("rb") as file:
        if file.seek(0, 2) == 0:
            return False
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return any(content.find(trace) >= 0 for trace in _TRACES)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0].split(" (self#")[0] if str(error) else type(error).__name__


def _verdict(found: Finding) -> str:
    chain = found.chain
    if found.state == "absent":
        return " ".join(
            ["No manifest was found, so the file does not say where it comes from.", *_sentences(found.reasons)]
        )
    if found.state == "invalid" or chain is None:
        why = ", ".join(found.reasons) or "no reason given"
        return f"The manifest does not hold: file or manifest were changed after signing, or are damaged ({why})."
    known = "which is trusted here" if found.state == "trusted" else "which is not known here"
    return f"Unchanged since it was signed by {chain.issuer or 'somebody unnamed'}, {known}; {_claims(chain)}."


def _sentences(reasons: tuple[str, ...]) -> list[str]:
    return [f"{reason[:1].upper()}{reason[1:]}." for reason in reasons]


def _claims(chain: Link) -> str:
    """What the manifest says of itself, as its own words."""
    made = f"it says that {chain.generator or 'a program it does not name'} made it"
    if chain.generated_at:
        made += f" on {chain.generated_at}"
    if chain.sources:
        made += f" from {' and '.join(source.title or 'something unnamed' for source in chain.sources)}"
    if any(source.whole is False for source in chain.sources):
        made += " (whose own manifest did not hold)"
    if chain.source_type:
        made += f", as {chain.source_type}"
    return made
