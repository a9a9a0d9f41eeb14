"""Pages of reviews: looking back, the end, and how a program does both."""
