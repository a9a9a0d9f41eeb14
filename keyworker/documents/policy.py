"""Nobody is shown a document by its own key: its holder is required, and then it is given out."""

from keyworker.access.sight import NOBODY, policy
from keyworker.documents.models import Document

policy(Document)(lambda actor, authority: NOBODY)
