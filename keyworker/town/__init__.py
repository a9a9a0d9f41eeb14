"""The demonstration town: two agencies, their staff and the people they serve, made only by real actions."""
