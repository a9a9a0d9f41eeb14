"""Assessments answered and plans written, signed and followed in the town."""

from datetime import timedelta

from keyworker.access.sight import facts
from keyworker.assessment import actions as assessing
from keyworker.assessment.domains import Domain
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.planning.actions import signing, writing
from keyworker.planning.models import Doer, Priority, ServicePlan, SignedHow, Signer
from keyworker.planning.rules import Signing
from keyworker.planning.snapshots import digest, snapshot
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.entry import name_of
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
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


def assess(walk: Walk, *, slug: str, day: float, better: bool = False) -> None:
    """Fill in an instrument together; a `better` day answers one step lower where it can."""
    with reading(walk.worker):
        found = facts(Questionnaire, because=LOOKING_BACK).filter(
            status=QuestionnaireStatus.PUBLISHED, url__contains=slug
        )
        questionnaire = found.order_by("-created_at")[0]
    with clock.at(walk.day(day)):
        started = assessing.start_assessment(
            actor=walk.worker,
            case=walk.fresh_case(),
            questionnaire=questionnaire,
        )
        sheet = assessing.Sheet(_answers(questionnaire, walk.number, better=better), started.version)
        assessing.complete_assessment(actor=walk.worker, assessment=started, sheet=sheet)


def _answers(questionnaire: Questionnaire, turn: int, *, better: bool) -> dict[str, str]:
    """An answer to every question with a list; critical ones are answered with the first of theirs, "not at all"."""
    found: dict[str, str] = {}
    definition = definition_of(questionnaire)
    for number, item in enumerate(definition.walk()):
        if item.is_asked and item.options and not item.read_only:
            place = 0 if item.critical else (turn + number) % min(3, len(item.options))
            option = item.options[max(0, place - better)]
            found[name_of(Place(item.link_id))] = option.token
    return found


def plan(walk: Walk) -> ServicePlan:
    """Write the plan in their words, and have it signed."""
    day = walk.day(15)
    with clock.at(day):
        started = writing.start_plan(
            actor=walk.worker,
            case=walk.fresh_case(),
            words=writing.PlanWords(
                strengths=walk.pick(words.STRENGTHS),
                frequency="Every other week, at home or on the telephone.",
                contingency=words.CONTINGENCY,
                language=walk.who.identity.language,
            ),
        )
        goal = writing.add_goal(
            actor=walk.worker,
            plan=started,
            words=writing.GoalWords(
                domain=walk.who.domain,
                words=walk.who.goal or walk.who.needs,
                specific="One thing at a time, beginning with what worries them most.",
                measure="They say so themselves, from 0 to 10.",
                baseline="3",
                target="7",
                target_on=(day + timedelta(days=DAYS_TO_TARGET)).date(),
                why_it_matters="So that the days feel like mine again.",
                priority=Priority.FIRST.value,
            ),
        )
        for number, (doer, texts) in enumerate(words.STEPS.items()):
            writing.add_step(
                actor=walk.worker,
                goal=goal,
                words=writing.StepWords(
                    what=walk.pick(texts),
                    who=Doer(doer).value,
                    due_on=(walk.now + timedelta(days=3 + 4 * number + walk.number % 9)).date(),
                ),
            )
        return sign(walk, started)


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
