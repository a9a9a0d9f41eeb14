"""The demonstration town: two agencies, their staff and the people they serve, made only by real actions."""

from keyworker.town.loading import load, sign_ins

__all__ = ["load", "sign_ins"]
