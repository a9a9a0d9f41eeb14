"""Pages of the staff door, by what they are for."""
