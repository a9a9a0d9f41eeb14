"""The visit as practice: what must be settled before it begins, while it lasts, and when it is over."""
