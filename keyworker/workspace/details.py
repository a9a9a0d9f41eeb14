"""How who somebody is is said: rows of the page, and what a colleague saved meanwhile beside what one typed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keyworker.base.languages import NAMES
from keyworker.design.forms import Form
from keyworker.people.details.code_lists import said_in_codes
from keyworker.people.details.forms import NOT_EASILY
from keyworker.people.details.schemes import masked, name_of
from keyworker.people.models import Checked, Identifier, Person, SaidKind, SaidOfThemselves
from keyworker.people.pages import as_precise, birth, spoken

Row = dict[str, Any]


def title_of(step: str) -> str:
    """What a form of the page is for."""
    titles = {
        "identity": _("Change names, birth or language"),
        "name": _("Add another name"),
        "photo": _("Put a photo into the file"),
        "no-photo": _("Delete a photo"),
        "number": _("Add a number of a card or a paper"),
        "number-ends": _("A number that is not valid any more"),
        "died": _("They have died"),
        "alive": _("They are alive"),
    }
    return titles.get(step) or _("What they say of themselves: {what}").format(what=SaidKind(step).label)


def identity_rows(person: Person) -> list[Row]:
    """Names, birth, language, death; what is not known says so."""
    parts = " · ".join(filter(None, (person.given, person.family)))
    rows: list[Row] = [
        {"key": _("Full name, as they say it"), "value": person.full_name},
        {"key": _("What they like to be called"), "value": person.preferred_name},
        {"key": _("Name in their own writing"), "value": person.own_script_name},
        {"key": _("Pronouns"), "value": person.pronouns},
        {"key": _("Given and family names, as papers have them"), "value": parts},
        {"key": _("Date of birth"), "value": birth(person)},
        {"key": _("Language they prefer"), "value": spoken(person)},
        {"key": _("Language they read"), "value": _read(person.reads)},
    ]
    if person.died_on is not None:
        told = _("told by {who}").format(who=person.died_told) if person.died_told else ""
        day = as_precise(person.died_on, person.died_precision)
        rows.append({"key": _("Died"), "lines": [day, *filter(None, [told])]})
    return rows


def _read(code: str) -> str:
    return _("Does not read easily: say it aloud") if code == NOT_EASILY else str(NAMES.get(code, code))


def said_rows(said: Iterable[SaidOfThemselves]) -> list[Row]:
    """What they say of themselves, then what stands for it on the agency's list; a program's own words say so."""
    found = list(said)
    return [row for kind in SaidKind for row in _rows_of(kind, [each for each in found if each.kind == kind])]


def _rows_of(kind: SaidKind, said: list[SaidOfThemselves]) -> list[Row]:
    rows = [
        {
            "key": kind.label,
            "words": each.own_words or "",
            "codes": said_in_codes(each.code_list, each.codes),
            "inside": each.sealed_in_id is not None,
        }
        for each in said
    ]
    return [row for row in rows if row["words"] or row["codes"]] or [{"key": kind.label, "nothing": True}]


def number_rows(numbers: Iterable[Identifier], *, today: date, shown: Identifier | None = None) -> list[Row]:
    """Each number masked, but the one that was asked for."""
    return [
        {
            "pk": each.pk,
            "called": name_of(each.scheme, each.country),
            "value": each.value if shown is not None and each.pk == shown.pk else masked(each.value),
            "whole": shown is not None and each.pk == shown.pk,
            "doubted": each.checked == Checked.DOUBTED,
            "over": each.valid_until is not None and each.valid_until < today,
            "valid_from": each.valid_from,
            "valid_until": each.valid_until,
            "inside": each.sealed_in_id is not None,
        }
        for each in numbers
    ]


def differing(now: Form, typed: Form) -> list[dict[str, str]]:
    """Where what stands is not what was typed: the question, and what stands."""
    typed.is_valid()
    return [
        {"label": str(field.label), "value": _shown(now, name)}
        for name, field in now.fields.items()
        if name in now.initial and name != "version" and field.has_changed(now[name].initial, typed[name].data)
    ]


def _shown(form: Form, name: str) -> str:
    value, choices = form[name].initial, dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if hasattr(value, "strftime"):
        return date_format(value)
    return str(choices.get(value, value) or "–")
