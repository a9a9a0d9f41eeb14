"""Ground floor: what every table, decision and page starts from."""
