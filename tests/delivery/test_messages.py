"""Messages between a client and the team: written, read, answered, handed over, sent twice, cleared, kept apart."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connections
from django.urls import reverse

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases import actions as cases
from keyworker.delivery import conversations, messaging
from keyworker.delivery.actions import (
    Sent,
    begin_thread,
    forget_messages,
    let_thread_rest,
    write_message,
    write_to_team,
)
from keyworker.delivery.forms import MessageForm
from keyworker.delivery.jobs import purge_old_messages
from keyworker.delivery.models import Message, MessageFile, MessageThread
from keyworker.documents.models import Document
from keyworker.notices.jobs import send_what_is_due
from keyworker.notices.models import Notice
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, TimelineEntry
from keyworker.supervision.actions import hand_over_case, set_absence
from tests.delivery.writing import HEATING, fresh, photo, said, sent, text_of, with_a_door, words_of
from tests.notices.conftest import agreed
from tests.notices.mailbox import mailbox

SCRIPT = "<script>alert(1)</script> and <b>bold</b>"


@pytest.fixture
def at_home(open_town, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    open_town.case, open_town.me = with_a_door(open_town, preferred_name="Xan")
    return open_town


def test_what_she_writes_is_answered_and_both_see_what_was_read(at_home, page):
    me, amina = page(at_home.me), page(at_home.amina)
    assert reverse("portal:messages") in text_of(me.get(reverse("portal:home")))
    listed = text_of(me.get(reverse("portal:messages")))
    assert "Nobody reads this at once" in listed
    assert "Amina Yusuf" in listed
    answer = me.post(reverse("portal:messages"), sent(about="Heating"), follow=True)
    assert "Your message is sent." in text_of(answer)
    assert "You get an answer by" in text_of(answer)
    assert "Not read yet" in text_of(answer)
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    waits = reverse("delivery:thread", args=[held.pk])
    assert waits in text_of(amina.get("/my-day/"))
    assert "Waits for an answer" in text_of(amina.get(reverse("delivery:messages", args=[held.person_id])))
    opened = text_of(amina.get(reverse("delivery:thread", args=[held.pk])))
    assert HEATING in opened
    assert at_home.find(AuditEvent, verb="delivery.messages_opened", subject_id=held.pk).actor_id == at_home.amina.id
    assert "Not read yet" not in text_of(me.get(reverse("portal:thread", args=[held.pk])))
    amina.post(reverse("delivery:thread", args=[held.pk]), sent("I call him today."))
    assert waits not in text_of(amina.get("/my-day/"))
    assert not fresh(at_home, held).waits
    read = text_of(me.get(reverse("portal:thread", args=[held.pk])))
    assert "I call him today." in read
    assert "New" in read
    assert at_home.find(Message, thread=held, side="team").read_at is not None
    verbs = {entry.verb for entry in at_home.all(TimelineEntry, person=at_home.case.person_id)}
    assert {"delivery.client_wrote", "delivery.message_answered"} <= verbs
    facts = [entry.facts for entry in at_home.all(TimelineEntry, verb="delivery.client_wrote", program=held.program_id)]
    assert HEATING not in str(facts)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT body, about FROM delivery_message m JOIN delivery_messagethread t ON t.id = thread_id")
        assert not [row for row in cursor.fetchall() for kept in row if kept and b"eating" in bytes(kept)]


def test_sent_twice_it_stands_there_once_on_either_side(at_home, page):
    once, me, amina = sent(), page(at_home.me), page(at_home.amina)
    first = me.post(reverse("portal:messages"), once)
    assert me.post(reverse("portal:messages"), once)["Location"] == first["Location"]
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    answer = sent("Today.")
    for browser, name, data in ((me, "portal:thread", sent("More.")), (amina, "delivery:thread", answer)):
        for _again in range(2):
            browser.post(reverse(name, args=[held.pk]), data)
    assert words_of(at_home, held) == [HEATING, "More.", "Today."]
    assert len(at_home.all(MessageThread, person=at_home.case.person_id)) == 1


def test_a_photo_comes_without_its_place_and_is_opened_only_through_the_message(at_home, page):
    me = page(at_home.me)
    me.post(reverse("portal:messages"), sent("", file=SimpleUploadedFile("kitchen.jpg", photo())))
    held = at_home.find(MessageFile, person=at_home.case.person_id)
    for browser, name in ((me, "portal:message_file"), (page(at_home.amina), "delivery:message_file")):
        answer = browser.get(reverse(name, args=[held.pk]))
        assert answer["Content-Type"] == "image/jpeg"
        assert b"Quay Street" not in answer.content
    _case, other = with_a_door(at_home, "Ondine Marsh")
    assert page(other).get(reverse("portal:message_file", args=[held.pk])).status_code == 404
    for colleague in (at_home.sam, at_home.grace, at_home.flo, at_home.carl):
        assert page(colleague).get(reverse("delivery:message_file", args=[held.pk])).status_code == 404


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"words": "a" * 1_000_000}, "4000"),
        ({"words": " "}, "Write something, or add a file."),
        ({"words": "", "file": SimpleUploadedFile("run.jpg", b"MZ\x90 a program")}, "is a program"),
        ({"words": "", "file": SimpleUploadedFile("run.exe", b"MZ\x90 a program")}, "kind of file"),
        ({"key": "no key"}, "key"),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_half_saved(at_home, page, given, told):
    answer = page(at_home.me).post(reverse("portal:messages"), sent(about="Heating") | given)
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert 'value="Heating"' in text_of(answer)
    assert at_home.find(MessageThread, person=at_home.case.person_id) is None


def test_a_page_that_back_brought_again_sends_other_words_and_no_second_time_the_same():
    page_key = uuid4()

    def key(words, **more):
        form = MessageForm({"words": words, "key": page_key}, more)
        assert form.is_valid()
        return form.said().key

    assert key("He is here.") == key("He is here.")
    assert key("He is here.") != key("He is gone.")
    assert key("Look", file=SimpleUploadedFile("a.txt", b"one")) != key("Look")


def test_script_is_only_words(at_home, page):
    write_to_team(actor=at_home.me, program=at_home.housing, said=said(SCRIPT, about="<i>x</i>"))
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    for browser, name in ((page(at_home.me), "portal:thread"), (page(at_home.amina), "delivery:thread")):
        shown = text_of(browser.get(reverse(name, args=[held.pk])))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)&lt;/script&gt; and &lt;b&gt;" in shown


def test_the_case_takes_its_messages_along_and_cover_answers_meanwhile(at_home, page):
    write_to_team(actor=at_home.me, program=at_home.housing, said=said())
    set_absence(
        actor=at_home.ben,
        program=at_home.housing,
        staff=at_home.staff(at_home.amina),
        cover=at_home.staff(at_home.ben),
        from_on=at_home.today,
        until_on=at_home.today + timedelta(days=4),
    )
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    waits = reverse("delivery:thread", args=[held.pk])
    assert waits in text_of(page(at_home.ben).get("/my-day/"))
    told = text_of(page(at_home.me).get(reverse("portal:thread", args=[held.pk])))
    assert "Amina Yusuf is away until" in told
    assert "Ben Carter reads what you write" in told
    case = fresh(at_home, at_home.case)
    hand_over_case(actor=at_home.ben, case=case, to=at_home.staff(at_home.ben), because="Amina has too many.")
    assert waits in text_of(page(at_home.ben).get("/my-day/"))
    assert waits not in text_of(page(at_home.amina).get("/my-day/"))
    assert "is away" not in text_of(page(at_home.me).get(reverse("portal:thread", args=[held.pk])))


def test_what_is_answered_late_stands_on_the_supervisors_page(at_home, page):
    with clock.at(clock.now() - timedelta(days=9)):
        write_to_team(actor=at_home.me, program=at_home.housing, said=said())
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    late = "Messages not answered in time"
    text = text_of(page(at_home.ben).get(reverse("supervision:overview")))
    assert late in text
    assert reverse("delivery:thread", args=[held.pk]) in text
    page(at_home.amina).post(reverse("delivery:rest", args=[held.pk]))
    assert reverse("delivery:thread", args=[held.pk]) not in text_of(
        page(at_home.ben).get(reverse("supervision:overview"))
    )
    with pytest.raises(Refused, match="Nobody waits"):
        let_thread_rest(actor=at_home.amina, thread=fresh(at_home, held))


def test_she_clears_her_own_page_and_the_file_keeps_it(at_home, page):
    me = page(at_home.me)
    begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said("The first one."))
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    shown = text_of(me.get(reverse("portal:thread", args=[held.pk])))
    assert "We keep them in your file" in shown
    assert me.post(reverse("portal:clear_messages", args=[held.pk]), {"after": "1", "now_too": "on"}).status_code == 302
    assert "The first one." not in text_of(me.get(reverse("portal:thread", args=[held.pk])))
    with clock.at(clock.now() - timedelta(hours=30)):
        write_message(actor=at_home.amina, thread=fresh(at_home, held), said=said("Older than a day."))
    write_message(actor=at_home.amina, thread=fresh(at_home, held), said=said("Of today."))
    left = text_of(me.get(reverse("portal:thread", args=[held.pk])))
    assert "Of today." in left
    assert "Older than a day." not in left
    kept = text_of(page(at_home.amina).get(reverse("delivery:thread", args=[held.pk])))
    for words in ("The first one.", "Older than a day.", "They cleared this from their page."):
        assert words in kept
    with pytest.raises(Refused, match="Only the client"):
        forget_messages(actor=at_home.amina, thread=fresh(at_home, held), after=None)


def test_each_sees_their_own_and_nobody_writes_where_they_may_not(at_home, page):
    begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said())
    _case, other = with_a_door(at_home, "Ondine Marsh")
    address = reverse("portal:thread", args=[begun.thread_id])
    assert page(other).get(address).status_code == 404
    assert page(other).post(address, sent()).status_code == 404
    for colleague in (at_home.sam, at_home.grace, at_home.flo, at_home.carl, at_home.priya):
        staffs = page(colleague)
        assert staffs.get(reverse("delivery:thread", args=[begun.thread_id])).status_code == 404
        with pytest.raises(Absent):
            write_message(actor=colleague, thread=begun.thread, said=said())
    with pytest.raises(Refused, match="no page of their own"):
        begin_thread(actor=at_home.amina, case=at_home.client_case(full_name="Nils Nopage"), said=said())
    with pytest.raises(Refused, match="page of their own"):
        write_to_team(actor=at_home.amina, program=at_home.housing, said=said())
    with pytest.raises(Refused, match="Nobody there works with you"):
        write_to_team(actor=at_home.me, program=at_home.family, said=said())


def test_a_sealed_program_writes_nothing_and_shows_nothing_at_her_door(at_home, page):
    shelter = cases.open_case(
        actor=at_home.job(), program=at_home.shelter, person=at_home.case.person, owner=at_home.staff(at_home.grace)
    )
    with pytest.raises(Refused, match="others may see their device"):
        begin_thread(actor=at_home.grace, case=shelter, said=said())
    with pytest.raises(Absent):
        write_to_team(actor=at_home.me, program=at_home.shelter, said=said())
    begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said())
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_program SET sealed = true WHERE id = %s", [at_home.housing.pk]
        )  # sealed afterwards: what was shown before is hidden from then on
    me = page(at_home.me)
    assert me.get(reverse("portal:thread", args=[begun.thread_id])).status_code == 404
    assert HEATING not in text_of(me.get(reverse("portal:messages")))


def at_the_door(town, statement, *values):
    """As the outer door's login, signed in as her."""
    with reading(town.me), connections["door"].cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_the_doors_own_login_writes_as_nobody_but_her(at_home):
    begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said())
    theirs, them = with_a_door(at_home, "Ondine Marsh")
    other = write_to_team(actor=them, program=at_home.housing, said=said("Mine alone."))
    insert = (
        "INSERT INTO delivery_message (id, agency_id, created_at, version, thread_id, person_id, program_id, side,"
        " by_id, sent_key, body) VALUES (%s, %s, now(), 1, %s, %s, %s, %s, %s, %s, 'x')"
    )
    mine = at_home.case
    ok = [uuid4(), mine.agency_id, begun.thread_id, mine.person_id, mine.program_id, "client", None, uuid4()]
    assert at_the_door(at_home, insert, *ok) == 1
    for place, wrong in ((5, "team"), (2, other.thread_id), (3, theirs.person_id), (6, at_home.amina.id)):
        values = [*ok]
        values[0], values[7], values[place] = uuid4(), uuid4(), wrong
        with pytest.raises(ProgrammingError, match="row-level security"):
            at_the_door(at_home, insert, *values)
    with pytest.raises(ProgrammingError, match="permission denied"):
        at_the_door(at_home, "UPDATE delivery_message SET body = 'y' WHERE id = %s", begun.pk)
    assert at_the_door(at_home, "UPDATE delivery_message SET read_at = now() WHERE id = %s", other.pk) == 0


