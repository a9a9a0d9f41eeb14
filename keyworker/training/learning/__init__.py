"""What workers are to learn here: short lessons that come with Keyworker, and the agency's own procedures."""
