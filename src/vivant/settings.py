"""Everything that can be set from outside: environment variables that begin with `VIVANT_`."""

from __future__ import annotations

from pathlib import Path

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
    director_deadline_s: after so many seconds the plan is the grammar's alone.
    """

    model_config = SettingsConfigDict(env_prefix="VIVANT_", extra="ignore")

    data: Path = Field(default_factory=lambda: user_data_path("vivant", appauthor=False))
    database_url: str | None = None
    assets_url: str | None = None
    api_keys: SecretStr | None = None
    depth_model: str | None = None
    director_url: str | None = None
    director_model: str | None = None
    director_key: SecretStr | None = None
    director_deadline_s: float = Field(default=8.0, gt=0, le=120)

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
