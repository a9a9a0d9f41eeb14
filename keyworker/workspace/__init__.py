"""Door: the staff's pages across steps: my day, caseload, a person's file."""
