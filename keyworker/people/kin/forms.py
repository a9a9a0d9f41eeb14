"""Shape and wording of what is said of somebody's family and circle."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, SeenField, Select, TextInput
from keyworker.people.kin.actions import Told
from keyworker.people.kin.homes import HomeOf
from keyworker.people.kin.moving import Place
from keyworker.people.kin.rules import may_decide
from keyworker.people.models import Home, HouseholdMember, Kinship, Relationship, Shape, Tie

NOBODY_HERE = "none"


class TieForm(Form):
    """What somebody is to the person, and how they get on."""

    kind = forms.ChoiceField(
        label=_("What are they to them?"), choices=[("", _("Choose")), *Kinship.choices], widget=Select
    )
    said = forms.CharField(
        label=_("In their own words"),
        help_text=_("For example: my auntie Bea, the choir."),
        max_length=60,
        required=False,
        widget=TextInput(width=30),
    )
    home = forms.ChoiceField(
        label=_("Where do they live?"), choices=Home.choices, initial=Home.ELSEWHERE.value, widget=Radios
    )
    tie = forms.ChoiceField(
        label=_("How do they get on, as the person sees it?"),
        choices=Tie.choices,
        initial=Tie.PLAIN.value,
        widget=Select,
    )
    parental_responsibility = forms.BooleanField(
        label=_("Parental responsibility"),
        help_text=_("One of the two decides for the other as a parent or guardian does, by law or by order."),
        required=False,
    )
    adverse = forms.BooleanField(
        label=_("Must not be contacted, or told anything"),
        help_text=_("The file of the other, if there is one, does not name this person then."),
        required=False,
    )
    shape = forms.ChoiceField(
        label=_("Drawn in the family picture as"), choices=Shape.choices, initial=Shape.PERSON.value, widget=Radios
    )
    died = forms.BooleanField(label=_("Has died"), required=False)
    since = DateField(label=_("Since when?"), latest=timezone.localdate, required=False)

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if said.get("parental_responsibility") and said.get("kind") and not (answer := may_decide(said["kind"])):
            self.add_error("parental_responsibility", answer.reason)
        return said

    @property
    def told(self) -> Told:
        said = {name: self.cleaned_data[name] for name in Told.__slots__}
        typed = {"kind": Kinship, "tie": Tie, "shape": Shape, "home": Home}
        return Told(**said | {name: made(said[name]) for name, made in typed.items()})


class NewTieForm(TieForm):
    """Who it is, too. Somebody who may have a file here is asked about first."""

    name = forms.CharField(label=_("What is their name?"), max_length=200, widget=TextInput())
    who = forms.ChoiceField(label=_("Is it one of these?"), widget=Radios, required=False)
    field_order = ("name", "who")

    def __init__(self, data: Any, *, known: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        if known:
            self.offer("who", [*known, (NOBODY_HERE, _("None of these. Only note the name."))])
            self.fields["who"].required = True
        else:
            del self.fields["who"]

    @property
    def other_id(self) -> UUID | None:
        """Whose file it is; None for a name alone."""
        chosen = self.cleaned_data.get("who") or NOBODY_HERE
        return None if chosen == NOBODY_HERE else UUID(chosen)


class KnownTieForm(TieForm):
    """A tie as it stands, to be said anew."""

    version = SeenField()

    def __init__(self, data: Any, *, tie: Relationship) -> None:
        super().__init__(
            data, initial={**{name: getattr(tie, name) for name in Told.__slots__}, "version": tie.version}
        )


class EndForm(Form):
    """When a tie ended."""

    until = DateField(label=_("Until when was it so?"), latest=timezone.localdate)


class PlaceForm(Form):
    """What somebody is in a home."""

    role = forms.CharField(
        label=_("Who are they in this home?"),
        help_text=_("For example: daughter, lodger."),
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    partly = forms.BooleanField(label=_("They live there part of the time"), required=False)
    is_head = forms.BooleanField(
        label=_("They head this home"), help_text=_("A home has one head, or none."), required=False
    )
    since = DateField(label=_("Since when?"), latest=timezone.localdate, required=False)

    @property
    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in Place.__slots__})


class OwnPlaceForm(PlaceForm):
    """The person's own place as it stands."""

    version = SeenField()

    def __init__(self, data: Any, *, prefix: str, held: HouseholdMember) -> None:
        stands = {name: getattr(held, name) for name in Place.__slots__}
        super().__init__(data, prefix=prefix, initial={**stands, "version": held.version})
        self.held = held


class NewHomeForm(PlaceForm):
    """A home of theirs, with their own place in it."""

    name = forms.CharField(
        label=_("What do they call this home?"),
        help_text=_("No address. For example: at my mother's."),
        max_length=120,
        widget=TextInput(width=20),
    )
    field_order = ("name",)


class JoinForm(PlaceForm):
    """Somebody with a file here who lives in the same home."""

    name = forms.CharField(label=_("What is their name?"), max_length=200, widget=TextInput(width=30))
    who = forms.ChoiceField(label=_("Is it one of these?"), widget=Radios)
    field_order = ("name", "who")

    def __init__(self, data: Any, *, prefix: str, household_id: UUID, known: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(data, prefix=prefix)
        self.household_id, self.known = household_id, known
        if known:
            self.offer("who", known)
        else:
            del self.fields["who"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if self.cleaned_data.get("name") and not self.known:
            self.add_error(
                "name", _("Nobody with a file here has this name. Note them under “Add somebody” on this page.")
            )
        return self.cleaned_data

    @property
    def member_id(self) -> UUID:
        return UUID(self.cleaned_data["who"])


class LeaveForm(Form):
    """Who does not live there any more."""

    place = forms.ChoiceField(label=_("Who does not live there any more?"), widget=Radios)
    until = DateField(label=_("Since when?"), latest=timezone.localdate)

    def __init__(self, data: Any, *, prefix: str, places: Sequence[tuple[HouseholdMember, str]]) -> None:
        super().__init__(data, prefix=prefix)
        self.offer("place", [(str(place.pk), called) for place, called in places])

    @property
    def place_id(self) -> UUID:
        return UUID(self.cleaned_data["place"])


class RenameForm(Form):
    """What a home is called."""

    name = forms.CharField(label=_("What do they call this home?"), max_length=120, widget=TextInput(width=20))
    version = SeenField()

    def __init__(self, data: Any, *, prefix: str, home: HomeOf) -> None:
        super().__init__(data, prefix=prefix, initial={"name": home.name, "version": home.version})
        self.household_id = home.id


class EndHomeForm(Form):
    """That nobody lives together there any more."""

    until = DateField(label=_("Since when does nobody live there together?"), latest=timezone.localdate)

    def __init__(self, data: Any, *, prefix: str, household_id: UUID) -> None:
        super().__init__(data, prefix=prefix)
        self.household_id = household_id
