"""What a person has told before, so that a form offers it and nobody has to tell it twice.

Who they are comes from their file. Earlier answers come from finished assessments that the worker may read, to
questions of the same code, and only as long as the form itself says that such an answer holds (SDC
observationLinkPeriod). What a sealed program was told is offered there alone: taken over into another program's form,
it would be in that program's file. How somebody feels is always asked again: a question that carries a score, or whose
answer may call for action, is never answered from memory.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Staff
from keyworker.assessment.instruments import answer_holds
from keyworker.assessment.models import Assessment, AssessmentStatus
from keyworker.base.actor import Actor, ActorKind
from keyworker.directory.models import Organization
from keyworker.people.models import DatePrecision, Person
from keyworker.questionnaires.engine.answers import Place, read_response
from keyworker.questionnaires.engine.definition import Definition
from keyworker.questionnaires.engine.loading import load
from keyworker.questionnaires.engine.values import Coding, Reference, Value
from keyworker.questionnaires.filling import definition_of

MOST_LOOKED_THROUGH = 10
MOST_SUGGESTIONS = 8
SHORTEST_TYPED = 2
Code = tuple[str, str]


class Remembered:
    """What is known of one person, for one form (`questionnaires.known.Known`). Looked up only when a form asks.

    `program_id` is the program that asks.
    """

    def __init__(
        self, actor: Actor, person: Person, definition: Definition, *, program_id: UUID, now: datetime
    ) -> None:
        self._actor, self._person, self._definition, self._now = actor, person, definition, now
        self._program_id = program_id

    def resource(self, name: str) -> Mapping[str, Any] | None:
        """The person as a FHIR Patient: name, birth date as far as it is known, language. Nothing that is sealed."""
        return patient(self._person) if name in {"patient", "subject"} else None

    def earlier(self, codes: tuple[Coding, ...]) -> Sequence[Value]:
        """The last answer that still holds to a question with one of these codes."""
        found = self._told(codes)
        return found[0] if found else ()

    def origin(self, codes: tuple[Coding, ...]) -> str:
        """ "from Strengths and needs, on 3 May 2026", or from their file."""
        if not codes:
            return _("from their file")
        found = self._told(codes)
        if found is None:
            return ""
        _values, title, at = found
        return _("from {title}, on {day}").format(title=title, day=date_format(timezone.localdate(at)))

    def suggestions(self, kinds: tuple[str, ...], typed: str) -> Sequence[Reference]:
        """Colleagues and organizations whose name begins or goes on with these letters."""
        words = typed.strip()
        if len(words) < SHORTEST_TYPED:
            return ()
        found: list[Reference] = []
        if not kinds or {"Practitioner", "PractitionerRole"} & set(kinds):
            staff = rows(Staff, actor=self._actor, needs=Permission.STAFF_VIEW).filter(
                ended_at=None, name__icontains=words
            )
            found += [
                Reference(f"Practitioner/{one.pk}", one.name) for one in staff.order_by("name")[:MOST_SUGGESTIONS]
            ]
        if not kinds or "Organization" in kinds:
            organizations = rows(Organization, actor=self._actor, needs=Permission.DIRECTORY_VIEW).filter(
                name__icontains=words
            )
            shown = organizations.order_by("name")[:MOST_SUGGESTIONS]
            found += [Reference(f"Organization/{one.pk}", one.name) for one in shown]
        return found[:MOST_SUGGESTIONS]

    def _told(self, codes: tuple[Coding, ...]) -> tuple[tuple[Value, ...], str, datetime] | None:
        for code in map(_key, codes):
            if code in self._holds and code in self._answers:
                values, title, at = self._answers[code]
                if at >= self._now - self._holds[code]:
                    return values, title, at
        return None

    @cached_property
    def _holds(self) -> Mapping[Code, timedelta]:
        """The codes of this form whose answers may be offered again, and for how long."""
        found: dict[Code, timedelta] = {}
        for item in self._definition.walk():
            if item.is_scored or item.critical or not item.codes:
                continue
            if (span := answer_holds(self._definition, item.link_id)) is not None:
                found |= {_key(code): span for code in item.codes}
        return found

    @cached_property
    def _answers(self) -> Mapping[Code, tuple[tuple[Value, ...], str, datetime]]:
        """The newest answer to each code. One query, none where this form offers nothing."""
        if not self._holds:
            return {}
        alone = self._actor.kind is ActorKind.CLIENT
        needs = Permission.ASSESSMENT_ANSWER if alone else Permission.ASSESSMENT_VIEW
        found: dict[Code, tuple[tuple[Value, ...], str, datetime]] = {}
        done = rows(Assessment, actor=self._actor, needs=needs).filter(
            Q(program__sealed=False) | Q(program_id=self._program_id),
            person=self._person,
            status=AssessmentStatus.COMPLETED,
            completed_at__gte=self._now - max(self._holds.values()),
        )
        for held in done.select_related("questionnaire", "response").order_by("-completed_at")[:MOST_LOOKED_THROUGH]:
            for code, values in _coded_answers(held):
                if held.completed_at is not None:
                    found.setdefault(code, (values, held.title, held.completed_at))
        return found


def _coded_answers(held: Assessment) -> Any:
    definition = definition_of(held.questionnaire)
    answers = read_response(definition, load(held.response.content)).answers
    for item in definition.walk():
        values = answers.at(Place(item.link_id))
        for code in item.codes if values else ():
            yield _key(code), values


def _key(code: Coding) -> Code:
    return code.system, code.code


def patient(person: Person) -> dict[str, Any]:
    """FHIR R4 Patient, as far as forms are told: a birth date no more precise than it is known."""
    name: dict[str, Any] = {"text": person.full_name}
    if person.family:
        name["family"] = person.family
    if person.given:
        name["given"] = [person.given]
    found: dict[str, Any] = {"resourceType": "Patient", "id": str(person.pk), "name": [name]}
    if person.born_on is not None:
        found["birthDate"] = _as_known(person.born_on, person.born_precision)
    if person.language:
        spoken = {"coding": [{"system": "urn:ietf:bcp:47", "code": person.language}]}
        found["communication"] = [{"language": spoken, "preferred": True}]
    return found


def _as_known(day: date, precision: str) -> str:
    match precision:
        case DatePrecision.DAY:
            return day.isoformat()
        case DatePrecision.MONTH:
            return day.isoformat()[:7]
        case _:
            return day.isoformat()[:4]
