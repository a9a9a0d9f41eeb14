"""What is asked when work changes hands, and when a worker declares something."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from keyworker.agencies.models import Program
from keyworker.cases.models import Case
from keyworker.design.forms import DateField, Form, Group, MoneyField, Radios, SeenField, Select, Textarea, TextInput
from keyworker.supervision import declaring
from keyworker.supervision.declaring import Answered, Declared
from keyworker.supervision.handing import Carried, Taker
from keyworker.supervision.models import Declaration, DeclarationAnswer, DeclarationKind

NOT_NOW = "not-now"
LONGEST_DECLARED = 4000


class ReassignForm(Form):
    """Who takes the case on, and why."""

    to = forms.ChoiceField(
        label=_("Who takes the case on?"), help_text=_("The number is how many cases they have now.")
    )
    because = forms.CharField(
        label=_("Why?"),
        help_text=_("The person may read this."),
        max_length=200,
        widget=Textarea(rows=3, limit=200),
    )

    handover = forms.CharField(
        label=_("What should they know first?"),
        help_text=_(
            "What is going on now, what was promised, what helps, what to be careful with. They get a task to read it."
        ),
        max_length=4000,
        required=False,
        widget=Textarea(rows=6, limit=4000),
    )

    def __init__(self, data: Any, *, owners: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.offer("to", [("", _("Choose one")), *owners])


class HandOverAllForm(Form):
    """Who takes on which of a colleague's cases: one choice for all, and another wherever one is made."""

    everyone = forms.ChoiceField(
        label=_("Who takes all of them on?"),
        help_text=_("You can choose somebody else for single cases below. The number is how many cases they have now."),
        required=False,
        widget=Select(),
    )
    because = forms.CharField(
        label=_("Why?"), help_text=_("The people may read this."), max_length=200, widget=Textarea(rows=2, limit=200)
    )
    handover = forms.CharField(
        label=_("What should whoever takes over know first?"),
        help_text=_("It is left with every one of these cases, so name nobody. They get a task to read it."),
        max_length=4000,
        required=False,
        widget=Textarea(rows=4, limit=4000),
    )

    def __init__(self, data: Any, *, carried: Iterable[Carried], takers: Iterable[Taker]) -> None:
        super().__init__(data)
        self.carried, self.takers = list(carried), list(takers)
        self.offer("everyone", [("", _("Nobody for all of them")), *(_choice(one) for one in self.takers)])
        for one in self.carried:
            self.fields[_field(one.case)] = self._asked(one)

    def _asked(self, one: Carried) -> forms.ChoiceField:
        offered = [_choice(taker) for taker in self.takers if taker.may_carry(one.case.program)]
        told = [one.case.program.name, ngettext("{n} task", "{n} tasks", one.tasks).format(n=one.tasks)]
        if one.drafts:
            told.append(ngettext("{n} note not signed", "{n} notes not signed", one.drafts).format(n=one.drafts))
        return forms.ChoiceField(
            label=_("{name}, {number}").format(name=one.case.person.called, number=one.case.number),
            help_text=" · ".join(told),
            choices=[("", _("As chosen above")), (NOT_NOW, _("Not now")), *offered],
            required=False,
            widget=Select(),
        )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if not self.errors and not self.chosen(given):
            self.add_error("everyone", _("Choose who takes at least one of the cases on."))
        return given

    def chosen(self, given: Mapping[str, Any] | None = None) -> list[tuple[Case, Taker]]:
        """Which case goes to whom; one that nobody chosen for all may carry stays where it is."""
        answers = self.cleaned_data if given is None else given
        known = {str(one.key): one for one in self.takers}
        found = []
        for case in (one.case for one in self.carried):
            taker = known.get(answers.get(_field(case)) or answers.get("everyone") or "")
            if taker is not None and taker.may_carry(case.program):
                found.append((case, taker))
        return found


def _field(case: Case) -> str:
    return f"case_{case.pk.hex}"


def _choice(taker: Taker) -> tuple[str, Any]:
    shown = _("{name} ({count}), away now") if taker.away else _("{name} ({count})")
    return str(taker.key), shown.format(name=taker.name, count=taker.open_cases)


