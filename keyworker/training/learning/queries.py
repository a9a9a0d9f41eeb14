"""What somebody has to learn and has learned, what they look after, and who of a team has done what."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import DateField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.roles import Role
from keyworker.access.sight import NOBODY, facts, may, rows
from keyworker.access.workplace import workplace
from keyworker.agencies.models import Program, Staff
from keyworker.base.actor import Actor
from keyworker.training.learning.lessons import SLUGS, all_lessons, lesson
from keyworker.training.learning.rules import SOON, Place, is_asked
from keyworker.training.models import LessonDone, Procedure, RequiredLesson

OWN, MANAGE, OVERSEE = Permission.STAFF_VIEW, Permission.AGENCY_MANAGE, Permission.CREDENTIAL_OVERSEE
MOST = 200
ASKED = "what is to be learned counts for whoever holds the role"

Key = tuple[str, UUID | None]  # of a lesson its short name, of a procedure its key


@dataclass(slots=True)
class ToLearn:
    """A lesson or a procedure on somebody's page. `earlier`: they did an edition that is not the one that stands."""

    key: Key
    title: str
    edition: int
    minutes: int | None = None
    due: bool = False
    done_on: date | None = None
    earlier: bool = False

    @property
    def slug(self) -> str:
        return self.key[0]

    @property
    def procedure_id(self) -> UUID | None:
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Learning:
    """One's own page: what comes with Keyworker, what is the agency's own, and what one looks after."""

    lessons: list[ToLearn]
    procedures: list[ToLearn]
    to_look_at: list[Procedure]

    @property
    def due(self) -> list[ToLearn]:
        return [each for each in (*self.lessons, *self.procedures) if each.due]


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A procedure that somebody looks after, and by when they look at it again."""

    key: UUID
    title: str
    review_on: date


@dataclass(frozen=True, slots=True)
class OnMyDay:
    """What a worker's day says of learning: titles of what they still have to do, and what they look after."""

    to_learn: list[str]
    to_look_at: list[ToLookAt]


@dataclass(slots=True)
class Learned:
    """What a colleague has done of what stands today, newest first, and the titles of what they still have to do."""

    done: list[tuple[str, int, date]] = field(default_factory=list)
    due: list[str] = field(default_factory=list)


def learning(actor: Actor) -> Learning:
    """Four queries."""
    procedures = list(_standing(actor).order_by("title", "id")[:MOST])
    found = [
        *(ToLearn((each.slug, None), each.title, each.edition, each.minutes) for each in all_lessons()),
        *(ToLearn(("", each.pk), each.title, each.edition) for each in procedures),
    ]
    asked = {_key(each) for each in _asked_of_me(actor)}
    done = _newest(rows(LessonDone, actor=actor, needs=OWN))
    for each in found:
        _mark(each, each.key in asked, done.get(each.key))
    many = len(SLUGS)
    return Learning(found[:many], found[many:], to_look_at(actor))


def on_my_day(actor: Actor) -> OnMyDay:
    """What the actor still has to learn, and what they look after whose day has nearly come. One query."""
    done = rows(LessonDone, actor=actor, needs=OWN).filter(
        Q(procedure=OuterRef("procedure")) | Q(procedure=None, lesson=OuterRef("lesson"))
    )
    asked = (
        _asked_of_me(actor)
        .order_by()
        .annotate(
            called=Coalesce("procedure__title", Value("")),
            stands=F("procedure__edition"),
            did=Subquery(done.order_by("-edition").values("edition")[:1]),
            day=Cast(Value(None), DateField()),
        )
    )
    mine = _standing(actor).filter(_soon(actor)).annotate(lesson=Value(""), did=Cast(Value(None), IntegerField()))
    found = asked.values_list("lesson", "procedure_id", "called", "stands", "did", "day").union(
        mine.values_list("lesson", "pk", "title", "edition", "did", "review_on"), all=True
    )
    return _sorted_out(list(found))


def _sorted_out(found: Iterable[tuple[str, UUID | None, str, int | None, int | None, date | None]]) -> OnMyDay:
    to_learn: dict[Key, str] = {}
    to_look_at: list[ToLookAt] = []
    for slug, key, called, stands, did, day in found:
        if day is not None and key is not None:
            to_look_at.append(ToLookAt(key, called, day))
        elif slug and slug in SLUGS and did != lesson(slug).edition:
            to_learn[slug, key] = lesson(slug).title
        elif not slug and did != stands:
            to_learn[slug, key] = called
    return OnMyDay(sorted(to_learn.values()), sorted(to_look_at, key=lambda each: (each.review_on, each.title)))


