"""What she takes, in her words: a change ends what was before, a stop has a reason, and the list comes again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.cases.actions import open_case
from keyworker.cases.models import Case
from keyworker.delivery.actions import (
    Medicine,
    list_allergy,
    list_medicine,
    review_medicines,
    stop_medicine,
    take_allergy_back,
)
from keyworker.delivery.models import Allergy, KnownFrom, Medication, MedicationReview
from keyworker.people.models import TimelineEntry
from keyworker.tasks.models import Task
from tests.delivery.test_pages import day

SERTRALINE = Medicine("Sertraline", KnownFrom.BOX, "One in the morning")
FORGETS = "I forget it when I stay with my sister."


def place(case):
    return reverse("delivery:medicines", args=[case.person_id])


def takes(town, case, medicine=SERTRALINE, actor=None, **more):
    return list_medicine(actor=actor or town.amina, case=case, medicine=medicine, **more)


def test_another_dose_ends_the_one_before_and_both_are_kept(town, page):
    case, amina = town.client_case(), page(town.amina)
    first = {"step": "medicine", "medicine-what": "Sertraline", "medicine-dose": "One in the morning"}
    assert amina.post(place(case), {**first, "medicine-known_from": "box"}).status_code == 302
    (taken,) = town.all(Medication, case=case)
    more = {**first, "medicine-dose": "Two in the morning", "medicine-known_from": "letter"}
    changed = {**more, "medicine-replaces": str(taken.pk), "medicine-because": "One was not enough."}
    assert amina.post(place(case), changed).status_code == 302
    former, now = sorted(town.all(Medication, case=case), key=lambda each: each.pk)
    assert (former.stopped_on, former.stopped_because, former.dose) == (
        town.today, "One was not enough.", "One in the morning",
    )  # fmt: skip
    assert (now.replaces_id, now.stopped_on) == (former.pk, None)
    body = amina.get(place(case)).content.decode()
    assert body.index("Two in the morning") < body.index("1 that they took before")
    assert town.find(TimelineEntry, verb="delivery.medicine_changed", person=case.person_id)


def test_the_list_is_gone_through_again_and_the_task_of_before_is_done(town, page):
    case, amina, soon = town.client_case(), page(town.amina), town.today + timedelta(days=20)
    sent = {"step": "review", "review-words": FORGETS, **day("review-on", town.today), **day("review-next_on", soon)}
    assert amina.post(place(case), sent).status_code == 302
    (held,) = town.all(MedicationReview, case=case)
    task = town.find(Task, case=case, source_id=held.pk)
    assert (task.due_on, task.done_at) == (soon, None)
    assert FORGETS in amina.get(place(case)).content.decode()
    review_medicines(actor=town.amina, case=town.find(Case, pk=case.pk), on=town.today, words="It helps.")
    assert town.find(Task, pk=task.pk).done_at is not None
    assert town.find(Case, pk=case.pk).next_step_on is not None


def test_an_allergy_stands_first_until_it_is_taken_back_with_a_reason(town, page):
    case, amina = town.client_case(), page(town.amina)
    sent = {"step": "allergy", "allergy-what": "Penicillin", "allergy-known_from": "told"}
    assert amina.post(place(case), sent).status_code == 302
    (allergy,) = town.all(Allergy, case=case)
    body = amina.get(place(case)).content.decode()
    assert body.index("Penicillin") < body.index("They take now")
    back = {"step": "take-back", "take-back-allergy": str(allergy.pk), "take-back-because": ""}
    assert amina.post(place(case), back).status_code == 200
    assert amina.post(place(case), {**back, "take-back-because": "The clinic tested it."}).status_code == 302
    assert town.find(Allergy, pk=allergy.pk).taken_back_because == "The clinic tested it."
    with pytest.raises(Refused):
        take_allergy_back(actor=town.amina, allergy=allergy, because="Again.")


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("medicine", {"what": ""}), ("medicine", {"known_from": "guess"}), ("medicine", {"what": "x" * 201}),
        ("medicine", {"since_month": "1", "since_day": "1", "since_year": "2199"}),
        ("allergy", {"what": " "}), ("review", {"words": " "}), ("review", {"on_year": "2199"}),
        ("stop", {"stopped_because": "  "}), ("stop", {"medication": "not-one"}), ("nothing", {}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_kept(town, page, step, wrong):
    case = town.client_case()
    takes(town, case)
    right = {"what": "Iron", "known_from": "told", "words": FORGETS, "stopped_because": "Sick", **day("on", town.today)}
    sent = {f"{step}-{name}": value for name, value in {**right, **wrong}.items()}
    answer = page(town.amina).post(place(case), {"step": step, **sent})
    assert answer.status_code == 200
    assert ("govuk-error-summary" in answer.content.decode()) == (step != "nothing")
    assert len(town.all(Medication, case=case, stopped_on=None)) == 1
    assert town.all(Allergy, case=case) == town.all(MedicationReview, case=case) == []


def test_the_actions_refuse_what_makes_no_sense(town):
    case, tomorrow, yesterday = town.client_case(), town.today + timedelta(days=1), town.today - timedelta(days=1)
    mine = takes(town, case, Medicine("Iron", KnownFrom.TOLD, since=town.today))
    for on, because in ((tomorrow, "Sick"), (yesterday, "Sick"), (town.today, " ")):
        with pytest.raises(Refused):
            stop_medicine(actor=town.amina, medication=mine, on=on, because=because)
    stop_medicine(actor=town.amina, medication=mine, on=town.today, because="Sick")
    with pytest.raises(Refused):
        stop_medicine(actor=town.amina, medication=mine, on=town.today, because="Sick")
    with pytest.raises(Refused):
        takes(town, case, replaces=mine, because="More")
    for next_on in (yesterday, town.today):
        with pytest.raises(Refused):
            review_medicines(actor=town.amina, case=case, on=town.today, words=FORGETS, next_on=next_on)


def test_a_change_stays_in_the_file_and_in_the_case(town):
    case = town.client_case()
    beside = open_case(actor=town.amina, program=town.family, person=case.person, owner=town.staff(town.amina))
    for elsewhere in (town.client_case(full_name="Somebody Else"), beside):
        another = takes(town, elsewhere)
        with pytest.raises(Absent):
            takes(town, case, replaces=another, because="A wrong key")
        assert town.find(Medication, pk=another.pk).stopped_on is None


def test_the_database_keeps_no_stop_without_a_reason(town):
    mine = takes(town, town.client_case())
    with pytest.raises(IntegrityError, match="stopped_with_a_reason"), transaction.atomic(), reading(town.amina):
        change(mine, stopped_on=town.today)


def test_nobody_from_outside_the_file_reads_or_writes_it(town, page):
    hidden = town.client_case(town.grace, town.shelter)
    hers = takes(town, hidden, actor=town.grace)
    allergy = list_allergy(actor=town.grace, case=hidden, what="Nuts", known_from=KnownFrom.TOLD)
    mine = town.client_case()
    for actor in (town.amina, town.ben, town.flo, town.carl):
        assert page(actor).get(place(hidden)).status_code in {403, 404}
        with pytest.raises(Absent):
            takes(town, hidden, actor=actor)
        with pytest.raises(Absent):
            stop_medicine(actor=actor, medication=hers, on=town.today, because="Mine now")
        with pytest.raises(Absent):
            take_allergy_back(actor=actor, allergy=allergy, because="Mine now")
    with pytest.raises(Absent):
        takes(town, mine, replaces=hers, because="A key posted by hand")


def test_the_front_desk_reads_no_medicines(town, page):
    case = town.client_case()
    takes(town, case)
    assert page(town.flo).get(place(case)).status_code in {403, 404}
