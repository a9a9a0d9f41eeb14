"""The telephone: what is known before somebody dials, the call sheet, and who it is that calls us."""
