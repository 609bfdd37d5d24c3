"""The HTTP API: the Videos API on the wire, carried out by jobs and storage."""

from vivant.api.app import create_app

__all__ = ["create_app"]
