"""An agency of made-up people for training: made anew, stepped into and out of, thrown away whole."""
