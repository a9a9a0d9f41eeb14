"""The path: instruments administered, their scores, strengths and needs found."""
