"""What a file was made from, what that was made from, and so on: the manifests in a file as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vivant.provenance.manifest import FILM

_DEEPEST = 64
"""A file may claim a chain without end."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """One thing in the chain, by what its manifest says; all None for what has none.

    relationship: to what was made from it: `parentOf`, `componentOf`, `inputTo`; None for the file itself.
    issuer: whose certificate signed it. generated_at: the time of its signature, where an authority stamped one, else
    the time that the manifest claims. source_type: the IPTC name. whole: False where its manifest did not hold when
    it was taken in; None where it has none.
    """

    title: str | None
    relationship: str | None = None
    generator: str | None = None
    issuer: str | None = None
    generated_at: str | None = None
    source_type: str | None = None
    model: str | None = None
    visible_mark: Any = None
    whole: bool | None = None
    sources: tuple[Link, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The tree as plain values."""
        own = ("title", "relationship", "generator", "issuer", "generated_at", "source_type", "model", "whole")
        return {name: getattr(self, name) for name in own} | {"sources": [one.to_json() for one in self.sources]}


def chain_of(store: Mapping[str, Any]) -> Link | None:
    """The tree below a file's active manifest, in the library's report; None where there is no such manifest."""
    active = store.get("active_manifest")
    manifests = store.get("manifests", {})
    return _link(manifests, active, None, 0) if active in manifests else None


def _link(manifests: Mapping[str, Any], label: str | None, ingredient: Mapping[str, Any] | None, depth: int) -> Link:
    manifest = manifests.get(label or "", {})
    told = ingredient or manifest
    film = _assertion(manifest, FILM)
    action = next((one for one in _actions(manifest) if one.get("digitalSourceType")), {})
    signature = manifest.get("signature_info", {})
    below = manifest.get("ingredients", []) if depth < _DEEPEST else []
    return Link(
        title=told.get("title"),
        relationship=ingredient.get("relationship") if ingredient else None,
        generator=_generator(manifest),
        issuer=signature.get("issuer"),
        generated_at=signature.get("time") or film.get("made_at") or action.get("when"),
        source_type=(action.get("digitalSourceType") or "").rsplit("/", 1)[-1] or None,
        model=film.get("model"),
        visible_mark=film.get("settings", {}).get("visible_mark"),
        whole=_whole(ingredient) if ingredient and manifest else None,
        sources=tuple(_link(manifests, one.get("active_manifest"), one, depth + 1) for one in below),
    )


def _whole(ingredient: Mapping[str, Any]) -> bool:
    """Whether nothing but its signer's standing was found wanting when it was taken in."""
    failures = ingredient.get("validation_results", {}).get("activeManifest", {}).get("failure", [])
    return all(failure["code"] == "signingCredential.untrusted" for failure in failures)


def _generator(manifest: Mapping[str, Any]) -> str | None:
    first = next(iter(manifest.get("claim_generator_info", [])), None)
    if first is None:
        return manifest.get("claim_generator")
    return " ".join(str(first[name]) for name in ("name", "version") if first.get(name)) or None


def _actions(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    held = _assertion(manifest, "c2pa.actions.v2") or _assertion(manifest, "c2pa.actions")
    return list(held.get("actions", []))


def _assertion(manifest: Mapping[str, Any], label: str) -> Mapping[str, Any]:
    for one in manifest.get("assertions", []):
        if one.get("label") == label and isinstance(one.get("data"), Mapping):
            return dict(one["data"])
    return {}
