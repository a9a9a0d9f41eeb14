"""What an administrator can tell `keyworker` to do: one module for each word."""
