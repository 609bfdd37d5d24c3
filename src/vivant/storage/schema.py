"""The tables as the code knows them; `migrations` builds them."""

from __future__ import annotations

import sqlalchemy as sa

tables = sa.MetaData()

videos = sa.Table(
    "videos",
    tables,
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
    sa.Column("strength", sa.Float, nullable=False, server_default="1"),
    sa.Column("loop", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("metadata", sa.JSON(none_as_null=True)),
    sa.Column("remixed_from_video_id", sa.String(64)),
    sa.Column("asked_plan", sa.JSON(none_as_null=True)),
    sa.Column("splice", sa.JSON(none_as_null=True)),
    sa.Column("input_key", sa.String(256), nullable=False),
    sa.Column("fingerprint", sa.String(64)),
    sa.Column("idempotency_key", sa.String(256)),
    sa.Column("run", sa.String(32)),
    sa.Column("starts", sa.Integer, nullable=False),
    sa.Column("began_at", sa.BigInteger),
    sa.Column("error_code", sa.String(64)),
    sa.Column("error_message", sa.Text),
    sa.Column("plan", sa.JSON(none_as_null=True)),
    sa.Column("video_key", sa.String(256)),
    sa.Column("thumbnail_key", sa.String(256)),
    sa.Column("spritesheet_key", sa.String(256)),
    sa.Column("account", sa.JSON(none_as_null=True)),
    sa.UniqueConstraint("tenant", "idempotency_key", name="uq_videos_idempotency"),
    sa.Index("ix_videos_tenant", "tenant", "id"),
    sa.Index("ix_videos_fingerprint", "fingerprint"),
    sa.Index("ix_videos_status", "status"),
)

files = sa.Table(
    "files",
    tables,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("tenant", sa.String(64), nullable=False),
    sa.Column("filename", sa.String(255), nullable=False),
    sa.Column("purpose", sa.String(64), nullable=False),
    sa.Column("length", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("created_at", sa.BigInteger, nullable=False),
    sa.Index("ix_files_tenant", "tenant", "id"),
)
