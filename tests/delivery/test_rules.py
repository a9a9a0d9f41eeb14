"""What follows from a contact, and what may be done with a note."""

from datetime import UTC, datetime, timedelta

import pytest

from keyworker.delivery import rules

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "outcome", "reached"),
    [
        ("phone", "reached", True),
        ("visit", "reached", True),
        ("phone", "attempted", False),
        ("collateral", "reached", False),
    ],
)
def test_talking_about_somebody_is_not_talking_with_them(kind, outcome, reached):
    assert rules.reached_the_person(kind, outcome) is reached


def test_a_contact_cannot_be_recorded_before_it_happened():
    assert rules.may_have_happened(NOON, now=NOON)
    assert not rules.may_have_happened(NOON + timedelta(minutes=1), now=NOON)


def test_the_page_that_saved_last_may_always_save_again():
    kept = rules.DraftState(version=7, edited_in="kitchen")
    assert not rules.is_stale(kept, seen=3, page="kitchen")
    assert rules.is_stale(kept, seen=3, page="bedroom")
    assert not rules.is_stale(kept, seen=7, page="bedroom")


def test_a_page_without_a_name_is_judged_by_its_version_alone():
    assert rules.is_stale(rules.DraftState(version=2, edited_in=""), seen=1, page="")


def test_only_signed_words_are_amended_and_only_with_a_reason():
    assert rules.may_amend(signed=True, text="It was Tuesday.", reason="wrong day")
    assert not rules.may_amend(signed=False, text="It was Tuesday.", reason="wrong day")
    assert not rules.may_amend(signed=True, text=" ", reason="wrong day")
    assert not rules.may_amend(signed=True, text="It was Tuesday.", reason="  ")


def test_an_empty_note_is_not_signed():
    assert not rules.may_sign(" \n")
