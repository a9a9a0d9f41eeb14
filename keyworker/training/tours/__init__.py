"""Short guided tours over the real pages: for each role of staff, and for clients at their own page."""
