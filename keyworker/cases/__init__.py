"""The file: the working relation with a person in a programme, opened to closed."""
