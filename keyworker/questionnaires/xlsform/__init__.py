"""Brings XLSForms in: a spreadsheet becomes a FHIR R4 Questionnaire, and each row that cannot be taken is named."""
