"""Who may see a person, and everything that hangs on one."""

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from keyworker.access.beside import beside
from keyworker.access.permissions import Permission
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, Policy, authorities, facts, policy, rows, veto
from keyworker.agencies.models import Program
from keyworker.base.actor import Actor, ActorKind
from keyworker.people.models import (
    Alert,
    BroughtIn,
    CareTeamMember,
    ContactPoint,
    Denial,
    Household,
    HouseholdMember,
    Identifier,
    MatchCandidate,
    NameToken,
    OtherName,
    Passkey,
    Person,
    PersonLink,
    PortalAccount,
    Relationship,
    SafetyRule,
    SaidOfThemselves,
    SetAside,
    TimelineEntry,
    Withheld,
)
from keyworker.people.standing import PEOPLE, on_the_team, standing

EVERYBODY = Q()


def _members(**conditions: object) -> "models.QuerySet[CareTeamMember]":
    return facts(CareTeamMember, because="the care team is what sight rests on").filter(**conditions)


def in_care(person: str = "person_id", program: str = "program_id") -> Policy:
    """The policy of every row that carries a person and a program.

    Care team: the worker is on the person's team *in that row's program*. Program: the grant's programs; a
    grant for the whole agency never covers a sealed one, which is granted by name or not at all.
    Own: the row is the client's own and no sealed program's. Agency reach never opens files; only named jobs have
    it there.
    """

    def covered(actor: Actor, authority: Authority) -> Q:
        match authority.reach:
            case Reach.OWN:
                return _own(actor, person) & in_the_open(program)
            case Reach.CARE_TEAM:
                return on_the_team(actor, authority, person, program)
            case Reach.PROGRAM:
                return Q(**{f"{program}__in": granted(authority)})
            case Reach.AGENCY:
                return EVERYBODY if actor.kind is ActorKind.JOB else NOBODY

    return covered


def _own(actor: Actor, person: str) -> Q:
    return Q(**{person: actor.person_id}) if actor.person_id else NOBODY


def in_the_open(program: str = "program_id") -> Q:
    """Rows of no sealed program: a person's own door may be looked at by whom they fled (see decision 0012)."""
    unsealed = facts(Program, because="nothing of a sealed program is shown at a client's own door").filter(
        sealed=False
    )
    return Q(**{f"{program}__in": unsealed.values("pk")})


def granted(authority: Authority) -> "frozenset[UUID] | models.QuerySet[Program, Any]":
    """The programs of a grant; for the whole agency, all that are not sealed."""
    if authority.programs is not None:
        return authority.programs
    return facts(Program, because="a sealed program is granted by name").filter(sealed=False).values("pk")


def of_person(person: str = "person_id") -> Policy:
    """The policy of rows about a person that belong to no program: whoever may see the person sees them."""

    def covered(actor: Actor, authority: Authority) -> Q:
        match authority.reach:
            case Reach.OWN:
                return _own(actor, person)
            case Reach.CARE_TEAM:
                return on_the_team(actor, authority, person)
            case Reach.PROGRAM:
                return _served_by(authority, person)
            case Reach.AGENCY:
                return _in_the_index(actor, authority, person)

    return covered


def _served_by(authority: Authority, person: str) -> Q:
    return Q(Exists(_members(person_id=OuterRef(person), program_id__in=granted(authority))))


def _in_the_index(actor: Actor, authority: Authority, person: str) -> Q:
    """The agency-wide index: just enough to tell people apart, and never somebody only a sealed program knows.

    Nor anybody whose name is shielded: they are known by the number of a case, and opened in an emergency, no more.
    """
    if actor.kind is ActorKind.JOB:
        return EVERYBODY
    if authority.permission not in {Permission.PERSON_INDEX, Permission.BREAK_GLASS}:
        return NOBODY
    known = Q(Exists(_members(person_id=OuterRef(person), program__sealed=False)))
    return known if authority.permission is Permission.BREAK_GLASS else known & ~shielded(person)


def shielded(person: str = "pk") -> Q:
    """Whose name is told only to those who may open the file, as soon as one program asks; never who asked."""
    asks = facts(SafetyRule, because="a name is shielded for all as soon as one program asks; never who asked")
    return Q(Exists(asks.filter(person_id=OuterRef(person), name_shielded=True)))


def name_hidden(actor: Actor, person: str = "pk") -> Q:
    """Of rows about people: whose name the worker must not learn, though something about them is theirs to do."""
    return shielded(person) & ~_seen(actor, Permission.PERSON_VIEW, person)


def knows(actor: Actor, person: str) -> Q:
    """People whose name the worker may learn: in the agency's index, or their file is theirs to see; not the denied."""
    found = NOBODY
    for needs in (Permission.PERSON_INDEX, Permission.PERSON_VIEW):
        for authority in authorities(actor, needs):
            found |= of_person(person)(actor, authority)
    denied = standing(actor).denied if actor.kind is ActorKind.STAFF else ()
    return found & ~Q(**{f"{person}__in": denied}) if denied else found


