"""What people are called, kept so that they are found: other names, the rows of all names, and whom they are not."""

from datetime import date

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base.actor import Actor
from keyworker.people.models import AsideBecause, NameToken, OtherName, OtherNameKind, Person, SetAside
from keyworker.people.names import look_up_tokens
from keyworker.people.policy import wall_of

REBUILT = "the rows of a name are made anew from the names that stand, whoever noted them"


@action(needs=Permission.PERSON_EDIT, on="person")
def add_other_name(
    *, actor: Actor, person: Person, name: str, kind: OtherNameKind, since: date | None = None
) -> OtherName | None:
    """Note another name they are known by; None where they are found by it already and it is only written so."""
    wall = wall_of(actor, person)
    tokens = frozenset() if kind is OtherNameKind.LABEL else look_up_tokens(name)
    fresh = tokens - _kept(person)
    if not fresh and kind is OtherNameKind.WRITTEN:
        trail.record("people.other_name_known", subject=person, person_id=person.id)
        return None
    other = OtherName(person=person, name=name, kind=kind.value, since=since, sealed_in=wall)
    other.save(force_insert=True)
    _keep(person, tokens, wall)
    trail.record("people.other_name_noted", subject=other, person_id=person.id, facts={"kind": kind.value})
    return other


@action(needs=Permission.PERSON_EDIT, on="person")
def set_aside(*, actor: Actor, person: Person, known: Person, because: AsideBecause, words: str = "") -> SetAside:
    """Note that `person`, who is new, is not `known`, whom they are like; so that nobody has to ask again."""
    by: Staff = facts(Staff, because="who looked at them says so").get(pk=str(actor.id))
    kept = SetAside(
        person_a=known,
        person_b=person,
        because=because.value,
        words=words,
        by=by,
        sealed_in=wall_of(actor, person),
    )
    kept.save(force_insert=True)
    trail.record("people.set_aside", subject=kept, person_id=person.id, facts={"because": because.value})
    return kept


def index_names(person: Person) -> None:
    """Make the rows anew by which somebody is found, from every name that stands."""
    facts(NameToken, because=REBUILT).filter(person=person).delete()
    _keep(person, own_tokens(person), None)
    others = facts(OtherName, because=REBUILT).filter(person=person).exclude(kind=OtherNameKind.LABEL)
    for other in others.select_related("sealed_in"):
        _keep(person, look_up_tokens(other.name), other.sealed_in)


def own_tokens(person: Person) -> frozenset[str]:
    """Of the names that are the person's own; whoever may know of them may find them by these.

    What only tells who is meant is no name: "unaccompanied child" would be found beside every other one.
    """
    full_name = "" if person.unnamed else person.full_name
    said = (full_name, person.preferred_name, person.own_script_name)
    return look_up_tokens(*said, f"{person.given} {person.family}")


def _kept(person: Person) -> set[str]:
    return set(facts(NameToken, because=REBUILT).filter(person=person, sealed_in=None).values_list("token", flat=True))


def _keep(person: Person, tokens: frozenset[str], wall: Program | None) -> None:
    rows = [NameToken(person=person, token=token, sealed_in=wall) for token in sorted(tokens)]
    NameToken.objects.bulk_create(rows)
