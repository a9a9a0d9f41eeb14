"""Asks, checks and scores one FHIR R4 Questionnaire: pure Python, no database, no request, no clock of its own."""
