"""Diagnostics: measuring what a finished film really shows."""
