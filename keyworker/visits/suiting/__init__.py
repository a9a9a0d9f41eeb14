"""Whether meeting by telephone or video suits somebody: what they have for it, what they wish, what was decided."""
