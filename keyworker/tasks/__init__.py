"""The file: what is to be done, by whom, by when."""
