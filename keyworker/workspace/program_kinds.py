"""Ways of working that a new program can begin with: its steps, its clocks, its forms, its first
plan template, what it measures.

Clinical, brokerage and strengths-based are models of case management that the literature tells apart (Vanderplasschen
and others 2007, Journal of Psychoactive Drugs 39(1), 81-95; Rapp and Goscha 2012, The Strengths Model, 3rd edition).
What is set here is only where an administrator begins: everything can be said otherwise before and after.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import PathStep
from keyworker.agencies.wording import PeopleWord, PlanWord, SessionWord
from keyworker.assessment.domains import Domain
from keyworker.planning.examples import Example, TemplateWords
from keyworker.reviews.actions import IndicatorWords
from keyworker.reviews.models import IndicatorKind
from keyworker.workspace.actions import Beginning, ProgramSettings


@dataclass(frozen=True, slots=True)
class ProgramKind:
    """One way of working. `forms`: how the canonical addresses of the forms it uses end."""

    slug: str
    title: str | Promise
    about: str | Promise
    settings: ProgramSettings
    forms: tuple[str, ...]
    template: TemplateWords
    indicators: tuple[IndicatorWords, ...]

    @property
    def beginning(self) -> Beginning:
        """What a new program has from it beside the settings; an administrator may change each of it afterwards."""
        return Beginning(self.template, self.indicators)

    @property
    def without(self) -> list[str | Promise]:
        """The steps of the path that it leaves out, in words."""
        return [PathStep(step).label for step in self.settings.left_out]

    @property
    def words(self) -> list[str | Promise]:
        """Its own words for people, a plan and a session, as far as it brings some."""
        brought = self.settings.calls_people, self.settings.calls_plan, self.settings.calls_sessions
        lists = (PeopleWord, PlanWord, SessionWord)
        return [words(code).label for words, code in zip(lists, brought, strict=True) if code]

    def settings_with(self, offered: Iterable[tuple[str, str]]) -> ProgramSettings:
        """The settings, with those of its forms that the agency has."""
        found = tuple(url for url, _title in offered if url.endswith(self.forms))
        return replace(self.settings, forms=found)


CLINICAL = ProgramKind(
    slug="clinical",
    title=_("Counselling"),
    about=_("The worker is also the counsellor: sessions, notes, scores over time, plans a supervisor signs."),
    settings=ProgramSettings(
        name="",
        first_contact_days=5,
        silence_limit_days=21,
        review_every_days=60,
        follow_up_after_days=30,
        escalate_after_days=1,
        supervisor_signs_plans=True,
        calls_plan=PlanWord.TREATMENT.value,
        calls_sessions=SessionWord.SESSION.value,
        counselling=True,
    ),
    indicators=(
        IndicatorWords("Sessions held", "sessions", IndicatorKind.OUTPUT.value, target=Decimal(12)),
        IndicatorWords(
            "How heavy it is, from 0 to 10",
            "points",
            baseline=Decimal(7),
            target=Decimal(3),
            less_is_better=True,
            at_intake=True,
            at_review=True,
        ),
    ),
    forms=("/phq-9", "/gad-7", "/audit-c", "/risk-assessment", "/safety-plan", "/self-reflection"),
    template=TemplateWords(
        title="Counselling",
        about="For people who come to talk regularly, and want to feel and live differently.",
        domains=(Domain.MENTAL_HEALTH.value, Domain.HEALTH.value, Domain.FAMILY.value, Domain.DAILY_LIFE.value),
        prompts="""\
What made you decide to come now?
When was it last a little better? What was different that day?
If it were solved tomorrow morning, what would be the first thing you notice?
From 0 to 10: how heavy is it today? What makes it that and not one more?
Who knows how you feel, and who should?""",
        steps="""\
Agree on a day and hour that stays
Write down a good and a bad moment each day
Practise one way to calm down, together first
Make the safety plan and keep it where you find it
Ask the doctor to look at the medicine
Tell one person at home what helps""",
        frequency="A session of 50 minutes every week, then every other week.",
        duration="Twelve sessions; we look at it together after six.",
        contingency="If you think of hurting yourself: open the safety plan and call 988. Do not wait for us.",
        example=Example(
            words="I want to sleep through the night and stop snapping at my son.",
            why_it_matters="He walks on tiptoe around me. I know how that feels.",
            specific="Five nights of seven with six hours of sleep.",
            measure="The sleep diary, and the PHQ-9 every month.",
            baseline="2 nights a week",
            target="5 nights a week",
            steps="""\
