"""Papers for the table and the drawer: seventeen of them, blank to write on or filled from a file."""
