"""Pages of what was done, by what a worker does there."""
