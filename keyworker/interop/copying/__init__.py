"""A copy for the person of what is kept about them: on paper, as data, and with their documents (GDPR art. 15)."""
