"""Oversight: figures, with small numbers hidden."""
