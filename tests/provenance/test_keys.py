"""An installation's key is made once, whoever is first, and is nobody else's to read."""

from __future__ import annotations

import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from provenance.test_signing import making
from vivant.errors import InvalidInput, RenderFailed
from vivant.provenance import keys as keys_module
from vivant.provenance.certificates import made_certificates, pem_of_key
from vivant.provenance.credential import PrivateKey, credential_with
from vivant.provenance.keys import credential_of, own_credential, trusted_anchors
from vivant.provenance.signing import sign
from vivant.provenance.verify import verify
from vivant.settings import Settings


def test_made_once_and_kept_from_others(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "signing"
    first = own_credential(folder)
    assert own_credential(folder).chain == first.chain
    assert len(first.key_id) == 16
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_all_that_begin_at_once_sign_with_one_key(tmp_path: Path) -> None:
    folder = tmp_path / "signing"
    with ThreadPoolExecutor(4) as pool:
        chains = {one.chain for one in pool.map(lambda _: own_credential(folder), range(8))}
    # Whoever found that there was none yet, and comes last.
    key, certificate, anchor = made_certificates()
    keys_module._keep(folder, pem_of_key(key), certificate, anchor)
    assert chains == {own_credential(folder).chain}
    assert [path.name for path in tmp_path.iterdir()] == ["signing"]


def test_where_nothing_can_be_kept(tmp_path: Path, plain: Path) -> None:
    (tmp_path / "file").touch()
    passing = own_credential(tmp_path / "file" / "signing")
    clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
    sign(clip, making(), passing)
    assert verify(clip).state == "valid"


def test_a_damaged_folder_is_named(tmp_path: Path) -> None:
    own_credential(tmp_path / "signing")
    (tmp_path / "signing" / "key.pem").write_text("rust")
    with pytest.raises(InvalidInput, match=r"signing: holds no usable key and certificate .*remove the folder"):
        own_credential(tmp_path / "signing")


def operators(folder: Path, key: PrivateKey, *, use: x509.ObjectIdentifier | None) -> tuple[Path, Path]:
    """An operator's certificate and key in files, vouched for by an authority of their own."""
    authority = ec.generate_private_key(ec.SECP256R1())
    name, issuer = (x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, one)]) for one in ("Studio", "Guild"))
    start = datetime.now(UTC) - timedelta(days=1)
    others = "content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    usage = dict.fromkeys([*others.split(), "encipher_only", "decipher_only"], False)
    begun = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, **usage), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False)
    )
    if use is not None:
        begun = begun.add_extension(x509.ExtendedKeyUsage([use]), critical=False)
    folder.mkdir(exist_ok=True)
    certificate = begun.sign(authority, hashes.SHA256())
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("ES256", ec.generate_private_key(ec.SECP256R1())),
        ("ES384", ec.generate_private_key(ec.SECP384R1())),
        ("ES512", ec.generate_private_key(ec.SECP521R1())),
        ("ED25519", ed25519.Ed25519PrivateKey.generate()),
        ("PS256", rsa.generate_private_key(public_exponent=65537, key_size=2048)),
    ],
)
def test_an_operators_own(algorithm: str, key: PrivateKey, plain: Path, tmp_path: Path) -> None:
    cert, secret = operators(tmp_path / "operator", key, use=ExtendedKeyUsageOID.EMAIL_PROTECTION)
    settings = Settings(data=tmp_path / "data", sign=True, signing_cert=cert, signing_key=secret)
    credential = credential_of(settings)
    assert credential is not None
    assert credential.algorithm == algorithm
    clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
    sign(clip, making(), credential)
    found = verify(clip)
    assert (found.state, found.chain and found.chain.issuer) == ("valid", "Studio")
    assert not (tmp_path / "data").exists()


def test_what_cannot_sign_is_known_at_once(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    cert, secret = operators(tmp_path / "a", key, use=None)
    with pytest.raises(InvalidInput, match=r"VIVANT_SIGNING_CERT=.*cert\.pem: cannot sign with it \(.*certificate"):
        credential_of(Settings(data=tmp_path, sign=True, signing_cert=cert, signing_key=secret))
    _, other = operators(tmp_path / "b", ec.generate_private_key(ec.SECP256R1()), use=None)
    with pytest.raises(InvalidInput, match=r"VIVANT_SIGNING_KEY=.*do not belong together"):
        credential_of(Settings(data=tmp_path, sign=True, signing_cert=cert, signing_key=other))
    with pytest.raises(InvalidInput, match="only one is set"):
        credential_of(Settings(data=tmp_path, sign=True, signing_cert=cert))
    with pytest.raises(InvalidInput, match=r"VIVANT_SIGNING_CERT=.*not a PEM certificate chain"):
        credential_of(Settings(data=tmp_path, sign=True, signing_cert=secret, signing_key=secret))


def test_switched_off(tmp_path: Path) -> None:
    assert credential_of(Settings(data=tmp_path, sign=False)) is None
    assert list(tmp_path.iterdir()) == []


def test_others_who_are_trusted(tmp_path: Path) -> None:
    key, certificate, anchor = made_certificates()
    (tmp_path / "anchors.pem").write_text(anchor)
    settings = Settings(data=tmp_path / "data", trust_anchors=tmp_path / "anchors.pem")
    assert anchor in trusted_anchors(settings)
    own = own_credential(settings.signing)
    assert all(part in trusted_anchors(settings) for part in (anchor, (settings.signing / "anchor.pem").read_text()))
    assert own.key_id != credential_with(key, certificate).key_id
    (tmp_path / "anchors.pem").write_text("nobody")
    with pytest.raises(InvalidInput, match=r"VIVANT_TRUST_ANCHORS=.*not PEM certificates"):
        trusted_anchors(settings)


class _Authority(BaseHTTPRequestHandler):
    """A timestamp authority that notes who asks, and is out of order."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.send_error(503)

    def log_message(self, *_: object) -> None:
        pass


def test_a_timestamp_authority_is_asked_only_where_it_is_set(plain: Path, tmp_path: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Authority)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/stamp"
        clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
        sign(clip, making(), own_credential(tmp_path / "signing"))
        assert _Authority.asked == []
        signed = clip.read_bytes()
        with pytest.raises(RenderFailed, match=r"clip\.mp4: cannot be signed \("):
            sign(clip, making(), own_credential(tmp_path / "signing", timestamp_url=url))
        assert "/stamp" in _Authority.asked
        assert clip.read_bytes() == signed
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
