"""How the parts of Keyworker are put together: settings, addresses, server entry point."""
