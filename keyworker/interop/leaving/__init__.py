"""Everything an agency owns, on its way out: its tables with a dictionary of what each field means."""
