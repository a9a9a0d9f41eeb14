"""What a reminder says: when, and nothing else. No name, no agency, no reason, for others may read it."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def language_for(theirs: str, agencys: str) -> str:
    """Theirs where we speak it, else the agency's."""
    ours = dict(settings.LANGUAGES)
    return next((code for code in (theirs, theirs.partition("-")[0], agencys) if code in ours), settings.LANGUAGE_CODE)


def of_visit(at: datetime, language: str) -> tuple[str, str]:
    """Subject and text; `at` is on the agency's clock."""
    with translation.override(language):
        when = {"day": date_format(at, "DATE_FORMAT"), "time": date_format(at, "TIME_FORMAT")}
        said = (
            _("You have an appointment on {day} at {time}.").format(**when),
            _("If you cannot come, please tell whoever you meet."),
            _("Please do not answer this message: nobody reads the answers."),
        )
        return _("A reminder"), "\n\n".join(said) + "\n"
