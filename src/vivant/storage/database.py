"""A database and its two ways in: `reading()` and `writing()`."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x766976616E74  # "vivant": the advisory lock of whoever migrates
_BUSY_MS = 30_000


class Database:
    """Connections to the database of a SQLAlchemy URL: a SQLite file or Postgres, the same SQL for both."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            if self.url.database:
                open_in_wal_mode(Path(self.url.database))
            self.engine = sa.create_engine(self.url)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = sa.create_engine(with_driver(self.url), pool_pre_ping=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A connection in a transaction, committed when the block ends well."""
        with self.engine.connect().execution_options(vivant_writes=True) as connection, connection.begin():
            yield connection

    def migrate(self) -> None:
        """Brings the tables up to date. Of processes that start at once, one works and the rest wait."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.writing() as connection:
            if not self.sqlite:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def close(self) -> None:
        self.engine.dispose()


def open_in_wal_mode(file: Path) -> None:
    """Makes sure that the SQLite file is there and in WAL mode, where no reader waits for a writer.

    The mode is kept in the file, so whoever opens it next has it. Of several processes that change it at once,
    SQLite turns all but one away without a wait, whatever the timeout: they ask again.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + _BUSY_MS / 1000
    with closing(sqlite3.connect(file, timeout=_BUSY_MS / 1000)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def with_driver(url: sa.URL) -> sa.URL:
    """The URL with the driver that is installed, where it names none: `postgresql://` means psycopg 3."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin late and never for DDL: `_begin_sqlite` begins them instead.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={_BUSY_MS}", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A write lock taken at the start waits for its turn; one taken after a read fails when another wrote.
    writes = connection.get_execution_options().get("vivant_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
