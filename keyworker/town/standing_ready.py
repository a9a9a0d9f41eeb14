"""What the houses have set up so that nobody is left alone with an answer: who is on duty, what they mark."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from keyworker.access.permissions import Permission
from keyworker.access.sight import facts, rows
from keyworker.assessment.actions import (
    NewMark,
    When,
    mark_critical,
    plan_due,
    set_reading_hours,
    set_rule,
)
from keyworker.assessment.danger import key_of
from keyworker.assessment.forms import words_of
from keyworker.assessment.models import AssessmentRule, Operator
from keyworker.base.context import reading
from keyworker.cases.actions import set_duty
from keyworker.planning.actions import add_plan_template
from keyworker.planning.examples import SHIPPED
from keyworker.questionnaires.filling import definition_of
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from keyworker.reviews.actions import Days, IndicatorWords, add_indicator, set_review_rules
from keyworker.supervision.actions import set_absence
from keyworker.town.cast import Agencies

# Program → (who set it, who is on duty this week, who next week).
ROTAS = {
    "harbor-house": {"housing": ("ben", "ben", "amina"), "family": ("ben", "sam", "amina")},
    "northside": {"community": ("nadia", "carl", "nadia")},
}
# Who will be away, in how many weeks, from which program, who looks after their people, and who said so.
AWAY = {"harbor-house": (3, "housing", "amina", "ben", "ben"), "northside": (4, "community", "carl", "nadia", "nadia")}
WEEK = timedelta(days=7)
# A house's own mark: form, question, answer, what to do. Here somebody once went without insulin over a weekend.
MARK = ("/immediate-needs", "medicine", "|no", "Call them today: which medicine, and for how many days is it enough?")


SUPPERS = IndicatorWords("Suppers at one table in a week", "suppers", baseline=Decimal(1), target=Decimal(3))
# Where the PHQ-9 is asked by rule.
DUE_IN = {"harbor-house": ("housing",), "northside": ("community",)}


# Which templates a plan can begin with, by program.
TEMPLATES: dict[str, dict[str, tuple[str, ...]]] = {
    "harbor-house": {"housing": ("housing", "employment"), "family": ("family-support",)},
    "northside": {"community": ("housing", "family-support", "employment")},
}


def offer_templates(house: Agencies) -> None:
    """The administrator copies what fits into each program."""
    by = {"harbor-house": "priya", "northside": "pavel"}[house.house.slug]
    for slug, names in TEMPLATES[house.house.slug].items():
        for name in names:
            add_plan_template(actor=house.actor(by), program=house.programs[slug], words=SHIPPED[name])


def set_rotas(house: Agencies, now: datetime) -> None:
    """This week's worker and next week's, in every program but the shelter, which has one advocate."""
    first = now.astimezone(ZoneInfo(house.house.time_zone)).date() - timedelta(days=2)
    for slug, (by, *turns) in ROTAS[house.house.slug].items():
        for number, key in enumerate(turns):
            from_on = first + number * WEEK
            until_on = from_on + WEEK - timedelta(days=1)
            program, staff = house.programs[slug], house.staff[key]
            set_duty(actor=house.actor(by), program=program, staff=staff, from_on=from_on, until_on=until_on)


def say_who_is_away(house: Agencies, now: datetime) -> None:
    """A week's leave in each house, and who looks after the people meanwhile."""
    weeks, program, who, cover, by = AWAY[house.house.slug]
    first = now.astimezone(ZoneInfo(house.house.time_zone)).date() + weeks * WEEK
    set_absence(
        actor=house.actor(by),
        program=house.programs[program],
        staff=house.staff[who],
        cover=house.staff[cover],
        from_on=first,
        until_on=first + WEEK - timedelta(days=1),
    )


def mark_answers(house: Agencies) -> None:
    """One answer that this house says calls for action, beside what the form says."""
    with reading(house.job):
        found = facts(Questionnaire, because="the town marks an answer").filter(
            url__endswith=MARK[0], status=QuestionnaireStatus.PUBLISHED
        )
        form = found.get()
        item = definition_of(form).by_link_id[MARK[1]]
    option = next(option for option in item.options if key_of(option.value).endswith(MARK[2]))
    mark = NewMark(
        url=form.url,
        title=form.title,
        link_id=item.link_id,
        question=words_of(item),
        operator=Operator.IS,
        value=key_of(option.value),
        value_words=option.label.default,
        message=MARK[3],
    )
    mark_critical(actor=house.job, agency=house.agency, mark=mark)


def set_rules(house: Agencies) -> None:
    """The PHQ-9 soon after opening and every eight weeks; by when answers are read; what is measured at the end."""
    with reading(house.job):
        found = facts(Questionnaire, because="the town sets when it is due")
        form = found.get(url__endswith="/phq-9", status=QuestionnaireStatus.PUBLISHED)
    for slug in DUE_IN[house.house.slug]:
        program = house.programs[slug]
        set_rule(actor=house.job, program=program, form=form, when=When(14, 56))
        set_reading_hours(actor=house.job, program=program, days="12345", by=time(10))
        set_review_rules(actor=house.job, program=program, days=Days(high_days=30, very_high_days=14))
    if family := house.programs.get("family"):
        add_indicator(actor=house.job, program=family, words=SUPPERS)


def plan_what_is_due(house: Agencies) -> None:
    """What the night's job did before the town opened."""
    with reading(house.job):
        rules = list(rows(AssessmentRule, actor=house.job, needs=Permission.ASSESSMENT_RULES).filter(ended_at=None))
    for each in rules:
        plan_due(actor=house.job, rule=each)
