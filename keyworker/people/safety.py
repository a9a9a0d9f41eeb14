"""How careful to be with somebody: safety words, and safe ways to reach them, said anew at any time."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.keyring import ring
from keyworker.base.models import StaleRecord, change
from keyworker.people.models import CareTeamMember, Channel, ContactPoint, Person, SafetyRule
from keyworker.people.numbers import country_of, normalised
from keyworker.people.policy import wall_of
from keyworker.people.queries import address_is_secret, safety_of
from keyworker.people.reaching import careful_of, way_of
from keyworker.people.rules import PLACES, Clearance, Doing, may_contact


@dataclass(frozen=True, slots=True)
class Way:
    """A way to reach somebody, with its safety rules."""

    channel: Channel
    value: str
    label: str = ""
    safe: bool = True
    shared: bool = False
    monitored: bool = False
    voicemail_ok: bool = False
    post_ok: bool = False
    safe_days: str = ""
    safe_from: time | None = None
    safe_until: time | None = None
    preferred: bool = False
    reminders_ok: bool = False
    code_word: str = ""
    interpreter: str = ""

    def rules(self) -> dict[str, Any]:
        """All but the number or address itself, as the model keeps it."""
        kept = {name: getattr(self, name) for name in self.__slots__ if name not in {"channel", "value"}}
        return {**kept, "code_word": self.code_word or None}


@dataclass(frozen=True, slots=True)
class SafetyWords:
    """What one program says: the danger, the word by which they know that it is us, what of them is kept secret."""

    risk_if_contacted: str = ""
    code_word: str = ""
    address_protected: bool = False
    name_shielded: bool = False

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {
            "risk_if_contacted": self.risk_if_contacted,
            "code_word": self.code_word or None,
            "address_protected": self.address_protected,
            "name_shielded": self.name_shielded,
        }


@action(needs=Permission.PERSON_EDIT, on="person")
def set_safety(
    *,
    actor: Actor,
    person: Person,
    address_protected: bool,
    risk_if_contacted: str,
    code_word: str = "",
    name_shielded: bool = False,
    program: Program | None = None,
) -> SafetyRule:
    """Say how careful everybody must be, in the name of a program, or (none) of the whole agency.

    What another program asked for stands beside it. Said by a worker of a sealed program it stays within that.
    An empty code word keeps the one that stands.
    """
    program = wall_of(actor, person) or program
    values: dict[str, Any] = {
        "address_protected": address_protected,
        "risk_if_contacted": risk_if_contacted,
        "name_shielded": name_shielded,
    }
    if code_word:
        values["code_word"] = code_word
    rule = _safety_rule(person, program)
    change(rule, **values, address_protected_at=_since(rule, address_protected))
    trail.record("people.safety_set", subject=rule, person_id=person.id, program_id=rule.program_id)
    return rule


@action(needs=Permission.PERSON_EDIT, on="person")
def change_safety(*, actor: Actor, person: Person, program: Program, words: SafetyWords, seen: int) -> SafetyRule:
    """Say anew, in the name of a program that serves them, how careful everybody must be; what is empty is taken back.

    `seen` is the version of the program's own words on the page, 0 where it had none. Raises `StaleRecord`, and
    `Refused` in the name of a program in which the actor does not serve them.
    """
    insist(yes() if program in programs_speaking(actor, person) else no(_("You do not serve them in this program.")))
    own = facts(SafetyRule, because="a program says it once").filter(person=person, program=program)
    rule: SafetyRule | None = own.select_for_update(no_key=True).first()
    if seen != (rule.version if rule else 0):
        raise StaleRecord(rule or SafetyRule(person=person, program=program, version=0), seen)
    rule = rule or _safety_rule(person, program)
    rule.person = person
    values = words.values()
    changed = {name: getattr(rule, name) != value for name, value in values.items()}
    change(rule, **values, address_protected_at=_since(rule, words.address_protected))
    trail.record("people.safety_set", subject=rule, person_id=person.id, program_id=program.id, facts=changed)
    return rule


def _since(rule: SafetyRule, protected: bool) -> datetime | None:
    """Since when it asks for a secret address: what others wrote before may tell where that is."""
    return (rule.address_protected_at or clock.now()) if protected else None


def _safety_rule(person: Person, program: Program | None) -> SafetyRule:
    """The program's own row, locked; a new one when it has none."""
    own = facts(SafetyRule, because="a program says it once").filter(person=person, program=program)
    rule: SafetyRule | None = own.select_for_update(no_key=True).first()
    if rule is None:
        sealed_in = program if program is not None and program.sealed else None
        rule = SafetyRule(person=person, program=program, sealed_in=sealed_in)
        rule.save(force_insert=True)
    rule.person = person
    return rule


