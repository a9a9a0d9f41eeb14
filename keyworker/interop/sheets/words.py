"""What is said about a list: what is wrong in a cell, and why something cannot be done."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.interop.models import SheetState
from keyworker.interop.sheets.faults import Wrong

WRONG: Final[Mapping[Wrong, str | Promise]] = {
    Wrong.NO_NAME: _("There is no name."),
    Wrong.UNKNOWN_PROGRAM: _("We do not know this program."),
    Wrong.UNKNOWN_WORKER: _("We do not know this worker."),
    Wrong.NOT_THERE: _("They do not carry cases in this program."),
    Wrong.KEPT_OUT: _("This row cannot be given to this worker. Choose somebody else, or leave it out."),
    Wrong.FIRST_LEFT_OUT: _("The earlier row about this person was left out."),
    Wrong.BIRTH_DATE: _("We cannot read this as a birth date, a year or an age."),
    Wrong.PHONE: _("This is not a telephone number."),
    Wrong.EMAIL: _("This is not an e-mail address."),
    Wrong.YES_OR_NO: _("We read this neither as yes nor as no."),
    Wrong.LANGUAGE: _("We do not know this language."),
    Wrong.TOO_LONG: _("This is too long."),
    Wrong.CLOSED: _("We cannot tell when the case was closed: it must be a day after it was opened, and not to come."),
    Wrong.DAY: _("We cannot read this as a day, or it is still to come."),
    Wrong.KIND: _("We cannot tell how they were in contact, so this contact is left out."),
    Wrong.NOTE_DAY: _("We cannot tell when this note was written, so the note is left out."),
    Wrong.NOTE_BY: _("We do not know who this is. The note comes in under your name and says whose it was."),
    Wrong.UNKNOWN_NUMBER: _("There is no name, and nobody here has this number."),
}
CANNOT: Final[Mapping[str, str | Promise]] = {
    SheetState.CHECKING: _("This list was brought in already, or is being worked on."),
    SheetState.RUNNING: _("Look the list over first. It can be brought in once."),
    SheetState.UNDOING: _("There is nothing to take back."),
    "twice": _("The list is being worked on already."),
    "aside": _("The list is being worked on. Wait until that is done."),
    "nobody": _("Say for which program the list is, and who looks after these people."),
    "not-there": _("This worker does not carry cases in this program. Choose somebody else."),
    "gone": _("The file is not here any more. Send it again."),
    "row": _("Nobody has to decide about this row."),
}
WAITED: Final = _("It may be about somebody who is here, and nobody said whether it is.")
KEPT: Final[Mapping[str, str | Promise]] = {
    "touched": _("Somebody has worked in this file since, so it stays."),
    "leads-to": _("Something else rests on it, so it stays."),
}
