"""Documents in the file: who sees them, how they come in and go out, and what never gets in."""

import io
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.urls import reverse
from PIL import Image

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.delivery import queries
from keyworker.delivery.actions import Paper, add_document, withdraw_document
from keyworker.delivery.models import CaseDocument
from keyworker.documents.rules import LARGEST
from keyworker.people.models import TimelineEntry

LEASE = b"%PDF-1.7 lease of 14 Quay Street"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    return tmp_path


@pytest.fixture
def case(town):
    return town.client_case()


@pytest.fixture
def lease(town, case):
    return add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.pdf", LEASE))


@pytest.fixture
def send(town, page, case):
    """Amina sends a file by the form."""

    def sent(name, content, **more):
        file = SimpleUploadedFile(name, content)
        address = reverse("delivery:add_document", args=[case.person_id])
        return page(town.amina).post(
            address, {"file": file, "title": "The lease", "kind": "letter", "about": "", **more}
        )

    return sent


def file_of(held):
    return reverse("delivery:document_file", args=[held.pk])


def drawn(kind):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, kind)
    return picture.getvalue()


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_document_is_put_in_the_file_and_opened_again(town, page, case, send):
    assert send("lease.pdf", LEASE).status_code == 302
    tab = page(town.amina).get(reverse("delivery:documents", args=[case.person_id])).content.decode()
    assert "The lease" in tab
    assert "Amina Yusuf" in tab
    held = town.find(CaseDocument, case=case)
    answer = page(town.amina).get(file_of(held))
    assert answer.content == LEASE
    assert answer["Content-Type"] == "application/pdf"


def test_a_browser_shows_it_apart_and_keeps_no_copy(town, page, case, lease):
    """A PDF can hold programs: it is only ever saved. A picture is shown, and is alone in the world meanwhile."""
    amina = page(town.amina)
    saved = amina.get(file_of(lease))
    assert saved["Content-Disposition"] == 'attachment; filename="lease.pdf"'
    picture = add_document(actor=town.amina, case=case, paper=Paper("The door", "door.png", drawn("PNG")))
    shown = amina.get(file_of(picture))
    assert shown["Content-Disposition"] == 'inline; filename="door.png"'
    for answer in (saved, shown):
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "no-store"
    assert amina.get(file_of(picture), {"save": "1"})["Content-Disposition"].startswith("attachment")


def test_what_pretends_to_be_a_page_is_read_as_words(town, page, case):
    """HTML, and a drawing with a script in it, saved as text: they stand there letter by letter."""
    bad = b"<svg onload='steal()'><script>steal()</script></svg>"
    held = add_document(actor=town.amina, case=case, paper=Paper("Odd", "odd.txt", bad))
    shown = page(town.amina).get(reverse("delivery:document", args=[held.pk])).content.decode()
    assert "&lt;script&gt;steal()" in shown
    assert "<script>steal" not in shown
    assert page(town.amina).get(file_of(held))["Content-Type"] == "text/plain; charset=utf-8"


def test_each_opening_is_in_the_trail_and_looking_at_the_list_is_none(town, page, lease):
    page(town.amina).get(reverse("delivery:documents", args=[lease.person_id]))
    assert town.find(AuditEvent, verb="delivery.document_opened") is None
    page(town.ben).get(file_of(lease))
    event = town.find(AuditEvent, verb="delivery.document_opened")
    assert (event.actor_id, event.subject_id, event.person_id) == (town.ben.id, lease.pk, lease.person_id)


@pytest.mark.parametrize("who", ["carl", "sam", "grace", "flo", "priya", "oskar"])
def test_for_everybody_else_there_is_nothing(town, page, lease, who):
    other = page(getattr(town, who))
    assert other.get(reverse("delivery:document", args=[lease.pk])).status_code == 404
    assert other.get(file_of(lease)).status_code == 404
    assert other.get(reverse("delivery:documents", args=[lease.person_id])).status_code == 404


def test_nobody_of_another_agency_puts_a_document_in(town, case, folder):
    with pytest.raises(Absent):
        add_document(actor=town.carl, case=case, paper=Paper("Lease", "lease.pdf", LEASE))
    assert files(folder) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lease.pdf", b"MZ\x90\x00\x03 a renamed program", "This file is a program, whatever its name says"),
        ("door.jpg", b"<html><script>steal()</script></html>", "This file is not what its name says"),
        ("door.jpg", b"%PDF-1.7 not a picture", "This file is not what its name says"),
        ("lease.exe", LEASE, "We can&#x27;t take that kind of file"),
        ("lease.pdf", b"%PDF-" + b"x" * LARGEST, "That file is too large"),
    ],
    ids=["a renamed program", "a renamed page", "a renamed PDF", "a program by name", "too large"],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_typed_is_lost(send, folder, name, content, said):
    answer = send(name, content, about="From the landlord")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "From the landlord" in answer.content.decode()
    assert files(folder) == []


