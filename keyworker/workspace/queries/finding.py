"""The search box: whom the words may mean, case numbers among them."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.cases.models import Case
from keyworker.people.finding.asked import Asked, understood
from keyworker.people.finding.ranking import Because
from keyworker.people.names import after
from keyworker.people.policy import name_hidden
from keyworker.people.queries import NAME_SHIELDED, IndexEntry, find_people
from keyworker.people.standing import standing

SHORTEST_NUMBER, MOST_OF_A_NUMBER = 4, 30


def found_people(actor: Actor, words: str) -> list[IndexEntry]:
    """People whom the worker may know, by name, birth date, age, telephone, identifier or the number of a case."""
    codes = [code.upper() for code in understood(words, today=workplace(actor).today).codes]
    also = _by_case_number(actor, [code for code in codes if len(code) >= SHORTEST_NUMBER])
    found = find_people(actor, words, also=also)
    return [*found, *_shielded(actor, codes, {one.id for one in found})] if codes else found


def _shielded(actor: Actor, codes: list[str], shown: set[UUID]) -> list[IndexEntry]:
    """Whom nobody else is told of: by the whole number of a case, and by nothing else, without the name."""
    cases = facts(Case, because="a number leads to a file, not to a name").filter(
        name_hidden(actor, "person_id"), number__in=codes, program__sealed=False
    )
    denied = standing(actor).denied
    told = cases.exclude(person_id__in=denied).exclude(person_id__in=shown).values_list("person_id", "number")
    return [_nameless(person_id, number) for person_id, number in told[:MOST_OF_A_NUMBER]]


def _nameless(person_id: UUID, number: str) -> IndexEntry:
    name = f"{NAME_SHIELDED} · {number}"
    return IndexEntry(person_id, name, name, None, "", may_open=False)


def read_as(actor: Actor, words: str) -> list[str]:
    """How the words were understood, where that is not plain: "born 4 March 1987", "34 years old"."""
    asked = understood(words, today=workplace(actor).today)
    return [*_born_as(asked), *asked.codes, *asked.numbers] if asked.born or asked.codes or asked.numbers else []


def _born_as(asked: Asked) -> list[str]:
    if (born := asked.born) is None:
        return []
    if born.days:
        return [_("born {day}").format(day=date_format(born.days[0]))]
    if born.age is not None:
        years = ngettext("{count} year old", "{count} years old", born.age).format(count=born.age)
        return [_("about {age}").format(age=years) if born.about else years]
    first, last = born.span or (date.min, date.max)
    if first.month == last.month:
        return [_("born {day}").format(day=date_format(first, "YEAR_MONTH_FORMAT"))]
    years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    return [_("born {day}").format(day=years)]


def _by_case_number(actor: Actor, codes: list[str]) -> dict[UUID, Because]:
    """Whose case has such a number, or one that begins so; a sealed program's only for those who may see it."""
    if not codes:
        return {}
    such = Q()
    for code in codes:
        such |= Q(number__gte=code, number__lt=after(code))
    theirs = rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(such)
    because = "the number stands on letters; who may know whose it is, is asked of the index"
    open_ones = facts(Case, because=because).filter(such, program__sealed=False)
    keys = (theirs | open_ones).values_list("person_id", flat=True)[:MOST_OF_A_NUMBER]
    return dict.fromkeys(keys, Because.NUMBER)
