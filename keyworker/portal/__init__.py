"""Door: people outside the agency: the public form, the client, a partner with a link."""
