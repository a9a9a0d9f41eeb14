"""What is asked about a group, about who has a place in it, and about a session with everybody who was expected."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.cases.models import Case
from keyworker.delivery import giving, grouping
from keyworker.delivery.actions import GroupWords, Mark, SessionTold
from keyworker.delivery.models import (
    Attendance,
    ClientGroup,
    FundingSource,
    GroupPlace,
    GroupSession,
    How,
    Meets,
    Unit,
    Weekday,
)
from keyworker.design.forms import DateField, Form, Group, MoneyField, Radios, SeenField, Select, Textarea, TextInput

LONGEST_NOTE = 10_000
YES, NO = "yes", "no"
COME = [(how.value, how.label) for how in How if how is not How.NOT_HELD]


def _offer_staff(form: Form, first: str, second: str, staff: Mapping[str, Staff]) -> None:
    """Who leads, and who leads with them."""
    names = [(key, each.name) for key, each in staff.items()]
    form.offer(first, names)
    form.offer(second, [("", _("Nobody else")), *names])


def _time(label: Any) -> forms.TimeField:
    widget = TextInput(width=10, attrs={"type": "time"})
    return forms.TimeField(label=label, help_text=_("For example 14:30."), widget=widget)


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=grouping.MOST_MINUTES, widget=TextInput(width=4))


class GroupForm(Form):
    """A group: what for, when and where, who leads it, how many fit, and what it counts as for each who comes."""

    program_id = forms.ChoiceField(label=_("In which program?"), widget=Radios)
    name = forms.CharField(
        label=_("What is the group called?"),
        help_text=_("The name stands in the files of those who come, and may be read there."),
        max_length=120,
        widget=TextInput(width=30),
    )
    purpose = forms.CharField(label=_("What is it for?"), max_length=300, required=False, widget=Textarea(rows=2))
    place = forms.CharField(label=_("Where does it meet?"), max_length=200, required=False, widget=TextInput(width=30))
    meets = forms.ChoiceField(label=_("When does it meet?"), choices=Meets.choices, widget=Radios)
    weekday = forms.TypedChoiceField(label=_("On which day?"), choices=Weekday.choices, coerce=int, widget=Select)
    dates = forms.CharField(
        label=_("On which days?"),
        help_text=_("One on each line, for example 2026-12-05."),
        max_length=2000,
        widget=Textarea(rows=4),
    )
    at = _time(_("At what time?"))
    minutes = _minutes(_("How many minutes does it take?"))
    from_on = DateField(label=_("From which day on?"))
    until_on = DateField(label=_("Until which day?"), required=False)
    leader = forms.ChoiceField(label=_("Who leads it?"), widget=Select)
    co_leader = forms.ChoiceField(label=_("Who leads it with them?"), required=False, widget=Select)
    places = forms.IntegerField(
        label=_("How many places are there?"), min_value=1, max_value=grouping.MOST_PLACES, widget=TextInput(width=3)
    )
    what = forms.CharField(
        label=_("Which service was given to somebody who came?"),
        help_text=_("Left empty: the name of the group."),
        max_length=200,
        required=False,
        widget=TextInput(width=30),
    )
    units = forms.DecimalField(
        label=_("How much is one session?"), min_value=giving.LEAST, max_value=giving.MOST_UNITS, max_digits=8,
        decimal_places=2, initial=1, widget=TextInput(width=5),
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Of what?"), choices=Unit.choices, initial=Unit.SESSION, widget=Select)
    cost = MoneyField(
        label=_("What does it cost for each person?"),
        help_text=_("Leave it empty when nobody counts it."),
        max_value=giving.MOST_COST,
        required=False,
    )
    funding = forms.ChoiceField(label=_("Who pays?"), required=False, widget=Select)
    version = SeenField()

    reveals = {"meets": {Meets.WEEKLY.value: ["weekday"], Meets.DATES.value: ["dates"]}}
    groups = [
        Group(_("The group"), ["program_id", "name", "purpose", "places", "leader", "co_leader"]),
        Group(_("When and where"), ["meets", "at", "minutes", "place", "from_on", "until_on"]),
        Group(_("What it counts as"), ["what", "units", "unit", "cost", "funding"]),
    ]

    def __init__(
        self,
        *args: Any,
        programs: Sequence[Program],
        staff: Sequence[Staff],
        funding: Sequence[FundingSource],
        currency: str,
        held: ClientGroup | None = None,
        **kwargs: Any,
    ) -> None:
        start = {"from_on": timezone.localdate(), "meets": Meets.WEEKLY.value, **(_answers(held) if held else {})}
        super().__init__(*args, initial={**start, **kwargs.pop("initial", {})}, **kwargs)
        self.programs = {str(each.pk): each for each in programs}
        self.staff = {str(each.pk): each for each in staff}
        self.sources = {str(each.pk): each for each in funding}
        _offer_staff(self, "leader", "co_leader", self.staff)
        self.offer("funding", [("", _("Not said")), *((key, each.name) for key, each in self.sources.items())])
        self.in_currency("cost", currency)
        if held is None and len(self.programs) > 1:
            self.offer("program_id", [(key, each.name) for key, each in self.programs.items()])
        else:
            del self.fields["program_id"]

    def clean_dates(self) -> tuple[date, ...]:
        """Each line is a day, as the reader's language writes days, or as ISO does."""
        one = forms.DateField()
        try:
            return tuple(one.clean(line.strip()) for line in self.cleaned_data["dates"].splitlines() if line.strip())
        except ValidationError as wrong:
            raise ValidationError(_("Write each day on a line of its own, for example 2026-12-05.")) from wrong

    def clean(self) -> dict[str, Any] | None:
        """What the action would refuse is said beside its own question."""
        super().clean()
        said = self.cleaned_data
        if said.get("leader") and said.get("leader") == said.get("co_leader"):
            self.add_error("co_leader", _("Choose two different people to lead it."))
        if said.get("from_on") is not None and not {"dates", "weekday", "until_on"} & set(self.errors):
            rhythm = grouping.Rhythm(self._weekday(), self._dates(), said["from_on"], said.get("until_on"))
            if "meets" in said and not (decision := grouping.may_meet(rhythm)):
                late = rhythm.until_on is not None and rhythm.until_on < rhythm.from_on
                self.add_error("until_on" if late else "dates", ValidationError(str(decision.reason)))
        return said

    def _weekday(self) -> int | None:
        said = self.cleaned_data
        return said.get("weekday") or None if said.get("meets") == Meets.WEEKLY else None

    def _dates(self) -> tuple[date, ...]:
        return tuple(self.cleaned_data.get("dates") or ())

    @property
    def program(self) -> Program:
        """Where it is set up; only of a valid form."""
        chosen = self.cleaned_data.get("program_id")
        return self.programs[chosen] if chosen else next(iter(self.programs.values()))

    def words(self) -> GroupWords:
        """What `set_up_group` and `change_group` take."""
        said = self.cleaned_data
        alike = ("name", "places", "at", "minutes", "from_on", "until_on", "purpose", "place", "what", "units", "unit")
        return GroupWords(
            **{name: said[name] for name in (*alike, "cost")},
            leader=self.staff[said["leader"]],
            co_leader=self.staff.get(said["co_leader"]),
            weekday=self._weekday(),
            dates=self._dates(),
            funding=self.sources.get(said["funding"]),
        )


