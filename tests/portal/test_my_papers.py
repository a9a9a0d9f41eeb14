"""Papers sent from one's own page: seen by the worker, kept or asked for again, and never lost or run on the way."""

import io
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connections
from django.urls import reverse
from PIL import Image

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.delivery.actions import (
    OwnPaper,
    Paper,
    Said,
    Sent,
    add_document,
    ask_for_another,
    keep_paper,
    let_thread_rest,
    send_paper,
    write_to_team,
)
from keyworker.delivery.actions.sent import MOST_WAITING, may_send
from keyworker.delivery.models import CaseDocument, MessageFile, MessageThread, PaperSent
from keyworker.delivery.received import opened_paper
from keyworker.documents.models import Document
from keyworker.documents.rules import LARGEST
from keyworker.people.models import TimelineEntry
from tests.delivery.writing import photo, text_of, with_a_door
from tests.reviews.conftest import Worker

PAGE = "/me/papers/"


@pytest.fixture
def town(open_town, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    open_town.case, open_town.me = with_a_door(open_town)
    return open_town


def given(name="lease.jpg", content=None, **more):
    return {"what": "My lease", "file": SimpleUploadedFile(name, content or photo()), "key": str(uuid4()), **more}


def letter(what="My lease"):
    return OwnPaper(uuid4(), what, Sent("letter.pdf", b"%PDF-1.7 a letter"))


def sent(town, **more):
    return send_paper(actor=town.me, case=town.find(type(town.case), pk=town.case.pk), paper=letter(**more))


def look(held):
    return reverse("delivery:paper_sent", args=[held.pk])


def test_she_sends_a_photo_her_worker_puts_it_in_the_file_and_she_reads_so(town, page):
    me, amina = page(town.me), page(town.amina)
    assert "We have it." in text_of(me.post(PAGE, given(), follow=True))
    held = town.find(PaperSent, person=town.case.person_id)
    assert "Nobody looked at it yet." in text_of(me.get(PAGE))
    assert look(held) in text_of(amina.get(reverse("workspace:my_day")))
    assert look(held) in text_of(amina.get(reverse("delivery:documents", args=[held.person_id])))
    drawn = amina.get(reverse("delivery:paper_sent_file", args=[held.pk]))
    assert "sandbox" in drawn["Content-Security-Policy"]
    assert not Image.open(io.BytesIO(drawn.content)).getexif(), "where it was taken stays on her phone"
    assert town.find(AuditEvent, verb="delivery.paper_opened").actor_id == town.amina.id
    said = amina.post(look(held), {"step": "keep", "title": "Lease of 14 Quay Street", "kind": "agreement"})
    assert said.status_code == 302, text_of(said).partition("govuk-error-summary")[2][:600] + str(said.status_code)
    kept = town.find(CaseDocument, person=town.case.person_id)
    assert (kept.title, kept.document_id) == ("Lease of 14 Quay Street", held.document_id)
    assert "It is in your file." in text_of(me.get(PAGE))
    assert look(held) not in text_of(amina.get(reverse("workspace:my_day")))
    assert amina.get(look(held))["Location"] == reverse("delivery:document", args=[kept.pk])
    assert town.find(TimelineEntry, verb="delivery.paper_sent").actor_kind == "client"


def test_what_cannot_be_read_is_erased_and_she_reads_why(town, page):
    me, amina, held = page(town.me), page(town.amina), sent(town)
    assert "understand" in text_of(amina.post(look(held), {"step": "again", "title": "x", "kind": "letter"}))
    said = {"step": "again", "title": "x", "kind": "letter", "because": "It is too dark."}
    amina.post(look(held), said)
    assert "It is too dark." in text_of(me.get(PAGE))
    for opened in (me.get(reverse("portal:paper_file", args=[held.pk])), amina.get(f"{look(held)}file/")):
        assert opened.status_code == 404
    with reading(town.job()):
        assert facts(Document, because="nothing tells what it was").get(pk=held.document_id).name == ""
    with pytest.raises(Refused, match="looked at this already"):
        keep_paper(actor=town.amina, sent=town.find(PaperSent, pk=held.pk), title="Late", kind="letter")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"MZ a program that calls itself a photo"),
        ("photo.jpg", b"\xff\xd8\xff half a photo"),
        ("run.sh", b"#!/bin/sh"),
        ("page.html", b"<script>alert(1)</script>"),
        ("large.pdf", b"%PDF-" + b"0" * LARGEST),
    ],
    ids=["program", "broken", "script", "page", "large"],
)
def test_nothing_hostile_comes_in_and_what_she_called_it_stays(town, page, name, content, tmp_path):
    answer = page(town.me).post(PAGE, given(name, content))
    assert answer.status_code == 200
    assert "My lease" in text_of(answer)
    assert "govuk-error-summary" in text_of(answer)
    assert town.all(PaperSent, person=town.case.person_id) == []
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_line_that_broke_sends_it_twice_and_it_stands_there_once(town, page):
    key, content = str(uuid4()), photo()
    for _try in range(2):
        page(town.me).post(PAGE, given(content=content, key=key))
    assert len(town.all(PaperSent, person=town.case.person_id)) == 1
    page(town.me).post(PAGE, given(content=content, key=key, what="My bill"))
    assert len(town.all(PaperSent, person=town.case.person_id)) == 2, "the same page, another paper"