def to_look_at(actor: Actor) -> list[Procedure]:
    """What the actor looks after and is to look at within two weeks, or should have. One query.

    What nobody looks after any more, because they left, is an administrator's.
    """
    theirs = _soon(actor)
    if may(actor, MANAGE):
        theirs |= Q(owner__ended_at__isnull=False)
    return list(_standing(actor).filter(theirs).order_by("review_on", "id"))


def team_learned(actor: Actor, places: dict[UUID, set[Place]]) -> dict[UUID, Learned]:
    """Of each colleague, whose roles `places` says, what they did and have to do. Two queries."""
    asked = list(facts(RequiredLesson, because=ASKED).filter(_open()).select_related("procedure").order_by("id"))
    done: dict[UUID, list[LessonDone]] = {key: [] for key in places}
    seen = rows(LessonDone, actor=actor, needs=OVERSEE).filter(staff__in=list(places)).select_related("procedure")
    for each in seen.order_by("-done_on", "-id"):
        done[each.staff_id].append(each)
    return {key: _learned(done[key], [one for one in asked if _counts(one, held)]) for key, held in places.items()}


def procedure(actor: Actor, procedure_id: UUID) -> Procedure | None:
    """One that stands, with who looks after it."""
    return _standing(actor).select_related("owner").filter(pk=procedure_id).first()


def done_by_me(actor: Actor, key: Key) -> LessonDone | None:
    """The last time the actor did it. One query."""
    mine = rows(LessonDone, actor=actor, needs=OWN).filter(lesson=key[0], procedure=key[1])
    found: LessonDone | None = mine.order_by("-edition").first()
    return found


def required_of(actor: Actor, key: Key) -> tuple[set[Role], set[UUID]]:
    """Which roles must have done it, and in which programs; none for wherever. For whoever may change that."""
    asked = rows(RequiredLesson, actor=actor, needs=MANAGE).filter(lesson=key[0], procedure=key[1], ended_at=None)
    found = list(asked.values_list("role", "program_id"))
    return {Role(role) for role, _program in found}, {program for _role, program in found if program}


def owners(actor: Actor) -> list[Staff]:
    """Who may look after a procedure."""
    return list(rows(Staff, actor=actor, needs=OWN).filter(ended_at=None).order_by("name", "id")[:MOST])


def open_programs(actor: Actor) -> list[Program]:
    return list(rows(Program, actor=actor, needs=MANAGE).filter(closed_at=None).order_by("name", "id"))


def _standing(actor: Actor) -> "QuerySet[Procedure]":
    return rows(Procedure, actor=actor, needs=OWN).filter(ended_at=None)


def _soon(actor: Actor) -> Q:
    return Q(owner_id=actor.staff_id, review_on__lte=workplace(actor).today + SOON)


def _open() -> Q:
    return Q(ended_at=None) & (Q(procedure=None) | Q(procedure__ended_at=None))


def _asked_of_me(actor: Actor) -> "QuerySet[RequiredLesson]":
    mine = NOBODY
    for role, program_id in here(actor).roles:
        mine |= Q(role=role.value) & (Q(program=None) | Q(program=program_id))
    return facts(RequiredLesson, because=ASKED).filter(_open(), mine).select_related("procedure").order_by("id")


def _counts(asked: RequiredLesson, held: Collection[Place]) -> bool:
    return is_asked(asked.role, asked.program_id, held)


def _key(each: RequiredLesson | LessonDone) -> Key:
    return (each.lesson, each.procedure_id)


def _newest(done: Iterable[LessonDone]) -> dict[Key, LessonDone]:
    return {_key(each): each for each in sorted(done, key=lambda one: one.edition)}


def _mark(each: ToLearn, asked: bool, done: LessonDone | None) -> None:
    current = done is not None and done.edition == each.edition
    each.due, each.earlier = asked and not current, done is not None and not current
    each.done_on = done.done_on if done is not None else None


def _learned(done: list[LessonDone], asked: list[RequiredLesson]) -> Learned:
    """Lessons that Keyworker no longer brings are left out; what was read of a procedure that ended stays."""
    shown = [(_title(each), each.edition, each.done_on) for each in done if _title(each)]
    return Learned(shown, _not_done(asked, _newest(done)))


def _not_done(asked: Iterable[RequiredLesson], done: dict[Key, LessonDone]) -> list[str]:
    missing: dict[Key, str] = {}
    for each in asked:
        mine, title = done.get(_key(each)), _title(each)
        if title and (mine is None or mine.edition != _edition(each)):
            missing[_key(each)] = title
    return list(missing.values())


def _title(each: RequiredLesson | LessonDone) -> str:
    if each.procedure is not None:
        return each.procedure.title
    return lesson(each.lesson).title if each.lesson in SLUGS else ""


def _edition(each: RequiredLesson) -> int:
    return each.procedure.edition if each.procedure is not None else lesson(each.lesson).edition
