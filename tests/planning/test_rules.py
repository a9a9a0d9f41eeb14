"""What makes a goal clear, who may sign and when, and how two versions differ."""

from datetime import date

from keyworker.planning.rules import (
    GoalFacts,
    Signing,
    Standing,
    awaited,
    compare,
    may_begin_version,
    may_change,
    may_sign,
    may_sign_here,
    may_start,
    smart_check,
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
        changed = GoalFacts(**{name: getattr(CLEAR, name) for name in CLEAR.__slots__} | {"target_on": day})
        assert [hint.field for hint in smart_check(changed, today=TODAY)] == ["target_on"]


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
