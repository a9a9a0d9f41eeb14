"""Oversight: what staff have learned and may do."""
