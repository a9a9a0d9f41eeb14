"""The administrator's door: starts, checks and looks after an installation."""
