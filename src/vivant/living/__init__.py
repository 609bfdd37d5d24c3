"""Local motion: what moves by itself in a photo, and how its light changes."""
