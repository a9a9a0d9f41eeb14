"""People, and what is known of them, from a spreadsheet: read, matched, checked, brought in, and taken back."""
