"""What is done to the directory: published lists come in."""

from keyworker.directory.actions.importing import import_directory

__all__ = ["import_directory"]
