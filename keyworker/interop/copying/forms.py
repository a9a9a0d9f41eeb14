"""What is asked before a person is given their copy."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from keyworker.cases.models import Case
from keyworker.delivery.models import CaseDocument, CaseNote
from keyworker.design.forms import Checkboxes, Form, Group, Radios, Select, Textarea
from keyworker.intake.models import IncomingReferral
from keyworker.interop.copying.gathering import Asked
from keyworker.people.models import Ground
from keyworker.people.withholding.rules import gives_a_ground

MOST_NAMES = 2_000


class CopyForm(Form):
    case_id = forms.ChoiceField(label=_("Of which case?"), widget=Radios)
    language = forms.ChoiceField(label=_("In which language?"), widget=Select)
    others = forms.CharField(
        label=_("Whose names are in the notes?"),
        help_text=_("One a line. Family, household and everybody we know of are taken out already."),
        required=False,
        max_length=MOST_NAMES,
        widget=Textarea(rows=3),
    )
    told = forms.MultipleChoiceField(
        label=_("What did others say of them, when they sent them here?"),
        help_text=_("It stays here. Read it, and tick only what puts nobody in danger who said it."),
        required=False,
        widget=Checkboxes,
    )
    withheld = forms.MultipleChoiceField(
        label=_("What must not be given out?"),
        help_text=_("The copy says that something is missing, and why."),
        required=False,
        widget=Checkboxes,
    )
    because = forms.ChoiceField(
        label=_("Why not?"), choices=[("", _("Nothing is left out")), *Ground.choices], required=False, widget=Select
    )

    groups = [Group("", ["case_id", "language", "others", "told", "withheld", "because"])]

    def __init__(
        self, *args: Any, cases: Sequence[Case], notes: Sequence[CaseNote], papers: Sequence[CaseDocument],
        referrals: Sequence[IncomingReferral], language: str, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(
            *args, **{**kwargs, "initial": {"language": language, "case_id": str(cases[0].pk) if cases else ""}}
        )
        self.cases = {str(case.pk): case for case in cases}
        self.offer("case_id", [(key, f"{case.program.name} · {case.number}") for key, case in self.cases.items()])
        self.offer("language", [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES])
        self.offer("told", [(str(each.pk), each.needs) for each in referrals])
        if not referrals:
            del self.fields["told"]
        kept = [(str(note.pk), _called(note)) for note in notes] + [(str(each.pk), each.title) for each in papers]
        self.offer("withheld", kept)
        if not kept:
            del self.fields["withheld"], self.fields["because"]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or self.cleaned_data
        allowed = gives_a_ground(withheld=len(given.get("withheld") or ()), ground=given.get("because") or "")
        if not allowed:
            self.add_error("because", str(allowed.reason))
        return given

    @property
    def case(self) -> Case:
        return self.cases[self.cleaned_data["case_id"]]

    @property
    def asked(self) -> Asked:
        given = self.cleaned_data
        withheld = frozenset(map(UUID, given.get("withheld") or ()))
        names = tuple(filter(None, (line.strip() for line in given["others"].splitlines())))
        told = frozenset(map(UUID, given.get("told") or ()))
        return Asked(withheld, given.get("because") or "" if withheld else "", names, told)


def _called(note: CaseNote) -> str:
    day = date_format(note.signed_at, "DATE_FORMAT") if note.signed_at else ""
    return f"{day}: {Truncator(note.text).words(12)}"
