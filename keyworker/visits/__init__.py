"""The path: appointments with the person, in a room, by telephone or video."""
