"""Notes and documents found by their words: by whom, in which languages, and what is never shown or kept."""

import io
import zipfile

import pytest
from django.db import connections
from django.urls import reverse
from PIL import Image

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.delivery import searching
from keyworker.delivery.actions import (
    Draft,
    Paper,
    add_document,
    amend_note,
    save_draft,
    sign_draft,
    withdraw_document,
)
from keyworker.delivery.jobs import read_documents
from keyworker.delivery.models import DocumentText, ReadAs, WordIndex
from keyworker.delivery.rebuilding import rebuild
from keyworker.delivery.searching import search
from keyworker.documents.office import WORD
from keyworker.people.actions import deny

WORD_XML = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>The boiler was inspected by Halloran</w:t></w:r></w:p></w:body></w:document>"
)
OF_THE_TEST = 3  # a savepoint before and after, and the agency set back
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="'
    f'{WORD}.main+xml"/></Types>'
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


@pytest.fixture
def case(town):
    return town.client_case()


@pytest.fixture
def write(town, case):
    """Amina signs a note."""

    def written(text, actor=town.amina, case=case):
        return sign_draft(actor=actor, case=case, draft=Draft(new_id(), text))

    return written


def found(actor, typed, **more):
    with reading(actor):
        return search(actor, typed, **more)


def said(actor, typed, **more):
    """What was found, with the marked words in brackets."""
    hits = found(actor, typed, **more).hits
    return ["".join(f"[{each.text}]" if each.marked else each.text for each in hit.pieces) for hit in hits]


def word_file():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", WORD_XML)
    return made.getvalue()


def test_a_note_is_found_by_its_words_whatever_their_endings_and_language(town, write, case):
    write("She visited two nurseries, and is visiting a third, with Quennell.")
    write("Fue a la clínica para su evaluación y no ha vuelto todavía.")
    write("ذهبت إلى المستأجرين في البناية")
    assert said(town.amina, "nursery visit") == [
        "She [visited] two [nurseries], and is [visiting] a third, with Quennell."
    ]
    assert said(town.amina, "evaluacion") == said(town.amina, "evaluaciones") != []
    assert len(said(town.amina, "مستأجر")) == 1
    assert said(town.amina, "nursery clinic") == []
    assert said(town.amina, "the and of") == []
    assert len(said(town.amina, "QUENNELL", person=case.person)) == 1
    assert said(town.amina, "Quennell", person=town.client_case().person) == []


def test_in_one_file_the_last_word_may_be_unfinished_and_whole_words_come_first(town, write, case):
    write("The heron is a bird.")
    write("Herons again, and a heronry.")
    write("Élan vital.")
    assert said(town.amina, "heron", person=case.person) == [
        "[Herons] again, and a heronry.", "The [heron] is a bird.",
    ]  # fmt: skip
    assert said(town.amina, "again hero", person=case.person) == ["[Herons] [again], and a [heronry]."]
    assert said(town.amina, "hero", person=case.person)[1] == "The [heron] is a bird."
    assert said(town.amina, "ela", person=case.person) == ["[Élan] vital."]
    assert said(town.amina, "he", person=case.person) == said(town.amina, "hero") == []
    assert said(town.amina, "hero unknown", person=case.person) == []
    add_document(actor=town.amina, case=case, paper=Paper("Photograph of a heron", "gas.docx", word_file()))
    assert len(said(town.amina, "photogr", person=case.person)) == 1
    deny(actor=town.ben, person=case.person, staff=town.staff(town.amina), because="her cousin")
    assert said(town.amina, "hero", person=case.person) == []


def test_an_amendment_is_found_and_a_draft_only_by_who_writes_it(town, write, case):
    note = write("About the zeppelin.")
    amend_note(actor=town.amina, note=note, text="It was a dirigible.", reason="wrong word")
    save_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Perhaps a dirigible, perhaps not."))
    assert said(town.amina, "dirigible") == ["Perhaps a [dirigible], perhaps not.", "It was a [dirigible]."]
    assert said(town.ben, "dirigible") == ["It was a [dirigible]."]


def test_nobody_finds_what_they_may_not_read(town, write, case):
    write("The quokka is safe.")
    assert len(said(town.ben, "quokka")) == 1
    for stranger in (town.flo, town.grace, town.carl, town.oskar, town.priya):
        assert said(stranger, "quokka") == []
    deny(actor=town.ben, person=case.person, staff=town.staff(town.amina), because="her cousin")
    assert said(town.amina, "quokka") == []


