"""The intake page: one long form in sections, sent and checked as one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Agency
from keyworker.base.languages import LANGUAGES
from keyworker.consent.forms import ConsentForm
from keyworker.design.forms import (
    Checkboxes,
    Form,
    Radios,
    Select,
    Textarea,
)
from keyworker.design.papers import spoken
from keyworker.intake.actions import Relative, Safety
from keyworker.intake.forms.referrals import LONGEST_NOTE
from keyworker.intake.forms.signing import RightsSigningForm
from keyworker.intake.forms.who import LANGUAGE_CHOICES, RelativeForm, relative_form, who_form
from keyworker.intake.models import IncomingReferral, Need
from keyworker.intake.queries import Alike, Owner
from keyworker.people.births import as_known, known_birth
from keyworker.people.forms import SafetyWordsForm, WayForm
from keyworker.people.models import Channel

RIGHTS_VERSION = "rights-2026-02"
"""Names the words of intake/rights.html; a change there needs a new name here."""
WAYS, RELATIVES = 2, 4
YES, LATER = "yes", "later"


class SafetyForm(SafetyWordsForm):
    def safety(self) -> Safety | None:
        """None when nothing was said."""
        return Safety(**self.cleaned_data) if any(self.cleaned_data.values()) else None


class StartForm(Form):
    """Needs, rights, consent or not yet, and who carries the case."""

    needs = forms.MultipleChoiceField(
        label=_("What cannot wait?"), choices=Need.choices, required=False, widget=Checkboxes
    )
    needs_note = forms.CharField(
        label=_("More about this"), max_length=LONGEST_NOTE, required=False, widget=Textarea(rows=2)
    )
    rights_explained = forms.BooleanField(label=_("I explained this, and they could ask questions"))
    teach_back = forms.CharField(
        label=_("What does this mean to them, in their own words?"),
        help_text=_("Ask: what would you tell a friend about this? Explain again what did not come across."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=Textarea(rows=2),
    )
    explained_in = forms.ChoiceField(
        label=_("In which language was it explained?"), choices=LANGUAGE_CHOICES, required=False, widget=Select
    )
    consent_given = forms.ChoiceField(
        label=_("Do they agree that we keep a file and share it as written below?"),
        choices=[(YES, _("Yes, as written below")), (LATER, _("Not yet: ask again later"))],
        widget=Radios,
    )
    owner = forms.ChoiceField(label=_("Who will be their case manager?"), widget=Radios)

    def __init__(self, *args: Any, owners: Sequence[Owner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(owner.id): _load(owner) for owner in owners}
        self.offer("owner", [(str(owner.id), _caseload(owner)) for owner in owners], hints=hints)


def _caseload(owner: Owner) -> str:
    words = ngettext("{name} ({count} open case)", "{name} ({count} open cases)", owner.open_cases)
    return words.format(name=owner.name, count=owner.open_cases)


def away_words(until: date) -> str:
    """Said beside whoever could be given a case, so that nobody is given one by mistake."""
    return gettext("away until {day}").format(day=date_format(until))


def _load(owner: Owner) -> str:
    """What the number of cases does not say."""
    away = [away_words(owner.away_until)] if owner.away_until else []
    said = [*away, ngettext("{count} in this program", "{count} in this program", owner.here).format(count=owner.here)]
    if owner.fresh:
        said.append(ngettext("{count} new this month", "{count} new this month", owner.fresh).format(count=owner.fresh))
    if owner.late:
        said.append(
            ngettext("{count} with a late step", "{count} with a late step", owner.late).format(count=owner.late)
        )
    return " · ".join(said)


class AdmissionForms:
    """All parts of the page, checked together: a mistake in one keeps the words in all."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        referral: IncomingReferral,
        agency: Agency,
        alike: Alike,
        owners: Sequence[Owner],
    ) -> None:
        self.alike = alike
        self.who = who_form(data, matches=alike.who, initial=_known(referral))
        first = {"value": referral.contact or "", "channel": _channel(referral.contact or "")}
        self.ways = [
            WayForm(data, prefix=f"way{number}", initial=first if number == 0 else {}) for number in range(WAYS)
        ]
        self.safety = SafetyForm(data)
        self.relatives = [
            relative_form(data, prefix=f"home{number}", matches=alike.at_home.get(number, ()))
            for number in range(RELATIVES)
        ]
        self.start = StartForm(data, owners=owners, initial={"explained_in": referral.language})
        self.consent = ConsentForm(
            data,
            prefix="consent",
            programs=[referral.program],
            languages=LANGUAGES,
            initial={"recipient": agency.name, "language": referral.language or "en"},
        )
        self.consent.fields["program_id"].widget = forms.HiddenInput()
        self.rights = RightsSigningForm(data, prefix="rights", language=spoken(referral.language))
        for form in self.every:
            form.show_summary = False  # the page has one summary for all of them

    @property
    def every(self) -> list[Form]:
        return [self.who, *self.ways, self.safety, *self.relatives, self.start, self.rights, self.consent]

    def is_valid(self) -> bool:
        """Checks every part, so that all mistakes show at once; consent only when it was given."""
        if not self.who.is_bound:
            return False
        if self.start.data.get("consent_given") != YES:
            self.consent.errors.clear()
        sound = {form.is_valid() for form in self.every}  # of all of them, so that every mistake shows at once
        return not self._overlooked() and sound == {True}

    @property
    def looked_at(self) -> str:
        """Whom the page shows now, to be sent back with it: who turns up later has not been looked at."""
        shown = [self.alike.who, *self.alike.at_home.values()]
        return ",".join(str(entry.id) for entries in shown for entry in entries if entry.likely)

    def _overlooked(self) -> bool:
        """Whether somebody was found only now, for whom the reason that was given cannot count."""
        seen = set(self.who.data.get("looked_at", "").split(","))
        if self.who.known_id or all(str(entry.id) in seen for entry in self.alike.who if entry.likely):
            return False
        self.who.add_error("known", _("We found somebody who may be them. Look at who it may be, then choose again."))
        return True

    @property
    def errors(self) -> list[dict[str, str]]:
        """All that is to be mended, in the order of the page, each with its place."""
        if not self.who.is_bound:
            return []
        loose = [{"text": str(text)} for form in self.every for text in form.non_field_errors()]
        fields: list[Any] = [(self._where(form), field) for form in self.every for field in form]
        placed = [
            {"text": f"{where}{text}", "href": f"#{field.focus_id}"} for where, field in fields for text in field.errors
        ]
        return loose + placed

    def _where(self, form: Form) -> str:
        """Which of several alike parts a form is, said before what is to be mended in it."""
        if isinstance(form, RelativeForm):
            return gettext("Person %(number)s") % {"number": self.relatives.index(form) + 1} + ": "
        return gettext("Another way to reach them") + ": " if form in self.ways[1:] else ""

    def refuse(self, reason: str) -> None:
        """The action said no: its reason stands above the page, and nothing typed is lost."""
        self.start.add_error(None, reason)

    def said(self) -> dict[str, Any]:
        """What the action's `Intake` takes, but for the people it names."""
        start = self.start.cleaned_data
        ways = [form.way(preferred=number == 0) for number, form in enumerate(self.ways)]
        return {
            "rights_version": RIGHTS_VERSION,
            "rights": self.rights.acknowledged(),
            "identity": None if self.who.known_id else self.who.identity(),
            "set_aside": self.who.set_aside(),
            "ways": tuple(filter(None, ways)),
            "safety": self.safety.safety(),
            "needs": tuple(start["needs"]),
            "needs_note": start["needs_note"],
            "explained_in": start["explained_in"],
            "teach_back": start["teach_back"],
            "consent": self.consent.terms() if start["consent_given"] == YES else None,
        }

    def relatives_said(self) -> list[tuple[UUID | None, Relative]]:
        """Those they live with, each with the key of whom they were found to be."""
        told = [(form, form.cleaned_data) for form in self.relatives if form.cleaned_data["full_name"]]
        return [
            (
                form.known_id,
                Relative(
                    said["full_name"],
                    said["role"],
                    *known_birth(said["born"]),
                    set_aside=form.set_aside(),
                    unnamed=bool(said["unnamed"]),
                ),
            )
            for form, said in told
        ]

    @property
    def owner_id(self) -> UUID:
        return UUID(self.start.cleaned_data["owner"])


def _known(referral: IncomingReferral) -> dict[str, Any]:
    """What the referral told us already."""
    names = ("full_name", "unnamed", "preferred_name", "language")
    return {
        **{name: getattr(referral, name) for name in names},
        "born": as_known(referral.born_on, referral.born_precision),
    }


def _channel(value: str) -> str:
    return Channel.EMAIL.value if "@" in value else Channel.PHONE.value
