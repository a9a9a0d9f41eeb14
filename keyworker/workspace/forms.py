"""What the staff door's pages ask; of programs and of the agency, see `program_forms`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import ROLE_NAMES, Role
from keyworker.agencies.models import Program, Staff
from keyworker.cases.models import CaseStatus, Step
from keyworker.design.forms import Form, Textarea, TextInput

STAFF_ROLES = [role for role in Role if role not in {Role.CLIENT, Role.PARTNER}]


class CaseFilter(Form):
    """Narrows a list of cases."""

    program = forms.ChoiceField(label=_("Program"), required=False)
    step = forms.ChoiceField(label=_("Step"), required=False, choices=[("", _("Any step")), *Step.choices])
    status = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Open and closed")), *CaseStatus.choices]
    )

    def __init__(self, data: Any, *, programs: Iterable[Program], asks: Iterable[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.offer(
            "program",
            [
                ("", _("Any program")),
                *[(str(program.pk), program.name) for program in programs],
            ],
        )
        for name in set(self.fields) - set(asks):
            del self.fields[name]

    def chosen(self) -> dict[str, str]:
        """What was chosen; an answer that is not among the choices counts as none."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GlassForm(Form):
    """Opening a file in an emergency."""

    program = forms.ChoiceField(label=_("For which program do you need it?"))
    reason = forms.CharField(
        label=_("Why do you need to open this file now?"),
        help_text=_("Your supervisor reads this today. The person may read it too."),
        max_length=180,
        widget=Textarea(rows=3, limit=180),
    )
    understood = forms.BooleanField(label=_("I know that this is recorded and that my supervisor is told"))

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        super().__init__(data)
        self.offer(
            "program",
            [(str(program.pk), program.name) for program in programs],
        )


class StaffForm(Form):
    """A new colleague: how they sign in, what they are called, what they may do, where."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail"), widget=TextInput(attrs={"type": "email", "autocomplete": "off"}))
    job_title = forms.CharField(label=_("What they do here"), max_length=80, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in STAFF_ROLES])
    program = forms.ChoiceField(label=_("Program"), required=False)

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        super().__init__(data)
        self.offer(
            "program",
            [
                ("", _("The whole agency")),
                *[(str(program.pk), program.name) for program in programs],
            ],
        )


class InviteForm(Form):
    """Where to write to an invited colleague."""

    email = forms.EmailField(label=_("Work e-mail"), widget=TextInput(attrs={"type": "email", "autocomplete": "off"}))


class RoleForm(Form):
    """One more role for a colleague."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in STAFF_ROLES])
    program = forms.ChoiceField(label=_("Program"), required=False)
    because = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        super().__init__(data)
        self.offer(
            "program",
            [
                ("", _("The whole agency")),
                *[(str(program.pk), program.name) for program in programs],
            ],
        )


class TrailFilter(Form):
    """Narrows the trail."""

    staff = forms.ChoiceField(label=_("Who did it"), required=False)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    person = forms.UUIDField(
        label=_("Whose file"), required=False, help_text=_("The long key in the address of the file.")
    )

    def __init__(self, data: Any, *, staff: Iterable[Staff], verbs: Iterable[str]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.offer(
            "staff",
            [
                ("", _("Anyone")),
                *[(str(member.pk), member.name) for member in staff],
            ],
        )
        self.offer(
            "verb",
            [
                ("", _("Anything")),
                *[(verb, verb) for verb in sorted(verbs)],
            ],
        )
