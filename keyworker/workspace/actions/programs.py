"""How a program works: whom it takes, how fast, who signs, what it promises; begun, changed, closed, opened again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from anyascii import anyascii
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from keyworker.access.actions import open_program, put_roles_up_again
from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import facts
from keyworker.agencies.models import Agency, Program
from keyworker.agencies.wording import Codes, codes_of
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist, no, yes
from keyworker.base.models import change
from keyworker.planning.actions import add_plan_template
from keyworker.planning.examples import TemplateWords
from keyworker.reviews.actions import IndicatorWords, add_indicator
from keyworker.workspace.queries.programs import in_program
from keyworker.workspace.rules import may_change_seal, may_close_program

# What stands in the trail with its name only: words somebody wrote.
WORDS = frozenset({"name", "description", "area", "platform"})


@dataclass(frozen=True, slots=True)
class ProgramSettings:
    """All that an administrator says about a program. Ages in years, the rest in days; None means no limit."""

    name: str
    description: str = ""
    languages: tuple[str, ...] = ()
    accepts_public_referrals: bool = True
    minimum_age: int | None = None
    maximum_age: int | None = None
    area: str = ""
    capacity: int | None = None
    needs: tuple[str, ...] = ()
    households: tuple[str, ...] = ()
    first_contact_days: int = 3
    silence_limit_days: int = 30
    note_within_days: int = 3
    review_every_days: int = 90
    follow_up_after_days: int = 30
    escalate_after_days: int = 2
    answer_complaints_days: int | None = None
    answer_messages_days: int = 2
    supervisor_signs_plans: bool = False
    supervisor_cosigns_notes: bool = False
    forms: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    calls_people: str = ""
    calls_plan: str = ""
    calls_sessions: str = ""
    counselling: bool = False
    platform: str = ""
    platform_hosts: tuple[str, ...] = ()
    sealed: bool = False

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a way of working gives a new program beside its settings."""

    template: TemplateWords
    indicators: tuple[IndicatorWords, ...] = ()


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def add_program(
    *, actor: Actor, agency: Agency, settings: ProgramSettings, begins_with: Beginning | None = None
) -> Program:
    """Begin a program, with the plan template and the indicators that its way of working brings.

    Raises `Refused` when one of that name is open.
    """
    program = Program(**settings.values())
    _insist_on_a_name_of_its_own(program, settings.name)
    program.slug = _short_name(program)
    begun = open_program(actor=actor, agency=agency, program=program)
    if begins_with is not None:
        add_plan_template(actor=actor, program=begun, words=begins_with.template)
        for words in begins_with.indicators:
            add_indicator(actor=actor, program=begun, words=words)
    return begun


@action(needs=Permission.AGENCY_MANAGE, on="program")
def change_program(*, actor: Actor, program: Program, settings: ProgramSettings, seen: int) -> Program:
    """Say anew how a program works. `seen` is the version on the page.

    Sealed from now on, its roles wait for a second person (see `access.actions.put_roles_up_again`).
    Raises `StaleRecord`, and `Refused` when its seal would break a promise (see `rules.may_change_seal`).
    """
    held = _held(program)
    before, wanted = {name: getattr(held, name) for name in settings.values()}, settings.values()
    changed = [name for name, value in wanted.items() if before[name] != value]
    if seen == held.version and "sealed" in changed:
        insist(may_change_seal(in_program(held), sealed=held.sealed))
    _insist_on_a_name_of_its_own(held, settings.name)
    change(held, seen=seen, **wanted, **_by(actor))
    told = [name for name in changed if name not in WORDS]
    trail.record(
        "workspace.program_changed",
        subject=held,
        program_id=held.id,
        facts={
            "what": ", ".join(changed),
            "before": {name: before[name] for name in told},
            "after": {name: wanted[name] for name in told},
        },
    )
    if "sealed" in changed and held.sealed:
        put_roles_up_again(actor, held)
    return held


@action(needs=Permission.AGENCY_MANAGE, on="agency")
def change_agency(
    *, actor: Actor, agency: Agency, words: Codes, answer_complaints_days: int, help_now: Mapping[str, str]
) -> Agency:
    """What holds wherever a program says nothing of its own: the words, and the days until a complaint is answered.

    `help_now`: whom clients call in danger, by language; that of the agency's own holds where there is no other.
    """
    before = [*codes_of(agency), agency.answer_complaints_days]
    agency.calls_people, agency.calls_plan, agency.calls_sessions = words
    agency.answer_complaints_days = answer_complaints_days
    help_before = {agency.language: agency.crisis_help, **dict(agency.crisis_help_in)}
    agency.crisis_help = help_now[agency.language]
    agency.crisis_help_in = [[code, said] for code, said in help_now.items() if said and code != agency.language]
    agency.save(
        update_fields=[
            "calls_people", "calls_plan", "calls_sessions", "answer_complaints_days", "crisis_help", "crisis_help_in",
        ]
    )  # fmt: skip
    told = {
        "before": before,
        "after": [*words, answer_complaints_days],
        "help": [code for code, said in help_now.items() if said != help_before.get(code, "")],
    }
    trail.record("workspace.agency_changed", subject=agency, facts=told)
    return agency


@action(needs=Permission.AGENCY_MANAGE, on="program")
def close_program(*, actor: Actor, program: Program) -> Program:
    """Nobody is taken any more; its closed files stay. Raises `Refused` while somebody is in it, saying how many."""
    held = _held(program)
    insist(may_close_program(in_program(held), is_open=held.closed_at is None))
    change(held, closed_at=clock.now(), **_by(actor))
    trail.record("workspace.program_closed", subject=held, program_id=held.id)
    return held


@action(needs=Permission.AGENCY_MANAGE, on="program")
def reopen_program(*, actor: Actor, program: Program) -> Program:
    """It takes people again. Raises `Refused` when it is open, or another of its name is."""
    held = _held(program)
    insist(no(_("This program is open.")) if held.closed_at is None else yes())
    _insist_on_a_name_of_its_own(held, held.name)
    change(held, closed_at=None, **_by(actor))
    trail.record("workspace.program_reopened", subject=held, program_id=held.id)
    return held


def _held(program: Program) -> Program:
    """Two who change the settings wait for each other; the program's own work does not wait for them."""
    locked = facts(Program, because="its settings are changed by one person at a time")
    found: Program = locked.select_for_update(no_key=True).get(pk=program.pk)
    return found


def _by(actor: Actor) -> dict[str, Any]:
    return {"changed_at": clock.now(), "changed_by_id": actor.staff_id}


def _insist_on_a_name_of_its_own(program: Program, name: str) -> None:
    others = facts(Program, because="two programs of one name could not be told apart").filter(
        name__iexact=name, closed_at=None
    )
    taken = others.exclude(pk=program.pk).exists()
    insist(no(_("Another open program has this name. Choose one that tells them apart.")) if taken else yes())


def _short_name(program: Program) -> str:
    base = slugify(anyascii(program.name))[:40] or "program"
    taken = facts(Program, because="each has a short name of its own").filter(slug=base).exists()
    return f"{base}-{program.pk.hex[-6:]}" if taken else base
