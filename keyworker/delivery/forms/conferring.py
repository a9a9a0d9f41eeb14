"""What is asked about a case conference: the person first; then each decision, and what it becomes in the plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain
from keyworker.delivery import conferring
from keyworker.delivery.actions import Decided, Held, Taking
from keyworker.delivery.models import ClientPart, ConferenceDecision
from keyworker.design.forms import Checkboxes, DateField, Form, Group, Radios, Select, Textarea, TextInput
from keyworker.people.entrusting import Workers
from keyworker.people.models import Person
from keyworker.tasks.forms import CaseForm
from keyworker.tasks.models import Doer

LONGEST = 20_000
GOAL, LEAVE = "goal", "leave"


class ConferenceForm(CaseForm):
    client_part = forms.ChoiceField(label=_("Did they take part?"), choices=ClientPart.choices, widget=Radios)
    client_view = forms.CharField(
        label=_("What do they want, and what do they think?"),
        help_text=_("In their own words. Ask this first, and write it down first."),
        max_length=LONGEST,
        widget=Textarea(rows=4),
    )
    held_on = DateField(label=_("Which day?"), latest=timezone.localdate)
    about = forms.CharField(label=_("What was it about?"), max_length=200, widget=TextInput(width=30))
    from_here = forms.MultipleChoiceField(
        label=_("Who from our agency took part?"), required=False, widget=Checkboxes()
    )
    family = forms.CharField(
        label=_("Which family members, friends or supporters?"),
        help_text=_("One on each line, for example: Elena, her sister"),
        required=False,
        max_length=3000,
        widget=Textarea(rows=3),
    )
    outside = forms.CharField(
        label=_("Which professionals from outside?"),
        help_text=_("One on each line, with their role, for example: Dana Cole, school nurse"),
        required=False,
        max_length=3000,
        widget=Textarea(rows=3),
    )
    outside_agreed = forms.CharField(
        label=_("How did they agree that people from outside take part?"),
        help_text=_("For example: She asked me to invite the school nurse."),
        required=False,
        max_length=200,
        widget=TextInput,
    )
    discussed = forms.CharField(label=_("What was discussed?"), max_length=LONGEST, widget=Textarea(rows=8))

    groups = [
        Group(_("The person first"), ["case_id", "client_part", "client_view"]),
        Group(_("The conference"), ["held_on", "about", "discussed"]),
        Group(_("Who else took part"), ["from_here", "family", "outside", "outside_agreed"]),
    ]

    def __init__(self, *args: Any, staff: Workers, **kwargs: Any) -> None:
        super().__init__(*args, initial={"held_on": timezone.localdate()}, **kwargs)
        self.offered, self.staff = staff, staff.named()
        self.offer("from_here", [(key, member.name) for key, member in self.staff.items()])

    def clean(self) -> dict[str, Any] | None:
        """What the action would refuse is said beside the question it is about."""
        super().clean()
        self.heed_workers("from_here", self.offered)
        family = conferring.named_in(self.cleaned_data.get("family", ""))
        outside = conferring.named_in(self.cleaned_data.get("outside", ""))
        agreed = self.cleaned_data.get("outside_agreed", "")
        if outside and not agreed:
            self.add_error("outside_agreed", _("Say how they agreed that people from outside take part."))
        elif not (decision := conferring.may_have_taken_part(family, outside, agreed=agreed)):
            self.add_error("outside" if outside else "family", ValidationError(str(decision.reason)))
        return self.cleaned_data

    def held(self) -> Held:
        """What `hold_conference` takes."""
        said = self.cleaned_data
        return Held(
            held_on=said["held_on"],
            about=said["about"],
            client_part=ClientPart(said["client_part"]),
            client_view=said["client_view"],
            discussed=said["discussed"],
            staff=tuple(self.staff[key] for key in said["from_here"]),
            family=tuple(conferring.named_in(said["family"])),
            outside=tuple(conferring.named_in(said["outside"])),
            outside_agreed=said["outside_agreed"],
        )


class DecisionForm(Form):
    """One decision; who does it and by when makes it a task."""

    what = forms.CharField(label=_("What was decided?"), max_length=300, widget=Textarea(rows=2, limit=300))
    who = forms.ChoiceField(label=_("Who does it?"), required=False, widget=Radios)
    staff_id = forms.ChoiceField(
        label=_("Which worker?"), required=False, help_text=_("Left open: whoever has the case."), widget=Select
    )
    relative_name = forms.CharField(label=_("Who in the family, or which friend?"), max_length=120, required=False)
    other_name = forms.CharField(label=_("What is their name?"), max_length=120)
    due_on = DateField(label=_("By when?"), earliest=timezone.localdate, required=False)

    reveals = {
        "who": {
            Doer.WORKER.value: ["staff_id"],
            Doer.FAMILY.value: ["relative_name"],
            Doer.OTHER.value: ["other_name"],
        }
    }

    def __init__(self, *args: Any, staff: Workers, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff.named()
        names = {Doer.WORKER: _("A worker"), Doer.CLIENT: person.called}
        order = (Doer.CLIENT, Doer.WORKER, Doer.FAMILY, Doer.OTHER)
        nobody = ("", _("Nobody has to do anything for it"))
        self.offer("who", [nobody, *((each.value, names.get(each, each.label)) for each in order)])
        workers = [(key, each.name) for key, each in self.staff.items()]
        self.offer("staff_id", [("", _("Whoever has the case")), *workers])

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        who, due_on = self.cleaned_data.get("who"), self.cleaned_data.get("due_on")
        if who and due_on is None and "due_on" not in self.errors:
            self.add_error("due_on", _("Say by when this is to be done."))
        if due_on is not None and not who:
            self.add_error("who", _("Say who does it by then."))
        return self.cleaned_data

    def decided(self) -> Decided:
        """What `note_decision` takes."""
        said = self.cleaned_data
        return Decided(
            what=said["what"],
            who=said["who"],
            who_name=said["relative_name"] or said["other_name"],
            staff=self.staff.get(said["staff_id"]),
            due_on=said["due_on"],
        )


class IntoPlanForm(Form):
    """What each decision becomes in the plan: a step of a goal, a goal of its own, or nothing."""

    def __init__(
        self, *args: Any, decisions: Sequence[ConferenceDecision], goals: Sequence[tuple[UUID, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = list(decisions)
        steps = [(str(key), _step_of(words)) for key, words in goals]
        choices = [*steps, (GOAL, _("A goal of its own")), (LEAVE, _("Not into the plan"))]
        for number, decision in enumerate(self.decisions):
            self._ask(number, decision, choices)
        self.groups = [self._group(number, each) for number, each in enumerate(self.decisions)]  # type: ignore[misc]  # of this form alone
        self.reveals = {f"as_{n}": {GOAL: _of_a_goal(n)} for n in range(len(self.decisions))}  # type: ignore[misc]  # the same

    def _ask(self, number: int, decision: ConferenceDecision, choices: Sequence[tuple[str, Any]]) -> None:
        start = choices[0][0] if len(choices) <= len((GOAL, LEAVE)) + 1 else None
        self.fields[f"as_{number}"] = forms.ChoiceField(
            label=_("What does it become?"), choices=choices, initial=start, widget=Radios
        )
        self.fields[f"words_{number}"] = forms.CharField(
            label=_("The goal, in their own words"), max_length=2000, initial=decision.what, widget=Textarea(rows=2)
        )
        self.fields[f"domain_{number}"] = forms.ChoiceField(
            label=_("Area of life"), choices=[("", _("Choose one")), *Domain.choices], widget=Select
        )

    def _group(self, number: int, decision: ConferenceDecision) -> Group:
        return Group(decision.what, [f"as_{number}", *_of_a_goal(number)])

    def takings(self) -> list[Taking]:
        """What `take_into_plan` takes; decisions that stay out of the plan are not among them."""
        found = []
        for number, decision in enumerate(self.decisions):
            chosen = self.cleaned_data[f"as_{number}"]
            if chosen == GOAL:
                words, domain = (self.cleaned_data[name] for name in _of_a_goal(number))
                found.append(Taking(decision, words=words, domain=domain))
            elif chosen != LEAVE:
                found.append(Taking(decision, serves=UUID(chosen)))
        return found


def _of_a_goal(number: int) -> list[str]:
    return [f"words_{number}", f"domain_{number}"]


def _step_of(words: str) -> str:
    return str(_("A step of: {goal}")).format(goal=Truncator(words).chars(120))
