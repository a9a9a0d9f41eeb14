"""What is asked about a visit."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.delivery.forms import LONGEST_NOTE, MomentForm
from keyworker.design.forms import Form, Group, Radios, Select, Textarea, TextInput
from keyworker.people.entrusting import Workers
from keyworker.visits.models import VisitKind
from keyworker.visits.rules import MOST_TRAVEL, Slot


class VisitForm(MomentForm):
    kind = forms.ChoiceField(label=_("How do you meet?"), choices=VisitKind.choices, widget=Radios)
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=5, max_value=720, initial=60, widget=TextInput(width=4)
    )
    place = forms.CharField(
        label=_("Where?"),
        help_text=_("Choose a place where they are safe."),
        max_length=200,
        required=False,
        widget=TextInput,
    )
    travel_minutes = forms.IntegerField(
        label=_("How many minutes to get there?"),
        help_text=_("Then you are told when there is too little time between two visits."),
        min_value=0,
        max_value=MOST_TRAVEL,
        required=False,
        widget=TextInput(width=4, attrs={"inputmode": "numeric"}),
    )
    staff_id = forms.ChoiceField(label=_("Who keeps it?"), required=False, widget=Select)

    groups = [Group("", ["case_id", "kind", "day", "at", "minutes", "place", "travel_minutes", "staff_id"])]

    def __init__(self, *args: Any, staff: Workers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered, self.staff = staff, staff.named()
        self.offer(
            "staff_id", [("", _("Whoever has the case")), *((key, member.name) for key, member in self.staff.items())]
        )

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        self.heed_workers("staff_id", self.offered)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What `schedule_visit` takes."""
        given = self.cleaned_data
        return {
            "case": self.case,
            "kind": VisitKind(given["kind"]),
            "starts_at": self.moment(),
            "lasts": timedelta(minutes=given["minutes"]),
            "place": given["place"],
            "travel_minutes": given["travel_minutes"] or 0,
            "staff": self.staff.get(given["staff_id"]),
        }

    def slot(self) -> Slot:
        """When the worker is taken up by it."""
        starts_at, given = self.moment(), self.cleaned_data
        return Slot(starts_at, starts_at + timedelta(minutes=given["minutes"]), given["travel_minutes"] or 0)

    def said_so(self) -> str:
        """What a warning about these hours is known by: with another hour or worker, it is another warning."""
        slot = self.slot()
        return f"{self.keeper()} {slot.leaves_at.isoformat()} {slot.ends_at.isoformat()}"

    def keeper(self) -> UUID:
        """Whose time it takes: the colleague chosen, else whoever has the case."""
        chosen = self.staff.get(self.cleaned_data["staff_id"])
        return chosen.pk if chosen else self.case.owner_id


class HeldForm(Form):
    note = forms.CharField(
        label=_("What was it about?"),
        help_text=_("This becomes a signed note. It can be added to later, but not changed."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Textarea(rows=8),
    )


class MissedForm(Form):
    because = forms.CharField(label=_("What happened?"), required=False, max_length=300, widget=TextInput)


class CancelForm(Form):
    because = forms.CharField(label=_("Why is it called off?"), max_length=300, widget=TextInput)