def test_she_is_told_once_that_something_waits_and_not_of_what_she_has_read(at_home, page, settings):
    with mailbox() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.LETTERS_GO_OUT = "127.0.0.1", post.port, True
        way = Way(Channel.EMAIL, "xan@mail.example", reminders_ok=True)
        add_contact_point(actor=at_home.amina, person=at_home.case.person, way=way)
        agreed(at_home, at_home.case)
        begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said("Bring your lease."))
        write_message(actor=at_home.amina, thread=begun.thread, said=said("And a pen."))
        send_what_is_due(0)
        assert [each for each in post.taken if "xan@" in each] == [], "who has the page open reads it there"
        with clock.at(clock.now() + timedelta(minutes=11)):
            send_what_is_due(0)
            send_what_is_due(0)
        (letter,) = [each for each in post.taken if "xan@" in each]
        assert "A message waits for you." in letter
        for secret in ("your lease", "Amina", "Xan Q", "Harbor", "Housing", "http"):
            assert secret not in letter
        shown = text_of(page(at_home.amina).get(reverse("delivery:thread", args=[begun.thread_id])))
        assert "Word that a message waits for them: Sent" in shown
        page(at_home.me).get(reverse("portal:thread", args=[begun.thread_id]))
        again = write_message(actor=at_home.amina, thread=fresh(at_home, begun.thread), said=said("See you."))
        page(at_home.me).get(reverse("portal:thread", args=[begun.thread_id]))
        with clock.at(clock.now() + timedelta(minutes=11)):
            send_what_is_due(0)
        assert at_home.find(Notice, about=again.pk).state == "cancelled"
        assert len([each for each in post.taken if "xan@" in each]) == 1


