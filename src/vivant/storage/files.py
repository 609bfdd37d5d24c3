"""The files that clients leave for later: their rows, and their bytes in the asset store."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

from vivant.errors import NotFound
from vivant.storage import keys
from vivant.storage.assets import Assets
from vivant.storage.database import Database
from vivant.storage.schema import files
from vivant.storage.video import new_id

Order = Literal["asc", "desc"]


@dataclass(frozen=True, kw_only=True)
class File:
    """A file as its row tells it. length: in bytes; digest: SHA-256 of them, hex; created_at: unix seconds."""

    id: str
    filename: str
    purpose: str
    length: int
    digest: str
    created_at: int
    tenant: str = ""

    @property
    def key(self) -> str:
        """Where its bytes lie in the asset store."""
        return keys.content(self.id)


@dataclass(frozen=True, kw_only=True)
class FilePage:
    """Some files in order, and whether more follow."""

    files: list[File]
    has_more: bool


class Files:
    """The files. Each belongs to one tenant and is not there for any other."""

    def __init__(self, database: Database, assets: Assets, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._assets = assets
        self._clock = clock

    def keep(self, content: bytes, *, filename: str, purpose: str, tenant: str = "") -> File:
        """The file, stored. Its bytes come first, so that a row never names what is not there."""
        file = File(
            id=new_id(kind="file"),
            filename=filename,
            purpose=purpose,
            length=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            created_at=int(self._clock()),
            tenant=tenant,
        )
        self._assets.put(file.key, content)
        try:
            with self._database.writing() as connection:
                connection.execute(sa.insert(files).values(vars(file)))
        except BaseException:
            self._assets.delete(keys.file(file.id))
            raise
        return file

    def get(self, file_id: str, *, tenant: str = "") -> File:
        """The file of that id.

        Raises NotFound: `File with id 'file_…' not found.`
        """
        query = sa.select(files).where(files.c.id == file_id, files.c.tenant == tenant)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            raise NotFound(f"File with id {file_id[:80]!r} not found.", param="file_id")
        return File(**row)

    def read(self, file_id: str, *, tenant: str = "") -> bytes:
        """The bytes of the file.

        Raises NotFound.
        """
        return self._assets.read(self.get(file_id, tenant=tenant).key)

    def page(
        self,
        *,
        limit: int,
        order: Order = "desc",
        after: str | None = None,
        purpose: str | None = None,
        tenant: str = "",
    ) -> FilePage:
        """Up to `limit` files, oldest or newest first, beginning behind the id `after`; of one purpose or of all."""
        query = sa.select(files).where(files.c.tenant == tenant)
        if purpose is not None:
            query = query.where(files.c.purpose == purpose)
        if after is not None:
            query = query.where(files.c.id > after if order == "asc" else files.c.id < after)
        query = query.order_by(files.c.id.asc() if order == "asc" else files.c.id.desc()).limit(limit + 1)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return FilePage(files=[File(**row) for row in rows[:limit]], has_more=len(rows) > limit)

    def delete(self, file_id: str, *, tenant: str = "") -> None:
        """Removes the file. The row goes first, so that nobody finds a file without its bytes.

        Raises NotFound.
        """
        file = self.get(file_id, tenant=tenant)
        with self._database.writing() as connection:
            connection.execute(sa.delete(files).where(files.c.id == file_id))
        self._assets.delete(keys.file(file.id))