def walled(actor: Actor, authority: Authority) -> Q:
    """With the person; but what a sealed program noted is seen as its own file is."""
    in_the_open, within = Q(sealed_in=None), Q(sealed_in__isnull=False)
    return in_the_open & of_person()(actor, authority) | within & in_care(program="sealed_in_id")(actor, authority)


def wall_of(actor: Actor, person: Person) -> Program | None:
    """The sealed program in which this worker serves the person, if there is one: what they note stays there."""
    needs = Permission.PERSON_EDIT
    if actor.kind is not ActorKind.STAFF:
        return None
    team = rows(CareTeamMember, actor=actor, needs=needs).filter(person=person, program__sealed=True)
    found = team.select_related("program").order_by("since").first()
    return found.program if found else None


policy(Person)(of_person("pk"))
for _walled in (
    Identifier, ContactPoint, SafetyRule, HouseholdMember, Relationship, Denial, OtherName, NameToken, SaidOfThemselves,
):  # fmt: skip
    policy(_walled)(walled)
policy(PortalAccount)(of_person())
policy(Passkey)(of_person())
_model: type[models.Model]
for _model in (CareTeamMember, Alert, TimelineEntry, Withheld):
    policy(_model)(in_care())


def both(actor: Actor, authority: Authority) -> Q:
    """Two records of one person, if they are: for whoever may open each of the two, and is kept out of neither."""
    found = _seen(actor, authority.permission, "person_id") & _seen(actor, authority.permission, "other_id")
    denied = standing(actor).denied if actor.kind is ActorKind.STAFF else ()
    return found & ~Q(person_id__in=denied) & ~Q(other_id__in=denied) if denied else found


def _seen(actor: Actor, needs: Permission, person: str) -> Q:
    found = NOBODY
    for authority in authorities(actor, needs):
        one = of_person(person)(actor, authority)
        found = one if found is NOBODY else found | one
    return found


policy(BroughtIn)(lambda actor, authority: NOBODY)  # for whoever undoes an import, and nobody's to look at
for _model in (MatchCandidate, PersonLink):
    policy(_model)(both)


@policy(Household)
def households(actor: Actor, authority: Authority) -> Q:
    """A household is seen by whoever may see one of its members."""
    places = facts(HouseholdMember, because="a household is known by its members").filter(household_id=OuterRef("pk"))
    return Q(Exists(places.filter(walled(actor, authority))))


@policy(SetAside)
def two_people(actor: Actor, authority: Authority) -> Q:
    """What was decided about two people is seen by whoever may see both; in a sealed program, as its own file is."""
    both = of_person("person_a_id")(actor, authority) & of_person("person_b_id")(actor, authority)
    within = in_care("person_b_id", program="sealed_in_id")(actor, authority)
    return Q(sealed_in=None) & both | Q(sealed_in__isnull=False) & within


@veto
def denied(model: type[models.Model], actor: Actor) -> Q | None:
    """Takes a denied person's rows away from every list and fetch, in every app, whatever was granted."""
    if actor.kind is not ActorKind.STAFF:
        return None
    columns = ["pk"] if model is Person else _of_people(model)
    if not columns or not (people := standing(actor).denied):
        return None
    found = Q(**{f"{columns[0]}__in": people})
    for column in columns[1:]:
        found |= Q(**{f"{column}__in": people})
    return found


def _of_people(model: type[models.Model]) -> list[str]:
    """The columns that say whose row it is; two where it is about two people alike."""
    names = {field.attname for field in model._meta.local_fields}
    return [name for name in sorted(PEOPLE) if name in names]


@beside
def known_and_of_the_same_file(actor: Actor, needs: Permission, on: models.Model, other: models.Model) -> bool:
    """A person given beside is one whose name the worker may learn; any other record is of the same file.

    The same person in another program is another file: what hangs on the one would be read through the other.
    """
    if isinstance(other, Person):
        return actor.kind is ActorKind.JOB or other.pk == _person_of(on) or _is_known(actor, other)
    if (theirs := _person_of(other)) is None:
        return True
    programs = {getattr(record, "program_id", None) for record in (on, other)} - {None}
    return theirs == (_person_of(on) or theirs) and len(programs) < 2


def _person_of(record: models.Model) -> object:
    return record.pk if isinstance(record, Person) else getattr(record, "person_id", None)


def _is_known(actor: Actor, person: Person) -> bool:
    return any(
        rows(Person, actor=actor, needs=needs).filter(pk=person.pk).exists()
        for needs in (Permission.PERSON_INDEX, Permission.PERSON_VIEW)
    )
