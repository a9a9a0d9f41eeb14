"""What the staff door's pages look at, across the steps of the path."""
