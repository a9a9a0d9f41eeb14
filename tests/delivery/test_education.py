"""Something was explained: what she said it means is kept, and what did not come across is gone through again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.delivery.actions import Taught, give_education
from keyworker.delivery.models import EducationGiven, Format
from keyworker.people.models import TimelineEntry
from keyworker.tasks.models import Task
from tests.delivery.test_pages import day

SAID = "If the heating is off, they must answer in two weeks."


def taught(town, **more):
    said = {"material": "Tenants' rights", "language": "es", "format": Format.PAPER, "given_on": town.today}
    return Taught(**{**said, "said_back": SAID, **more})


def teach(town, case, actor=None, **more):
    return give_education(actor=actor or town.amina, case=case, taught=taught(town, **more))


def typed(town, **more):
    return {
        "material": "Tenants' rights", "language": "es", "format": "paper", "said_back": SAID, "understood": "yes",
        **day("given_on", town.today), **more,
    }  # fmt: skip


def test_what_she_said_back_is_in_the_file_and_what_is_not_clear_comes_again_as_a_task(town, page):
    case, again_on = town.client_case(), town.today + timedelta(days=3)
    address = reverse("delivery:education", args=[case.person_id])
    sent = typed(town, understood="repeat", said_back="I pay the first page.", **day("repeat_on", again_on))
    assert page(town.amina).post(address, sent).status_code == 302
    (first,) = town.all(EducationGiven, case=case)
    task = town.find(Task, case=case, source_id=first.pk)
    assert (task.due_on, task.done_at) == (again_on, None)
    assert "Again on" in page(town.amina).get(address).content.decode()
    assert page(town.amina).post(address, typed(town, again_of=str(first.pk))).status_code == 302
    assert town.find(Task, pk=task.pk).done_at is not None
    body = page(town.amina).get(address).content.decode()
    assert "for the second time" in body
    assert "I pay the first page." in body
    assert "Again on" not in body
    assert town.find(Case, pk=case.pk).next_step_on is not None
    assert town.find(TimelineEntry, verb="delivery.education_understood", person=case.person_id)


@pytest.mark.parametrize(
    "wrong",
    [{"said_back": " "}, {"material": ""}, {"understood": "repeat"}, {"understood": ""}, {"language": "xx"},
     {"given_on_year": "2199"}, {"format": "smoke"}],
)  # fmt: skip
def test_without_her_own_words_nothing_is_kept_and_nothing_typed_is_lost(town, page, wrong):
    case = town.client_case()
    answer = page(town.amina).post(reverse("delivery:education", args=[case.person_id]), typed(town, **wrong))
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()
    assert town.all(EducationGiven, case=case) == []


def test_the_action_refuses_the_same_and_a_second_second_time(town):
    case, yesterday = town.client_case(), town.today - timedelta(days=1)
    tomorrow = town.today + timedelta(days=1)
    for wrong in ({"said_back": " "}, {"material": " "}, {"given_on": tomorrow}, {"repeat_on": yesterday}):
        with pytest.raises(Refused):
            teach(town, case, **wrong)
    first = teach(town, case, repeat_on=tomorrow)
    done = teach(town, case, again_of=first)
    for earlier in (first, done):
        with pytest.raises(Refused):
            teach(town, case, again_of=earlier)
    assert len(town.all(EducationGiven, case=case)) == 2


def test_nobody_from_outside_the_file_reads_or_writes_it(town, page):
    hidden = town.client_case(town.grace, town.shelter)
    first = teach(town, hidden, actor=town.grace, repeat_on=town.today)
    mine = town.client_case()
    for actor in (town.amina, town.ben, town.flo, town.carl):
        answer = page(actor).get(reverse("delivery:education", args=[hidden.person_id]))
        assert answer.status_code in {403, 404}
        with pytest.raises(Absent):
            teach(town, hidden, actor=actor)
    with pytest.raises(Absent):
        teach(town, mine, again_of=first)
