"""What a film says about itself: a signed manifest in the file, a mark in the picture, a record of what was made."""
