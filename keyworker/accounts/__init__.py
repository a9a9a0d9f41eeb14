"""Trust: who can sign in. Nouns only; the actions live in `access`."""
