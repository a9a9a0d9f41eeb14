"""What workers look at about a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case as Choose
from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy

from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.roles import FILE_READING, Reach
from keyworker.access.sight import NOBODY, authorities, covered, facts, require, rows
from keyworker.access.worded import worded
from keyworker.agencies.models import Program, Staff
from keyworker.agencies.wording import Called, Codes, called_by
from keyworker.audit import trail
from keyworker.base import clock, keyset
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.finding.index import IndexEntry as IndexEntry
from keyworker.people.finding.index import find_people as find_people
from keyworker.people.finding.index import likely_people as likely_people
from keyworker.people.finding.looking_up import known_people as known_people
from keyworker.people.models import Alert, CareTeamMember, ContactPoint, Person, SafetyRule, TimelineEntry
from keyworker.people.policy import name_hidden
from keyworker.people.rules import PLACES
from keyworker.people.standing import sealed_program

NAME_SHIELDED = gettext_lazy("Name shielded")
HOW = "how-it-works"  # among alerts: what a program has left out, and its words


def open_file(actor: Actor, person_id: UUID | str) -> Person:
    """Fetch a person to show their file. Recorded in the same transaction, so before the page is sent.

    Whoever sees them in a sealed program is recorded with it, so that nobody outside is told who they are.
    """
    person = require(Person, person_id, actor=actor, needs=Permission.PERSON_VIEW)
    program_id = sealed_program(actor, person) if actor.kind is ActorKind.STAFF else None
    trail.record("people.file_opened", subject=person, person_id=person.id, program_id=program_id)
    return person


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert as the identity bar shows it."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Safety:
    """How careful to be with somebody: the strictest of what the reader may see. `risk` is every warning they may read.

    `address_secret` is one fact for everybody. The old home is no less dangerous to print or to pass on because
    housing does not know who hides her; and nobody may learn that a shelter does. So one program's asking,
    whichever it is, hides every address that is not a sealed program's own from all: from those who noted it and
    from those who asked, too, with the same words. The agency, another program and a shelter look alike, and
    whoever takes back what they asked learns only that somebody else still asks.
    """

    risk: str = ""
    address_secret: bool = False
    name_shielded: bool = False


@dataclass(frozen=True, slots=True)
class WorksWithout:
    """Steps of the path that every program serving the person has left out, and apps in which something was begun."""

    steps: frozenset[str]
    begun: frozenset[str]

    def leads_to(self, step: str, app: str) -> bool:
        """Whether a page of the step belongs among the tabs: what was begun before stays within reach."""
        return step not in self.steps or app in self.begun


@dataclass(frozen=True, slots=True)
class Identity:
    """What the identity bar shows on every page of a file."""

    person: Person
    alerts: list[Raised]
    ways: list[ContactPoint]
    safety: Safety
    works_without: "WorksWithout"
    called: Called


def identity(actor: Actor, person: Person) -> Identity:
    """Alerts, how careful to be, and ways to reach them, safest first. Two queries."""
    found = _raised(actor, person)
    programs = [text.split("|") for _, kind, text, *_ in found if kind == HOW]
    found = [line for line in found if line[1] != HOW]
    careful = Safety(
        _together(text for _, kind, text, *_ in found if not kind),
        any(secret for *_, secret, _ in found),
        any(shields for *_, shields in found),
    )
    raised = [Raised(kind, text) for _, kind, text, *_ in found if kind]
    return Identity(
        person,
        raised,
        contact_points(actor, person, secret=careful.address_secret),
        careful,
        _by_all([(left, begun) for left, begun, *_ in programs]),
        called_by(here(actor).agency, [Codes(*words) for _, _, *words in programs]),
    )


@worded(Person)
def _raised(actor: Actor, person: Person) -> "QuerySet[Any, Any]":
    """Alerts, what each rule of safety asks, and how programs work, as lines of one shape, the oldest first."""
    alerts = rows(Alert, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, ended_at=None)
    rules = rows(SafetyRule, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    told = rules.values_list("created_at", Value(""), "risk_if_contacted", "address_protected", "name_shielded")
    asking = _asking(person).values_list("created_at", Value(""), Value(""), "address_protected", "name_shielded")
    lines = alerts.values_list("created_at", "kind", "text", Value(False), Value(False))
    return lines.union(told, asking, _how_programs_work(actor, person), all=True).order_by("created_at")


def _how_programs_work(actor: Actor, person: Person) -> "QuerySet[Any]":
    """Of each program that serves the person, as far as the reader may know of it: "plan review|planning|guest||".

    What it works without; in which apps something was begun there for the person, which is only looked up where a
    program works without anything; its own words for people, a plan and a session.
    """
    places = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    live = places.filter(Q(until=None) | Q(until__gt=clock.now()))
    told = facts(TimelineEntry, because="a page that holds something stays among the tabs").filter(
        person=person, program=OuterRef("program")
    )
    apps = told.order_by().annotate(
        app=Func(F("verb"), Value("."), Value(1), function="split_part", output_field=CharField())
    )
    begun = _words(ArraySubquery(apps.values("app").distinct()))
    whole = Concat(_words(F("program__left_out")), Value("|"), begun, output_field=CharField())
    nothing = When(program__left_out=[], then=Value("|"))
    left = Choose(nothing, default=whole, output_field=CharField())
    words = (part for name in Codes._fields for part in (Value("|"), F(f"program__calls_{name}")))
    return live.values_list(
        "created_at", Value(HOW), Concat(left, *words, output_field=CharField()), Value(False), Value(False)
    )


def _words(array: Any) -> Func:
    return Func(array, Value(" "), function="array_to_string", output_field=CharField())


def _by_all(told: list[tuple[str, str]]) -> WorksWithout:
    """Only what all of the programs have left out; what was begun in any of them."""
    steps = [frozenset(left.split()) for left, _ in told]
    begun = frozenset(app for _, right in told for app in right.split())
    return WorksWithout(frozenset.intersection(*steps) if steps else frozenset(), begun)


def address_is_secret(person: Person) -> bool:
    """Whether any program at all asks that nobody is told where they live."""
    return _asking(person).filter(address_protected=True).exists()


def address_secret_since(person: str) -> Subquery:
    """For rows about people (`person` is their column): since when anybody asks that nobody is told where they live."""
    asks = facts(SafetyRule, because="an address is secret for all as soon as one program asks; never who")
    found = asks.filter(address_protected=True, person=OuterRef(person)).order_by("address_protected_at")
    return Subquery(found.values("address_protected_at")[:1])


def _asking(person: Person) -> "QuerySet[SafetyRule]":
    asks = facts(SafetyRule, because="an address or a name is secret for all as soon as one program asks; never who")
    return asks.filter(Q(address_protected=True) | Q(name_shielded=True), person=person)


def names_told(actor: Actor, people: Iterable[UUID]) -> dict[UUID, str]:
    """What to call people who stand in a worker's lists; a shielded name only to who may open the file. One query."""
    found = facts(Person, because="what waits is shown with whom it is about").filter(pk__in=list(people))
    hidden = found.annotate(hidden=Choose(When(name_hidden(actor), then=Value(True)), default=Value(False)))
    return {person.pk: str(NAME_SHIELDED) if person.hidden else person.called for person in hidden}


