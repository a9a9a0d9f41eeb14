"""A save that is sent twice, because the answer to the first was lost, is done once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections
from django.urls import reverse

from keyworker.access.once import DoneBefore, sending
from keyworker.tasks.actions import set_task
from keyworker.tasks.models import Task


def tasks(town, case):
    return len(town.all(Task, case=case, what__startswith="Call the school"))


def test_the_same_form_sent_again_leads_where_the_first_led_and_does_nothing(town, page):
    case = town.client_case()
    address = reverse("tasks:complete", args=[_task(town, case).pk])
    first = page(town.amina).post(address, {"outcome": ""}, headers={"Idempotency-Key": "k-1"})
    again = page(town.amina).post(address, {"outcome": ""}, headers={"Idempotency-Key": "k-1"})
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]


def test_the_key_of_one_worker_says_nothing_of_anothers(town):
    case = town.client_case(town.sam, town.family)
    with sending("shared-key"):
        _task(town, case, town.sam)
    with sending("shared-key"):
        _task(town, case, town.ben)
    assert tasks(town, case) == 2


def test_two_actions_of_one_sending_are_both_done_and_neither_twice(town):
    case = town.client_case()
    with sending("two-steps"):
        _task(town, case)
        _task(town, case)
    with sending("two-steps"), pytest.raises(DoneBefore):
        _task(town, case)
    assert tasks(town, case) == 2


def test_a_save_that_failed_may_be_sent_again(town):
    case = town.client_case()
    with sending("after-a-fault"), pytest.raises(AttributeError):
        set_task(actor=town.amina, case=case, what="Call the school", due_on=None, kind=object())
    with sending("after-a-fault"):
        _task(town, case)
    assert tasks(town, case) == 1


def test_eight_sendings_at_once_are_one_save(open_town):
    case, amina = open_town.client_case(), open_town.amina

    def send(_):
        try:
            with sending("impatient"):
                return _task(open_town, case, amina) and 1
        except DoneBefore:
            return 0
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(8))) == 1
    assert tasks(open_town, case) == 1


def _task(town, case, actor=None):
    return set_task(actor=actor or town.amina, case=case, what="Call the school about Mateo", due_on=date(2031, 3, 1))
