"""The directory's verbs as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "directory.imported": _(
            "{who} brought in the directory “{source}”: {created} new, {updated} changed, {removed} taken out."
        ),
    }
)