def test_once_the_case_is_closed_it_is_read_and_nothing_more_is_written(at_home, page):
    begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said())
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'finished', closed_at = now() WHERE id = %s", [at_home.case.pk])
    assert not fresh(at_home, at_home.case).is_open
    text = text_of(page(at_home.me).get(reverse("portal:thread", args=[begun.thread_id])))
    assert HEATING in text
    assert "The work together is over" in text
    with pytest.raises(Refused, match="over"):
        write_message(actor=at_home.me, thread=begun.thread, said=said())


def test_after_two_years_the_words_of_a_closed_case_go_and_that_they_were_written_stays(at_home, page, tmp_path):
    with clock.at(clock.now() - timedelta(days=800)):
        file = Sent("letter.pdf", b"%PDF-1.7 a letter")
        write_to_team(actor=at_home.me, program=at_home.housing, said=said(about="Heating", file=file))
    held = at_home.find(MessageThread, person=at_home.case.person_id)
    young = write_message(actor=at_home.amina, thread=held, said=said("Of this year."))
    purge_old_messages(0)
    assert words_of(at_home, held) == [HEATING, "Of this year."], "the case is open"
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE cases_case SET status = 'finished', closed_at = now() WHERE id = %s", [at_home.case.pk])
    kept_files = len([each for each in tmp_path.rglob("*") if each.is_file()])
    purge_old_messages(0)
    purge_old_messages(0)
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == kept_files - 1
    shown = text_of(page(at_home.amina).get(reverse("delivery:thread", args=[held.pk])))
    assert "The words are not kept any more." in shown
    assert HEATING not in shown
    assert "Of this year." in shown
    assert at_home.find(Message, pk=young.pk).purged_at is None
    gone = at_home.find(MessageFile, person=at_home.case.person_id)
    assert page(at_home.amina).get(reverse("delivery:message_file", args=[gone.pk])).status_code == 404
    with reading(at_home.job()):
        left = facts(Document, because="nothing tells what it was").get(pk=gone.document_id)
    assert (left.name, bytes(left.sha256)) == ("", b"")
    assert reverse("delivery:message_file", args=[gone.pk]) not in shown


