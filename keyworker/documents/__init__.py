"""Shared: encrypted files, visible only through a record that holds them."""