def safety_of(actor: Actor, person: Person) -> Safety:
    """How careful to be with somebody, as far as the reader may know of it. Two queries."""
    rules = rows(SafetyRule, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person)
    risks = rules.order_by("created_at").values_list("risk_if_contacted", flat=True)
    return Safety(_together(risks), address_is_secret(person))


def risk_known_in(program: Program, person: Person) -> str:
    """The warnings a program may pass on: never those of another one that is sealed."""
    rules = facts(SafetyRule, because="whoever is told how to reach them is told the danger, too")
    found = rules.filter(Q(sealed_in=None) | Q(sealed_in=program), person=person)
    return _together(found.order_by("created_at").values_list("risk_if_contacted", flat=True))


def _together(risks: Iterable[str]) -> str:
    """Every warning once."""
    return " · ".join(dict.fromkeys(filter(None, risks)))


def code_words(actor: Actor, person: Person, point: ContactPoint | None = None) -> list[str]:
    """The words by which they know that it is us, those of the reader's own sealed program first.

    A way with a word of its own has that alone: who else knows the others is not known.
    """
    if point is not None and point.code_word:
        return [point.code_word]
    found = rows(SafetyRule, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, code_word__isnull=False)
    rules = sorted(found, key=lambda rule: (rule.sealed_in_id is None, rule.created_at))
    for rule in rules:
        rule.person = person
    return list(dict.fromkeys(rule.code_word for rule in rules))