def _answers(held: ClientGroup) -> dict[str, Any]:
    """A group as the form shows it."""
    alike = ("name", "purpose", "place", "meets", "weekday", "minutes", "from_on", "until_on", "places", "what", "unit")
    return {
        **{name: getattr(held, name) for name in (*alike, "cost", "version")},
        "dates": "\n".join(day.isoformat() for day in held.dates),
        "at": held.at.strftime("%H:%M"),
        "units": held.units.normalize(),
        "leader": str(held.leader_id),
        "co_leader": str(held.co_leader_id or ""),
        "funding": str(held.funding_id or ""),
    }


class JoinForm(Form):
    """Somebody comes into a group: asked on the group's page (who?) or in their file (which group?)."""

    chosen = forms.ChoiceField(widget=Select)
    since = DateField(label=_("From which day on?"))
    name_at_door = forms.BooleanField(
        label=_("They agreed that their first name stands on the list at the door"),
        help_text=_("Ask them. Without it, the list has an empty line for them."),
        required=False,
    )

    def __init__(self, *args: Any, label: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": timezone.localdate()}, **kwargs)
        self.fields["chosen"].label = label
        self.offer("chosen", [("", _("Choose one")), *choices])


def names_of_cases(cases: Sequence[Case]) -> list[tuple[str, str]]:
    """People to choose from, told apart by their case's number."""
    return [(str(case.pk), f"{case.person.called} · {case.number}") for case in cases]


class LeaveForm(Form):
    place = forms.ChoiceField(label=_("Who leaves?"), widget=Select)
    on = DateField(label=_("When was the last day?"), latest=timezone.localdate)
    because = forms.CharField(label=_("Why?"), max_length=200, widget=Textarea(rows=2, limit=200))

    def __init__(self, *args: Any, places: Sequence[GroupPlace], **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": timezone.localdate()}, **kwargs)
        self.places = {str(each.pk): each for each in places}
        names = [(key, each.person.called) for key, each in self.places.items()]
        self.offer("place", [("", _("Choose one")), *names])


class EndGroupForm(Form):
    because = forms.CharField(
        label=_("Why does the group end?"),
        help_text=_("Everybody in it may read this in their file."),
        max_length=200,
        widget=Textarea(rows=2, limit=200),
    )


class DayForm(Form):
    """Another day to write down."""

    on = DateField(label=_("Which day?"), latest=timezone.localdate)


class SessionForm(Form):
    """A session, and in the same form how it was for each person; corrected, also what was wrong."""

    held = forms.ChoiceField(label=_("Was it held?"), choices=[(YES, _("Yes")), (NO, _("No"))], widget=Radios)
    not_held_because = forms.CharField(label=_("Why not?"), max_length=200, widget=TextInput(width=30))
    at = _time(_("At what time did it begin?"))
    minutes = _minutes(_("How many minutes?"))
    topic = forms.CharField(label=_("What was it about?"), max_length=200, required=False, widget=TextInput(width=30))
    led_by = forms.ChoiceField(label=_("Who led it?"), widget=Select)
    led_with = forms.ChoiceField(label=_("Who led it with them?"), required=False, widget=Select)
    note = forms.CharField(
        label=_("A note for those who lead the group"),
        help_text=_("It is in nobody's file. Leave names out."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=Textarea(rows=4),
    )
    because = forms.CharField(
        label=_("What was wrong, if you change who came?"),
        help_text=_("It stands in the files of those for whom something changes."),
        required=False,
        max_length=200,
        widget=Textarea(rows=2, limit=200),
    )
    version = SeenField()

    reveals = {"held": {NO: ["not_held_because"]}}

    def __init__(
        self,
        *args: Any,
        held: ClientGroup,
        on: date,
        session: GroupSession | None,
        places: Sequence[GroupPlace],
        written: Sequence[Attendance],
        staff: Sequence[Staff],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_told(held, session), **kwargs)
        self.on, self.places, self.session = on, list(places), session
        self.staff = {str(each.pk): each for each in staff}
        _offer_staff(self, "led_by", "led_with", self.staff)
        self.stands = {each.place_id: each for each in written if each.replaced_at is None}
        for number, place in enumerate(self.places):
            self._ask(number, self.stands.get(place.pk))
        if session is None:
            del self.fields["because"]
        people = [Group(place.person.called, _of(number)) for number, place in enumerate(self.places)]
        first = Group(_("The session"), ["held", "at", "minutes", "topic", "led_by", "led_with"])
        self.groups = [first, *people, Group(_("To end with"), ["because", "note"])]  # type: ignore[misc]  # of this form alone

    def _ask(self, number: int, stands: Attendance | None) -> None:
        how = stands.how if stands and stands.how != How.NOT_HELD else None
        come, remark = _of(number)
        self.fields[come] = forms.ChoiceField(
            label=_("Did they come?"), choices=COME, initial=how, widget=Radios(inline=True)
        )
        self.fields[remark] = forms.CharField(
            label=_("Remark for their file"),
            max_length=200,
            required=False,
            initial=stands.remark if stands else "",
            widget=TextInput(width=30),
        )

    def clean(self) -> dict[str, Any] | None:
        """Of a session that was not held nobody is asked whether they came."""
        super().clean()
        if self.cleaned_data.get("held") == NO:
            for number in range(len(self.places)):
                for name in _of(number):
                    self.errors.pop(name, None)
        if self.cleaned_data.get("led_by") and self.cleaned_data.get("led_by") == self.cleaned_data.get("led_with"):
            self.add_error("led_with", _("Choose two different people to lead it."))
        if not self.errors and self._corrects() and not self.cleaned_data.get("because"):
            self.add_error("because", _("Say what was wrong."))
        return self.cleaned_data

    def _corrects(self) -> bool:
        """Whether something else is said of somebody than what stood on the page; a stale page is told so first."""
        seen = self.session is not None and self.cleaned_data.get("version") == self.session.version
        return seen and any(
            (stands.how, stands.remark) != (mark.how.value, mark.remark)
            for mark in self.marks()
            if (stands := self.stands.get(mark.place.pk)) is not None
        )

    def told(self) -> SessionTold:
        """What `write_down_session` takes."""
        said = self.cleaned_data
        alike = ("at", "minutes", "topic", "note", "not_held_because")
        return SessionTold(
            on=self.on,
            held=said["held"] == YES,
            led_by=self.staff[said["led_by"]],
            led_with=self.staff.get(said["led_with"]),
            **{name: said[name] for name in alike},
        )

    def marks(self) -> list[Mark]:
        """How it was for each; of a session not held, that it was not."""
        said = self.cleaned_data
        if said["held"] == NO:
            return [Mark(place, How.NOT_HELD) for place in self.places]
        answers = [(place, _of(number)) for number, place in enumerate(self.places)]
        return [Mark(place, How(said[come]), said[remark]) for place, (come, remark) in answers]


def _of(number: int) -> list[str]:
    return [f"come_{number}", f"remark_{number}"]


def _told(held: ClientGroup, session: GroupSession | None) -> dict[str, Any]:
    """What the form begins with: what was written, else what the group usually does."""
    if session is None:
        return _begins_with(held.at, held.minutes, held.leader_id, held.co_leader_id) | {"held": YES, "version": 0}
    return _begins_with(session.at, session.minutes, session.led_by_id, session.led_with_id) | {
        "held": YES if session.held else NO,
        "version": session.version,
        "topic": session.topic,
        "not_held_because": session.not_held_because,
        "note": session.note,
    }


def _begins_with(at: time, minutes: int, led_by: UUID, led_with: UUID | None) -> dict[str, Any]:
    staff = {"led_by": str(led_by), "led_with": str(led_with or "")}
    return {"at": at.strftime("%H:%M"), "minutes": minutes, **staff}
