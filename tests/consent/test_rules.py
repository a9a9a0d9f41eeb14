"""What may be told to whom: only what a live consent, naming that recipient and purpose, covers."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.privacy import Category
from keyworker.consent.rules import Scope, Telling, is_live, may_disclose

DAY = date(2026, 5, 1)
recipients = st.sampled_from(["Harbor Clinic", "Legal Aid", "Food Bank"])
categories = st.frozensets(st.sampled_from(list(Category)), min_size=1, max_size=4)
purposes = st.sampled_from(["referral", "coordination"])
scopes = st.builds(
    Scope,
    id=st.uuids(),
    purpose=purposes,
    recipient=recipients,
    recipient_id=st.none(),
    categories=categories.map(lambda found: frozenset(c.value for c in found)),
    given_on=st.dates(DAY - timedelta(days=60), DAY + timedelta(days=10)),
    expires_on=st.dates(DAY - timedelta(days=10), DAY + timedelta(days=90)),
    withdrawn=st.booleans(),
)
tellings = st.builds(Telling, purpose=purposes, recipient=recipients, recipient_id=st.none(), categories=categories)


@given(st.lists(scopes, max_size=6), tellings)
def test_a_yes_always_rests_on_one_live_consent_for_that_recipient_purpose_and_everything_told(held, telling):
    decision = may_disclose(held, telling, on=DAY)
    good = [
        s
        for s in held
        if is_live(s, DAY)
        and s.purpose == telling.purpose
        and s.recipient == telling.recipient
        and {c.value for c in telling.categories} <= s.categories
    ]
    assert decision.allowed == bool(good)
    if decision.allowed:
        assert decision.facts["consent"] in {s.id for s in good}


@given(scopes, tellings)
def test_taking_consent_back_stops_everything_it_allowed(scope, telling):
    taken_back = Scope(**{name: getattr(scope, name) for name in Scope.__slots__} | {"withdrawn": True})
    assert not may_disclose([taken_back], telling, on=DAY).allowed


def test_a_consent_for_a_named_service_does_not_serve_another_of_the_same_name():
    one, other = UUID(int=1), UUID(int=2)
    scope = Scope(UUID(int=9), "referral", "Clinic", one, frozenset({"general"}), DAY, DAY, False)
    telling = Telling("referral", "Clinic", other, frozenset({Category.GENERAL}))
    assert not may_disclose([scope], telling, on=DAY).allowed
