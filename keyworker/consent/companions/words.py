"""What is granted, in words: to the worker who grants it, and to the person whose page it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Beside

FOR_THE_TEAM: dict[str, str | Promise] = {
    Beside.VISITS: _("When you meet next, and who is on the team. Never where"),
    Beside.PLAN: _("The plan that holds, with its goals and steps"),
    Beside.SIGN: _("Sign the plan for them, as their guardian"),
}
FOR_THE_PERSON: dict[str, str | Promise] = {
    Beside.VISITS: _("When we meet, and who is on your team"),
    Beside.PLAN: _("Your plan"),
    Beside.SIGN: _("They can sign your plan for you"),
}
AS_WHOM_HERE: dict[str, str | Promise] = {
    "guardian": _("A parent or guardian"),
    "attorney": _("Someone with power of attorney"),
    "supporter": _("Supports them"),
}
AS_WHOM: dict[str, str | Promise] = {
    "guardian": _("your guardian"),
    "attorney": _("decides for you"),
    "supporter": _("supports you"),
}