def test_the_file_goes_when_the_action_fails_after_it_was_written(town, case, folder, monkeypatch):
    written = []

    def fail(*_, **__):
        written.extend(files(folder))
        raise ZeroDivisionError

    monkeypatch.setattr("keyworker.delivery.actions.papers.tell", fail)
    with pytest.raises(ZeroDivisionError):
        add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.pdf", LEASE))
    assert len(written) == 1
    assert files(folder) == []
    assert town.find(CaseDocument, case=case) is None


def test_a_newer_version_stands_first_and_the_older_ones_can_still_be_read(town, page, case, lease, send):
    amina = page(town.amina)
    asked = amina.get(reverse("delivery:add_document", args=[case.person_id]), {"newer_of": lease.pk})
    assert f'value="{lease.pk}" selected' in asked.content.decode()
    newer = send("new.pdf", LEASE + b", signed", replaces=str(lease.pk), title="Lease, signed")
    shown = amina.get(newer["Location"]).content.decode()
    assert "Version 2" in shown
    assert reverse("delivery:document", args=[lease.pk]) in shown
    tab = amina.get(reverse("delivery:documents", args=[case.person_id])).content.decode()
    assert "Lease, signed" in tab
    assert reverse("delivery:document", args=[lease.pk]) not in tab
    assert "There is a newer version" in amina.get(reverse("delivery:document", args=[lease.pk])).content.decode()
    assert amina.get(file_of(lease)).content == LEASE
    told = town.find(TimelineEntry, verb="delivery.document_renewed", person_id=case.person_id)
    assert told.facts == {"title": "Lease, signed", "number": 2}


def test_two_who_add_a_version_at_the_same_time_are_both_kept(town, page, case, lease, send):
    """Ben's came in while Amina still chose hers: hers follows his, and she is told."""
    add_document(actor=town.ben, case=case, paper=Paper("Lease", "bens.pdf", LEASE + b" (Ben)", replaces=lease))
    amina = page(town.amina)
    answer = amina.get(send("mine.pdf", LEASE + b" (Amina)", replaces=str(lease.pk))["Location"])
    assert "Version 3" in answer.content.decode()
    versions = town.all(CaseDocument, lineage=lease.lineage)
    assert sorted(each.number for each in versions) == [1, 2, 3]
    assert [each.number for each in versions if each.superseded_by_id is None] == [3]


def test_two_at_the_very_same_moment_wait_for_each_other(open_town, folder):
    town = open_town
    case = town.client_case()
    first = add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.pdf", LEASE))
    actors = (town.amina, town.ben)

    def add(actor):
        try:
            paper = Paper("Lease", "lease.pdf", LEASE, replaces=first)
            return add_document(actor=actor, case=case, paper=paper).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as together:
        assert sorted(together.map(add, actors)) == [2, 3]


def test_a_version_goes_beside_the_older_ones_or_not_at_all(town, lease):
    other = town.client_case(full_name="Somebody Else")
    with pytest.raises(Absent):
        add_document(actor=town.amina, case=other, paper=Paper("Mine", "m.pdf", LEASE, replaces=lease))


def test_what_does_not_belong_here_is_taken_out_and_opened_by_nobody(town, page, case, lease, folder):
    newer = add_document(actor=town.amina, case=case, paper=Paper("Lease", "n.pdf", LEASE, replaces=lease))
    amina, address = page(town.amina), reverse("delivery:withdraw_document", args=[newer.pk])
    assert "Why does it not belong here" in amina.post(address, {"because": " "}).content.decode()
    assert amina.post(address, {"because": "It is a neighbour's."}).status_code == 302
    tab = amina.get(reverse("delivery:documents", args=[case.person_id])).content.decode()
    assert "Taken out" in tab
    assert "It is a neighbour&#x27;s." in tab
    for version in (lease, newer):
        assert "Nobody can open it" in amina.get(file_of(version), follow=True).content.decode()
        assert "Save a copy" not in amina.get(reverse("delivery:document", args=[version.pk])).content.decode()
    assert town.find(AuditEvent, verb="delivery.document_opened") is None
    with pytest.raises(Refused, match="taken out already"):
        withdraw_document(actor=town.ben, document=lease, because="Again")
    with pytest.raises(Refused, match="taken out of the file"):
        add_document(actor=town.amina, case=case, paper=Paper("Lease", "n.pdf", LEASE, replaces=newer))


def test_a_damaged_document_is_said_to_be_so_and_no_byte_of_it_is_sent(town, page, lease, folder):
    (path,) = files(folder)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = page(town.amina).get(file_of(lease), follow=True)
    assert "This document cannot be opened" in answer.content.decode()
    assert town.find(AuditEvent, verb="delivery.document_opened") is None


def test_a_long_list_is_turned_over_by_cursor(town, page, case, monkeypatch):
    for number in range(3):
        add_document(actor=town.amina, case=case, paper=Paper(f"Paper {number}", "p.txt", b"words"))
    monkeypatch.setattr(queries, "documents", partial(queries.documents, size=2))
    amina, address = page(town.amina), reverse("delivery:documents", args=[case.person_id])
    first = amina.get(address)
    assert "Paper 2" in first.content.decode()
    assert "Paper 0" not in first.content.decode()
    assert "Paper 0" in amina.get(first.context["older_href"]).content.decode()
