"""Guardians and supporters at the door: who may come in beside somebody, to what, and who ends it."""
