"""A browser for every journey."""

from tests.browser import chromium

__all__ = ["chromium"]
