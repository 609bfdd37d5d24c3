"""Finish: frames become a file that plays everywhere."""
