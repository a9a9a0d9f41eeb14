"""What is asked about a visit."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.delivery.forms import LONGEST_NOTE, MomentForm
from keyworker.design.forms import Form, Group, Radios, Select, Textarea, TextInput
from keyworker.people.entrusting import Workers
from keyworker.people.reaching import Reach
from keyworker.people.rules import Doing
from keyworker.visits.models import VisitKind
from keyworker.visits.platforms.rules import LONGEST_LINK, may_meet_there
from keyworker.visits.rules import MOST_TRAVEL, Slot

ELSEWHERE = "elsewhere"  # by video, on another company's platform
KINDS_OF = {
    Doing.VISIT: {VisitKind.IN_PERSON.value},
    Doing.CALL: {VisitKind.PHONE.value, VisitKind.VIDEO.value, ELSEWHERE},
}


class VisitForm(MomentForm):
    kind = forms.ChoiceField(label=_("How do you meet?"), choices=VisitKind.choices, widget=Radios)
    link = forms.CharField(
        label=_("The link to the meeting there"),
        help_text=_(
            "The other company learns that you meet, and could listen. They agree to that first, or the link is not"
            " shown to them. It is on their own page an hour before, and nowhere else."
        ),
        max_length=LONGEST_LINK,
        widget=TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=5, max_value=720, initial=60, widget=TextInput(width=4)
    )
    way_id = forms.ChoiceField(
        label=_("Which number or address of theirs?"),
        help_text=_("Their safe days and hours count. Choose none for a place that is not theirs."),
        required=False,
        widget=Select,
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

    though_unsuitable = forms.CharField(
        label=_("Meeting by telephone or video was found not to suit them: why do you plan it all the same?"),
        help_text=_("A supervisor reads this."),
        max_length=300,
        required=False,
        widget=TextInput,
    )

    reveals = {"kind": {VisitKind.IN_PERSON.value: ["place", "travel_minutes"], ELSEWHERE: ["link"]}}
    groups = [Group("", ["case_id", "kind", "though_unsuitable", "day", "at", "minutes", "way_id", "staff_id"])]

    def __init__(
        self, *args: Any, staff: Workers, ways: Iterable[Reach] = (), unsuitable: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer_platforms()
        if not unsuitable:
            del self.fields["though_unsuitable"]
        self.ways = {str(way.point.pk): way for way in ways if way.clearance.doing in KINDS_OF}
        self.offer("way_id", [("", _("None of these")), *((key, way.named) for key, way in self.ways.items())])
        self.offered, self.staff = staff, staff.named()
        self.offer(
            "staff_id", [("", _("Whoever has the case")), *((key, member.name) for key, member in self.staff.items())]
        )

    def _offer_platforms(self) -> None:
        """By video on another company's platform, where a program of theirs meets on one."""
        named = sorted({case.program.platform for case in self.cases.values()} - {""})
        if named:
            there = _("By video, on {platform}").format(platform=" / ".join(named))
            self.offer("kind", [*VisitKind.choices, (ELSEWHERE, there)])

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        self._heed_the_link()
        self.heed_workers("staff_id", self.offered)
        way = self.ways.get(self.cleaned_data.get("way_id", ""))
        if way is not None and self.cleaned_data.get("kind") not in KINDS_OF[way.clearance.doing]:
            self.add_error("way_id", _("This does not fit how you meet. Choose another one, or none."))
        return self.cleaned_data

    def _heed_the_link(self) -> None:
        link = self.cleaned_data.get("link")
        if not link or "case_id" in self.errors:
            return
        program = self.case.program
        found = may_meet_there(VisitKind.VIDEO, link, platform=program.platform, hosts=program.platform_hosts)
        if not found:
            self.add_error("link", str(found.reason))

    def values(self) -> dict[str, Any]:
        """What `schedule_visit` takes."""
        given = self.cleaned_data
        return {
            "case": self.case,
            "kind": VisitKind.VIDEO if given["kind"] == ELSEWHERE else VisitKind(given["kind"]),
            "link": given["link"],
            "starts_at": self.moment(),
            "lasts": timedelta(minutes=given["minutes"]),
            "place": given["place"],
            "travel_minutes": given["travel_minutes"] or 0,
            "staff": self.staff.get(given["staff_id"]),
            "though_unsuitable": given.get("though_unsuitable", ""),
            "way": way.point if (way := self.ways.get(given["way_id"])) else None,
        }

    def slot(self) -> Slot:
        """When the worker is taken up by it."""
        starts_at, given = self.moment(), self.cleaned_data
        return Slot(starts_at, starts_at + timedelta(minutes=given["minutes"]), given["travel_minutes"] or 0)

    def said_so(self) -> str:
        """What a warning about these hours is known by: with another hour or worker, it is another warning."""
        slot = self.slot()
        return f"{self.keeper()} {slot.leaves_at.isoformat()} {slot.ends_at.isoformat()}"

    def heeded_so(self) -> str:
        """What a warning about their safety is known by: for another hour or another way it is another warning."""
        given = self.cleaned_data
        return f"{given['kind']} {given['way_id']} {self.moment().isoformat()}"

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
