"""Visits by video on another company's platform, by a link."""
