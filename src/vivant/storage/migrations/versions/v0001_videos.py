"""The videos table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "videos",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("tenant", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("progress", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("completed_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("fps", sa.Integer, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("fit", sa.String(16), nullable=False),
        sa.Column("audio", sa.Boolean, nullable=False),
        sa.Column("metadata", sa.JSON(none_as_null=True)),
        sa.Column("remixed_from_video_id", sa.String(64)),
        sa.Column("input_key", sa.String(256), nullable=False),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("idempotency_key", sa.String(256)),
        sa.Column("run", sa.String(32)),
        sa.Column("starts", sa.Integer, nullable=False),
        sa.Column("error_code", sa.String(64)),
        sa.Column("error_message", sa.Text),
        sa.Column("plan", sa.JSON(none_as_null=True)),
        sa.Column("video_key", sa.String(256)),
        sa.Column("thumbnail_key", sa.String(256)),
        sa.Column("spritesheet_key", sa.String(256)),
        sa.UniqueConstraint("tenant", "idempotency_key", name="uq_videos_idempotency"),
    )
    op.create_index("ix_videos_tenant", "videos", ["tenant", "id"])
    op.create_index("ix_videos_fingerprint", "videos", ["fingerprint"])
    op.create_index("ix_videos_status", "videos", ["status"])


def downgrade() -> None:
    op.drop_table("videos")