def own_safety(actor: Actor, person: Person, programs: list[Program]) -> "dict[UUID, SafetyRule]":
    """What these programs said themselves, by program; each carries `person`, whose key opens the sealed word."""
    found = rows(SafetyRule, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, program__in=programs)
    rules = {rule.program_id: rule for rule in found if rule.program_id is not None}
    for rule in rules.values():
        rule.person = person
    return rules


def contact_points(actor: Actor, person: Person, *, secret: bool) -> list[ContactPoint]:
    """Live ways to reach them; each carries `person`, whose key opens the sealed value.

    When their address is `secret`, no address is among them but what the reader's own sealed program noted.
    Whoever has died is not contacted any more: none.
    """
    if person.died_on is not None:
        return []
    ways = _ways(actor, person, secret)
    for way in ways:
        way.person = person
    return ways


@worded(Person)
def _ways(actor: Actor, person: Person, secret: bool) -> "QuerySet[ContactPoint]":
    found = rows(ContactPoint, actor=actor, needs=Permission.PERSON_VIEW).filter(person=person, ended_at=None)
    if secret:
        found = found.exclude(channel__in=PLACES, sealed_in=None)
    return found.order_by("-preferred", "-safe", "created_at")


def timeline(
    actor: Actor, person: Person, *, before: tuple[datetime, UUID] | None = None, size: int = 25
) -> "list[TimelineEntry]":
    """A page of the person's story, newest first, by cursor; only lines whose source the actor may see.

    Each line carries `staff_name`, who did it if a member of staff did. One query.
    """
    if before is None:
        return _latest(actor, person, size + 1)
    at, key = before
    return list(_entries(actor, person).filter(keyset.before("happened_at", at, key))[: size + 1])


@worded(Person)
def _latest(actor: Actor, person: Person, size: int) -> "QuerySet[TimelineEntry]":
    return _entries(actor, person)[:size]


def _entries(actor: Actor, person: Person) -> "QuerySet[TimelineEntry]":
    author = facts(Staff, because="a line of the story names who did it").filter(pk=OuterRef("actor_id"))
    entries = rows(TimelineEntry, actor=actor, needs=Permission.PERSON_VIEW).filter(_readable(actor), person=person)
    return entries.annotate(staff_name=Subquery(author.values("name")[:1])).order_by("-happened_at", "-id")


def _readable(actor: Actor) -> Q:
    """Each line under the permission its source needs, in the line's own program: a role held elsewhere is none."""
    held: dict[frozenset[tuple[Reach, frozenset[UUID] | None]], list[Permission]] = {}
    for permission in FILE_READING:
        alike = frozenset((one.reach, one.programs) for one in authorities(actor, permission))
        held.setdefault(alike, []).append(permission)
    found = NOBODY
    for permissions in held.values():
        theirs = covered(TimelineEntry, actor=actor, needs=permissions[0])
        found |= Q(needs__in=[permission.value for permission in permissions]) & theirs
    return found
