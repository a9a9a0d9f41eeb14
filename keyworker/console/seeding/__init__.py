"""Bulk data for benchmarks and rehearsals: the same for the same seed, never for a database of real people."""
