"""A no is a warm one: a reason, another service, both told, and somebody asks whether they arrived."""

from datetime import timedelta

import pytest

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.intake import actions, queries
from keyworker.intake.codes import HelpKind
from keyworker.intake.eligibility import LOOK_FOR, look_for
from keyworker.intake.models import DeclineFollowUp, IncomingReferral, ReferralContact, ReferrerNews


@pytest.fixture
def declined(town, referred):
    referral = referred(help_kinds=("home",))
    actions.verify_referrer(actor=town.flo, referral=referral, how="I rang the clinic.")
    return actions.decline_referral(
        actor=town.flo,
        referral=town.find(IncomingReferral, pk=referral.pk),
        reason="We have no room this winter.",
        declined_for="places",
        alternative=actions.Alternative("The winter shelter on Quay Street"),
        follow_up_on=town.today + timedelta(days=14),
    )


def test_every_kind_of_help_has_words_to_look_for_in_the_directory():
    assert set(LOOK_FOR) == set(HelpKind)
    assert look_for(["food", "home"]) == "housing"
    assert look_for([]) == ""


def test_the_form_says_what_stands_in_the_way_and_already_looked_in_the_directory(town, page, referred):
    referral = referred(born_on=town.today - timedelta(days=3650), help_kinds=("home",))
    form = page(town.flo).get(f"/referrals-in/{referral.pk}/decline/").context["form"]
    assert form["declined_for"].value() == "age"
    assert form["look_for"].value() == "housing"


def test_the_page_says_what_is_still_missing_for_a_warm_no_until_it_is_done(town, page, declined):
    browser, address = page(town.flo), f"/referrals-in/{declined.pk}/"
    before = {one["what"]: one["text"] for one in browser.get(address).context["warm"]}
    assert before["Another service is named"] == before["A day to ask how it went"] == "Done"
    assert before["The person was told"] == before["The referrer was told"] == "Not yet"
    news = town.all(ReferrerNews, referral=declined)[-1]
    browser.post(f"/referrals-in/news/{news.pk}/told/", {"how": "phone"})
    talk = actions.Talk("person", "meeting", town.today, True, "Gave her the address.")
    actions.note_referral_contact(actor=town.flo, referral=declined, talk=talk)
    after = {one["text"] for one in browser.get(address).context["warm"]}
    assert after == {"Done"}
    told = town.find(ReferralContact, referral=declined, whom="referrer")
    assert (told.how, told.happened_on) == ("phone", town.today)


@pytest.mark.parametrize("how", ["", "smoke-signal", "\x00"])
def test_the_referrer_is_noted_as_told_whatever_was_sent_for_how(town, page, declined, how):
    news = town.all(ReferrerNews, referral=declined)[-1]
    page(town.flo).post(f"/referrals-in/news/{news.pk}/told/", {"how": how})
    assert town.find(ReferrerNews, pk=news.pk).told_at
    assert not town.all(ReferralContact, referral=declined)


def asked_back(town, **said):
    return {"found": "arrived", "outcome": "She has a bed there.", **said}


def test_somebody_asks_whether_they_arrived_and_it_is_kept(town, page, declined):
    back = town.find(DeclineFollowUp, referral=declined)
    shown = page(town.flo).post(f"/referrals-in/follow-ups/{back.pk}/", asked_back(town), follow=True).content.decode()
    assert "They get help there" in shown
    assert "She has a bed there." in shown


def test_who_has_no_help_yet_is_asked_again(town, page, declined):
    back, day = town.find(DeclineFollowUp, referral=declined), town.today + timedelta(days=7)
    again = {f"again_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    page(town.flo).post(f"/referrals-in/follow-ups/{back.pk}/", asked_back(town, found="none", **again))
    open_again = [one for one in town.all(DeclineFollowUp, referral=declined) if one.done_at is None]
    assert [one.due_on for one in open_again] == [day]


def test_a_look_back_is_written_down_once_and_again_only_on_a_coming_day(town, declined):
    back = town.find(DeclineFollowUp, referral=declined)
    with pytest.raises(Refused, match="still to come"):
        actions.finish_decline_follow_up(actor=town.flo, follow_up=back, found="none", again_on=town.today)
    actions.finish_decline_follow_up(actor=town.flo, follow_up=back, found="arrived")
    with pytest.raises(Refused, match="already"):
        actions.finish_decline_follow_up(actor=town.flo, follow_up=back, found="none")


def test_whoever_chooses_a_case_manager_sees_what_each_carries(town, accepted):
    with_one_more = town.client_case(full_name="Ottoline Quill")
    assert with_one_more.owner_id == town.amina.id
    with reading(town.flo):
        amina = next(one for one in queries.owners(town.flo, town.housing) if one.id == town.amina.id)
    assert amina.open_cases >= amina.here >= amina.fresh >= 1
    assert amina.late >= 1  # the new case has no next step yet
