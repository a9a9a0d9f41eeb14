"""How somebody may be reached, and what is said about a birth date."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.decision import Answer, Refused
from keyworker.people.names import after, tokens
from keyworker.people.rules import FITS, Careful, Clearance, Doing, WayToReach, age_on, may_contact

ZONES = [ZoneInfo(name) for name in ("America/New_York", "Asia/Tehran", "Pacific/Auckland")]
TUESDAY = datetime(2026, 3, 3, tzinfo=ZONES[0])
NOON, NIGHT, NINE = (TUESDAY.replace(hour=hour) for hour in (12, 2, 9))
CALL, VOICEMAIL, TEXT, LETTER, VISIT = Doing.CALL, Doing.VOICEMAIL, Doing.TEXT, Doing.LETTER, Doing.VISIT
YES, WARN, NO = Answer.YES, Answer.WARN, Answer.NO


def phone(**facts):
    return WayToReach("phone", **facts)


def home(**facts):
    return WayToReach("visit", **facts)


AT_NOON = {"safe_from": time(12), "safe_until": time(13)}
SECRET = Careful(address_secret=True)


@pytest.mark.parametrize(
    ("way", "doing", "at", "answer"),
    [
        (phone(), CALL, NOON, YES),
        (phone(safe=False), CALL, NOON, NO),
        (phone(ended=True), CALL, NOON, NO),
        (phone(), TEXT, NOON, NO),
        (phone(safe_from=time(9), safe_until=time(15)), CALL, NIGHT, NO),
        (phone(safe_from=time(22), safe_until=time(4)), CALL, NIGHT, YES),
        (phone(safe_from=time(22), safe_until=time(4), days="1"), CALL, NIGHT, YES),  # Monday's night
        (phone(safe_from=time(22), safe_until=time(4), days="2"), CALL, NIGHT, NO),
        (phone(**AT_NOON, days="24"), CALL, NOON, YES),
        (phone(**AT_NOON, days="4"), CALL, NOON, NO),
        (phone(days="2"), CALL, NIGHT, YES),
        (phone(shared=True), CALL, NOON, WARN),
        (phone(shared=True, voicemail_ok=True), VOICEMAIL, NOON, NO),
        (phone(), VOICEMAIL, NOON, NO),
        (phone(voicemail_ok=True), VOICEMAIL, NOON, YES),
        (phone(monitored=True, voicemail_ok=True), CALL, NOON, NO),
        (phone(monitored=True, voicemail_ok=True), VOICEMAIL, NOON, NO),
        (WayToReach("sms"), TEXT, NOON, YES),
        (WayToReach("sms", stopped=True), TEXT, NOON, NO),
        (WayToReach("sms", shared=True), TEXT, NOON, NO),
        (WayToReach("post"), LETTER, NOON, NO),
        (WayToReach("post", post_ok=True), LETTER, NOON, YES),
        (home(), VISIT, NOON, YES),
        (home(), LETTER, NOON, NO),
        (home(post_ok=True), LETTER, NOON, YES),
        (home(post_ok=True, shared=True), LETTER, NOON, NO),
    ],
)
def test_a_way_is_used_only_as_it_is_safe(way, doing, at, answer):
    decision = may_contact(way, doing=doing, at=at)
    assert decision.answer is answer
    assert str(decision.reason)


def test_a_known_risk_is_read_before_anybody_calls():
    asked = may_contact(phone(to="555 0100"), doing=CALL, at=NOON, careful=Careful("He listens in"))
    assert asked.is_warning
    with pytest.raises(Refused, match="risk"):
        _ = asked.to
    assert may_contact(asked.way, doing=CALL, at=NOON, careful=Careful("He listens in"), heeded=True).to == "555 0100"


def test_a_secret_address_is_gone_to_only_by_those_who_hide_her_and_written_to_by_nobody():
    hidden = home(within=True, post_ok=True)
    assert may_contact(home(post_ok=True), doing=VISIT, at=NOON, careful=SECRET).answer is NO
    assert may_contact(hidden, doing=VISIT, at=NOON, careful=SECRET).answer is WARN
    assert may_contact(hidden, doing=LETTER, at=NOON, careful=SECRET).answer is NO
    assert may_contact(phone(), doing=CALL, at=NOON, careful=SECRET).answer is YES


@pytest.mark.parametrize(
    ("way", "at", "said"),
    [
        (phone(**AT_NOON), NINE, "You may call today at noon."),
        (phone(**AT_NOON), NINE.replace(hour=14), "You may call tomorrow at noon."),
        (phone(**AT_NOON, days="5"), NINE, "You may call on Friday at noon."),
        (phone(**AT_NOON, days="2"), NINE.replace(hour=14), "You may call on March 10, 2026 at noon."),
        (home(days="3"), NINE, "You may go there tomorrow."),
        (home(days="6"), NINE, "You may go there on Saturday."),
    ],
)
def test_a_no_for_now_says_when_it_is_a_yes(way, at, said):
    asked = may_contact(way, doing=CALL if way.channel == "phone" else VISIT, at=at)
    assert str(asked.reason) == f"It is not safe to use this now. {said}"


def test_nobody_clears_a_way_but_the_rule():
    asked = may_contact(phone(safe=False, to="555 0100"), doing=CALL, at=NOON)
    with pytest.raises(TypeError):
        Clearance(YES, "", {}, CALL, asked.way, NOON)
    with pytest.raises(TypeError):
        replace(asked, answer=YES)
    with pytest.raises(Refused):
        asked.used_for(CALL)
    with pytest.raises(Refused, match="another way"):
        may_contact(phone(), doing=CALL, at=NOON).used_for(TEXT)


flags = st.booleans()
# From seconds on no agency says when it is safe; windows of hours, over midnight too, or none.
hours = st.none() | st.tuples(st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.times())
days = st.sets(st.sampled_from("1234567")).map(lambda chosen: "".join(sorted(chosen)))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.sampled_from(ZONES))  # noqa: DTZ001
ways = st.builds(
    lambda within, **facts: WayToReach(safe_from=within and within[0], safe_until=within and within[1], **facts),
    within=hours,
    channel=st.sampled_from(["phone", "sms", "email", "post", "visit"]),
    days=days,
    **dict.fromkeys(("safe", "shared", "voicemail_ok", "ended", "monitored", "post_ok", "stopped"), flags),
)
carefuls = st.builds(Careful, st.sampled_from(["", "He listens in"]), flags)
ORDER = [YES, WARN, NO]
STRICTER = {
    "safe": False, "shared": True, "voicemail_ok": False, "ended": True, "monitored": True, "post_ok": False,
    "stopped": True, "within": False,
}  # fmt: skip


@given(ways, st.sampled_from(Doing), moments, carefuls, st.sampled_from(sorted(STRICTER)))
def test_a_stricter_fact_never_gives_a_looser_answer(way, doing, at, careful, name):
    asked = may_contact(way, doing=doing, at=at, careful=careful)
    stricter = may_contact(replace(way, **{name: STRICTER[name]}), doing=doing, at=at, careful=careful)
    assert ORDER.index(stricter.answer) >= ORDER.index(asked.answer)
    for more in (replace(careful, risk="He listens in"), replace(careful, address_secret=True)):
        told = may_contact(way, doing=doing, at=at, careful=more)
        assert ORDER.index(told.answer) >= ORDER.index(asked.answer)


@given(ways, st.sampled_from(Doing), moments, st.sampled_from("1234567"), carefuls)
def test_fewer_days_or_hours_never_give_a_looser_answer(way, doing, at, gone, careful):
    asked = may_contact(way, doing=doing, at=at, careful=careful)
    fewer = (way.days or "1234567").replace(gone, "")
    narrower = [replace(way, days=fewer)] if fewer else []
    if way.safe_from is None:
        narrower.append(replace(way, **AT_NOON))
    for less in narrower:
        told = may_contact(less, doing=doing, at=at, careful=careful)
        assert ORDER.index(told.answer) >= ORDER.index(asked.answer)


@given(ways, st.sampled_from(Doing), moments, carefuls)
def test_a_time_that_is_named_is_itself_allowed_and_still_to_come(way, doing, at, careful):
    asked = may_contact(way, doing=doing, at=at, careful=careful)
    if then := asked.facts.get("next_at"):
        assert not asked.allowed
        assert then > at
        assert may_contact(way, doing=doing, at=then, careful=careful).allowed


@given(ways, moments, carefuls)
def test_whatever_leaves_a_trace_needs_at_least_as_much_as_what_does_not(way, at, careful):
    for leaving, leaving_nothing in ((VOICEMAIL, CALL), (LETTER, VISIT)):
        left = may_contact(way, doing=leaving, at=at, careful=careful)
        if left.allowed and leaving_nothing in FITS[way.channel]:
            assert may_contact(way, doing=leaving_nothing, at=at, careful=careful).allowed


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(1987, 1, 1), date(2026, 1, 1), 39),
        (None, date(2026, 1, 1), None),
    ],
)
def test_age_is_completed_years(born, on, age):
    assert age_on(born, on) == age


def test_a_name_is_found_by_its_words_in_any_script_without_accents():
    found = tokens("José Hernández-Óla", "يارا", "Дмитрий")
    assert {"jose", "hernandez", "ola", "dmitrii"} <= found or {"jose", "hernandez", "ola", "dmitriy"} <= found
    assert "يارا" in found


@given(st.text(min_size=1, max_size=8), st.text(max_size=8))
def test_a_prefix_range_holds_every_word_that_begins_with_it(prefix, rest):
    word = prefix + rest
    if "\U0010ffff" not in prefix and not any(0xD7FF <= ord(c) <= 0xE000 for c in word):
        assert prefix <= word < after(prefix)
