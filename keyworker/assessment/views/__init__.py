"""Pages of assessments: what there is, a new one, filling it in, reading it."""
