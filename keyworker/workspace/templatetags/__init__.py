"""Template tags of the staff door."""
