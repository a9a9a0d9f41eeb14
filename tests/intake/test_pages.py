"""The pages of intake, as Flo and Amina use them."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from keyworker.cases.models import Case
from keyworker.intake import actions
from keyworker.intake.models import Admission, IncomingReferral, ReferrerNews
from keyworker.people.models import HouseholdMember, OtherName, Person, SetAside

# Asked on every page before it begins: who is signed in.
SIGNED_IN = ('FROM "django_session"', 'FROM "accounts_user"', "usersessions")
NEW_REFERRAL = {
    "source_kind": "family",
    "referrer_name": "Ilse Brandt",
    "full_name": "Zephyrine Marlow",
    "born_year": "1990",
    "born_estimated": "on",
    "needs": "A room before the winter.",
    "urgency": "urgent",
}


def answers(town, **changed):
    today = town.today
    until = today + timedelta(days=180)
    return {
        "known": "new",
        "full_name": "Zephyrine Marlow",
        "preferred_name": "Zeph",
        "born_day": "4",
        "born_month": "5",
        "born_year": "1990",
        "way0-channel": "phone",
        "way0-value": "+1 202 555 0141",
        "way0-use": "hours",
        "way0-safe_from": "09:00",
        "way0-safe_until": "12:00",
        "way1-channel": "phone",
        "way1-use": "any",
        "home0-full_name": "Ottilie Marlow",
        "home0-role": "daughter",
        "needs": ["shelter", "food"],
        "rights_explained": "on",
        "explained_in": "en",
        "consent_given": "yes",
        "consent-program_id": str(town.housing.pk),
        "consent-purpose": "service",
        "consent-recipient": "Harbor House",
        "consent-categories": ["general", "housing"],
        "consent-given_on_day": today.day,
        "consent-given_on_month": today.month,
        "consent-given_on_year": today.year,
        **{f"consent-expires_on_{part}": getattr(until, part) for part in ("day", "month", "year")},
        "consent-how": "written",
        "consent-authority": "self",
        "consent-language": "en",
        "owner": str(town.amina.id),
        **changed,
    }


def test_the_queue_shows_what_came_in_the_most_pressing_first(town, page, referred):
    referred(full_name="Routine Quill")
    referred(full_name="Pressing Quill", urgency="urgent")
    shown = page(town.flo).get("/referrals-in/").content.decode()
    assert shown.index("Pressing Quill") < shown.index("Routine Quill")


def test_the_queue_narrows_to_a_program_and_a_state(town, page, referred):
    referred(full_name="Housing Quill")
    referred(program=town.family, full_name="Family Quill")
    narrowed = page(town.flo).get("/referrals-in/", {"program": str(town.family.pk)}).content.decode()
    assert "Family Quill" in narrowed
    assert "Housing Quill" not in narrowed
    assert "Family Quill" not in page(town.flo).get("/referrals-in/?tab=done").content.decode()


@pytest.mark.parametrize("query", ["?tab=nonsense", "?program=nonsense", "?after=nonsense", "?after=a~b~c"])
def test_a_garbled_address_shows_the_queue_all_the_same(town, page, query):
    assert page(town.flo).get(f"/referrals-in/{query}").status_code == 200


def test_the_queue_is_read_page_by_page_and_misses_nobody(town, page, referred):
    names = [f"Quill Number{number:02}" for number in range(30)]
    for number, name in enumerate(names):
        referred(full_name=name, urgency=("routine", "soon", "urgent")[number % 3])
    browser, address, seen = page(town.flo), "/referrals-in/", []
    while address:
        shown = browser.get(address)
        seen += [line["referral"].full_name for line in shown.context["lines"]]
        address = shown.context["older_href"]
    assert len(seen) == len(set(seen))
    assert set(names) <= set(seen)


@pytest.mark.parametrize("step", ["", "one", "accept/", "admit/"])
def test_no_page_asks_the_database_more_than_a_dozen_things(town, page, accepted, referred, step):
    for number in range(8):
        referred(full_name=f"Quill {number}")
    address = f"/referrals-in/{accepted().pk}/{step}".replace("one", "") if step else "/referrals-in/"
    browser = page(town.flo)
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    looked = [query["sql"] for query in asked if query["sql"].startswith("SELECT") and "set_config" not in query["sql"]]
    of_the_page = [sql for sql in looked if not any(table in sql for table in SIGNED_IN)]
    assert len(of_the_page) <= 12, of_the_page


def test_a_worker_writes_a_referral_down(town, page):
    said = {**NEW_REFERRAL, "program": str(town.housing.pk)}
    answer = page(town.flo).post("/referrals-in/new/", said, follow=True)
    assert "Zephyrine Marlow" in answer.content.decode()
    assert "about 1990" in answer.content.decode()


def test_a_referral_without_a_name_is_not_saved_and_keeps_every_word(town, page):
    before = len(town.all(IncomingReferral))
    said = {**NEW_REFERRAL, "program": str(town.housing.pk), "full_name": "", "born_year": "19"}
    shown = page(town.flo).post("/referrals-in/new/", said).content.decode()
    assert "Please check" in shown
    assert "A room before the winter." in shown
    assert "Ilse Brandt" in shown
    assert len(town.all(IncomingReferral)) == before


def test_a_program_that_is_not_theirs_cannot_be_chosen(town, page):
    for program in (town.shelter, town.north):
        answer = page(town.flo).post("/referrals-in/new/", {**NEW_REFERRAL, "program": str(program.pk)})
        assert "Please check" in answer.content.decode()


def test_the_referral_explains_whether_the_program_fits(town, page, referred):
    referral = referred(born_on=town.today - timedelta(days=3650))
    shown = page(town.flo).get(f"/referrals-in/{referral.pk}/").content.decode()
    assert "too young" in shown


@pytest.mark.parametrize("who", ["sam", "oskar", "priya", "carl"])
@pytest.mark.parametrize("step", ["", "referrer/", "accept/", "waiting-list/", "decline/", "close/", "admit/"])
def test_a_referral_that_is_not_theirs_looks_absent(town, page, referred, who, step):
    address = f"/referrals-in/{referred().pk}/{step}"
    browser = page(getattr(town, who))
    for answer in (browser.get(address), browser.post(address, {"because": "x"})):
        assert answer.status_code in {404, 405}
        assert "Zephyrine" not in answer.content.decode()


def test_accepting_against_the_criteria_asks_why(town, page, referred):
    referral = referred(born_on=town.today - timedelta(days=3650))
    browser, address = page(town.flo), f"/referrals-in/{referral.pk}/accept/"
    assert "Please fill in" in browser.post(address, {"seen": referral.version}).content.decode()
    browser.post(address, {"seen": referral.version, "because": "Comes with her mother"})
    assert town.find(IncomingReferral, pk=referral.pk).status == "accepted"


def test_declining_can_look_in_the_directory_without_losing_the_reason(town, page, referred):
    referral = referred()
    address = f"/referrals-in/{referral.pk}/decline/"
    shown = page(town.flo).post(address, {"reason": "Lives too far away", "look_for": "food", "look": "1"})
    assert "Lives too far away" in shown.content.decode()
    assert town.find(IncomingReferral, pk=referral.pk).status == "received"
    page(town.flo).post(
        address, {"declined_for": "area", "reason": "Lives too far away", "alternative_text": "Northside", "seen": "1"}
    )
    assert town.find(IncomingReferral, pk=referral.pk).alternative_text == "Northside"


def test_a_stale_decision_keeps_the_words_and_says_so(town, page, referred):
    referral = referred()
    actions.verify_referrer(actor=town.ben, referral=referral, how="Known to Ben")
    address = f"/referrals-in/{referral.pk}/decline/"
    shown = (
        page(town.flo)
        .post(address, {"declined_for": "places", "reason": "No beds at all", "seen": "1"})
        .content.decode()
    )
    assert "A colleague changed this" in shown
    assert "No beds at all" in shown
    page(town.flo).post(address, {"declined_for": "places", "reason": "No beds at all", "seen": "2"})
    assert town.find(IncomingReferral, pk=referral.pk).status == "declined"


def test_the_waiting_list_refuses_a_day_that_is_over(town, page, referred):
    referral = referred()
    past = {"priority": "soon", "review_on_day": "1", "review_on_month": "2", "review_on_year": "2020"}
    shown = page(town.flo).post(f"/referrals-in/{referral.pk}/waiting-list/", past)
    assert "on or after" in shown.content.decode()


def test_an_unverified_referrer_may_only_be_told_that_it_is_closed(town, page, referred):
    referral = actions.decline_referral(actor=town.flo, referral=referred(), reason="Known to be violent to her")
    browser = page(town.flo)
    shown = browser.get(f"/referrals-in/{referral.pk}/").content.decode()
    assert "This is closed." in shown
    assert "We cannot help with this." not in shown
    news = town.find(ReferrerNews, referral=referral)
    browser.post(f"/referrals-in/news/{news.pk}/told/")
    assert town.find(ReferrerNews, referral=referral).told_by_id == town.flo.id


def test_declining_and_closing_are_told_apart_where_both_may_be_done(town, page, referred):
    told = "Decline: we cannot help."
    assert told in page(town.flo).get(f"/referrals-in/{referred().pk}/").content.decode()
    declined = actions.decline_referral(actor=town.flo, referral=referred(), reason="No room")
    assert told not in page(town.flo).get(f"/referrals-in/{declined.pk}/").content.decode()


def test_flo_does_the_intake_on_one_page(town, page, accepted):
    referral = accepted(safe_to_contact="Never after six.")
    browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
    shown = browser.get(address).content.decode()
    assert "Amina Yusuf" in shown
    assert "Never after six." in shown
    answer = browser.post(address, answers(town, seen=referral.version))
    admission = town.find(Admission, referral=referral)
    assert answer.status_code == 302
    assert answer.url == f"/people/{admission.person_id}/"
    assert town.find(Case, pk=admission.case_id).owner_id == town.amina.id
    assert (
        f'href="/people/{admission.person_id}/rights/">Go to their rights</a>'
        in browser.get(answer.url).content.decode()
    )


def test_two_mistakes_alike_on_the_intake_page_say_whose_they_are(town, page, accepted):
    born = {f"home1-born_{part}": number for part, number in (("day", 31), ("month", 2), ("year", 2019))}
    said = answers(
        town, born_day="31", born_month="2", **born, **{"way1-use": "hours", "way1-value": "x", "way1-safe_from": "?"}
    )
    shown = page(town.flo).post(f"/referrals-in/{accepted().pk}/admit/", said).context["forms"].errors
    told = [each["text"] for each in shown]
    assert any(text.startswith("“Date of birth” is not") for text in told)
    assert any(text.startswith("Person 2: “Date of birth” is not") for text in told)
    assert any(text.startswith("Another way to reach them: “Safe from”: Please enter a time") for text in told)


def test_a_mistake_anywhere_on_the_intake_page_loses_nothing_and_saves_nothing(town, page, accepted):
    referral = accepted()
    said = answers(
        town, rights_explained="", **{"way0-safe_until": "noon", "home1-role": "son", "consent-recipient": ""}
    )
    shown = page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", said).content.decode()
    for words in (
        "Please check",
        "Please tick",
        "a time like",
        "Please write a name",
        "Zeph",
        "Ottilie Marlow",
        "daughter",
    ):
        assert words in shown
    assert town.find(Admission, referral=referral) is None
    assert not [person for person in town.all(Person) if person.full_name == "Zephyrine Marlow"]


def test_consent_may_wait_and_then_nothing_of_it_is_asked(town, page, accepted):
    referral = accepted()
    whole = answers(town, seen=referral.version, consent_given="later")
    said = {name: value for name, value in whole.items() if "consent-" not in name}
    unseen = page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", {**said, "seen": ""})
    assert "A colleague changed this referral" in unseen.content.decode()
    assert page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", said).status_code == 302


class TestSomebodyKnownUnderAnotherSpelling:
    """Sam of the family program knows her as Sefirine Marlowe; her doctor writes Zephyrine Marlow."""

    @pytest.fixture
    def known(self, town):
        return town.new_person(town.sam, town.family, full_name="Sefirine Marlowe", born_on=date(1990, 4, 5))

    def test_is_shown_with_the_reasons_and_nobody_new_is_made_without_one(self, town, page, accepted, known):
        referral = accepted()
        browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
        shown = browser.get(address).content.decode()
        assert "Sefirine Marlowe" in shown
        assert "day and month swapped" in shown
        unasked = browser.post(address, answers(town, seen=referral.version))
        assert "How do you know" in unasked.content.decode()
        assert town.find(Admission, referral=referral) is None
        aside = {"looked_at": str(known.pk), "aside_because": "other"}
        assert "Please say how you know" in browser.post(address, answers(town, **aside)).content.decode()
        aside |= {"aside_words": "I taught both of them."}
        assert browser.post(address, answers(town, seen=referral.version, **aside)).status_code == 302
        new = town.find(Admission, referral=referral).person_id
        kept = town.find(SetAside)
        assert (kept.person_a_id, kept.person_b_id, kept.because) == (known.pk, new, "other")

    def test_is_found_by_what_was_typed_when_the_referral_had_it_wrong(self, town, page, accepted, known):
        referral = accepted(full_name="Z. M.", born_on=None, contact="")
        browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
        assert "Sefirine" not in browser.get(address).content.decode()
        turned_up = browser.post(address, answers(town, seen=referral.version)).content.decode()
        assert "Sefirine Marlowe" in turned_up
        assert "Look at who it may be" in turned_up

    def test_keeps_one_record_and_is_found_from_then_on_by_either_name(self, town, page, accepted, known):
        referral = accepted()
        picked = answers(town, seen=referral.version, known=str(known.pk), full_name="")
        assert page(town.flo).post(f"/referrals-in/{referral.pk}/admit/", picked).status_code == 302
        assert town.find(Admission, referral=referral).person_id == known.pk
        assert town.find(OtherName, person=known).name == "Zephyrine Marlow"

    def test_and_a_sister_who_is_known_is_not_made_twice(self, town, page, accepted, known):
        referral = accepted()
        ottilie = town.new_person(town.sam, town.family, full_name="Ottilie Marlow")
        browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
        said = {"seen": referral.version, "looked_at": str(known.pk), "aside_because": "kin"}
        asked = browser.post(address, answers(town, **said)).content.decode()
        assert 'name="home0-known"' in asked
        picked = answers(town, **said, **{"home0-known": str(ottilie.pk)})
        assert browser.post(address, picked).status_code == 302
        assert [one.pk for one in town.all(Person) if one.full_name == "Ottilie Marlow"] == [ottilie.pk]
        assert town.find(HouseholdMember, person=ottilie).role == "daughter"


def test_a_child_whose_name_nobody_knows_is_taken_in_under_words_that_tell_who_is_meant(town, page, accepted):
    town.new_person(town.sam, town.family, full_name="Unaccompanied Child")
    label = "Unaccompanied child, about 6"
    referral = accepted(full_name=label, unnamed=True, born_on=None, contact="")
    browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
    assert 'name="unnamed"' in browser.get(address).content.decode()
    year = town.today.year - 6
    said = {"full_name": label, "unnamed": "on", "born_day": "", "born_month": "", "born_year": year}
    baby = {"home0-full_name": "A newborn girl", "home0-unnamed": "on", "preferred_name": "", "born_estimated": "on"}
    done = browser.post(address, answers(town, seen=referral.version, **said, **baby))
    assert done.status_code == 302, "nobody is like somebody without a name"
    child = town.find(Person, pk=town.find(Admission, referral=referral).person_id)
    assert (child.full_name, child.unnamed, child.born_precision) == (label, True, "estimated")
    assert town.find(Person, full_name="A newborn girl").unnamed


def test_the_intake_page_first_asks_whether_we_know_them(town, page, accepted):
    known = town.new_person(town.sam, town.family, full_name="Zephyrine Marlow")
    referral = accepted()
    browser, address = page(town.flo), f"/referrals-in/{referral.pk}/admit/"
    assert str(known.pk) in browser.get(address).content.decode()
    said = answers(town, seen=referral.version, known=str(known.pk), full_name="")
    assert browser.post(address, said).status_code == 302
    assert town.find(Admission, referral=referral).person_id == known.pk


def test_the_intake_page_never_offers_a_person_of_a_sealed_program(town, page, accepted):
    hidden = town.new_person(town.grace, town.shelter, full_name="Zephyrine Marlow")
    referral = accepted()
    address = f"/referrals-in/{referral.pk}/admit/"
    assert str(hidden.pk) not in page(town.flo).get(address).content.decode()
    assert page(town.flo).post(address, answers(town, seen=referral.version, known=str(hidden.pk))).status_code == 200
    assert town.find(Admission, referral=referral) is None


def test_intake_begins_only_after_the_referral_is_accepted(town, page, referred):
    referral = referred()
    answer = page(town.flo).get(f"/referrals-in/{referral.pk}/admit/")
    assert answer.url == f"/referrals-in/{referral.pk}/"
