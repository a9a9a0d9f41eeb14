"""What makes a goal clear, who may sign and when, and how two versions differ."""

from datetime import date

import pytest

from keyworker.planning.clear_goals import GoalFacts, checked, is_sound_goal, is_sound_step, may_lead_to, smart_check
from keyworker.planning.differences import compare
from keyworker.planning.rules import (
    Signing,
    Standing,
    awaited,
    may_begin_version,
    may_change,
    may_read_goal,
    may_sign,
    may_sign_here,
    may_start,
)

TODAY = date(2026, 3, 2)
CLEAR = GoalFacts(
    words="I want us to stay near the school.",
    specific="Rosa signs a lease within two miles of Lincoln School.",
    measure="A signed lease",
    baseline="Staying with her sister",
    target="Her own two-bedroom flat",
    target_on=date(2026, 8, 31),
    why_it_matters="Mateo has his friends there.",
    steps=2,
)


def standing(**changes):
    return Standing(
        **{
            "status": "draft",
            "digest": "words-1",
            "goals": 1,
            "signed": frozenset(),
            "supervisor_signs": False,
            **changes,
        }
    )


def signing(**changes):
    return Signing(
        **{"signer": "client", "signer_name": "Rosa Delgado", "how": "typed", "digest": "words-1", **changes}
    )


def test_a_clear_goal_gets_no_hints():
    assert smart_check(CLEAR, today=TODAY) == []


def test_a_bare_wish_gets_gentle_hints_and_is_never_refused():
    hints = smart_check(GoalFacts(words="A home"), today=TODAY)
    assert [hint.field for hint in hints] == ["specific", "measure", "steps", "why_it_matters", "target_on"]


def test_a_date_in_the_past_and_one_far_away_are_asked_about():
    for day in (date(2026, 3, 1), date(2028, 1, 1)):
        assert [hint.field for hint in smart_check(clear(target_on=day), today=TODAY)] == ["target_on"]


def clear(**changes):
    return GoalFacts(**{name: getattr(CLEAR, name) for name in CLEAR.__slots__} | changes)


def test_the_five_qualities_say_which_is_there_and_what_would_help():
    found = checked(smart_check(clear(measure=""), today=TODAY))
    assert [quality.met for quality in found] == [True, False, True, True, True]
    assert [hint.field for hint in found[1].hints] == ["measure"]


def test_days_that_contradict_each_other_are_asked_about_without_being_looked_for():
    after_the_goal = smart_check(clear(last_step_on=date(2026, 9, 1)), today=TODAY)
    after_the_far_goal = smart_check(clear(leads_to_on=date(2026, 8, 1)), today=TODAY)
    assert [hint.careful for hint in (*after_the_goal, *after_the_far_goal)] == [True, True]


def test_a_goal_that_keeps_things_as_they_are_is_asked_about_and_not_refused():
    same = clear(baseline="0 drinks", target="0  Drinks")
    assert is_sound_goal(same)
    assert [hint.field for hint in smart_check(same, today=TODAY)] == ["target"]


@pytest.mark.parametrize(
    ("baseline", "target", "less", "sound"),
    [
        ("3", "7", False, True),
        ("7", "3", False, False),
        ("7", "3", True, True),
        ("3", "7", True, False),
        ("$1,200 a month", "$700 a month", False, False),
        ("$1,200 a month", "$700 a month", True, True),
        ("7 of 10", "3", False, False),
        ("٧", "٣", False, False),
        ("4 people in one room", "2 rooms", False, True),
        ("Staying with her sister", "Her own flat", False, True),
        ("", "3", False, True),
    ],
)
def test_a_target_on_the_wrong_side_of_today_is_refused_when_both_are_numbers_of_one_thing(
    baseline, target, less, sound
):
    assert bool(is_sound_goal(clear(baseline=baseline, target=target, less_is_better=less))) is sound


def test_a_reminder_comes_before_the_day_it_reminds_of():
    assert is_sound_step(due_on=TODAY, remind_on=TODAY)
    assert is_sound_step(due_on=None, remind_on=TODAY)
    assert not is_sound_step(due_on=TODAY, remind_on=date(2026, 3, 3))


def test_a_near_goal_leads_to_a_far_one_that_stays_far():
    assert may_lead_to(horizon="short-term", is_far=True, has_near_ones=False)
    assert not may_lead_to(horizon="short-term", is_far=False, has_near_ones=False)
    assert not may_lead_to(horizon="short-term", is_far=True, has_near_ones=True)
    assert may_lead_to(horizon="long-term", is_far=True, has_near_ones=True)


