"""Reading a long list page by page from where the last row stood (keyset paging), in a form an index can begin at."""

from typing import Any
from uuid import UUID

from django.db.models import Q


def before(field: str, at: Any, key: UUID) -> Q:
    """Rows after (at, key) in an order of `-field, -id`.

    `field <= at` says nothing new, but it is what lets PostgreSQL start in the index at that row: of the plain
    "earlier, or equal with a smaller key" it makes a filter, and walks through everything above.
    """
    return Q(**{f"{field}__lte": at}) & (Q(**{f"{field}__lt": at}) | Q(id__lt=key))


def after(field: str, at: Any, key: UUID) -> Q:
    """Rows after (at, key) in an order of `field, id`."""
    return Q(**{f"{field}__gte": at}) & (Q(**{f"{field}__gt": at}) | Q(id__gt=key))
