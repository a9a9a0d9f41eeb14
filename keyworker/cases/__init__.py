"""The file: the working relation with a person in a program, opened to closed."""