class DaysForm(Form):
    """Days in a program, and colleagues for each of `people`."""

    people: ClassVar[tuple[str, ...]] = ("staff",)
    program = forms.ChoiceField(label=_("In which program?"), widget=Select())
    staff = forms.ChoiceField(label=_("Who?"), widget=Select())
    from_on = DateField(label=_("From"), earliest=timezone.localdate)
    until_on = DateField(label=_("Until"), help_text=_("This day too."), earliest=timezone.localdate)

    def __init__(self, *args: Any, programs: Iterable[Program], staff: Mapping[str, str], **kwargs: Any) -> None:
        self.programs = {str(program.pk): program for program in programs}
        super().__init__(*args, **kwargs)
        offered = {
            "program": {key: one.name for key, one in self.programs.items()},
            **dict.fromkeys(self.people, staff),
        }
        for name, choices in offered.items():
            self.offer(name, [("", _("Choose one")), *choices.items()])

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        first, last = given.get("from_on"), given.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("The last day comes before the first."))
        return given

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["from_on"], self.cleaned_data["until_on"]

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]


class DutyForm(DaysForm):
    """Who answers first in a program, on which days."""

    staff = forms.ChoiceField(label=_("Who is on duty?"), widget=Select())


class AbsenceForm(DaysForm):
    """Who is away from a program, on which days, and who looks after their people."""

    people = ("staff", "cover")
    staff = forms.ChoiceField(label=_("Who is away?"), widget=Select())
    cover = forms.ChoiceField(
        label=_("Who looks after their people?"),
        help_text=_("They can open the files in these days, and see the tasks on their own day."),
        widget=Select(),
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("staff") and given.get("staff") == given.get("cover"):
            self.add_error("cover", _("Choose somebody else to look after their people."))
        return given


class DeclareForm(Form):
    kind = forms.ChoiceField(label=_("What do you want to say?"), choices=DeclarationKind.choices, widget=Radios)
    value = MoneyField(
        label=_("What is it worth, about?"), max_value=declaring.MOST_VALUE, required=False,
        help_text=_("Leave it empty when you do not know."),
    )  # fmt: skip
    about = forms.ChoiceField(
        label=_("Is it about somebody you work with?"), help_text=_("Only people of your caseload can be chosen."),
        required=False, widget=Select,
    )  # fmt: skip
    provider = forms.CharField(
        label=_("Or about a provider, or somebody else?"), max_length=200, required=False, widget=TextInput(width=30)
    )
    what = forms.CharField(
        label=_("What is it?"), help_text=_("Say what happened, or how you know them. Only your supervisor reads it."),
        max_length=LONGEST_DECLARED, widget=Textarea(rows=4, limit=LONGEST_DECLARED),
    )  # fmt: skip
    done = forms.CharField(
        label=_("What did you do about it?"),
        max_length=LONGEST_DECLARED,
        required=False,
        widget=Textarea(rows=2, limit=LONGEST_DECLARED),
    )
    happened_on = DateField(label=_("When?"), latest=timezone.localdate)
    program = forms.ChoiceField(label=_("In which program?"), widget=Radios)

    reveals = {"kind": {DeclarationKind.GIFT.value: ["value"]}}
    groups = [Group("", ["kind", "value", "about", "provider", "what", "done", "happened_on", "program"])]

    def __init__(
        self, *args: Any, programs: Sequence[Program], cases: Sequence[Case], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"happened_on": timezone.localdate()}, **kwargs)
        self.programs = {str(each.pk): each for each in programs}
        self.people = {str(each.person_id): each.person for each in cases}
        self.in_currency("value", currency)
        self.offer("about", [("", _("No")), *((key, each.called) for key, each in self.people.items())])
        self.offer("program", [(key, each.name) for key, each in self.programs.items()])
        if len(self.programs) == 1:
            self.initial["program"] = next(iter(self.programs))
        if not self.people:
            del self.fields["about"]

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]

    def declared(self) -> Declared:
        """What `declare` takes."""
        said = self.cleaned_data
        return Declared(
            kind=DeclarationKind(said["kind"]),
            what=said["what"],
            happened_on=said["happened_on"],
            about=self.people.get(said.get("about", "")),
            provider=said["provider"],
            done=said["done"],
            value=said["value"],
        )


class AnswerDeclarationForm(Form):
    answer = forms.ChoiceField(label=_("What do you say to it?"), choices=DeclarationAnswer.choices, widget=Radios)
    words = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_DECLARED,
        required=False,
        widget=Textarea(rows=3, limit=LONGEST_DECLARED),
    )
    keep_out = forms.BooleanField(
        label=_("Keep them out of this person's file from now on"),
        help_text=_("If they carry the case, it stands on your page until somebody else does."),
        required=False,
    )
    version = SeenField()

    def __init__(self, *args: Any, declaration: Declaration, may_keep_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": declaration.version}, **kwargs)
        if not may_keep_out:
            del self.fields["keep_out"]

    def answered(self) -> Answered:
        """What `answer_declaration` takes."""
        said = self.cleaned_data
        return Answered(DeclarationAnswer(said["answer"]), said["words"], said.get("keep_out", False))