def test_nothing_of_what_was_written_or_looked_for_stands_readable_in_the_index_or_the_trail(town, write):
    write("Axolotl.")
    found(town.amina, "axolotl")
    event = town.all(AuditEvent, verb="delivery.words_searched")[-1]
    assert event.facts == {"found": 1}
    index = town.find(WordIndex, note__text="Axolotl.")
    assert len(index.words) == 1


def test_a_document_is_found_by_its_title_at_once_and_by_what_it_says_when_it_was_read(town, page, case):
    held = add_document(actor=town.amina, case=case, paper=Paper("Gas safety", "gas.docx", word_file()))
    assert len(said(town.amina, "gas")) == 1
    assert said(town.amina, "boiler") == []
    read_documents(town.amina.agency_id)
    assert said(town.amina, "boilers inspection") == ["The [boiler] was [inspected] by Halloran"]
    assert b"boiler" not in bytes(town.find(DocumentText, document=held).__dict__["text"])
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    scan = add_document(actor=town.amina, case=case, paper=Paper("Meter", "scan.png", picture.getvalue()))
    shown = page(town.amina).get(reverse("delivery:document", args=[scan.pk])).content.decode()
    assert "Not searchable" in shown
    withdraw_document(actor=town.amina, document=held, because="another client's")
    assert said(town.amina, "gas") == []
    assert town.find(DocumentText, document=held).text is None


def test_only_the_newest_version_is_found(town, case):
    old = add_document(actor=town.amina, case=case, paper=Paper("Lease", "a.txt", b"rent 900 ostrich"))
    read_documents(town.amina.agency_id)
    add_document(actor=town.amina, case=case, paper=Paper("Lease", "b.txt", b"rent 950 emu", replaces=old))
    read_documents(town.amina.agency_id)
    assert said(town.amina, "ostrich") == []
    assert said(town.amina, "emu") == ["rent 950 [emu]"]


def test_a_wide_search_goes_back_in_portions_and_says_so(town, write, monkeypatch):
    for word in ("first narwhal", "second", "third"):
        write(f"The {word}.")
    monkeypatch.setattr(searching, "MOST_WALKED", 1)
    begun = found(town.amina, "narwhal")
    assert begun.hits == []
    assert begun.back_to is not None
    assert len(found(town.amina, "narwhal", before=begun.next).hits) == 1


def test_the_index_is_made_anew_for_what_stood_before(town, write, case):
    write("Before the platypus.")
    add_document(actor=town.amina, case=case, paper=Paper("Lease", "a.txt", b"wombat"))
    with reading(town.amina):
        rows(WordIndex, actor=town.amina, needs=Permission.NOTE_VIEW).delete()
    assert said(town.amina, "platypus") == []
    with reading(town.amina):
        notes, documents = rebuild(connections[town.amina.alias])
    assert notes > 0
    assert documents > 0
    assert len(said(town.amina, "platypus")) == len(said(town.amina, "lease")) == 1
    assert town.find(DocumentText, document__title="Lease").state == ReadAs.WAITING


def test_the_page_marks_the_words_keeps_them_out_of_its_address_and_stays_within_its_queries(
    town, page, write, case, django_assert_max_num_queries
):
    for number in range(25):
        write(f"Capybara <b>{number}</b>.")
    here = reverse("workspace:words")
    client = page(town.amina)
    assert client.post(here, {"q": "capybaras"})["Location"] == here
    with django_assert_max_num_queries(12 + OF_THE_TEST):
        shown = client.get(here).content.decode()
    assert shown.count("<mark>Capybara</mark>") == searching.PAGE_SIZE
    assert "&lt;b&gt;24" in shown
    older = shown.split('rel="next"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert "capybara" not in older.lower()
    assert client.get(here + older).content.decode().count("<mark>") == 5
    with django_assert_max_num_queries(12 + OF_THE_TEST):
        assert "<mark>" in client.get(reverse("workspace:file_words", args=[case.person_id])).content.decode()
    assert page(town.ben).get(here).content.decode().count("<mark>") == 0


def test_who_may_not_read_notes_has_no_such_page(town, page):
    assert page(town.flo).get(reverse("workspace:words")).status_code == 404
    assert Permission.NOTE_VIEW.value == "note:view"
