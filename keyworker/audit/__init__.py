"""Trust: the append-only trail of who did and saw what, sealed in a hash chain."""
