"""Who asks: by the key of `Authorization: Bearer KEY`, where the settings name any."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from vivant.errors import InvalidInput

ANYBODY = ""
"""The tenant of an open server, where all share everything."""


class WrongKey(InvalidInput):
    """`Incorrect API key provided: sk-a…9f.`"""

    code = "invalid_api_key"
    status = 401


class Doorkeeper:
    """Knows the keys, by their digests alone."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._tenants = frozenset(_tenant(key) for key in keys if key)

    @classmethod
    def of(cls, text: str | None) -> Doorkeeper:
        """The doorkeeper of a setting such as `key-one,key-two`; of none, one that lets everybody in."""
        return cls(part.strip() for part in (text or "").split(","))

    def tenant(self, authorization: str | None) -> str:
        """Whose the request is, from its Authorization header.

        Raises WrongKey: `Incorrect API key provided: sk-a…9f.`
        """
        if not self._tenants:
            return ANYBODY
        scheme, _, key = (authorization or "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not key:
            raise WrongKey("Missing API key: send it as 'Authorization: Bearer KEY'.")
        asked = _tenant(key)
        if asked not in self._tenants:  # digests: how long this takes tells nothing of the keys
            raise WrongKey(f"Incorrect API key provided: {_masked(key)}.")
        return asked


def _tenant(key: str) -> str:
    return hashlib.sha256(b"vivant:" + key.encode()).hexdigest()


def _masked(key: str) -> str:
    return f"{key[:4]}…{key[-2:]}" if len(key) >= 16 else "…"
