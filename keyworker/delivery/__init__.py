"""The path: contacts, case notes and services: what was done."""
