"""The path: plan reviews, closing, and the follow-up after exit."""
