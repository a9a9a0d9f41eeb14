"""Setting up a group, and who has a place in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from keyworker.access.doing import action
from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, require
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.cases.models import Case
from keyworker.delivery import giving, grouped, grouping
from keyworker.delivery.models import ClientGroup, FundingSource, GroupPlace, Unit
from keyworker.people.entrusting import may_be_entrusted
from keyworker.people.models import Person
from keyworker.people.timeline import tell

NEEDED = "whoever leads a group must be able to open the files of those in it"


@dataclass(frozen=True, slots=True)
class GroupWords:
    """A group as the worker sets it up. `weekday` is ISO's; without one it meets on the single `dates`."""

    name: str
    leader: Staff
    places: int
    at: time
    minutes: int
    from_on: date
    weekday: int | None = None
    dates: tuple[date, ...] = ()
    until_on: date | None = None
    co_leader: Staff | None = None
    purpose: str = ""
    place: str = ""
    what: str = ""
    units: Decimal = Decimal(1)
    unit: str = Unit.SESSION.value
    cost: Decimal | None = None
    funding: FundingSource | None = field(default=None)

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        alike = ("leader", "co_leader", "places", "at", "minutes", "from_on", "until_on", "weekday", "units", "unit")
        return {
            **{name: getattr(self, name) for name in (*alike, "cost", "funding")},
            "name": self.name.strip(),
            "meets": "dates" if self.weekday is None else "weekly",
            "dates": sorted(set(self.dates)) if self.weekday is None else [],
            "purpose": self.purpose.strip(),
            "place": self.place.strip(),
            "what": self.what.strip() or self.name.strip(),
        }


@action(needs=Permission.CONTACT_RECORD, on="program")
def set_up_group(*, actor: Actor, program: Program, words: GroupWords) -> ClientGroup:
    """Begin a group in a program where the worker has a role. Raises `Refused`, and `Absent` where they have none."""
    require(Program, program.pk, actor=actor, needs=grouped.WORKS_THERE)
    insist(yes() if program.closed_at is None else no(_("This program is closed. It takes nobody.")))
    _insist_on_sense(program, words)
    held = ClientGroup(program=program, **words.values())
    _insist_on_a_name_of_its_own(held)
    held.save(force_insert=True)
    trail.record("delivery.group_set_up", subject=held, program_id=program.pk)
    return held


@action(needs=Permission.CONTACT_RECORD, on="group")
def change_group(*, actor: Actor, group: ClientGroup, words: GroupWords, seen: int) -> ClientGroup:
    """Say it anew; what was written of its sessions stays. Raises `StaleRecord` and `Refused`."""
    insist(grouping.may_change(runs=grouped.runs(actor, group), ended=group.ended_at is not None))
    _insist_on_sense(group.program, words)
    _insist_on_a_name_of_its_own(ClientGroup(pk=group.pk, program_id=group.program_id, name=words.name.strip()))
    live = facts(GroupPlace, because=NEEDED).filter(group=group, until=None).select_related("person")
    leaders = [each for each in (words.leader, words.co_leader) if each is not None]
    if any(not _sees(leader, place.person, group.program) for place in live for leader in leaders):
        insist(no(_("They cannot open the file of everybody in the group. They need a place on the care teams first.")))
    change(group, seen=seen, **words.values())
    trail.record("delivery.group_changed", subject=group, program_id=group.program_id)
    return group


@action(needs=Permission.CONTACT_RECORD, on="group")
def end_group(*, actor: Actor, group: ClientGroup, because: str) -> ClientGroup:
    """It meets no more: everybody's place in it ends today. Raises `Refused`."""
    insist(grouping.may_change(runs=grouped.runs(actor, group), ended=group.ended_at is not None))
    insist(yes() if because.strip() else no(_("Say why the group ends.")))
    today = workplace(actor).today
    live = facts(GroupPlace, because="nobody has a place in a group that has ended").filter(group=group, until=None)
    for place in live.select_for_update(no_key=True):
        _insist_on_no_other_name(place, because)
        _let_go(place, today, because)
    change(group, ended_at=clock.now())
    trail.record("delivery.group_ended", subject=group, program_id=group.program_id)
    return group


@action(needs=Permission.CONTACT_RECORD, on="group")
def join_group(*, actor: Actor, group: ClientGroup, case: Case, since: date, name_at_door: bool = False) -> GroupPlace:
    """Put somebody into the group; where it is full they wait for a place. Raises `Refused`, `Absent`."""
    case = require(Case, case.pk, actor=actor, needs=Permission.CONTACT_RECORD, lock=True, join=("person",))
    there = facts(GroupPlace, because="nobody has two places").filter(group=group, person=case.person_id, until=None)
    decision = grouping.may_join(
        since,
        case_open=case.is_open and case.program_id == group.program_id,
        ended=group.ended_at is not None,
        in_it=there.exists(),
        seen_by_leaders=all(_sees(leader, case.person, group.program) for leader in _leaders(group)),
        today=workplace(actor).today,
    )
    insist(decision)
    room = grouping.has_room(grouped.places_taken(group), group.places)
    place = GroupPlace(
        group=group,
        case=case,
        person_id=case.person_id,
        program_id=case.program_id,
        since=since if room else None,
        name_at_door=name_at_door,
        by_id=actor.staff_id,
    )
    place.save(force_insert=True)
    verb = "delivery.group_joined" if room else "delivery.group_waits"
    tell(verb, place, needs=Permission.CONTACT_VIEW, facts={"group": group.name})
    return place


