"""What is asked about two records that may be one person."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Staff
from keyworker.design.forms import Form, SeenField, Textarea
from keyworker.people.models import MatchCandidate


class AsideForm(Form):
    """Two records are two people, and why."""

    because = forms.CharField(
        label=_("How do you know that they are two people?"),
        help_text=_("For example: they are sisters. Nobody is asked about these two again."),
        max_length=300,
        widget=Textarea(rows=2, limit=300),
    )
    version = SeenField()

    def __init__(self, data: Any, *, candidate: MatchCandidate | None = None) -> None:
        super().__init__(data, initial={"version": candidate.version if candidate else 0}, auto_id="aside_%s")


class AskColleagueForm(Form):
    """Who looks at two records."""

    to = forms.ChoiceField(
        label=_("Who knows them?"), help_text=_("Colleagues who may open both. They get a task for one week.")
    )
    version = SeenField()

    def __init__(self, data: Any, *, colleagues: Mapping[str, Staff], candidate: MatchCandidate | None = None) -> None:
        super().__init__(data, initial={"version": candidate.version if candidate else 0}, auto_id="ask_%s")
        self.offer("to", [("", _("Choose one")), *((key, staff.name) for key, staff in colleagues.items())])
