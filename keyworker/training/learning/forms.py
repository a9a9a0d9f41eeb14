"""What we ask at the end of a lesson, of a procedure, and who must have done what."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import ROLE_NAMES, Role
from keyworker.agencies.models import Program, Staff
from keyworker.design.forms import Checkboxes, DateField, Form, Radios, SeenField, Select, Textarea, TextInput
from keyworker.training.learning.actions import Written
from keyworker.training.learning.lessons import Lesson
from keyworker.training.models import Procedure

MOST_WORDS = 6000
STAFF_ROLES = (
    Role.INTAKE_WORKER, Role.CASE_MANAGER, Role.SUPERVISOR, Role.AGENCY_ADMINISTRATOR, Role.AUDITOR,
)  # fmt: skip
LOOK_AGAIN = _("When is it looked at again?")


class AnswersForm(Form):
    """The questions of a lesson, one after the other."""

    def __init__(self, data: Any, *, lesson: Lesson) -> None:
        super().__init__(data)
        for number, each in enumerate(lesson.questions):
            self.fields[f"q{number}"] = forms.TypedChoiceField(
                label=each.ask, choices=list(enumerate(each.answers)), coerce=int, widget=Radios
            )

    def answers(self) -> list[int]:
        """In the order in which they are asked."""
        return [self.cleaned_data[name] for name in self.fields]


class ProcedureForm(Form):
    title = forms.CharField(
        label=_("What is it about?"), help_text=_("For example: When somebody does not come to a video visit."),
        max_length=120, widget=TextInput(width=30),
    )  # fmt: skip
    text = forms.CharField(
        label=_("How do we do it?"),
        help_text=_("Write nothing about a client. Other words make a new edition, which everybody reads anew."),
        max_length=MOST_WORDS,
        widget=Textarea(rows=16, limit=MOST_WORDS),
    )
    owner = forms.ChoiceField(
        label=_("Who looks after it?"), help_text=_("They are told when it is time to look at it again."), widget=Select
    )
    review_on = DateField(label=LOOK_AGAIN)
    version = SeenField()

    def __init__(
        self, data: Any, *, owners: Iterable[Staff], procedure: Procedure | None = None, text: str = ""
    ) -> None:
        known = {} if procedure is None else _as_it_stands(procedure, text)
        super().__init__(data, initial=known)
        self._owners = {str(each.pk): each for each in owners}
        self.offer("owner", [(key, each.name) for key, each in self._owners.items()])

    @property
    def chosen_owner(self) -> Staff:
        return self._owners[self.cleaned_data["owner"]]

    def written(self) -> Written:
        """What `write_procedure` takes."""
        return Written(**{name: self.cleaned_data[name] for name in ("title", "text", "review_on")})


class LookAgainForm(Form):
    review_on = DateField(label=LOOK_AGAIN)
    version = SeenField()

    def __init__(self, data: Any, *, procedure: Procedure) -> None:
        super().__init__(data, initial={"version": procedure.version})


class WhoMustForm(Form):
    roles = forms.TypedMultipleChoiceField(
        label=_("Who must have done it?"), choices=[(each.value, ROLE_NAMES[each]) for each in STAFF_ROLES],
        coerce=Role, required=False, widget=Checkboxes,
    )  # fmt: skip
    programs = forms.MultipleChoiceField(
        label=_("In which programs?"), help_text=_("Choose none for all of them, also those to come."), required=False,
        widget=Checkboxes,
    )  # fmt: skip

    def __init__(self, data: Any, *, programs: Iterable[Program], asked: tuple[Iterable[Role], Iterable[Any]]) -> None:
        roles, in_programs = asked
        initial = {"roles": [each.value for each in roles], "programs": [str(each) for each in in_programs]}
        super().__init__(data, initial=initial)
        self._programs = {str(each.pk): each for each in programs}
        self.offer("programs", [(key, each.name) for key, each in self._programs.items()])

    def chosen_programs(self) -> list[Program]:
        return [self._programs[key] for key in self.cleaned_data["programs"]]


def _as_it_stands(procedure: Procedure, text: str) -> dict[str, str | int | date]:
    return {
        "title": procedure.title,
        "text": text,
        "owner": str(procedure.owner_id),
        "review_on": procedure.review_on,
        "version": procedure.version,
    }
