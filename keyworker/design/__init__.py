"""How Keyworker looks and speaks: page shells, components, form fields; templates only, no rules."""
