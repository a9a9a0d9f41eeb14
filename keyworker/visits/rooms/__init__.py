"""Video visits: who is invited, how they come in, and how their browsers find each other."""
