"""How it was, what to do better, and what went wrong: asked of clients, neighbours and supervisors."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.design.forms import DateField, Form, Radios, SeenField, Select, Textarea
from keyworker.reviews.actions import Answered, Felt, Voice
from keyworker.reviews.forms.ending import STARS
from keyworker.reviews.models import ComplaintKind, ComplaintOutcome, FeedbackSource

LONG = 3000
OF_STAFF = (FeedbackSource.PAPER, FeedbackSource.SAID)


class ForProgram(Form):
    """A form about one of several programs."""

    program = forms.ChoiceField(label=_("Which program?"), widget=Select())

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        self.programs = {str(program.pk): program for program in programs}
        super().__init__(data)
        offered: list[tuple[str, Any]] = [(key, program.name) for key, program in self.programs.items()]
        if len(offered) != 1:
            offered = [("", _("Choose one")), *offered]
        self.offer("program", offered)

    @property
    def program_chosen(self) -> Program:
        return self.programs[self.cleaned_data["program"]]


class FeedbackForm(ForProgram):
    """How it was; nothing here asks who somebody is."""

    rating = forms.ChoiceField(
        label=_("How is it to work with us?"),
        choices=[(str(number), text) for number, text in STARS.items()],
        required=False,
        widget=Radios(inline=True),
    )
    keep = forms.CharField(
        label=_("What should we keep?"), max_length=LONG, required=False, widget=Textarea(rows=3, limit=LONG)
    )
    change = forms.CharField(
        label=_("What should we change?"), max_length=LONG, required=False, widget=Textarea(rows=3, limit=LONG)
    )

    def felt(self, source: str = FeedbackSource.PAPER) -> Felt:
        given = self.cleaned_data
        rating = int(given["rating"]) if given["rating"] else None
        return Felt(rating, given["keep"], given["change"], source)


class StaffFeedbackForm(FeedbackForm):
    """The same, handed in on paper or said to a worker; whose it is, is not kept."""

    source = forms.ChoiceField(
        label=_("How did you hear it?"),
        choices=[(each.value, each.label) for each in OF_STAFF],
        initial=FeedbackSource.PAPER,
        widget=Radios(inline=True),
    )


class IdeaForm(ForProgram):
    """What to do better, who sees to it, by when."""

    what = forms.CharField(label=_("What do we do better?"), max_length=500, widget=Textarea(rows=3, limit=500))
    owner = forms.ChoiceField(label=_("Who sees to it?"), widget=Select())
    due_on = DateField(label=_("By when?"))

    def __init__(self, data: Any, *, programs: Iterable[Program], staff: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, programs=programs)
        self.offer("owner", [("", _("Choose one")), *staff])


class CameOfItForm(Form):
    """What came of an idea."""

    came_of_it = forms.CharField(label=_("What came of it?"), max_length=500, widget=Textarea(rows=3, limit=500))
    version = SeenField()


class VoiceForm(ForProgram):
    """What went wrong, or was good, in their own words."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=ComplaintKind.choices, widget=Radios())
    words = forms.CharField(
        label=_("What happened? Write it in your own words."), max_length=LONG, widget=Textarea(rows=5, limit=LONG)
    )
    about = forms.CharField(
        label=_("Is it about somebody who works here? Write their name."),
        help_text=_("They do not read this, and they do not decide about it."),
        max_length=120,
        required=False,
    )

    names_them = forms.BooleanField(
        label=_("Whoever answers this may know who I am"),
        help_text=_(
            "If it is about the person in charge here, somebody outside this program answers it."
            " Without this tick they read only these words: leave out what would tell who you are."
        ),
        required=False,
    )

    def __init__(self, data: Any, *, programs: Iterable[Program]) -> None:
        """Only in a sealed program is it asked whether a name may be known outside."""
        super().__init__(data, programs=programs)
        if not any(program.sealed for program in self.programs.values()):
            del self.fields["names_them"]

    def voice(self) -> Voice:
        given = self.cleaned_data
        return Voice(given["words"], given["kind"], given["about"], given.get("names_them", False))


class AnswerForm(Form):
    """What came of a complaint, and how the person was told."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=ComplaintOutcome.choices, widget=Radios())
    answer = forms.CharField(
        label=_("What do you tell them?"),
        help_text=_("They read this on their own page, if they have one."),
        max_length=LONG,
        widget=Textarea(rows=5),
    )
    told_how = forms.CharField(
        label=_("How do you tell them?"),
        help_text=_("Read their safe contact line first. For example: “We met on Tuesday.”"),
        max_length=120,
    )
    version = SeenField()

    def answered(self) -> Answered:
        given = self.cleaned_data
        return Answered(given["outcome"], given["answer"], given["told_how"])
