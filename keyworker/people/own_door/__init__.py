"""The person's own door: how a worker opens it for them, how they come in, and who may shut it."""
