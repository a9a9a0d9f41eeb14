"""Nobody is shown a document by its own key: its holder is required, and then it is given out."""

from django.db.models import Q

from keyworker.access.sight import policy
from keyworker.documents.models import Document

policy(Document)(lambda actor, authority: Q(pk__in=[]))
