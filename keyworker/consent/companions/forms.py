"""What a worker says when they give a guardian or supporter a page."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.consent.companions.actions import Grant
from keyworker.consent.companions.words import AS_WHOM_HERE, FOR_THE_TEAM
from keyworker.consent.models import DecisionMaker
from keyworker.design.forms import Checkboxes, DateField, Form, Radios, TextInput
from keyworker.people.kin.rules import Kin
from keyworker.people.models import Met


class LetInForm(Form):
    """Who, by which paper, what they see, until when; and what the worker saw and asked."""

    maker = forms.ChoiceField(label=_("Who is it?"), choices=(), widget=Radios)
    tie = forms.ChoiceField(
        label=_("Who are they in the family and circle?"),
        help_text=_("When they are noted there as somebody who must not be told anything, their page ends at once."),
        choices=(),
        widget=Radios,
    )
    knows_them_as = forms.CharField(
        label=_("What do they call the person?"),
        help_text=_("They read this name and no other. Somebody may be called otherwise at home than here."),
        max_length=80,
        widget=TextInput(width=20),
    )
    granted = forms.MultipleChoiceField(
        label=_("What do they see?"),
        help_text=_("Nothing that is not ticked. If you meet without them knowing, do not tick when you meet."),
        choices=list(FOR_THE_TEAM.items()),
        widget=Checkboxes,
    )
    until_on = DateField(
        label=_("Until when?"),
        help_text=_("Within a year. Their order or paper may end it earlier."),
        earliest=timezone.localdate,
    )
    because = forms.CharField(label=_("Why are they let in?"), max_length=200, widget=TextInput(width=30))
    met = forms.ChoiceField(
        label=_("How do you meet them now?"),
        help_text=_(
            "See that it is them, and their paper. Nobody is given a page by a letter or through somebody else."
        ),
        choices=Met.choices,
        widget=Radios,
    )
    shared_device = forms.ChoiceField(
        label=_("Does anybody else use the phone or computer on which they open it?"),
        choices=[("no", _("Nobody else")), ("yes", _("Others use it, or they are not sure"))],
        initial="yes",
        widget=Radios,
    )
    asked_alone = forms.BooleanField(
        label=_("I asked the person alone, and they want this"),
        help_text=_("A supporter is let in only then. Of a guardian, ask too: what are they afraid of?"),
        required=False,
    )

    def __init__(self, *args: Any, makers: Sequence[DecisionMaker], circle: Sequence[Kin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._makers = {str(maker.pk): maker for maker in makers}
        self.offer(
            "maker", [(key, f"{each.name} · {AS_WHOM_HERE.get(each.kind, '')}") for key, each in self._makers.items()]
        )
        self.offer("tie", [(str(one.id), f"{one.name} · {one.what}") for one in circle])

    @property
    def decider(self) -> DecisionMaker:
        return self._makers[self.cleaned_data["maker"]]

    @property
    def tie_meant(self) -> UUID:
        return UUID(self.cleaned_data["tie"])

    @property
    def grant(self) -> Grant:
        said = self.cleaned_data
        until: date = said["until_on"]
        return Grant(
            frozenset(said["granted"]),
            until,
            said["knows_them_as"],
            said["met"],
            said["because"],
            asked_alone=said["asked_alone"],
            shared_device=said["shared_device"] == "yes",
        )
