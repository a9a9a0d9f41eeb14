"""Plan templates to begin with, each with a filled example; copied into a program, one is the agency's own."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from keyworker.assessment.domains import Domain


@dataclass(frozen=True, slots=True)
class Example:
    """One goal filled in, as somebody might have said it; `steps` has one a line."""

    words: str = ""
    why_it_matters: str = ""
    specific: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    steps: str = ""

    @property
    def step_lines(self) -> list[str]:
        return lines_of(self.steps)


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """All that is said about a template."""

    title: str
    about: str = ""
    domains: tuple[str, ...] = ()
    prompts: str = ""
    steps: str = ""
    frequency: str = ""
    duration: str = ""
    contingency: str = ""
    example: Example = field(default_factory=Example)

    def values(self) -> dict[str, Any]:
        """As the model keeps them."""
        return {**asdict(self), "domains": list(self.domains)}


def example_of(kept: Mapping[str, Any]) -> Example:
    """The example of a template; what is not known is left out."""
    return Example(**{name: str(kept.get(name, "")) for name in Example.__slots__})


def lines_of(text: str) -> list[str]:
    """What stands one a line, without empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


HOUSING = TemplateWords(
    title="Finding and keeping a home",
    about="For people without a home, or about to lose it.",
    domains=(Domain.HOUSING.value, Domain.MONEY.value, Domain.LEGAL.value, Domain.SAFETY.value),
    prompts="""\
What does home mean to you? What must it have, and what can wait?
When did you live somewhere that was good? What made it good?
From 0 to 10: how sure are you that you will sleep in the same place next month?
What have you done before to keep a home or to find one?
Who could go with you to look at a place?""",
    steps="""\
Gather ID, proof of income and the last lease
Put your name on the housing list
Look at two places together
Ask for help with the deposit
Read the lease together before anybody signs
Agree on a day each month to pay the rent""",
    frequency="Every week until there is a lease, then every other week.",
    duration="Until the lease is signed, and three months after it.",
    contingency="If the place falls through or there is a letter about rent, call the case manager the same day.",
    example=Example(
        words="I want my own door, near the school, so that Mateo keeps his friends.",
        why_it_matters="He has moved four times. He should finish one school.",
        specific="A two-bedroom flat within two miles of Lincoln School, in Rosa's name.",
        measure="A signed lease.",
        baseline="Staying with her sister, four people in one room.",
        target="A home of their own for less than 900 a month.",
        steps="""\
Rosa gathers her pay slips by Friday
Amina calls the housing office on Monday and asks for a date
Elena comes along to the first visit""",
    ),
)
FAMILY = TemplateWords(
    title="Family support",
    about="For parents and children who want calmer days and safe ways through hard ones.",
    domains=(Domain.FAMILY.value, Domain.SAFETY.value, Domain.MENTAL_HEALTH.value, Domain.LEARNING.value),
    prompts="""\
What is going well in your family that should stay as it is?
Think of a good evening at home. What was different from other evenings?
What would your child say they wish for?
From 0 to 10: how calm are the mornings?
Who in the family, or next door, helps when it gets loud?""",
    steps="""\
Agree on one thing to do the same way every morning
Meet the teacher together
Try the parents' group once and see
Write the plan for hard evenings and put it on the fridge
One hour a week for each parent alone""",
    frequency="A visit every week, at a time when the children are home.",
    duration="Six months; we look at it again after three.",
    contingency="If somebody is in danger: leave the room with the children and call 911. Then call us, at any hour.",
    example=Example(
        words="I want mornings without shouting.",
        why_it_matters="The girls go to school crying. I did too, as a child.",
        specific="Four mornings of five, everybody leaves the house without a fight.",
        measure="The mother marks each morning on the calendar in the kitchen.",
        baseline="1 calm morning a week",
        target="4 calm mornings a week",
        steps="""\
The mother lays out clothes and bags the evening before
The case manager brings the picture list for the door
The grandmother comes on Mondays for the first month""",
    ),
)
EMPLOYMENT = TemplateWords(
    title="Work and income",
    about="For people who look for work, want other work, or want to keep what they have.",
    domains=(Domain.WORK.value, Domain.LEARNING.value, Domain.MONEY.value, Domain.HEALTH.value),
    prompts="""\
Which work made you forget the time?
What do people thank you for?
If the week went just as you wish, what would you do on Tuesday morning?
From 0 to 10: how ready do you feel to go to an interview tomorrow?
What got in the way before, and what helped you round it?""",
    steps="""\
Write down what you can do, with somebody who knows you
Make the CV together
Practise the interview twice
Visit the workplace before the first day
Find out what the wage does to benefits
Agree whom to call when a shift goes wrong""",
    frequency="Every other week, and before and after each interview.",
    duration="Until three months in the job are over.",
    contingency="If the job ends or the pay does not come, call within the week. We look at the money together.",
    example=Example(
        words="I want work with my hands, and to be home when school ends.",
        why_it_matters="I am good at it, and my children have seen me sit for too long.",
        specific="A part-time job in a workshop or kitchen, mornings, within an hour by bus.",
        measure="A contract, and the first three pay slips.",
        baseline="0 hours a week",
        target="20 hours a week",
        steps="""\
Dima writes down the four jobs he liked best
The case manager asks the training workshop for a trial week
His cousin drives him on the first day""",
    ),
)
SHIPPED = {"housing": HOUSING, "family-support": FAMILY, "employment": EMPLOYMENT}
