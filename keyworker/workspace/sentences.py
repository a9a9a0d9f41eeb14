"""What was done at the staff door, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "workspace.invited_again": _("{who} invited a colleague again."),
        "workspace.link_shown": _("{who} was shown the link of an invitation, to hand it over."),
        "workspace.second_step_forgotten": _("{who} let a colleague set up another second step."),
        "workspace.program_changed": _("{who} changed a program's settings: {what}."),
        "workspace.agency_changed": _("{who} changed what is usual in the agency."),
        "workspace.program_closed": _("{who} closed a program."),
        "workspace.program_reopened": _("{who} opened a program again."),
        "workspace.calendar_address_made": _("{who} made a secret address for a calendar on a phone."),
        "workspace.calendar_address_ended": _("{who} ended the secret address of a calendar."),
        "workspace.paper_printed": _("{who} printed a paper filled in from the file."),
    }
)
