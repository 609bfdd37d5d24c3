"""Files that clients leave for later, and what a video's row says of remixes, stitches, loops and the work done."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def added() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("loop", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("asked_plan", sa.JSON(none_as_null=True)),
        sa.Column("splice", sa.JSON(none_as_null=True)),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("account", sa.JSON(none_as_null=True)),
    )


def upgrade() -> None:
    for column in added():
        op.add_column("videos", column)
    op.create_table(
        "files",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("filename", sa.String(255), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_files_tenant", "files", ["tenant", "id"])


def downgrade() -> None:
    op.drop_table("files")
    for column in added():
        op.drop_column("videos", column.name)
