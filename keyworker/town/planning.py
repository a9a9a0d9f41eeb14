"""Assessments answered and plans written, signed and followed in the town."""

from datetime import timedelta

from keyworker.access.sight import facts
from keyworker.assessment import actions as assessing
from keyworker.assessment.domains import Domain
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.consent.signing import SignedHow
from keyworker.planning.actions import goals, signing, writing
from keyworker.planning.models import Goal, Horizon, PlanStatus, PlanTemplate, ServicePlan, Signer
from keyworker.planning.rules import Signing
from keyworker.planning.snapshots import digest, snapshot
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from keyworker.tasks.models import Doer
from keyworker.town import words
from keyworker.town.walking import LOOKING_BACK, Walk

DAYS_TO_TARGET = 120


def assess_at_intake(walk: Walk) -> None:
    """Strengths first, then how the last two weeks were."""
    assess(walk, slug="strengths-and-needs-first-look", day=6)
    _note_what_helps(walk)
    assess(walk, slug="phq-9", day=7)


def _note_what_helps(walk: Walk) -> None:
    """What came up between the questions."""
    with clock.at(walk.day(6.1)):
        domain, text = words.HELPS[walk.number % len(words.HELPS)]
        assessing.note_by_hand(
            actor=walk.worker,
            case=walk.fresh_case(),
            kind="strength",
            words=assessing.FindingWords(Domain(domain), text),
        )


def assess_again(walk: Walk) -> None:
    """The same questions some weeks on."""
    assess(walk, slug="phq-9", day=45, better=True)


def form_named(walk: Walk, slug: str) -> Questionnaire:
    """The version that is in use."""
    with reading(walk.worker):
        found = facts(Questionnaire, because=LOOKING_BACK).filter(
            status=QuestionnaireStatus.PUBLISHED, url__contains=slug
        )
        newest: Questionnaire = found.order_by("-created_at")[0]
    return newest


def assess(walk: Walk, *, slug: str, day: float, better: bool = False, in_danger: bool = False) -> None:
    """Fill in an instrument together; a `better` day answers one step lower where it can."""
    questionnaire = form_named(walk, slug)
    with clock.at(walk.day(day)):
        started = assessing.start_assessment(
            actor=walk.worker,
            case=walk.fresh_case(),
            questionnaire=questionnaire,
        )
        answers = _answers(questionnaire, walk.number, better=better, critical=int(in_danger))
        sheet = assessing.Sheet(answers, started.version)
        assessing.complete_assessment(actor=walk.worker, assessment=started, sheet=sheet)


def _answers(questionnaire: Questionnaire, turn: int, *, better: bool, critical: int = 0) -> dict[str, str]:
    """An answer to every question with a list; of a critical one, the first of its answers is "not at all"."""
    found: dict[str, str] = {}
    definition = definition_of(questionnaire)
    for number, item in enumerate(definition.walk()):
        if item.is_asked and item.options and not item.read_only:
            place = critical if item.critical else (turn + number) % min(3, len(item.options))
            option = item.options[max(0, place - better)]
            found[name_of(Place(item.link_id))] = option.token
    return found


def plan(walk: Walk) -> ServicePlan:
    """Write the plan in their words, and have it signed."""
    day = walk.day(15)
    with reading(walk.worker):
        found = facts(PlanTemplate, because=LOOKING_BACK).filter(program=walk.fresh_case().program_id, ended_at=None)
        template = found.filter(domains__contains=[walk.who.domain]).order_by("title").first()
    with clock.at(day):
        started = writing.start_plan(
            actor=walk.worker,
            case=walk.fresh_case(),
            template=template,
            words=writing.PlanWords(
                strengths=walk.pick(words.STRENGTHS),
                frequency="Every other week, at home or on the telephone.",
                duration="Until the review, and a month after the goal is reached.",
                resources="A bus pass, and copies of the papers.",
                cost=walk.pick(words.COSTS),
                contingency=words.CONTINGENCY,
                language=walk.who.identity.language,
            ),
        )
        far = _say_what_for(walk, started)
        _say_what_next(walk, started, far)
        return sign(walk, started)


def _say_what_for(walk: Walk, started: ServicePlan) -> Goal | None:
    """Every other person says where they want to be one day."""
    if walk.number % 2:
        return None
    domain, text = words.ONE_DAY[walk.number % len(words.ONE_DAY)]
    found = goals.GoalWords(domain=domain, words=text, horizon=Horizon.LONG.value, why_it_matters="It is what I want.")
    return goals.add_goal(actor=walk.worker, plan=started, words=found)


def _say_what_next(walk: Walk, started: ServicePlan, far: Goal | None) -> None:
    """What they want soon, and who does what for it; it matters most, so it stands first."""
    goal = goals.add_goal(
        actor=walk.worker,
        plan=started,
        words=goals.GoalWords(
            domain=walk.who.domain,
            words=walk.who.goal or walk.who.needs,
            specific="One thing at a time, beginning with what worries them most.",
            measure="They say so themselves, from 0 to 10.",
            baseline="3",
            target="7",
            target_on=(walk.day(15) + timedelta(days=DAYS_TO_TARGET)).date(),
            why_it_matters="So that the days feel like mine again.",
            strengths=walk.pick(words.STRENGTHS),
            who_helps="My sister, and whoever answers at the front desk.",
            serves_id=far.pk if far else None,
        ),
    )
    if far is not None:
        goals.move_goal(actor=walk.worker, goal=goal, up=True)
    for number, (doer, texts) in enumerate(words.STEPS.items()):
        due_on = (walk.now + timedelta(days=3 + 4 * number + walk.number % 9)).date()
        remind_on = due_on - timedelta(days=1) if doer == "family" else None
        step = goals.StepWords(walk.pick(texts), Doer(doer).value, due_on=due_on, remind_on=remind_on)
        goals.add_step(actor=walk.worker, goal=goal, words=step)


def say_where_it_stands(walk: Walk) -> None:
    """The scaling question, twice between the plan and its review."""
    with reading(walk.worker):
        plan = facts(ServicePlan, because=LOOKING_BACK).get(case=walk.case, status=PlanStatus.ACTIVE)
        goal = plan.goals.order_by("priority", "id")[0]
    for number, day in enumerate((22, 40)):
        if walk.day(day) < walk.now:
            with clock.at(walk.day(day)):
                said = goals.Said(2 + number + walk.number % 3, walk.date(walk.day(day)), words=walk.pick(words.SO_FAR))
                goals.read_goal(actor=walk.worker, goal=goal, said=said)


def sign(walk: Walk, draft: ServicePlan) -> ServicePlan:
    """First the person, then the worker, under the same words."""
    for signer in (Signer.CLIENT, Signer.WORKER):
        with reading(walk.worker):
            draft = facts(ServicePlan, because=LOOKING_BACK).get(pk=draft.pk)
            seen = digest(snapshot(draft, draft.goals.all(), draft.steps.all()))
        signing.sign_plan(
            actor=walk.worker,
            plan=draft,
            signing=Signing(signer.value, walk.who.identity.full_name, SignedHow.TYPED.value, seen),
        )
    return draft
