"""To whom something may be given to do in somebody's file: one rule for tasks, visits, cases and handovers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, UUIDField, Value
from django.utils.translation import gettext_lazy as _

from keyworker.access.models import Grant
from keyworker.access.permissions import Permission
from keyworker.access.roles import ENTITLEMENTS, Entitlement, Reach
from keyworker.access.sight import facts, rows
from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, no, yes
from keyworker.people.denying import denied_to, kept_from
from keyworker.people.models import CareTeamMember, Person
from keyworker.people.withholding.queries import name_kept_from

NOT_THERE = _("They do not work with this person in this program. Choose somebody else.")


@dataclass(frozen=True, slots=True)
class Workers:
    """Colleagues who may be chosen in a person's file, by the program whose file it is."""

    there: Mapping[UUID, Sequence[Staff]]

    def named(self) -> dict[str, Staff]:
        """Everybody in any of the programs: key → colleague, by name."""
        found = {str(each.pk): each for staff in self.there.values() for each in staff}
        return dict(sorted(found.items(), key=lambda item: item[1].name))

    def are_in(self, program_id: UUID, keys: Collection[str]) -> bool:
        """Whether all of them may be chosen in this program."""
        return set(keys) <= {str(each.pk) for each in self.there.get(program_id, ())}


def may_be_entrusted(staff: Staff, person: Person, program_id: UUID, *, needs: Permission) -> Decision:
    """Whether a colleague may be given something to do in the person's file in this program.

    They work here, are not kept out of the file, and can open it there: by a role and a place on the care team, or by
    overseeing the program. What nobody can open is done by nobody. Where else they know the person does not matter.
    """
    if _entrusted(person, program_id, needs).filter(pk=staff.pk).exists():
        return yes()
    given = may_be_given(staff, person)
    return no(NOT_THERE) if given.allowed else given


def who_may_be_entrusted(person: Person, programs: Collection[UUID], *, needs: Permission) -> Workers:
    """Everybody of whom `may_be_entrusted` is true in the person's file in one of these programs. One query."""
    parts = [
        _entrusted(person, program_id, needs).annotate(there=Value(program_id, output_field=UUIDField()))
        for program_id in sorted(set(programs))
    ]
    if not parts:
        return Workers({})
    found: dict[UUID, list[Staff]] = {}
    for each in parts[0].union(*parts[1:], all=True):
        found.setdefault(each.there, []).append(each)
    return Workers(found)


def who_may_be_named(actor: Actor, person: Person, programs: Collection[UUID], *, needs: Permission) -> Workers:
    """Whom the actor knows on the person's care team and who `may_be_named` in one of these programs. One query."""
    team = rows(CareTeamMember, actor=actor, needs=needs).filter(_live(), person=person, staff__ended_at=None)
    places = list(team.select_related("staff", "program"))
    return Workers(
        {
            program_id: list(
                {
                    place.staff_id: place.staff
                    for place in places
                    if place.program_id == program_id or not place.program.sealed
                }.values()
            )
            for program_id in programs
        }
    )


def may_be_given(staff: Staff, person: Person) -> Decision:
    """Whether a colleague may be given somebody's file: a case nobody can open is a person nobody looks after."""
    if staff.ended_at is not None:
        return no(_("They no longer work here."))
    denied = kept_from(person.pk).filter(staff=staff).exists()
    return no(_("They must not see this file. Choose somebody else.")) if denied else yes()


def may_have_case(staff: Staff, person: Person) -> Decision:
    """Whether a colleague may have somebody's case: the person reads at their own door who has it."""
    if not (given := may_be_given(staff, person)):
        return given
    kept = name_kept_from(person.pk, staff.pk)
    return no(_("Their name is kept back from the person, who would read it. Choose somebody else.")) if kept else yes()


def may_be_named(staff: Staff, person: Person, program_id: object) -> Decision:
    """Whether a colleague may be named in the person's file in this program.

    Who serves them behind a sealed program's wall alone is named in no file outside it: the name tells where they are.
    Nor would they see there what they are to do.
    """
    places = facts(CareTeamMember, because="a colleague's name must not tell of a sealed program").filter(
        _live(), person=person, staff=staff
    )
    known = dict(places.values_list("program_id", "program__sealed"))
    if program_id in known or not known or not all(known.values()):
        return yes()
    return no(NOT_THERE)


def team_who_may(needs: Permission) -> "QuerySet[CareTeamMember]":
    """The live places on care teams whose holder works here, has a role for `needs` there, and is not kept out."""
    held = _grants().filter(staff=OuterRef("staff_id"))
    near = held.filter(Q(program=None) | Q(program=OuterRef("program_id")), role__in=_roles(needs, Reach.CARE_TEAM))
    wide = held.filter(role__in=_roles(needs, Reach.PROGRAM))
    team = facts(CareTeamMember, because="work in a file is given to those who can open it")
    return team.filter(
        _live(),
        Q(Exists(near)) | _covering(wide, "program_id", "program__sealed"),
        ~Q(person_id__in=denied_to(OuterRef("staff_id"))),
        staff__ended_at=None,
    )


def _entrusted(person: Person, program_id: UUID, needs: Permission) -> "QuerySet[Staff]":
    places = team_who_may(needs).filter(person=person, program=program_id, staff=OuterRef("pk"))
    wide = _grants().filter(staff=OuterRef(OuterRef("pk")), role__in=_roles(needs, Reach.PROGRAM))
    overseen = facts(Program, because="whoever oversees a program can open its files").filter(
        _covering(wide, "pk", "sealed"), pk=program_id
    )
    staff = facts(Staff, because="work in a file is given to those who can open it").filter(ended_at=None)
    return staff.filter(Q(Exists(places)) | Q(Exists(overseen))).exclude(pk__in=kept_from(person.pk))


def _covering(wide: "QuerySet[Grant]", program: str, sealed: str) -> Q:
    """A role for the whole agency never covers a sealed program, which is granted by name or not at all."""
    everywhere = Q(**{sealed: False}) & Q(Exists(wide.filter(program=None)))
    return Q(Exists(wide.filter(program=OuterRef(program)))) | everywhere


def _live() -> Q:
    return Q(until=None) | Q(until__gt=clock.now())


def _grants() -> "QuerySet[Grant]":
    because = "whoever has no role there any more does nothing there"
    return facts(Grant, because=because).filter(revoked_at=None, since__lte=clock.now())


def _roles(needs: Permission, reach: Reach) -> list[str]:
    return [role.value for role, held in ENTITLEMENTS.items() if Entitlement(needs, reach) in held]
