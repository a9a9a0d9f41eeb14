"""What is shown on a tour: a page of the house, and what to say of it. Lists only, and never somebody's file."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.access.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """The name of a page's address, and what it is for in two or three sentences."""

    page: str
    title: str | Promise
    text: str | Promise


LEARNING = Step(
    "training:learning",
    _("Learning"),
    _("Short lessons on working at a distance, and how your agency does things. What is asked of you says so."),
)
MY_DAY = Step(
    "workspace:my_day",
    _("This is your day"),
    _(
        "What is late stands first, then what is due today, then the week. Beside it are your visits and your people. "
        "Begin here each morning."
    ),
)
TOURS: dict[Role, tuple[Step, ...]] = {
    Role.CASE_MANAGER: (
        MY_DAY,
        Step(
            "workspace:caseload",
            _("Your people"),
            _(
                "Everybody whose case is yours, each with the next step. Where there is none, somebody may be "
                "forgotten. A name opens the file."
            ),
        ),
        Step(
            "workspace:calendar",
            _("Your calendar"),
            _("Visits and groups, by week. The calendar of your phone can show when you are busy, never who or where."),
        ),
        Step(
            "workspace:calls",
            _("Calls"),
            _(
                "Whom to call today. The number comes only with the answer whether it is safe now. What came of the "
                "call is noted in one step."
            ),
        ),
        LEARNING,
    ),
    Role.INTAKE_WORKER: (
        MY_DAY,
        Step(
            "intake:queue",
            _("Who asks for help"),
            _(
                "New referrals, the most urgent first. Open one to see whether the person is known already, to "
                "screen, to welcome them, or to tell the referrer no."
            ),
        ),
        Step(
            "interop:texts",
            _("Texts that came in"),
            _("Answers from telephones belong to nobody at first: a number is no name. You say whose they are."),
        ),
        Step(
            "directory:services",
            _("Where else there is help"),
            _("Services near by, whom they take and what they cost, for whoever cannot wait here."),
        ),
        LEARNING,
    ),
    Role.SUPERVISOR: (
        Step(
            "supervision:overview",
            _("Your team"),
            _(
                "Who is on duty, who is away, how much each carries, and whom nobody has spoken with for too long. "
                "What waits for your answer stands here."
            ),
        ),
        Step(
            "workspace:cases",
            _("All cases"),
            _("Every open case of your programs, by what is next. From a case you hand it over to somebody else."),
        ),
        Step(
            "training:team",
            _("What your team may do and has learned"),
            _("Licenses that run out, papers that you have seen, and lessons that are still to be done."),
        ),
        Step(
            "insight:figures",
            _("Figures"),
            _("How many came, how long they waited, what was reached. Never a name, and never a sealed program."),
        ),
        LEARNING,
    ),
    Role.AGENCY_ADMINISTRATOR: (
        Step(
            "workspace:staff",
            _("Your colleagues"),
            _("Add somebody, give a role in a program, take it back, help with a lost second step. Have two of you."),
        ),
        Step(
            "workspace:programs",
            _("Your programs"),
            _("Whom each takes, how fast, which forms it uses, and who may know of its people. Settle that first."),
        ),
        Step(
            "questionnaires:list",
            _("Forms"),
            _("What people are asked. Look each one through, take in your own, or build one."),
        ),
        Step(
            "directory:services",
            _("The directory"),
            _("Services that you send people to. Bring in a list, and keep it up to date."),
        ),
        LEARNING,
    ),
}  # fmt: skip
