"""Sound: the soundtrack of a clip."""
