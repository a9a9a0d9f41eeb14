"""What a task is about is read by whoever may read the record that asked for it: Flo looks after tasks, not plans."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import facts
from keyworker.base.context import reading
from keyworker.cases import actions as cases
from keyworker.delivery.actions import (
    Decided,
    Entitled,
    Held,
    hold_conference,
    note_benefit,
    note_decision,
)
from keyworker.delivery.models import BenefitKind, BenefitStatus, ClientPart
from keyworker.people.actions import add_to_care_team
from keyworker.referrals.actions import Obstacle, begin_advocacy
from keyworker.referrals.models import InTheWay
from keyworker.tasks.actions import complete_task, set_task
from keyworker.tasks.models import Task
from keyworker.tasks.policy import words_need

SECRETS = ("Antabuse", "methadone clinic", "brother in prison")
VEILED = "Something you may not read"
TYPED = "Bring two photos"


@pytest.fixture
def case(town):
    """Housing's case, with Flo of the front desk on its care team; what each record asked for names a secret."""
    found = town.client_case(full_name="Ondine Marsh")
    flo, soon = town.staff(town.flo), town.today + timedelta(days=2)
    add_to_care_team(actor=town.ben, person=found.person, program=town.housing, staff=flo, because="front desk")
    asked = Entitled(BenefitKind.OTHER, "Antabuse paid", BenefitStatus.TO_APPLY, look_again_on=soon)
    note_benefit(actor=town.amina, case=found, entitled=asked)
    denied = Obstacle(InTheWay.DENIED, "a place at the methadone clinic", "The county", town.today, "To get well.",
                      deadline_on=town.today + timedelta(days=20))  # fmt: skip
    begin_advocacy(actor=town.amina, case=found, obstacle=denied)
    said = Held(town.today, "Family", ClientPart.PRESENT, "My own key.", "Much.")
    about = hold_conference(actor=town.amina, case=found, held=said)
    decided = Decided("Visit the brother in prison", "worker", due_on=soon)
    note_decision(actor=town.amina, conference=about, decided=decided)
    set_task(actor=town.amina, case=found, what=TYPED, due_on=soon)
    found.about = about
    return found


def pages(town, case):
    """Every page of Flo's on which a task of the file may stand."""
    tasks = town.all(Task, case=case, done_at=None)
    return [
        reverse("tasks:list", args=[case.person_id]),
        reverse("workspace:file", args=[case.person_id]),
        reverse("workspace:timeline", args=[case.person_id]),
        *(reverse(f"tasks:{name}", args=[task.pk]) for task in tasks for name in ("complete", "move", "cancel")),
    ]


def test_flo_learns_that_something_is_due_and_not_what_a_benefit_an_appeal_or_a_decision_asks(town, case, page):
    """A breach: task:view alone, in a file whose plans, contacts and notes are not hers to read."""
    flo = page(town.flo)
    for address in pages(town, case):
        body = flo.get(address).content.decode()
        assert [word for word in SECRETS if word in body] == [], address
    listed = flo.get(reverse("tasks:list", args=[case.person_id])).content.decode()
    assert VEILED in listed
    assert TYPED in listed, "what somebody typed as a task is for whoever looks after tasks"
    (decided,) = town.all(Task, case=case, what__contains="prison")
    done = flo.post(reverse("tasks:complete", args=[decided.pk]), {"outcome": "Rang the chaplain."}, follow=True)
    assert "prison" not in done.content.decode()
    assert "prison" not in flo.get(reverse("workspace:timeline", args=[case.person_id])).content.decode()


@pytest.mark.parametrize("who", ["amina", "ben", "sam"])
def test_who_may_read_the_records_reads_the_tasks(town, case, page, who):
    if who == "sam":
        sam = town.staff(town.sam)
        cases.break_glass(actor=town.sam, person=case.person, program=town.housing, staff=sam, reason="At the door")
    browser = page(getattr(town, who))
    listed = browser.get(reverse("tasks:list", args=[case.person_id])).content.decode()
    assert [word for word in SECRETS if word not in listed] == []
    assert VEILED not in listed
    told = browser.get(reverse("workspace:timeline", args=[case.person_id])).content.decode()
    assert "prison" in told


def test_what_was_given_to_flo_by_name_she_reads_and_once_only(town, case, page):
    soon = town.today + timedelta(days=3)
    decided = Decided("Ring the landlord", "worker", staff=town.staff(town.flo), due_on=soon)
    note_decision(actor=town.amina, conference=case.about, decided=decided)
    flo = page(town.flo)
    for address in (reverse("tasks:list", args=[case.person_id]), reverse("workspace:my_day")):
        body = flo.get(address).content.decode()
        assert "Ring the landlord" in body
        assert [word for word in SECRETS if word in body] == []
    (task,) = town.all(Task, case=case, assignee=town.flo.id)
    complete_task(actor=town.flo, task=task)


def test_every_record_that_asks_for_a_task_says_who_reads_it(town):
    """The town's own tasks come from most of them; one that nobody declared would be an error, not a leak."""
    with reading(town.job()):
        asked = set(facts(Task, because="what the town asked for").values_list("source_type", flat=True))
    assert len(asked) > 5
    for source_type in asked:
        assert words_need(source_type)
    with pytest.raises(KeyError):
        words_need("people.person")
