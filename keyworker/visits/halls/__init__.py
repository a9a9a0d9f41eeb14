"""Halls: rooms of meetings too large for every browser to send to every other. A program of our own passes it on."""
