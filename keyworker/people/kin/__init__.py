"""Family and circle: who is kin to somebody, who lives with them, who stands by them, and how that is drawn."""
