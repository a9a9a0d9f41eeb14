"""The path: the plan in the client's words, signed and frozen."""
