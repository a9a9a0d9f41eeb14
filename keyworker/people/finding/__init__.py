"""Finding a person at once: what was asked, whom it may mean, how near each is, and why."""
