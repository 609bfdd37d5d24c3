"""How far a video's camera moves may go beyond what its photo shows well."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("videos", sa.Column("strength", sa.Float, nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("videos", "strength")