def test_an_answer_is_promised_in_working_days():
    friday = datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert messaging.promised(friday, working_days=1) == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert messaging.promised(friday, working_days=6) == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_long_conversation_is_read_page_by_page(at_home):
    begun = begin_thread(actor=at_home.amina, case=fresh(at_home, at_home.case), said=said("0"))
    for number in range(1, 5):
        write_message(actor=at_home.amina, thread=begun.thread, said=said(str(number)))
    with reading(at_home.me):
        newest = conversations.open_thread(at_home.me, begun.thread_id, size=3)
        assert [each.body for each in newest.shown] == ["2", "3", "4"]
        before = (newest.first.created_at, newest.first.pk)
        older = conversations.open_thread(at_home.me, begun.thread_id, before=before, size=3)
    assert [each.body for each in older.shown] == ["0", "1"]
    assert older.first is None


def test_a_file_that_is_no_picture_is_kept_as_what_it_is(at_home):
    file = Sent("letter.pdf", b"%PDF-1.7 a letter")
    answer = write_to_team(actor=at_home.me, program=at_home.housing, said=said("", file=file))
    held = at_home.find(MessageFile, message=answer.pk)
    with reading(at_home.amina):
        shown, content = conversations.opened_file(at_home.amina, held.pk)
        assert (shown.document.media_type, content) == ("application/pdf", b"%PDF-1.7 a letter")
