"""Words for the plan's templates."""
