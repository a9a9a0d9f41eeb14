"""Qualifications, courses and lessons, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "training.credential_noted": _("{who} noted a qualification of theirs."),
        "training.credential_renewed": _("{who} renewed a qualification of theirs."),
        "training.credential_ended": _("{who} took a qualification of theirs away."),
        "training.credential_verified": _("{who} saw the proof of a colleague's qualification."),
        "training.course_logged": _("{who} noted a course they took."),
        "training.course_struck": _("{who} struck out a course they had noted."),
        "training.credentials_required": _("{who} said which qualifications a program asks for."),
        "training.practice_asked": _("{who} asked for a practice agency."),
        "training.practice_begun": _("{who} began to make a practice agency."),
        "training.practice_went_on": _("{who} went on making a practice agency."),
        "training.practice_opened": _("{who} opened the practice agency."),
        "training.practice_made": _("{who} made a practice agency."),
        "training.practice_failed": _("{who} could not make a practice agency."),
        "training.practice_entered": _("{who} stepped into the practice agency."),
        "training.practice_left": _("{who} came back from the practice agency."),
        "training.practice_ended": _("{who} ended a practice agency."),
        "training.practice_gone": _("{who} threw a practice agency away."),
        "training.lesson_done": _("{who} did a lesson, or read a procedure of the agency."),
        "training.procedure_written": _("{who} wrote down how something is done."),
        "training.procedure_changed": _("{who} changed a procedure of the agency."),
        "training.procedure_reviewed": _("{who} looked at a procedure again, and it stands."),
        "training.procedure_ended": _("{who} ended a procedure of the agency."),
        "training.lesson_required": _("{who} said who must have done a lesson, or read a procedure."),
        "training.expiry_reminded": _("Keyworker reminded a colleague that something runs out soon."),
        "training.expiry_not_reminded": _("The mail server did not take a reminder to a colleague; it is tried again."),
    }
)
