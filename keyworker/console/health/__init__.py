"""What `keyworker doctor` looks at."""
