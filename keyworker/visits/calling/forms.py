"""What is asked about a call."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.cases.models import Case
from keyworker.delivery.actions import Happened, NextStep
from keyworker.delivery.forms import LONGEST_NOTE, MomentForm
from keyworker.delivery.forms.recording import TALKED
from keyworker.delivery.models import ContactKind, ContactOutcome, Direction
from keyworker.design.forms import DateField, Form, Group, Radios, Textarea, TextInput
from keyworker.people.reaching import Reach
from keyworker.tasks.models import Task
from keyworker.visits.calling.actions import Called
from keyworker.visits.models import Came

LONGEST_CALL = 600
ANOTHER = "another"
FEWEST_DIGITS = 5


class CallForm(MomentForm):
    """The sheet of one call. `ways` are the numbers on file; `task` is what the call was to settle, if anything."""

    direction = forms.ChoiceField(label=_("Who called?"), widget=Radios(inline=True))
    way_id = forms.ChoiceField(label=_("Which number?"), widget=Radios)
    came = forms.ChoiceField(label=_("What came of it?"), choices=Came.choices, widget=Radios)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), required=False, min_value=0, max_value=LONGEST_CALL, widget=TextInput(width=4)
    )
    safe_to_talk = forms.ChoiceField(
        label=_("Could they talk safely?"),
        choices=[("", _("I did not ask")), ("yes", _("Yes")), ("no", _("No"))],
        required=False,
        widget=Radios(inline=True),
    )
    note = forms.CharField(
        label=_("What was it about?"),
        help_text=_("This becomes a signed note. It can be added to later, but not changed."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Textarea(rows=6),
    )
    settled = forms.BooleanField(required=False)
    slip = forms.CharField(
        label=_("If no voicemail may be left there: what did you say?"),
        help_text=_("It happens. Own up to it, so that somebody asks if they are safe."),
        max_length=300,
        required=False,
        widget=TextInput,
    )
    next_step = forms.CharField(
        label=_("What is to be done next?"),
        help_text=_("It becomes a task for whoever has the case."),
        max_length=300,
        required=False,
        widget=TextInput,
    )
    next_on = DateField(label=_("By when?"), earliest=timezone.localdate, required=False)

    reveals = {
        "came": {
            Came.SPOKE.value: ["minutes", "safe_to_talk", "note", "settled"],
            Came.VOICEMAIL.value: ["slip"],
        }
    }
    groups = [
        Group(_("The call"), ["case_id", "direction", "way_id", "came", "day", "at"]),
        Group(_("What comes next"), ["next_step", "next_on"]),
    ]

    def __init__(
        self, data: Any, *, cases: Sequence[Case], ways: Sequence[Reach], task: Task | None, start: dict[str, str]
    ) -> None:
        super().__init__(data, cases=cases, initial={"safe_to_talk": "", "way_id": ANOTHER, **start})
        self.ways = {str(way.point.pk): way for way in ways}
        self.task = task
        numbers = [(key, f"{way.named} {way.tail}") for key, way in self.ways.items()]
        self.offer("way_id", [*numbers, (ANOTHER, _("Another number"))])
        outgoing, incoming = Direction.OUTGOING.value, Direction.INCOMING.value
        self.offer("direction", [(outgoing, _("I called them")), (incoming, _("They called us"))])
        if task is None:
            self.fields["settled"].widget = forms.HiddenInput()
        else:
            self.fields["settled"].label = _("This is done: {task}").format(task=task.what)

    def clean(self) -> dict[str, Any] | None:
        """A next step is something to do and a day to do it by."""
        super().clean()
        said, on = self.cleaned_data.get("next_step"), self.cleaned_data.get("next_on")
        if said and on is None and "next_on" not in self.errors:
            self.add_error("next_on", _("Say by when this is to be done."))
        if on is not None and not said:
            self.add_error("next_step", _("Write what is to be done by then."))
        return self.cleaned_data

    def called(self) -> Called:
        """What `log_call` takes. A task of another case than the one chosen is left as it is."""
        given = self.cleaned_data
        way = self.ways.get(given["way_id"])
        settles = self.task if given["settled"] and self.task and self.task.case_id == self.case.pk else None
        happened = Happened(
            ContactKind.PHONE,
            ContactOutcome.REACHED,
            self.moment(),
            direction=Direction(given["direction"]),
            minutes=given["minutes"],
            safe_to_talk=TALKED[given["safe_to_talk"]],
        )
        next_step = NextStep(given["next_step"], given["next_on"]) if given["next_step"] else None
        came, point = Came(given["came"]), way.point if way else None
        return Called(happened, came, point, given["slip"], given["note"], next_step, settles)


class CallerForm(Form):
    """The number that calls."""

    number = forms.CharField(
        label=_("Which number calls?"),
        max_length=40,
        widget=TextInput(width=20, attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def clean_number(self) -> str:
        """Enough of a number to mean one: a few digits are no telephone's."""
        number: str = self.cleaned_data["number"]
        if sum(character.isdigit() for character in number) < FEWEST_DIGITS:
            raise ValidationError(_("Write the whole number, with its digits."))
        return number
