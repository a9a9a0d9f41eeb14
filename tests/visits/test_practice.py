"""A visit by telephone or video: what is settled before, and what becomes of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.formats import date_format

from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.consent.actions import withdraw_consent
from keyworker.consent.models import Consent
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.people.actions import Way, add_contact_point, set_safety
from keyworker.people.models import Channel, Person
from keyworker.visits.actions import schedule_visit
from keyworker.visits.jobs import forget_everywhere
from keyworker.visits.models import Item, Precaution, VisitKind
from keyworker.visits.practice.actions import begin_visit, end_visit
from keyworker.visits.practice.queries import beforehand
from keyworker.visits.practice.settling import Answered, ReadTo, settle
from keyworker.visits.queries import visit as visit_of

SOON = timedelta(minutes=10)
HOUR = timedelta(hours=1)
ALL = (
    Answered(Item.CONSENT, "agreed"),
    Answered(Item.CHARGES, "told"),
    Answered(Item.IDENTITY, "code-word"),
    Answered(Item.HEARS, "nobody"),
    Answered(Item.WHERE, words="12 Anchor Lane", region="New York"),
    Answered(Item.CALL_BACK, words="555 0142"),
    Answered(Item.SAFE_WORD, words="the laundry"),
    Answered(Item.PLAN, words="Call my sister."),
)
IN_ENGLISH = ReadTo("en", "Ivo Quill")


@pytest.fixture
def video(town):
    def plan(case, ahead=SOON, kind=VisitKind.VIDEO):
        return schedule_visit(actor=town.amina, case=case, kind=kind, starts_at=clock.now() + ahead, lasts=HOUR)

    return plan


def writing(shown, **more):
    """What the form of a visit that goes on sends."""
    form = shown.context["ending"]
    sent = {name: form[name].value() or "" for name in ("draft", "seen", "page", "category", "format")}
    return {**sent, "case_id": str(shown.context["visit"].case_id), "text": "", **more}


def where(town, visit):
    row = town.find(Precaution, visit=visit, item=Item.WHERE.value)
    row.person = town.find(Person, pk=visit.person_id)
    return row.words


def test_a_video_visit_begins_when_all_is_settled_and_only_what_is_of_each_time_is_asked_again(town, video):
    case = town.client_case()
    first = video(case)
    with pytest.raises(Refused, match="Still to be settled"):
        begin_visit(actor=town.amina, visit=first)
    settle(actor=town.amina, visit=first, answers=ALL[:5], read_to=IN_ENGLISH)
    with pytest.raises(Refused):
        begin_visit(actor=town.amina, visit=first)
    settle(actor=town.amina, visit=first, answers=ALL[5:])
    begin_visit(actor=town.amina, visit=first)
    (consent,) = town.all(Consent, person=case.person_id, purpose="virtual")
    assert (consent.how, consent.witness, consent.text_version) == (
        "verbal",
        "Ivo Quill",
        "virtual-2026-11",
    )
    end_visit(actor=town.amina, visit=first)

    again = video(case)
    with reading(town.amina):
        known = beforehand(town.amina, visit_of(town.amina, again.pk))
    assert list(known.to_confirm()) == [Item.CHARGES, Item.PLAN, Item.SAFE_WORD]
    assert list(known.still_open("video")) == [item for item in Item if item is not Item.CONSENT]
    settle(actor=town.amina, visit=again, answers=ALL[2:6])
    with pytest.raises(Refused, match="Still to be settled"):
        begin_visit(actor=town.amina, visit=again)
    settle(actor=town.amina, visit=again, answers=(), still_holds=True)
    begin_visit(actor=town.amina, visit=again)
    kept = {row.item: row.carried for row in town.all(Precaution, visit=again)}
    assert kept == {item.value: item.value in {"consent", "charges", "safe-word", "plan"} for item in Item}

    withdraw_consent(actor=town.amina, consent=consent)
    with reading(town.amina):
        assert list(beforehand(town.amina, visit_of(town.amina, again.pk)).still_open("video")) == [Item.CONSENT]


def asked_on(shown):
    """The names of the questions that stand open on the page, and of those folded away."""
    sections = list(shown.context["asking"].sections())

    def names(folded):
        return {field.name for each in sections if bool(each.get("folded")) is folded for field in each["fields"]}

    return names(False), names(True)


def test_days_ahead_what_can_be_known_is_asked_and_at_the_door_only_what_is_of_this_time(town, page, video):
    visit, amina = video(town.client_case(), ahead=timedelta(days=2)), page(town.amina)
    address = reverse("visits:visit", args=[visit.pk])
    said_once = {"consent_how", "read_in", "charges_how", "safe_word_words", "plan_words"}
    assert asked_on(amina.get(address)) == (said_once, set())
    amina.post(
        address,
        {"keep": "1", "consent_how": "agreed", "read_in": "en", "witness": "Ivo Quill",
         "charges_how": "told", "safe_word_words": "the laundry",
         "plan_words": "Call my sister.", "where_words": "a place that nobody asked for yet"},
    )  # fmt: skip
    with clock.at(visit.starts_at):
        at_the_door, folded = asked_on(page(town.amina).get(address))
        assert at_the_door == {"identity_how", "hears_how", "where_words", "where_region", "call_back_how", "because"}
        assert folded == {"charges_how", "safe_word_words", "plan_words"}
    assert town.find(Precaution, visit=visit, item=Item.WHERE.value) is None


def test_what_was_said_last_time_stands_there_with_its_day_and_holds_with_one_tick(town, page, video):
    case, amina = town.client_case(), page(town.amina)
    first = video(case)
    settle(actor=town.amina, visit=first, answers=ALL, read_to=IN_ENGLISH)
    begin_visit(actor=town.amina, visit=first)
    end_visit(actor=town.amina, visit=first)
    with clock.at(clock.now() + timedelta(days=7)):
        again, amina = video(case), page(town.amina)
        address = reverse("visits:visit", args=[again.pk])
        shown = amina.get(address)
        assert asked_on(shown)[0] == {
            "identity_how", "hears_how", "where_words", "where_region", "call_back_how", "still_holds", "because",
        }  # fmt: skip
        assert f"the laundry ({date_format(town.today - timedelta(days=7))})" in shown.content.decode()
        now = {
            "identity_how": "known", "hears_how": "nobody", "where_words": "At home", "call_back_how": "another",
            "call_back_words": "555 0142", "where_region": "New York", "begin": "1",
        }  # fmt: skip
        refused = amina.post(address, now, follow=True).content.decode()
        assert "Still to be settled: " in refused
        assert "What we do if something happens" in refused
        assert "Where they are now" not in refused
        amina.post(address, {**now, "still_holds": "on", "plan_words": "Call my brother."})
    kept = {row.item: row.carried for row in town.all(Precaution, visit=again)}
    assert kept == {item.value: item.value in {"consent", "charges", "safe-word"} for item in Item}
    assert town.find(type(again), pk=again.pk).is_going_on


def test_what_is_left_open_has_its_reason_and_a_supervisor_reads_it(town, page, video):
    visit = video(town.client_case(full_name="Left Open"), kind=VisitKind.PHONE)
    begin_visit(actor=town.amina, visit=visit, because="She is in danger and cannot answer questions.")
    reasons = {row.left_open_because for row in town.all(Precaution, visit=visit)}
    assert reasons == {"She is in danger and cannot answer questions."}
    shown = page(town.ben).get(reverse("supervision:looking_back")).content.decode()
    assert "Left Open" in shown
    assert "She is in danger and cannot answer questions." in shown
    assert "Left Open" not in page(town.grace).get(reverse("supervision:looking_back")).content.decode()


def test_no_reason_sets_aside_that_somebody_unsafe_listens(town, video):
    visit = video(town.client_case())
    settle(
        actor=town.amina, visit=visit, answers=(*ALL[:3], Answered(Item.HEARS, "unsafe"), *ALL[4:]), read_to=IN_ENGLISH
    )
    with pytest.raises(Refused, match="cannot talk safely"):
        begin_visit(actor=town.amina, visit=visit, because="I must.")


def test_where_somebody_was_who_hides_is_kept_no_longer_than_the_visit(town, video):
    open_case, hidden = town.client_case(), town.client_case()
    visits = [video(open_case), video(hidden)]
    person = town.find(Person, pk=hidden.person_id)
    set_safety(actor=town.amina, person=person, address_protected=True, risk_if_contacted="", program=town.housing)
    for visit in visits:
        settle(actor=town.amina, visit=visit, answers=ALL, read_to=IN_ENGLISH)
        begin_visit(actor=town.amina, visit=visit)
        assert where(town, visit) == "12 Anchor Lane"
        end_visit(actor=town.amina, visit=visit)
    assert [where(town, visit) for visit in visits] == ["12 Anchor Lane", None]

    never_ended = video(hidden)
    settle(actor=town.amina, visit=never_ended, answers=ALL)
    forget_everywhere(0)
    assert where(town, never_ended) == "12 Anchor Lane", "it is of today"
    with time_machine.travel(clock.now() + timedelta(days=2)):
        forget_everywhere(0)
    assert where(town, never_ended) is None


def test_what_was_typed_is_kept_when_the_beginning_is_refused(town, page, video):
    visit, amina = video(town.client_case()), page(town.amina)
    person = town.find(Person, pk=visit.person_id)
    add_contact_point(actor=town.amina, person=person, way=Way(Channel.PHONE, "+1 555 0142", label="mine"))
    address = reverse("visits:visit", args=[visit.pk])
    asked = amina.get(address).content.decode()
    assert "We do not record it." in asked
    assert "No lo grabamos." in asked
    refused = amina.post(
        address, {"begin": "1", "plan_words": "Call my sister.", "safe_word_words": "the laundry"}, follow=True
    ).content.decode()
    assert "Still to be settled: " in refused
    assert "Call my sister." in refused
    way = town.find(Person, pk=visit.person_id).contact_points
    point = town.find(way.model, person=visit.person_id)
    sent = {
        "begin": "1", "consent_how": "agreed", "read_in": "es", "witness": "Ivo", "charges_how": "told",
        "identity_how": "known", "hears_how": "others", "hears_words": "", "where_words": "At home",
        "where_region": "New York",
        "call_back_how": str(point.pk), "safe_word_words": "the laundry", "plan_words": "Call my sister.",
    }  # fmt: skip
    wrong = amina.post(address, {**sent, "witness": ""}).content.decode()
    assert "At home" in wrong
    assert "Who was the witness?" in wrong
    assert "<title>Please check:" in wrong
    begun = amina.post(address, {**sent, "hears_words": "Her baby"}, follow=True).content.decode()
    assert "Going on since" in begun
    assert "Her baby" in begun
    consent = town.find(Consent, person=visit.person_id, purpose="virtual")
    assert (consent.language, consent.witness) == ("es", "Ivo")
    over = amina.post(address, writing(amina.get(address), end="1"), follow=True).content.decode()
    assert "Her baby" in over
    assert "At home" not in over
    assert page(town.carl).get(address).status_code == 404


def test_the_note_is_written_beside_the_visit_and_a_failed_picture_becomes_a_call_with_all_that_was_typed(
    town, page, video
):
    case, amina = town.client_case(), page(town.amina)
    visit = video(case)
    settle(actor=town.amina, visit=visit, answers=ALL, read_to=IN_ENGLISH)
    begin_visit(actor=town.amina, visit=visit)
    address = reverse("visits:visit", args=[visit.pk])
    kept = amina.post(
        reverse("delivery:autosave", args=[case.person_id]), writing(amina.get(address), text="She has a new flat.")
    )
    assert kept.status_code == 200
    shown = amina.post(address, {"phone": "1"}, follow=True)
    assert "She has a new flat." in shown.content.decode()
    assert "555 0142" in shown.content.decode()
    assert page(town.amina).post(address, {"phone": "1"}).status_code == 302
    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        said = {
            "text": "She has a new flat, and a cat.",
            "worked": "breaks",
            "who_took_part": "Her sister",
            "sign": "1",
        }
        over = amina.post(address, writing(amina.get(address), **said), follow=True).content.decode()
    assert "It was to be by video" in over
    contact = town.find(CaseContact, case=case)
    assert (contact.kind, contact.minutes, contact.who_took_part, contact.safe_to_talk) == (
        "phone", 11, "Her sister", True,
    )  # fmt: skip
    note = town.find(CaseNote, contact=contact)
    assert (note.is_signed, note.text) == (True, "She has a new flat, and a cat.")
    assert len(town.all(CaseNote, case=case)) == 1


def test_ended_from_the_room_the_contact_has_the_draft_that_was_written_beside_the_picture(town, page, video):
    case, amina = town.client_case(), page(town.amina)
    visit = video(case)
    begin_visit(actor=town.amina, visit=visit, because="A crisis.")
    beside = amina.get(reverse("visits:room", args=[visit.pk])).context["writing"]
    sent = {name: beside[name].value() or "" for name in ("draft", "seen", "page", "category", "format")}
    autosave = reverse("delivery:autosave", args=[case.person_id])
    assert amina.post(autosave, {**sent, "case_id": str(case.pk), "text": "She spoke of her cat."}).status_code == 200
    assert amina.post(reverse("visits:door", args=[visit.pk]), {"all": "1"}).status_code == 302
    contact = town.find(CaseContact, case=case)
    assert town.find(CaseNote, contact=contact).text == "She spoke of her cat."


def test_a_note_that_two_pages_wrote_loses_no_word_and_does_not_end_the_visit(town, page, video):
    case, amina = town.client_case(), page(town.amina)
    visit = video(case)
    begin_visit(actor=town.amina, visit=visit, because="A crisis.")
    address, autosave = reverse("visits:visit", args=[visit.pk]), reverse("delivery:autosave", args=[case.person_id])
    first, second = amina.get(address), amina.get(address)
    amina.post(autosave, writing(first, text="From the first page."))
    shown = amina.post(address, writing(second, text="From the second.", sign="1")).content.decode()
    assert "From the first page." in shown
    assert "From the second." in shown
    assert town.find(type(visit), pk=visit.pk).is_going_on


def test_the_last_words_typed_after_a_colleague_ended_it_are_a_draft_about_the_colleagues_contact(town, page, video):
    case, amina = town.client_case(), page(town.amina)
    visit = video(case)
    begin_visit(actor=town.amina, visit=visit, because="A crisis.")
    address = reverse("visits:visit", args=[visit.pk])
    open_page = amina.get(address)
    contact = end_visit(actor=town.ben, visit=town.find(type(visit), pk=visit.pk))
    sent = writing(open_page, text="She laughed at the end.", sign="1")
    shown = amina.post(address, sent, follow=True).content.decode()
    assert "Your words are kept as a draft." in shown
    kept = town.find(CaseNote, case=case)
    assert (kept.text, kept.is_signed, kept.contact_id) == ("She laughed at the end.", False, contact.pk)
