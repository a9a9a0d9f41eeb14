"""The machines' door: its verbs as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "interop.directory_file_sent": _("{who} sent a directory file to look over."),
        "interop.number_not_theirs": _(
            "Whoever has their number says that it is not theirs. Somebody asks for another."
        ),
        "interop.agency_exported": _("Everything the agency owns was written out ({rows} rows)."),
        "interop.directory_file_put_aside": _("{who} put a directory file aside without bringing it in."),
    }
)
