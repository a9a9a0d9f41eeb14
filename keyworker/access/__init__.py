"""Trust: permissions, roles, grants, and the two gates everything passes, `@action` and `rows()`."""
