"""What a reminder says: when, and nothing else. No name, no agency, no reason, for others may read it."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keyworker.notices.models import NoticeKind


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
        return _letter(said)


def of_step(at: datetime, language: str) -> tuple[str, str]:
    """Subject and text; `at` is on the agency's clock. What it is that they wanted to do is theirs to know."""
    with translation.override(language):
        said = (
            _("You wanted to do something by {day}.").format(day=date_format(at, "DATE_FORMAT")),
            _("If you would like help with it, please tell whoever you meet."),
            _("Please do not answer this message: nobody reads the answers."),
        )
        return _letter(said)


def of_message(at: datetime, language: str) -> tuple[str, str]:
    """Subject and text; not who wrote, and not where it is read: whoever has a page of their own knows."""
    with translation.override(language):
        said = (
            _("A message waits for you."),
            _("You find it where you read your messages."),
            _("Please do not answer this message: nobody reads the answers."),
        )
        return _("A message"), "\n\n".join(said) + "\n"


def of_link(at: datetime, language: str, link: str) -> tuple[str, str]:
    """Subject and text; `at` is on the agency's clock. The link says nothing of who they are or who we are."""
    with translation.override(language):
        when = {"day": date_format(at, "DATE_FORMAT"), "time": date_format(at, "TIME_FORMAT")}
        said = (
            _("This link opens your meeting on {day} at {time}:").format(**when),
            link,
            _("It opens once, on one device, from an hour before. Do not pass it on."),
            _("Please do not answer this message: nobody reads the answers."),
        )
        return _("A link"), "\n\n".join(said) + "\n"


def text_of_visit(at: datetime, language: str) -> str:
    """One text, of one segment; `at` is on the agency's clock."""
    with translation.override(language):
        when = {"day": date_format(at, "DATE_FORMAT"), "time": date_format(at, "H:i")}
        return _("Appointment on {day} at {time}. To stop these texts answer STOP").format(**when)


def text_of_step(at: datetime, language: str) -> str:
    """One text, of one segment; `at` is on the agency's clock."""
    with translation.override(language):
        day = date_format(at, "DATE_FORMAT")
        return _("You wanted to do something by {day}. To stop these texts answer STOP").format(day=day)


def text_of_message(at: datetime, language: str) -> str:
    """One text, of one segment."""
    with translation.override(language):
        return _("A message waits for you. To stop these texts answer STOP")


def text_of_link(at: datetime, language: str, link: str) -> str:
    """One text, of one segment or two; `at` is on the agency's clock."""
    with translation.override(language):
        when = {"day": date_format(at, "DATE_FORMAT"), "time": date_format(at, "H:i")}
        return _("Your link for {day} at {time}: {link} To stop these texts answer STOP").format(**when, link=link)


def text_of_help(language: str) -> str:
    """What whoever asks what these texts are is told; somebody reads their question, too."""
    with translation.override(language):
        return _("These texts remind you of dates. They may cost what any text costs. To stop them answer STOP")


TEXTS: dict[NoticeKind, Callable[..., str]] = {
    NoticeKind.VISIT: text_of_visit,
    NoticeKind.STEP: text_of_step,
    NoticeKind.MESSAGE: text_of_message,
    NoticeKind.LINK: text_of_link,
}


def _letter(said: tuple[str, ...]) -> tuple[str, str]:
    return _("A reminder"), "\n\n".join(said) + "\n"