@action(needs=Permission.PERSON_EDIT, on="person")
def add_contact_point(*, actor: Actor, person: Person, way: Way) -> ContactPoint:
    """Add a way to reach them. A number that answered STOP stays stopped, however often it is noted."""
    place = workplace(actor)
    hashed = ring().find(normalised(way.value, country_of(place.agency.time_zone)), purpose="contact")
    point = ContactPoint(
        person=person,
        channel=way.channel.value,
        value=way.value,
        value_hash=hashed,
        texts_stopped_at=_stopped_at(hashed),
        confirmed_on=place.today,
        sealed_in=wall_of(actor, person),
        **way.rules(),
    )
    point.save(force_insert=True)
    trail.record("people.contact_point_added", subject=point, person_id=person.id, facts={"channel": way.channel.value})
    return point


def _stopped_at(hashed: bytes) -> datetime | None:
    held = facts(ContactPoint, because="whoever answered STOP gets no text, under whatever name the number is noted")
    found = held.filter(value_hash=hashed, texts_stopped_at__isnull=False).order_by("-texts_stopped_at").first()
    return found.texts_stopped_at if found else None


@action(needs=Permission.PERSON_EDIT, on="point")
def mark_unsafe(*, actor: Actor, point: ContactPoint) -> ContactPoint:
    """Nobody may use this way from now on."""
    change(point, safe=False)
    trail.record("people.contact_point_unsafe", subject=point, person_id=point.person_id)
    return point


@action(needs=Permission.PERSON_EDIT, on="point")
def change_way(*, actor: Actor, point: ContactPoint, way: Way, seen: int) -> ContactPoint:
    """Say anew how safe a way is; another number or address is another way. Raises `StaleRecord` and `Refused`."""
    insist(_may_change(actor, point))
    change(point, seen=seen, confirmed_on=workplace(actor).today, **way.rules())
    trail.record(
        "people.contact_point_changed", subject=point, person_id=point.person_id, program_id=point.sealed_in_id
    )
    return point


@action(needs=Permission.PERSON_EDIT, on="point")
def end_way(*, actor: Actor, point: ContactPoint) -> ContactPoint:
    """It is theirs no more: nobody is shown it."""
    insist(_may_change(actor, point))
    change(point, ended_at=clock.now())
    trail.record("people.contact_point_ended", subject=point, person_id=point.person_id, program_id=point.sealed_in_id)
    return point


def _may_change(actor: Actor, point: ContactPoint) -> Decision:
    """What others noted stays as they noted it for a worker of a sealed program: what she learned would show in it."""
    if point.ended_at is not None:
        return no(_("This way has ended already."))
    person: Person = facts(Person, because="whose it is says who may change it").get(pk=point.person_id)
    if point.sealed_in_id is None and point.channel in PLACES and address_is_secret(person):
        return no(_("Their address is secret: nobody is shown it, so nobody changes it."))
    if point.sealed_in_id is None and wall_of(actor, person) is not None:
        return no(_("Others noted this. Mark it as unsafe, or add a way of your own that only your program sees."))
    return yes()


@action(needs=Permission.PERSON_VIEW, on="point")
def start_contact(*, actor: Actor, point: ContactPoint, doing: Doing, heeded: bool = False) -> Clearance:
    """Start to call, write or go there by a way of theirs: the clearance has the number.

    `heeded`: the worker read the warning. Raises `Refused` with the reason, and for a warning that was not read.
    """
    person: Person = facts(Person, because="how careful to be is said of the person").get(pk=point.person_id)
    point.person = person
    careful = careful_of(safety_of(actor, person))
    asked = may_contact(way_of(point), doing=doing, at=workplace(actor).now, careful=careful, heeded=heeded)
    started = asked.opened()
    told = {"doing_code": doing.value, "warned": started.is_warning}
    trail.record(
        "people.contact_started", subject=point, person_id=point.person_id, program_id=point.sealed_in_id, facts=told
    )
    return started


def programs_speaking(actor: Actor, person: Person) -> list[Program]:
    """The programs in whose name the actor says how careful to be: a sealed one alone, where there is one."""
    if (wall := wall_of(actor, person)) is not None:
        return [wall]
    team = rows(CareTeamMember, actor=actor, needs=Permission.PERSON_EDIT).filter(person=person)
    live = team.filter(Q(until=None) | Q(until__gt=clock.now())).select_related("program")
    return sorted({place.program_id: place.program for place in live}.values(), key=lambda program: program.name)
