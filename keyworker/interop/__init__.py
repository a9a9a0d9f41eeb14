"""Door: machines: files and interfaces of other systems."""
