"""Ambience: places and weather that sound for as long as they are listened to."""
