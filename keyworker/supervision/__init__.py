"""Oversight: caseloads, and the people nobody may forget."""
