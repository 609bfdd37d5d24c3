"""Runs the steps on the connection that `Database.migrate` hands over; it holds the lock and commits."""

from __future__ import annotations

from alembic import context

from vivant.storage.schema import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    transactional_ddl=False,
    render_as_batch=True,
)
context.run_migrations()
