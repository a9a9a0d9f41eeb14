"""What the nightly comparison reads of an agency's people, and what it keeps of it.

It reads nobody whom a sealed program serves, nothing that a sealed program noted, no address that anybody asked to be
kept secret, nothing of whom everything was erased, and nobody whose name is not known: they would be like all others.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from keyworker.access.here import here
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.keyring import Unreadable
from keyworker.people.linking.apart import LinkingFailed, Pair, linked
from keyworker.people.linking.rows import Habits, Written
from keyworker.people.models import (
    CareTeamMember,
    Channel,
    ContactPoint,
    DatePrecision,
    Identifier,
    Person,
    SafetyRule,
)
from keyworker.people.rules import PLACES
from keyworker.people.twice import Likely, note_candidates

log = logging.getLogger(__name__)

NEEDS = Permission.PERSON_LINK
_WRITTEN = {DatePrecision.DAY: "%Y-%m-%d", DatePrecision.MONTH: "%Y-%m", DatePrecision.YEAR: "%Y"}
MOST_KEPT = 5_000  # pairs of one agency; the likeliest


def find_duplicates(actor: Actor) -> int:
    """Compare the agency's people with each other, apart; answers how many pairs are new. For a job."""
    with reading(actor):
        agency, people = here(actor).agency, list(written(actor))
    if len(people) < 2:
        return 0
    try:
        with linked(people, Habits(), log.debug) as found:
            likely = [_likely(pair) for _place, pair in zip(range(MOST_KEPT), found.pairs, strict=False)]
    except LinkingFailed as failed:
        log.error("People were not compared: %s", failed)
        return 0
    return note_candidates(actor=actor, agency=agency, found=likely)


def _likely(pair: Pair) -> Likely:
    said = [{"comparison": each.comparison, "level": each.level, "weight": each.weight} for each in pair.said]
    return Likely(UUID(pair.id_a), UUID(pair.id_b), pair.score, pair.kin, said)


def written(actor: Actor) -> Iterator[Written]:
    """Everybody who may be compared, as their record says it."""
    sealed = rows(CareTeamMember, actor=actor, needs=NEEDS).filter(program__sealed=True).values("person_id")
    ways, numbers = _ways(actor), _numbers(actor)
    columns = ("pk", "full_name", "given", "family", "born_on", "born_precision")
    people = rows(Person, actor=actor, needs=NEEDS).filter(unnamed=False).exclude(pk__in=sealed)
    for key, full_name, given, family, born_on, precision in people.order_by("pk").values_list(*columns).iterator():
        known, form = ways[key], _WRITTEN.get(precision)
        yield Written(
            id=str(key),
            name=full_name,
            given=given,
            family=family,
            birth=born_on.strftime(form) if born_on and form else "",
            address=next(iter(known.get("address", ())), ""),
            phones=known.get("phone", []),
            numbers=numbers[key],
            email=next(iter(known.get("email", ())), ""),
        )


_KINDS = {
    Channel.PHONE.value: "phone",
    Channel.SMS.value: "phone",
    Channel.EMAIL.value: "email",
    **dict.fromkeys(PLACES, "address"),
}


def _ways(actor: Actor) -> dict[UUID, dict[str, list[str]]]:
    secret = rows(SafetyRule, actor=actor, needs=NEEDS).filter(address_protected=True).values("person_id")
    points = rows(ContactPoint, actor=actor, needs=NEEDS).filter(sealed_in=None, ended_at=None)
    points = points.exclude(channel__in=PLACES, person_id__in=secret).select_related("person").order_by("pk")
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for point in points.iterator():
        if value := _opened(point):
            found[point.person_id][_KINDS[point.channel]].append(value)
    return found


def _numbers(actor: Actor) -> dict[UUID, list[str]]:
    held = (
        rows(Identifier, actor=actor, needs=NEEDS)
        .filter(sealed_in=None, wrong_at=None)
        .select_related("person")
        .order_by("pk")
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for number in held.order_by("pk").iterator():
        if value := _opened(number):
            found[number.person_id].append(value)
    return found


def _opened(record: ContactPoint | Identifier) -> str:
    """Nothing for what was erased: its key is gone."""
    try:
        return str(record.value)
    except Unreadable:
        return ""
