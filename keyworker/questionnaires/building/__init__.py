"""Building a form in the browser: edits of its FHIR JSON, each one pure, whole and in plain words."""
