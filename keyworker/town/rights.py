"""The town's people read their rights with their case manager, and put their names under them."""

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.rights import THE_RIGHTS, digest, in_language
from keyworker.consent.signing import SignedHow
from keyworker.design.papers import spoken
from keyworker.people.models import Person
from keyworker.town.walking import LOOKING_BACK, Walk

WITNESS = "Flo Martin"
INTERPRETER = "The telephone interpreters"
# A name as a finger writes it: a wave, and a line under it.
DRAWN = (
    (40, 120, 90, 60, 130, 130, 180, 60, 230, 130, 290, 70, 340, 130, 400, 60, 460, 120),
    (60, 165, 250, 155, 480, 160),
)
HOWS = (SignedHow.TYPED, SignedHow.DRAWN, SignedHow.TYPED, SignedHow.VERBAL, SignedHow.PAPER)


def sign(walk: Walk) -> None:
    """On the first visit, each in the language we have that is nearest to theirs."""
    case, language = walk.fresh_case(), spoken(walk.who.identity.language)
    how = HOWS[walk.number % len(HOWS)]
    with reading(walk.worker):
        person = facts(Person, because=LOOKING_BACK).get(pk=case.person_id)
    signed = Acknowledged(
        signer_name=walk.who.identity.full_name,
        how=how.value,
        language=language,
        digest=digest(in_language(THE_RIGHTS, language)),
        witness=WITNESS if how is SignedHow.VERBAL else "",
        interpreter="" if walk.who.identity.language in {"", language} else INTERPRETER,
        drawing=DRAWN if how is SignedHow.DRAWN else (),
    )
    with clock.at(walk.day(1.5)):
        program = walk.house.programs[walk.who.program]
        acknowledge_rights(actor=walk.worker, person=person, program=program, acknowledged=signed)