def test_where_a_goal_stands_is_not_said_of_a_day_to_come_nor_of_a_replaced_plan():
    said = {"case_open": True, "status": "active", "number": 4, "on": TODAY, "today": TODAY}
    assert may_read_goal(**said)
    for wrong in ({"on": date(2026, 3, 3)}, {"status": "revoked"}, {"number": 11}, {"case_open": False}):
        assert not may_read_goal(**(said | wrong))


def test_the_client_signs_first():
    assert may_sign(signing(), standing())
    assert "client signs first" in str(may_sign(signing(signer="worker"), standing()).reason)


def test_nobody_signs_words_they_were_not_shown():
    decision = may_sign(signing(digest="words-0"), standing())
    assert not decision
    assert "changed" in str(decision.reason)


def test_a_plan_without_a_goal_is_not_signed():
    assert not may_sign(signing(), standing(goals=0))


def test_a_spoken_yes_needs_somebody_who_heard_it():
    assert not may_sign(signing(how="verbal"), standing())
    assert may_sign(signing(how="verbal", witness="Flo Martin"), standing())


def test_nobody_signs_twice_and_a_guardian_stands_for_the_client():
    assert not may_sign(signing(), standing(signed=frozenset({"guardian"})))
    assert may_sign(signing(signer="worker"), standing(signed=frozenset({"guardian"})))


def test_the_supervisor_comes_last_and_only_where_the_program_asks():
    client_signed = standing(signed=frozenset({"client"}), supervisor_signs=True)
    assert not may_sign(signing(signer="supervisor"), client_signed)
    assert awaited(client_signed) == ["worker", "supervisor"]
    assert awaited(standing(signed=frozenset({"client", "worker"}))) == []
    assert awaited(standing()) == ["client", "worker"]


def test_nobody_signs_as_the_supervisor_from_the_clients_page():
    assert not may_sign_here("supervisor")
    assert may_sign_here("client")


def test_a_closed_case_is_not_planned_for():
    assert not may_sign(signing(), standing(case_open=False))
    assert not may_start(case_open=False, has_draft=False, has_agreed=False)
    assert not may_begin_version(case_open=False, status="active", has_draft=False)


def test_one_plan_at_a_time():
    assert may_start(case_open=True, has_draft=False, has_agreed=False)
    assert not may_start(case_open=True, has_draft=True, has_agreed=False)
    assert not may_start(case_open=True, has_draft=False, has_agreed=True)
    assert may_begin_version(case_open=True, status="active", has_draft=False)
    assert not may_begin_version(case_open=True, status="active", has_draft=True)
    assert not may_begin_version(case_open=True, status="revoked", has_draft=False)


def test_only_a_draft_changes():
    assert may_change(status="draft")
    assert not may_change(status="active")


def goal(key, words, *steps, **more):
    return {
        "key": key,
        "words": words,
        "steps": [dict(zip(("key", "what"), step, strict=True)) | MORE for step in steps],
    } | more


MORE = {"who": "client", "who_name": "", "due_on": None}


def test_two_versions_are_compared_goal_by_goal_in_words():
    first = {"strengths": "Her sister", "goals": [goal("a", "A home", ("s", "Call the landlord")), goal("b", "Work")]}
    second = {
        "strengths": "",
        "goals": [goal("a", "Our own home", ("s", "Visit the flat")), goal("c", "Learn English")],
    }
    found = compare(first, second)
    assert [(d.earlier, d.later, d.kind) for d in found.plan] == [("Her sister", "", "removed")]
    assert [(g.words, g.kind) for g in found.goals] == [
        ("Our own home", "changed"),
        ("Learn English", "added"),
        ("Work", "removed"),
    ]
    assert [(d.earlier, d.later) for d in found.goals[0].differences] == [
        ("A home", "Our own home"),
        ("Call the landlord · The client", "Visit the flat · The client"),
    ]
    assert compare(first, first).same


def test_days_are_compared_as_people_write_them():
    found = compare({"goals": [goal("a", "A home", target_on="2027-08-31")]}, {"goals": [goal("a", "A home")]})
    assert [(d.earlier, d.later) for d in found.goals[0].differences] == [("Aug. 31, 2027", "")]


def test_a_new_order_and_what_a_goal_leads_to_are_told_apart():
    first = {"goals": [goal("a", "A home"), goal("b", "Work", serves=None), goal("c", "Dancing")]}
    second = {"goals": [goal("b", "Work", serves="a"), goal("a", "A home")]}
    found = compare(first, second)
    assert {g.words: [(str(d.about), d.earlier, d.later) for d in g.differences] for g in found.goals} == {
        "Work": [("Leads to", "", "A home"), ("Place in their order", "2", "1")],
        "A home": [("Place in their order", "1", "2")],
        "Dancing": [],
    }
    assert found.in_short == ["2 goals were changed.", "1 goal is not in the plan any more."]
