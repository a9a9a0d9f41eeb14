"""Door: a phone with no signal."""
