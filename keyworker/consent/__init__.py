"""The file: what the person agreed to tell whom; the only way anything leaves the agency."""
