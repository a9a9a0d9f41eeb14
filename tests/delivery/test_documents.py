"""Documents in the file: who sees them, how they come in and go out, and what never gets in."""

import io
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.delivery import queries
from keyworker.delivery.actions import Paper, add_document
from keyworker.delivery.models import CaseDocument
from keyworker.documents.rules import LARGEST

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
        return page(town.amina).post(address, {"file": file, "title": "The lease", "about": "", **more})

    return sent


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_document_is_put_in_the_file_and_opened_again(town, page, case, send):
    assert send("lease.pdf", LEASE).status_code == 302
    tab = page(town.amina).get(reverse("delivery:documents", args=[case.person_id])).content.decode()
    assert "The lease" in tab
    assert "Amina Yusuf" in tab
    held = town.find(CaseDocument, case=case)
    answer = page(town.amina).get(reverse("delivery:document", args=[held.pk]))
    assert answer.content == LEASE
    assert answer["Content-Type"] == "application/pdf"


def test_a_browser_shows_it_apart_and_keeps_no_copy(town, page, lease):
    address = reverse("delivery:document", args=[lease.pk])
    answer = page(town.amina).get(address)
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"] == 'inline; filename="lease.pdf"'
    kept = page(town.amina).get(address, {"save": "1"})
    assert kept["Content-Disposition"] == 'attachment; filename="lease.pdf"'


def test_each_opening_is_in_the_trail_and_looking_at_the_list_is_none(town, page, lease):
    page(town.amina).get(reverse("delivery:documents", args=[lease.person_id]))
    assert town.find(AuditEvent, verb="delivery.document_opened") is None
    page(town.ben).get(reverse("delivery:document", args=[lease.pk]))
    event = town.find(AuditEvent, verb="delivery.document_opened")
    assert (event.actor_id, event.subject_id, event.person_id) == (town.ben.id, lease.pk, lease.person_id)


@pytest.mark.parametrize("who", ["carl", "sam", "grace", "flo", "priya", "oskar"])
def test_for_everybody_else_there_is_nothing(town, page, lease, who):
    other = page(getattr(town, who))
    assert other.get(reverse("delivery:document", args=[lease.pk])).status_code == 404
    assert other.get(reverse("delivery:documents", args=[lease.person_id])).status_code == 404


def test_nobody_of_another_agency_puts_a_document_in(town, case, folder):
    with pytest.raises(Absent):
        add_document(actor=town.carl, case=case, paper=Paper("Lease", "lease.pdf", LEASE))
    assert files(folder) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("lease.pdf", b"MZ\x90\x00\x03 a renamed program", "This kind of file cannot be kept"),
        ("lease.exe", LEASE, "We can&#x27;t take that kind of file"),
        ("lease.pdf", b"%PDF-" + b"x" * LARGEST, "That file is too large"),
    ],
    ids=["a renamed program", "a program by name", "too large"],
)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_typed_is_lost(send, folder, name, content, said):
    answer = send(name, content, about="From the landlord")
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert "From the landlord" in answer.content.decode()
    assert files(folder) == []


def test_a_picture_forgets_where_it_was_taken(town, page, case, send):
    drawn, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "taken at the shelter"
    Image.new("RGB", (40, 30), "white").save(drawn, "JPEG", exif=exif)
    assert b"shelter" in drawn.getvalue()
    send("door.jpg", drawn.getvalue())
    held = town.find(CaseDocument, case=case)
    answer = page(town.amina).get(reverse("delivery:document", args=[held.pk]))
    assert answer["Content-Type"] == "image/jpeg"
    assert b"shelter" not in answer.content


def test_the_file_goes_when_the_action_fails_after_it_was_written(town, case, folder, monkeypatch):
    written = []

    def fail(*_, **__):
        written.extend(files(folder))
        raise ZeroDivisionError

    monkeypatch.setattr("keyworker.delivery.actions.recording.tell", fail)
    with pytest.raises(ZeroDivisionError):
        add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.pdf", LEASE))
    assert len(written) == 1
    assert files(folder) == []
    assert town.find(CaseDocument, case=case) is None


def test_a_newer_document_takes_the_place_of_the_older_once(town, page, case, lease, send, folder):
    assert send("new.pdf", LEASE, replaces=str(lease.pk)).status_code == 302
    assert town.find(CaseDocument, pk=lease.pk).superseded_by_id is not None
    tab = page(town.amina).get(reverse("delivery:documents", args=[case.person_id])).content.decode()
    assert tab.count("There is a newer one") == 1
    with pytest.raises(Refused, match="newer one already"):
        add_document(actor=town.amina, case=case, paper=Paper("Third", "3.pdf", LEASE, replaces=lease))
    assert len(files(folder)) == 2


def test_a_document_of_another_file_is_not_replaced(town, lease):
    other = town.client_case(full_name="Somebody Else")
    with pytest.raises(Absent):
        add_document(actor=town.amina, case=other, paper=Paper("Mine", "m.pdf", LEASE, replaces=lease))


def test_a_damaged_document_is_said_to_be_so_and_no_byte_of_it_is_sent(town, page, lease, folder):
    (path,) = files(folder)
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    answer = page(town.amina).get(reverse("delivery:document", args=[lease.pk]), follow=True)
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
