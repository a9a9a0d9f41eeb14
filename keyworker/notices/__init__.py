"""The file: outgoing messages that say nothing about anyone."""
