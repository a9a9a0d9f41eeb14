"""Shape and wording of what is said of somebody's family and circle."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Radios, SeenField, Select, TextInput
from keyworker.people.kin.actions import Told
from keyworker.people.kin.rules import may_decide
from keyworker.people.models import Home, Kinship, Relationship, Shape, Tie

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
