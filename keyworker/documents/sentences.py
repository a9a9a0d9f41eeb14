"""What happened to files, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say({"documents.orphans_cleared": _("Keyworker removed {files} files that nobody can open.")})