Hana keeps the diary by her bed
We practise the breathing in each session
Her sister takes the boy on Thursday evenings""",
        ),
    ),
)
BROKERAGE = ProgramKind(
    slug="brokerage",
    title=_("Finding and linking"),
    about=_("Short and quick: what is needed, who gives it, did they get there, did it help. Many calls."),
    settings=ProgramSettings(
        name="",
        first_contact_days=2,
        silence_limit_days=14,
        review_every_days=45,
        follow_up_after_days=14,
        left_out=(PathStep.REVIEW.value, PathStep.RISK.value),
        calls_plan=PlanWord.SERVICE.value,
        calls_sessions=SessionWord.APPOINTMENT.value,
    ),
    indicators=(
        IndicatorWords("Doors opened", "services that began", IndicatorKind.OUTPUT.value, target=Decimal(2)),
        IndicatorWords(
            "Needs that were met",
            "out of ten",
            baseline=Decimal(2),
            target=Decimal(8),
            at_intake=True,
        ),
    ),
    forms=("/immediate-needs", "/self-sufficiency"),
    template=TemplateWords(
        title="Finding and linking",
        about="For people who know what they need and want the right door opened soon.",
        domains=(Domain.HOUSING.value, Domain.MONEY.value, Domain.HEALTH.value, Domain.LEGAL.value),
        prompts="""\
What do you need first, this week?
Where have you asked already, and what did they say?
What would you rather do yourself, and where should we come along?
How can they reach you safely?
How will we know that it worked?""",
        steps="""\
Look in the directory together and choose
Ask whether we may tell them about you
Send the referral and wait for the answer
Put the papers together that they ask for
Call after the first visit: did you get there?""",
        frequency="A call every week until each door has opened.",
        duration="Six weeks.",
        contingency="If a service says no or does not answer in a week, call us: we ask the next one.",
        example=Example(
            words="I want food in the house and my card back.",
            why_it_matters="Without the card I cannot even open the post box.",
            specific="Food parcels every week, and a new ID card.",
            measure="The parcel is in the kitchen; the card is in the wallet.",
            baseline="Neither",
            target="Both, by the end of the month",
            steps="""\
The worker refers to the food bank today
Teo brings two photos on Wednesday
They go to the office together at nine""",
        ),
    ),
)
STRENGTHS = ProgramKind(
    slug="strengths-based",
    title=_("Building on strengths"),
    about=_("The person leads: what they want, can and have already. Help from people they know comes first."),
    settings=ProgramSettings(
        name="",
        first_contact_days=3,
        silence_limit_days=21,
        review_every_days=90,
        follow_up_after_days=60,
        left_out=(PathStep.RISK.value,),
        calls_people=PeopleWord.PARTICIPANT.value,
        calls_plan=PlanWord.ACTION.value,
        calls_sessions=SessionWord.MEETING.value,
    ),
    indicators=(
        IndicatorWords("First small things tried", "things", IndicatorKind.OUTPUT.value, target=Decimal(6)),
        IndicatorWords(
            "People to count on",
            "people",
            baseline=Decimal(1),
            target=Decimal(3),
            at_intake=True,
            at_review=True,
        ),
    ),
    forms=("/strengths-and-needs-first-look", "/whole-life", "/self-reflection", "/safety-plan"),
    template=TemplateWords(
        title="Building on strengths",
        about="For people who want to go their own way, with somebody beside them.",
        domains=(Domain.FRIENDS.value, Domain.DAILY_LIFE.value, Domain.WORK.value, Domain.CULTURE.value),
        prompts="""\
What do you do on a good day?
What have you got through before, and how did you do that?
Who is on your side: family, neighbours, people you pray or play with?
What do you want that has nothing to do with problems?
From 0 to 10: how near are you? What would one more look like?""",
        steps="""\
Draw the map of people and places that do you good
Ask one person you know before we ask a service
Try the first small thing this week
Meet where you feel at ease, not in the office
Celebrate what worked, and write down why""",
        frequency="Every week, where the person wants to meet.",
        duration="As long as it helps; we ask every three months.",
        contingency="If a bad week comes: call the person you chose first, then us.",
        example=Example(
            words="I want to play the oud again, with others.",
            why_it_matters="When I played, people knew me for something good.",
            specific="Playing every Friday in the café by the mosque.",
            measure="How many Fridays in a month.",
            baseline="0 a month",
            target="4 a month",
            steps="""\
Bilal asks his cousin for the oud
They go to the café together the first time
The worker finds strings at the music school""",
        ),
    ),
)
KINDS = {each.slug: each for each in (CLINICAL, BROKERAGE, STRENGTHS)}
