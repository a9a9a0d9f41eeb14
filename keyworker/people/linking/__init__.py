"""Finds people who stand twice in a list: what the command and the nightly job run, in a process of its own.

Pure: no Django, no database of ours. Splink and DuckDB are imported in the process apart only (see `apart`).
"""
