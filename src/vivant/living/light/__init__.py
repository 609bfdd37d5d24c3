"""Light that changes: the photo relit with its own depth."""