@action(needs=Permission.CONTACT_RECORD, on="group")
def come_into_group(*, actor: Actor, group: ClientGroup, place: GroupPlace) -> GroupPlace:
    """Give a free place to whoever has waited longest. Raises `Refused`."""
    held = require(GroupPlace, place.pk, actor=actor, needs=Permission.CONTACT_RECORD, lock=True)
    queue = facts(GroupPlace, because="whoever waited longest comes first").filter(group=group, until=None, since=None)
    longest = queue.order_by("asked_at", "id").values_list("pk", flat=True).first()
    waits = held.group_id == group.pk and held.since is None and held.until is None
    room = grouping.has_room(grouped.places_taken(group), group.places)
    insist(grouping.may_come_in(waits=waits, room=room, first=longest == held.pk))
    change(held, since=workplace(actor).today)
    tell("delivery.group_joined", held, needs=Permission.CONTACT_VIEW, facts={"group": group.name})
    return held


@action(needs=Permission.CONTACT_RECORD, on="place")
def leave_group(*, actor: Actor, place: GroupPlace, on: date, because: str) -> GroupPlace:
    """They come no more, or wait no more; what was written of them stays. Raises `Refused`."""
    left = place.until is not None
    insist(grouping.may_leave(on, because, since=place.since, left=left, today=workplace(actor).today))
    _insist_on_no_other_name(place, because)
    _let_go(place, on, because)
    return place


def leave_groups(case: Case, *, on: date, because: str) -> None:
    """Whoever leaves the program leaves its groups; called by what closes a case."""
    live = facts(GroupPlace, because="a closed case has no place in a group").filter(case=case, until=None)
    for place in live.select_for_update(no_key=True):
        _let_go(place, on, because)


def _let_go(place: GroupPlace, on: date, because: str) -> None:
    """Nobody leaves before they came: a place planned for later ends on its first day."""
    change(place, until=max(on, place.since or on), left_because=because.strip())
    tell("delivery.group_left", place, needs=Permission.CONTACT_VIEW, facts={"group": place.group.name})


def names_of_others(person: Person, people: Iterable[Person]) -> list[str]:
    """What the others of these people may be called, word by word, less what is this person's own name too."""
    own = set(_words_of(person))
    return [word for each in people if each.pk != person.pk for word in _words_of(each) if word not in own]


def _words_of(person: Person) -> list[str]:
    names = (person.full_name, person.preferred_name, person.given, person.family, person.own_script_name)
    return [word for name in names for word in name.split()]


def _insist_on_no_other_name(place: GroupPlace, because: str) -> None:
    """Why somebody left stands in their file: it names nobody else of the group, nor anybody who left it before."""
    others = facts(GroupPlace, because="a file says nothing of others in the group").filter(group=place.group_id)
    people = [each.person for each in others.select_related("person")]
    insist(grouping.may_be_said(because, names_of_others(place.person, people)))


def _leaders(group: ClientGroup) -> list[Staff]:
    return [each for each in (group.leader, group.co_leader) if each is not None]


def _sees(leader: Staff, person: Person, program: Program) -> bool:
    """Whether they can open the person's file in this program, to write down that they came."""
    return may_be_entrusted(leader, person, program.pk, needs=Permission.CONTACT_RECORD).allowed


def _holds(staff: Staff, program: Program, roles: tuple[str, ...]) -> bool:
    """A live role in the program; one for the whole agency does not open a sealed program."""
    where = Q(program=program) if program.sealed else Q(program=program) | Q(program=None)
    held = facts(Grant, because=NEEDED).filter(where, staff=staff, role__in=roles, revoked_at=None)
    return staff.ended_at is None and held.exists()


def holds_a_case_role(staff: Staff, program: Program) -> bool:
    """Whether they carry or supervise cases in the program, and so may lead a group of it."""
    return _holds(staff, program, grouped.LEADS)


def _insist_on_sense(program: Program, words: GroupWords) -> None:
    for each in (words.leader, words.co_leader):
        works_there = each is None or holds_a_case_role(each, program)
        insist(grouping.may_lead(works_there=works_there, twice=words.leader == words.co_leader))
    insist(grouping.may_meet(grouping.Rhythm(words.weekday, words.dates, words.from_on, words.until_on)))
    insist(giving.amounts_can_be(words.units, words.cost))
    if words.funding is not None:
        insist(giving.may_pay(ended=words.funding.ended_at is not None))


def _insist_on_a_name_of_its_own(held: ClientGroup) -> None:
    same = facts(ClientGroup, because="two groups of one name could not be told apart").filter(
        program=held.program_id, name__iexact=held.name, ended_at=None
    )
    insist(no(_("There is a group with this name already.")) if same.exclude(pk=held.pk).exists() else yes())
