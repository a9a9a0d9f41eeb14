"""What a form made from a spreadsheet says in Keyworker's own words to whoever fills it in."""

from django.utils.translation import gettext_lazy as _

NOT_ALLOWED = _("Check this answer: the form does not allow it.")
DOES_NOT_FIT = _("Check this answer: it does not fit with another answer.")
WANTED = _("Answer this question")
READ = _("I have read this")
