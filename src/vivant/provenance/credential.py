"""Who signs: a certificate, and what makes signatures in its name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
Signer = Callable[[bytes], bytes]
"""Answers the signature of some bytes, in the form that COSE wants; the key may live elsewhere."""


@dataclass(frozen=True, kw_only=True)
class Credential:
    """Who signs.

    chain: PEM certificates, the signer's own first. algorithm: `ES256`, `ES384`, `ES512`, `PS256` or `ED25519`.
    sign: makes a signature. timestamp_url: an RFC 3161 authority to ask when signing; None asks nobody.
    """

    chain: str
    algorithm: str
    sign: Signer
    timestamp_url: str | None = None

    @property
    def key_id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the signer's certificate."""
        first = x509.load_pem_x509_certificates(self.chain.encode())[0]
        return hashlib.sha256(first.public_bytes(serialization.Encoding.DER)).hexdigest()[:16]


def credential_with(key: PrivateKey, chain: str, *, timestamp_url: str | None = None) -> Credential:
    """A credential whose key is at hand.

    Raises ValueError where the key is not the one of the chain's first certificate, or of a curve nobody signs with.
    """
    certificate = x509.load_pem_x509_certificates(chain.encode())[0]
    if certificate.public_key() != key.public_key():
        raise ValueError("the key and the certificate do not belong together")
    algorithm, sign = _signer(key)
    return Credential(chain=chain, algorithm=algorithm, sign=sign, timestamp_url=timestamp_url or None)


def _signer(key: PrivateKey) -> tuple[str, Signer]:
    """The algorithm's name and what signs by it.

    Source: RFC 9053, 2.1 (ECDSA: r and s, each of the curve's length) and 2.2; RFC 8230, 2 (PSS, salt of the hash's
    length).
    """
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ED25519", key.sign
    if isinstance(key, rsa.RSAPrivateKey):
        pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=hashes.SHA256.digest_size)
        return "PS256", lambda data: key.sign(data, pss, hashes.SHA256())
    known: dict[int, tuple[str, hashes.HashAlgorithm]] = {
        256: ("ES256", hashes.SHA256()),
        384: ("ES384", hashes.SHA384()),
        521: ("ES512", hashes.SHA512()),
    }
    if key.curve.key_size not in known:
        raise ValueError(f"curve {key.curve.name}; expected P-256, P-384 or P-521")
    name, digest = known[key.curve.key_size]
    width = (key.curve.key_size + 7) // 8

    def sign(data: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(digest)))
        return r.to_bytes(width, "big") + s.to_bytes(width, "big")

    return name, sign
