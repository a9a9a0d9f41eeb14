"""What every page of a person's file shows around its content: who they are first, then the file's tabs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.access.addresses import address
from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.agencies.models import PathStep, Program
from keyworker.agencies.wording import Called
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.languages import NAMES
from keyworker.people.models import AlertKind, DatePrecision, Person
from keyworker.people.queries import Raised, Safety, identity
from keyworker.people.reaching import before_contact, local_now
from keyworker.people.rules import age_on


class TabGroup(StrEnum):
    """Tabs that stand together where a phone has no room for all: the groups first, then those of the open one."""

    GLANCE = "glance"
    PATH = "path"
    TALK = "talk"
    PERSON = "person"
    RIGHTS = "rights"


GROUPS = {
    TabGroup.GLANCE: gettext_lazy("At a glance"),
    TabGroup.PATH: gettext_lazy("The work"),
    TabGroup.TALK: gettext_lazy("In touch"),
    TabGroup.PERSON: gettext_lazy("Who they are"),
    TabGroup.RIGHTS: gettext_lazy("Who sees what"),
}


@dataclass(frozen=True, slots=True)
class _Tab:
    """A page about one person, its address taking the person's key. `step`: of the path, which a program may lack."""

    key: str
    text: Any
    url_name: str
    needs: Permission
    group: TabGroup
    step: str


_tabs: list[_Tab] = []


def add_tab(
    key: str, text: Any, url_name: str, needs: Permission, group: TabGroup, *, at: int | None = None, step: str = ""
) -> None:
    """A step of the path puts its page among the file's tabs, last or `at` a place; called from its `apps.ready`.

    It stands there unless every program that serves the person for the reader has left the `step` out, and nothing
    was begun in it before.
    """
    if key not in {tab.key for tab in _tabs}:
        _tabs.insert(len(_tabs) if at is None else at, _Tab(key, text, url_name, needs, group, step))


def file_frame(
    actor: Actor, person: Person, *, current: str = "", at: datetime | None = None, program: Program | None = None
) -> dict[str, Any]:
    """Context of "people/file.html": identity bar and tabs. Two queries.

    `called` are the words of the programs that serve the person, or of the `program` that the page is about.
    """
    found = identity(actor, person)
    tabs = [
        tab
        for tab in _tabs
        if may(actor, tab.needs) and found.works_without.leads_to(tab.step, tab.url_name.partition(":")[0])
    ]
    return {
        "person": person,
        "identity": {
            "name": person.called,
            "full_name": person.full_name,
            "own_script": person.own_script_name,
            "own_script_lang": person.language,
            "pronouns": person.pronouns,
            "status": {"text": _("Name not known yet"), "tone": "warning"} if person.unnamed else None,
            "age": age_on(person.born_on, person.died_on or timezone.localdate(clock.now())),
            "born": birth(person),
            "language": spoken(person),
            "href": address("workspace:file", person.pk),
            "alerts": [*_has_died(person), *_secret_address(found.safety), *map(_alert, found.alerts)],
            "safe_contact": None if person.died_on else before_contact(found.safety, found.ways, at or local_now()),
        },
        "ways": found.ways,
        "safety": found.safety,
        "called": found.called if program is None else found.called.by(program),
        **_in_groups(tabs, found.called, person, current),
    }


def _in_groups(tabs: Sequence[_Tab], called: Called, person: Person, current: str) -> dict[str, Any]:
    """The tabs, and the groups that they stand in; each group leads to its first."""
    here = next((tab.group for tab in tabs if tab.key == current), None)
    first = {tab.group: tab for tab in reversed(tabs)}
    return {
        "tabs": [
            {
                "text": _tab_text(tab, called),
                "href": address(tab.url_name, person.pk),
                "current": tab.key == current,
                "elsewhere": tab.group is not here,
                "count": None,
            }
            for tab in tabs
        ],
        "tab_groups": [
            {"text": text, "href": address(first[group].url_name, person.pk), "open": group is here}
            for group, text in GROUPS.items()
            if group in first
        ],
    }


def _tab_text(tab: _Tab, called: Called) -> str:
    return capfirst(str(called.plan.bare)) if tab.step == PathStep.PLAN else str(tab.text)


def _alert(alert: Raised) -> dict[str, str]:
    return {"text": alert.text, "detail": "", "tone": "warning" if alert.kind == AlertKind.ACCESS else "urgent"}


def _has_died(person: Person) -> list[dict[str, str]]:
    if person.died_on is None:
        return []
    text = _("Died: {day}.").format(day=as_precise(person.died_on, person.died_precision))
    return [{"text": text, "detail": _("Nobody contacts them any more."), "tone": "urgent"}]


def _secret_address(safety: Safety) -> list[dict[str, str]]:
    """The same words whoever asked for it."""
    said = []
    if safety.address_secret:
        said.append(_("Their address is secret. Do not say it, write it down or print it."))
    if safety.name_shielded:
        said.append(_("Their name is shielded. Do not say it where others hear it."))
    return [{"text": text, "detail": "", "tone": "urgent"} for text in said]


def spoken(person: Person) -> str:
    """The language to speak with them, by its name, and whether somebody must interpret."""
    name = str(NAMES.get(person.language, person.language))
    if not person.needs_interpreter:
        return name
    return _("{language}, with an interpreter").format(language=name) if name else _("with an interpreter")


class Born(Protocol):
    """Whoever has a birth date, known as precisely as it is."""

    @property
    def born_on(self) -> date | None: ...

    @property
    def born_precision(self) -> str: ...


def birth(person: Born) -> str:
    """The birth date as precisely as it is known: "4 March 1987", "March 1987", "1987", "about 1987"."""
    return as_precise(person.born_on, person.born_precision) if person.born_on is not None else ""


def as_precise(day: date, precision: str) -> str:
    """A day with no more of it than is known."""
    match precision:
        case DatePrecision.DAY:
            return date_format(day, "DATE_FORMAT")
        case DatePrecision.MONTH:
            return date_format(day, "YEAR_MONTH_FORMAT")
        case DatePrecision.YEAR:
            return str(day.year)
        case _:
            return _("about {year}").format(year=day.year)


def cursor_link(base: str, **cursor: object) -> str:
    """The address of the next page of a list read by cursor."""
    return f"{base}?{urlencode(cursor)}"
