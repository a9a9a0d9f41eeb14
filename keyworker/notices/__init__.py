"""The file: messages that say nothing about anyone, on their way out; and the answers to them."""
