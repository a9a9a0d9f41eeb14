"""The people of the town: who they are, in words they could have chosen, and how far along the path they are."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from keyworker.people.actions import Identity


class Stage(IntEnum):
    """How far somebody has come when the town opens; each includes those before it."""

    RECEIVED = 1
    WAITING = 2
    DECLINED = 3
    ADMITTED = 4
    CONTACTED = 5
    ASSESSED = 6
    PLANNED = 7
    WORKING = 8
    REFERRED = 9
    REVIEWED = 10
    CLOSED = 11
    FOLLOWED_UP = 12


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One person. `needs` is why they came, `goal` what they want, both in their own words."""

    identity: Identity
    house: str
    program: str
    worker: str
    stage: Stage
    needs: str
    goal: str = ""
    domain: str = "housing"
    phone: str = ""
    shared_phone: bool = False
    risk: str = ""
    household: str = ""
    days: int = 60


def somebody(
    name: str,
    *,
    called: str = "",
    script: str = "",
    pronouns: str = "",
    born: str = "",
    about_born: bool = False,
    language: str = "en",
    interpreter: bool = False,
    about: str = "",
) -> Identity:
    """An identity from what was said: a birth date may be "1987", "1987-03" or "1987-03-04", or only estimated."""
    parts = [int(part) for part in born.split("-")] if born else []
    precision = "estimated" if about_born else ["day", "year", "month", "day"][len(parts)]
    words = name.split()
    return Identity(
        full_name=name,
        preferred_name=called,
        own_script_name=script,
        given=words[0] if len(words) > 1 else "",
        family=words[-1] if len(words) > 1 else "",
        pronouns=pronouns,
        born_on=date(*[*parts, 1, 1][:3]) if parts else None,
        born_precision=precision,
        language=language,
        needs_interpreter=interpreter,
        about=about,
    )