def test_twenty_wait_at_most_and_none_once_the_work_is_over():
    assert not may_send(case_open=True, what="Lease", waiting=MOST_WAITING).allowed
    assert may_send(case_open=True, what="Lease", waiting=MOST_WAITING - 1).allowed
    assert not may_send(case_open=False, what="Lease", waiting=0).allowed
    assert not may_send(case_open=True, what=" ", waiting=0).allowed


def test_a_case_is_not_closed_over_a_paper_that_nobody_looked_at_unless_a_supervisor_says_why(town, page):
    held, ben = sent(town), Worker(town)
    with pytest.raises(Refused, match="nobody has looked at"):
        ben.close(town.case, reason="moved", follow_up_agreed=False)
    shown = text_of(page(town.amina).get(reverse("reviews:close", args=[town.case.pk])))
    assert "They sent a paper that nobody has looked at." in shown
    ask_for_another(actor=town.amina, sent=held, because="Too dark.")
    ben.close(town.case, reason="moved", follow_up_agreed=False)


def test_a_case_is_not_closed_over_a_message_that_nobody_answered(town):
    said = Said(uuid4(), "Are you there?")
    message = write_to_team(actor=town.me, program=town.housing, said=said)
    with pytest.raises(Refused, match="nobody has answered"):
        Worker(town).close(town.case, reason="moved", follow_up_agreed=False)
    let_thread_rest(actor=town.amina, thread=town.find(MessageThread, pk=message.thread_id))
    Worker(town).close(town.case, reason="moved", follow_up_agreed=False)


def test_the_login_calls_no_file_its_own_that_did_not_come_with_the_row(town):
    """A breach: whoever holds the door's login and knows the key of another's file would read it."""
    other, _stranger = with_a_door(town, name="Peregrine Vale")
    theirs = add_document(actor=town.amina, case=other, paper=Paper("Lease", "letter.pdf", b"%PDF-1.7 of another"))
    mine = sent(town)
    message = write_to_team(actor=town.me, program=town.housing, said=Said(uuid4(), "See this."))
    about = {"person_id": town.case.person_id, "program_id": town.case.program_id}
    as_a_paper = {"case_id": town.case.pk, "what": "x", "sent_key": uuid4()}
    for key in (theirs.document_id, mine.document_id):
        for model, values in ((PaperSent, as_a_paper), (MessageFile, {"message_id": message.pk})):
            with pytest.raises(ProgrammingError, match="row-level security"), reading(town.me):
                model(**about, **values, document_id=key).save(force_insert=True)
    with reading(town.me):
        assert not facts(Document, because="a careless developer").filter(pk=theirs.document_id).exists()


def test_nobody_else_sees_it_and_the_login_changes_nothing_that_was_sent(town, page):
    held = sent(town)
    _other, stranger = with_a_door(town, name="Peregrine Vale")
    with pytest.raises(Absent), reading(stranger):
        opened_paper(stranger, held.pk)
    assert page(town.grace).get(look(held)).status_code == 404
    with pytest.raises(Absent):
        ask_for_another(actor=town.me, sent=held, because="x")
    for breach in ("UPDATE delivery_papersent SET what = 'x'", "DELETE FROM delivery_papersent"):
        with pytest.raises(ProgrammingError), reading(town.me), connections["door"].cursor() as cursor:
            cursor.execute(breach)
    keys = {"case_id": held.case_id, "program_id": held.program_id, "document_id": held.document_id}
    with pytest.raises(ProgrammingError, match="row-level security"), reading(town.me):
        PaperSent(
            **keys, person_id=held.person_id, what="x", sent_key=uuid4(), answer="Written as if a worker had."
        ).save(force_insert=True)
    with reading(stranger):
        assert not facts(Document, because="a careless developer").filter(pk=held.document_id).exists()
    ask_for_another(actor=town.amina, sent=held, because="Too dark.")
    with reading(town.me):
        assert not facts(Document, because="a careless developer").filter(pk=held.document_id).exists()
