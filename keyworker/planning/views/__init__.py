"""Pages of the plan: to read it, to write it together, to sign it."""
