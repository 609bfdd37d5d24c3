"""Whose key signs here: this installation's own, made on first use, or an operator's."""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from vivant.errors import InvalidInput
from vivant.provenance.certificates import made_certificates, pem_of_key
from vivant.provenance.credential import Credential, PrivateKey, credential_with
from vivant.provenance.signing import tried
from vivant.settings import Settings


def credential_of(settings: Settings) -> Credential | None:
    """Who signs under these settings; None where signing is switched off.

    Raises InvalidInput, also for a certificate that C2PA does not take:
    `VIVANT_SIGNING_CERT=studio.pem: cannot sign with it (certificate missing required EKU)`.
    """
    if not settings.sign:
        return None
    if (settings.signing_cert is None) != (settings.signing_key is None):
        raise InvalidInput("VIVANT_SIGNING_CERT and VIVANT_SIGNING_KEY: only one is set; expected both or neither")
    if settings.signing_cert is None or settings.signing_key is None:
        return own_credential(settings.signing, timestamp_url=settings.timestamp_url)
    return operator_credential(settings.signing_cert, settings.signing_key, timestamp_url=settings.timestamp_url)


def own_credential(folder: Path, *, timestamp_url: str | None = None) -> Credential:
    """This installation's own, kept in `folder`; made where it is not there yet, by whichever process is first.

    Where the folder cannot be written, one that lasts as long as this process: what it signs shows every change, but
    no installation will know it as its own.

    Raises InvalidInput: `…/signing: holds no usable key and certificate (…); remove the folder to make new ones`.
    """
    if not folder.is_dir():
        key, certificate, anchor = made_certificates()
        try:
            _keep(folder, pem_of_key(key), certificate, anchor)
        except OSError:
            return credential_with(key, certificate + anchor, timestamp_url=timestamp_url)
    try:
        private = _private_key(folder / "key.pem")
        chain = (folder / "certificate.pem").read_text() + (folder / "anchor.pem").read_text()
        return credential_with(private, chain, timestamp_url=timestamp_url)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInput(
            f"{folder}: holds no usable key and certificate ({error}); remove the folder to make new ones"
        ) from error


def trusted_anchors(settings: Settings) -> str:
    """The certificates, PEM, whose signatures are trusted here: this installation's own, and those the settings name.

    Raises InvalidInput: `VIVANT_TRUST_ANCHORS=anchors.pem: not PEM certificates (…)`.
    """
    own = settings.signing / "anchor.pem"
    anchors = own.read_text() if own.is_file() else ""
    if settings.trust_anchors is None:
        return anchors
    try:
        others = settings.trust_anchors.read_text()
        x509.load_pem_x509_certificates(others.encode())
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"VIVANT_TRUST_ANCHORS={settings.trust_anchors}: not PEM certificates ({error})"
        ) from error
    return f"{anchors}\n{others}"


def operator_credential(certificate: Path, key: Path, *, timestamp_url: str | None = None) -> Credential:
    """An operator's own: a PEM chain, the signer's certificate first, and its unencrypted PEM key; tried out once."""
    try:
        chain = certificate.read_text()
        x509.load_pem_x509_certificates(chain.encode())
    except (OSError, ValueError) as error:
        raise InvalidInput(f"VIVANT_SIGNING_CERT={certificate}: not a PEM certificate chain ({error})") from error
    try:
        credential = credential_with(_private_key(key), chain, timestamp_url=timestamp_url)
    except (OSError, ValueError, TypeError) as error:
        raise InvalidInput(
            f"VIVANT_SIGNING_KEY={key}: not the certificate's unencrypted PEM key ({error})"
        ) from error
    reason = tried(credential)
    if reason:
        raise InvalidInput(f"VIVANT_SIGNING_CERT={certificate}: cannot sign with it ({reason})")
    return credential


def _keep(folder: Path, key: bytes, certificate: str, anchor: str) -> None:
    """Writes the three files, all at once: a folder of the same name that came first stays."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}.part")
    part.mkdir(mode=0o700)
    try:
        for name, content in (
            ("key.pem", key),
            ("certificate.pem", certificate.encode()),
            ("anchor.pem", anchor.encode()),
        ):
            with os.fdopen(os.open(part / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        # A folder with something in it is never replaced.
        part.rename(folder)
    except OSError:
        if not (folder / "key.pem").is_file():
            raise
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _private_key(path: Path) -> PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise ValueError("expected an EC, Ed25519 or RSA key")
    return key
