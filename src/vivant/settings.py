"""Everything that can be set from outside: environment variables that begin with `VIVANT_`."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings in force.

    data: folder of the database and the assets, unless a URL says otherwise.
    database_url: SQLAlchemy URL; default: SQLite in `data`.
    assets_url: obstore URL of the asset store; default: a folder in `data`.
    depth_model: an ONNX file that answers depth, or the name of a pulled model; default: the shipped network.
    director_url: base of an OpenAI-compatible chat API, such as `http://127.0.0.1:11434/v1`, whose language model may
        add to what the grammar understands of a prompt; empty: nobody is asked.
    director_model, director_key: the model's name there, and the key, if it wants one.
    api_keys: the keys that the API takes, separated by commas; each sees only what was made under it. None: everybody
        is welcome and sees everything.
    allow_remote: whether the API may fetch a photo from the https address that a request names; never a private one.
    director_deadline_s: after so many seconds the plan is the grammar's alone.
    sign: whether finished files carry a signed manifest; their bytes then differ from time to time.
    signing_cert, signing_key: an operator's certificate chain and key, both PEM; default: this installation's own,
        made on first use in `data`.
    timestamp_url: an RFC 3161 authority, asked for the time of each signature; default: nobody is asked.
    trust_anchors: PEM certificates of others whose signatures are trusted; this installation's own always is.
    mark: the corner that the visible mark keeps to, or `off`; manifests tell which.
    mark_height: the visible mark's height, as a share of the frame's shorter side.
    sign_prompt: whether manifests tell the prompt, and not only the plan's hash.
    """

    model_config = SettingsConfigDict(env_prefix="VIVANT_", extra="ignore")

    data: Path = Field(default_factory=lambda: user_data_path("vivant", appauthor=False))
    database_url: str | None = None
    assets_url: str | None = None
    api_keys: SecretStr | None = None
    allow_remote: bool = False
    depth_model: str | None = None
    director_url: str | None = None
    director_model: str | None = None
    director_key: SecretStr | None = None
    director_deadline_s: float = Field(default=8.0, gt=0, le=120)
    sign: bool = False
    signing_cert: Path | None = None
    signing_key: Path | None = None
    timestamp_url: str | None = None
    trust_anchors: Path | None = None
    sign_prompt: bool = False
    mark: Literal["bottom-right", "bottom-left", "top-right", "top-left", "off"] = "off"
    mark_height: float = Field(default=0.025, ge=0.01, le=0.2)

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.absolute() / 'vivant.db'}"

    @property
    def assets(self) -> str:
        return self.assets_url or f"file://{self.data.absolute() / 'assets'}"

    @property
    def models(self) -> Path:
        """Folder of the models that were pulled."""
        return self.data / "models"

    @property
    def views(self) -> Path:
        """Folder in which what was seen in a photo is kept."""
        return self.data / "views"

    @property
    def scenes(self) -> Path:
        """Where scenes that were built are kept, so that directing a photo anew costs only the frames."""
        return self.data / "scenes"

    @property
    def signing(self) -> Path:
        """Folder of this installation's own key and certificates."""
        return self.data / "signing"

    @property
    def record(self) -> Path:
        """The log of what was made here."""
        return self.data / "record.jsonl"
