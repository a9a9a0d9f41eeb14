"""Numbers that states, schools and offices gave somebody: noted, shown whole when asked for, and ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.workplace import workplace
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import Decision, insist, no, yes
from keyworker.base.keyring import ring
from keyworker.base.models import change
from keyworker.people.details.schemes import SCHEMES, checked
from keyworker.people.details.telling import tell_in_file
from keyworker.people.models import Checked, Identifier, Person
from keyworker.people.numbers import IDENTIFIER, normalised
from keyworker.people.policy import wall_of

CHECKS = {None: Checked.UNKNOWN, True: Checked.RIGHT, False: Checked.DOUBTED}


@dataclass(frozen=True, slots=True)
class Numbered:
    """More about a number: which country gave it, from and until when; `keeps_doubted`: though its check fails."""

    country: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    keeps_doubted: bool = False


@action(needs=Permission.PERSON_EDIT, on="person")
def add_identifier(
    *, actor: Actor, person: Person, scheme: str, value: str, more: Numbered | None = None
) -> Identifier:
    """Note a number some scheme gave them; sealed. `scheme` is a code of `SCHEMES`, or what the number is called.

    Raises `Refused` with what is wrong for one whose check fails, unless it is kept as not checked.
    """
    more = more or Numbered()
    known = checked(scheme, value)
    insist(_may_be_kept(known, more))
    found = Identifier(
        person=person,
        scheme=scheme,
        value=value,
        value_hash=ring().find(normalised(value), purpose=IDENTIFIER),
        country=SCHEMES[scheme].country if scheme in SCHEMES else more.country,
        valid_from=more.valid_from,
        valid_until=more.valid_until,
        checked=CHECKS[known.facts["right"]].value,
        sealed_in=wall_of(actor, person),
    )
    found.save(force_insert=True)
    tell_in_file(actor, person, "people.identifier_added", source=found)
    return found


def _may_be_kept(known: Decision, more: Numbered) -> Decision:
    if known.is_warning and not more.keeps_doubted:
        return no(known.reason)
    if more.valid_from and more.valid_until and more.valid_until < more.valid_from:
        return no(_("It cannot end before it began."))
    return yes()


@action(needs=Permission.PERSON_VIEW, on="identifier")
def show_identifier(*, actor: Actor, identifier: Identifier) -> str:
    """The whole number, for somebody who needs it now; that they looked is recorded."""
    trail.record(
        "people.identifier_shown",
        subject=identifier,
        person_id=identifier.person_id,
        program_id=identifier.sealed_in_id,
    )
    return str(identifier.value)


@action(needs=Permission.PERSON_EDIT, on="identifier")
def end_identifier(*, actor: Actor, identifier: Identifier, until: date | None) -> Identifier:
    """It ran out on a day, and they are still known by it; or (None) it was never theirs, and nobody is found by it."""
    insist(_may_end(actor, identifier, until))
    ended: dict[str, Any] = {"wrong_at": clock.now()} if until is None else {"valid_until": until}
    change(identifier, **ended)
    tell_in_file(actor, identifier.person, "people.identifier_ended", source=identifier)
    return identifier


def _may_end(actor: Actor, identifier: Identifier, until: date | None) -> Decision:
    if identifier.wrong_at is not None:
        return no(_("It is noted already that this number is not theirs."))
    if identifier.sealed_in_id is None and wall_of(actor, identifier.person) is not None:
        return no(_("Others noted this number. Tell them what is wrong with it."))
    if until is not None and until > workplace(actor).today:
        return no(_("This day has not come yet."))
    if until is not None and identifier.valid_from is not None and until < identifier.valid_from:
        return no(_("It cannot end before it began."))
    return yes()
