"""The seventeen papers, blank and filled in, in each language: whole, tagged, and telling nobody more than they may."""

import html
import io
import re
from datetime import timedelta
from uuid import uuid4

import pypdf
import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from keyworker.assessment.actions import FindingWords, note_by_hand
from keyworker.assessment.domains import Domain
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.privacy import Category
from keyworker.cases import actions as cases
from keyworker.cases.models import Case
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import Authority, How, Purpose
from keyworker.directory.models import Contact
from keyworker.people import actions as people
from keyworker.people.models import Channel
from keyworker.planning.forms.questions import MIRACLE, SCALING
from keyworker.planning.models import ActionStep
from keyworker.workspace.papers.registry import PAPERS, About
from tests.planning.conftest import HOME, Planner
from tests.referrals.conftest import food_bank
from tests.sweeps.reading import NOT_COUNTED

NAME = "Xanthippe Quill"
LIKES, HARD, AFRAID = "Cooking for others", "The roof leaks over the beds", "Steps on the stairs at night"
HIDDEN, CODE_WORD, WARNING, ALERT = "14 Gallows Lane", "marmalade", "Her brother waits outside", "A dog that bites"
LANGUAGES = ("en", "es", "ar")
MOST_PAGES, MOST_BYTES, MOST_QUERIES = 4, 150_000, 12
ENGLISH = re.compile(r"[A-Za-z]{3}")
# Reads the same in Spanish.
SAME = {"plan"}
OF_A_FILE = [each for each in PAPERS if each.about is About.FILE]
OF_A_WORKER = [each for each in PAPERS if each.about is About.WORKER]
seventeen = pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.slug)


def safety_of(town, person, actor):
    """Everything that must stay off a paper."""
    people.add_contact_point(actor=actor, person=person, way=people.Way(Channel.VISIT, HIDDEN))
    said = {"address_protected": True, "risk_if_contacted": WARNING, "code_word": CODE_WORD}
    people.set_safety(actor=actor, person=person, **said)
    people.raise_alert(actor=actor, person=person, program=town.housing, kind="safety", text=ALERT)


@pytest.fixture
def case(town):
    """Somebody with a plan, a consent and findings."""
    found = town.client_case(full_name=NAME, about="A door of my own.")
    Planner(town).draft(found)
    terms = Terms(
        Purpose.REFERRAL, "Oak Street Clinic", frozenset({Category.HEALTH}), town.today,
        town.today + timedelta(days=90), How.VERBAL, "1", witness="Leda Stone", authority=Authority.SELF,
    )  # fmt: skip
    record_consent(actor=town.amina, person=found.person, program=town.housing, terms=terms)
    for kind, domain, words in (
        ("strength", Domain.DAILY_LIFE, LIKES), ("need", Domain.HOUSING, HARD), ("need", Domain.SAFETY, AFRAID),
    ):  # fmt: skip
        note_by_hand(actor=town.amina, case=found, kind=kind, words=FindingWords(domain, words))
    return found


@pytest.fixture
def as_pages(monkeypatch):
    """As on a machine without Pango: the same words, and no time lost on drawing them."""
    monkeypatch.setattr("keyworker.design.papers._maker", lambda: None)


def blank(paper, language="en"):
    return f"{reverse('workspace:blank_paper', args=[paper.slug])}?language={language}"


def of_a_file(paper, person_id, language="en"):
    return f"{reverse('workspace:file_paper', args=[person_id, paper.slug])}?language={language}"


def of_a_worker(paper, actor, language="en"):
    return f"{reverse('workspace:worker_paper', args=[paper.slug, actor.id])}?language={language}"


def filled(paper, case, actor, language="en"):
    """The paper filled in. The guide is about nobody: there is nothing to fill in."""
    match paper.about:
        case About.FILE:
            return of_a_file(paper, case.person_id, language)
        case About.WORKER:
            return of_a_worker(paper, actor, language)
        case _:
            return blank(paper, language)


def pieces_of(answer):
    """What stands on a paper that came as a page, piece by piece, and what its fields are called."""
    assert answer.status_code == 200
    text = re.sub("[\u2068\u2069\u200e\u200f]", "", answer.content.decode())
    text = text[text.index("<title>") :]
    found = [*re.findall(r'title="([^"]*)"', text), *re.sub(r"<[^>]*>", "\n", text).split("\n")]
    return {html.unescape(each).strip() for each in found} - {""}


def read(answer):
    assert answer["Content-Type"] == "application/pdf"
    assert len(answer.content) < MOST_BYTES
    return pypdf.PdfReader(io.BytesIO(answer.content))


def written(town, case):
    """What people wrote, and names: they stay as they are in every language."""
    steps = {step.what for step in town.all(ActionStep, plan__case=case)}
    numbers = {each.number for each in town.all(Case)}
    return steps | numbers | set(town.agency().crisis_help.splitlines()) | {
        NAME, HOME.words, LIKES, HARD, "Harbor House", "Amina Yusuf", "Ben Carter", "Oak Street Clinic", "Leda Stone",
        case.person.about, town.housing.name, town.staff(town.amina).job_title,
    }  # fmt: skip


@seventeen
def test_a_paper_says_everything_in_each_language(town, page, case, as_pages, paper):
    amina, known = page(town.amina), written(town, case)
    for address in (
        lambda language: blank(paper, language),
        lambda language: filled(paper, case, town.amina, language),
    ):
        said = {language: pieces_of(amina.get(address(language))) for language in LANGUAGES}
        for language in ("es", "ar"):
            same = (said["en"] & said[language]) - known
            assert {each for each in same if ENGLISH.search(each) and each.lower() not in SAME} == set()


@seventeen
def test_a_paper_is_tagged_named_in_its_language_and_can_be_typed_into(town, page, case, paper):
    """Each paper is drawn once in each language: blank in English, filled in in the others."""
    amina = page(town.amina)
    for language in LANGUAGES:
        address = blank(paper) if language == "en" else filled(paper, case, town.amina, language)
        answer = amina.get(address)
        drawn = read(answer)
        root = drawn.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == language
        assert 1 <= len(drawn.pages) <= MOST_PAGES
        with translation.override(language):
            assert drawn.metadata.title == str(paper.title)
        told = f"{answer['Content-Disposition']} {drawn.metadata} {drawn.xmp_metadata.rdf_root.toxml()}"
        assert f'filename="{paper.slug}-' in answer["Content-Disposition"]
        assert "Xanthippe" not in told
        assert case.number not in told
        assert answer["Cache-Control"] == "no-store"
        assert_can_be_typed_into(drawn)


def assert_can_be_typed_into(drawn):
    """Every field has a name of its own, and says what it is for."""
    fields = [each.get_object() for each in drawn.trailer["/Root"]["/AcroForm"]["/Fields"]]
    names = [field["/T"] for field in fields]
    assert len(names) == len(set(names)) > 0
    assert [field["/T"] for field in fields if not field.get("/TU") or field["/TU"] == field["/T"]] == []


def test_the_guide_is_about_nobody_and_is_never_filled_in(town, page, case):
    guide = next(each for each in PAPERS if each.about is About.NOBODY)
    for address in (of_a_file(guide, case.person_id), of_a_worker(guide, town.amina)):
        assert page(town.amina).get(address).status_code == 404


def test_there_are_seventeen():
    assert len({paper.slug for paper in PAPERS}) == len(PAPERS) == 17


def test_what_the_file_knows_stands_on_its_papers(town, page, case, as_pages):
    amina = page(town.amina)
    for slug, words in {
        "consent-to-share": {"Oak Street Clinic", "Leda Stone"},
        "case-plan": {HOME.words, "Call the landlord", NAME},
        "smart-goals": {HOME.words, "Gather pay slips"},
        "assessment-report": {LIKES, HARD, case.person.about, case.number},
        "priorities": {HARD},
        "life-domains": {LIKES, HARD},
        "self-reflection": {HOME.words},
    }.items():
        paper = next(each for each in OF_A_FILE if each.slug == slug)
        assert words <= pieces_of(amina.get(of_a_file(paper, case.person_id))), slug


def test_no_address_no_warning_and_no_code_word_gets_onto_a_paper(town, page, case, as_pages):
    safety_of(town, case.person, town.amina)
    amina = page(town.amina)
    for paper in OF_A_FILE:
        text = amina.get(of_a_file(paper, case.person_id)).content.decode()
        told = [secret for secret in (HIDDEN, CODE_WORD, WARNING, ALERT, AFRAID) if secret in text]
        assert (paper.slug, told) == (paper.slug, [])


def test_strangers_find_no_paper(town, page, case, as_pages):
    for who in (town.carl, town.sam, town.grace, town.priya, town.oskar, town.flo):
        browser = page(who)
        found = {paper.slug: browser.get(of_a_file(paper, case.person_id)).status_code for paper in OF_A_FILE}
        assert set(found.values()) == {404}, found


def test_a_stranger_fills_in_no_paper_for_somebody_elses_colleague(town, page, as_pages):
    for paper in OF_A_WORKER:
        assert page(town.amina).get(of_a_worker(paper, town.amina)).status_code == 200
        assert page(town.carl).get(of_a_worker(paper, town.amina)).status_code == 404


@pytest.fixture
def hidden(town, case):
    """The same person fled to the shelter, where Grace plans with her."""
    theirs = cases.open_case(actor=town.job(), program=town.shelter, person=case.person, owner=town.staff(town.grace))
    note = FindingWords(Domain.MONEY, "Nobody may see my bank card")
    note_by_hand(actor=town.grace, case=theirs, kind="need", words=note)
    return theirs


def test_a_sealed_program_prints_for_itself_alone_and_is_never_named(town, page, case, hidden, as_pages):
    grace, amina = page(town.grace), page(town.amina)
    for paper in OF_A_FILE:
        address = of_a_file(paper, case.person_id)
        ours, theirs = amina.get(address), grace.get(address)
        assert ours.status_code == theirs.status_code == 200
        for words in (hidden.number, "bank card", "Grace"):
            assert words not in ours.content.decode()
        for words in (case.number, HARD, LIKES, "Oak Street", town.shelter.name):
            assert words not in theirs.content.decode()
        assert amina.get(f"{address}&case={hidden.pk}").status_code == 404


def test_that_a_file_was_printed_is_recorded_before_it_is_sent(town, page, case, as_pages):
    amina, consent = page(town.amina), PAPERS[1]
    amina.get(blank(consent))
    assert town.find(AuditEvent, verb="workspace.paper_printed", person_id=case.person_id) is None
    amina.get(of_a_file(consent, case.person_id))
    event = town.find(AuditEvent, verb="workspace.paper_printed", person_id=case.person_id)
    assert (event.actor_id, event.program_id, event.facts) == (
        town.amina.id, case.program_id, {"paper_code": "consent-to-share"},
    )  # fmt: skip


def test_a_supervision_record_numbers_only_cases_the_reader_may_see(town, page, case, hidden, as_pages):
    record = next(each for each in PAPERS if each.slug == "supervision-record")
    by = {who: page(getattr(town, who)).get(of_a_worker(record, town.amina)) for who in ("amina", "ben", "priya")}
    assert {who: case.number in answer.content.decode() for who, answer in by.items()} == {
        "amina": True, "ben": True, "priya": False,
    }  # fmt: skip
    assert hidden.number not in page(town.ben).get(of_a_worker(record, town.grace)).content.decode()


def test_no_paper_asks_more_often_for_a_long_file(town, page, case, as_pages):
    amina = page(town.amina)
    addresses = {paper.slug: filled(paper, case, town.amina) for paper in PAPERS}
    amina.get("/papers/")  # the first page of a session asks once more
    before = {slug: asked(amina, address) for slug, address in addresses.items()}
    for number in range(5):
        words = FindingWords(Domain.WORK, f"Something hard, {number}")
        note_by_hand(actor=town.amina, case=case, kind="need", words=words)
        town.client_case(full_name="Rosalind Quartermain")
    assert {slug: asked(amina, address) for slug, address in addresses.items()} == before
    assert max(before.values()) <= MOST_QUERIES


def asked(browser, address):
    with CaptureQueriesContext(connections["default"]) as held:
        assert browser.get(address).status_code == 200
    return sum(not each["sql"].startswith(NOT_COUNTED) for each in held.captured_queries)


def test_the_house_page_leads_to_every_paper_in_the_language_chosen(town, page):
    text = page(town.ben).get(f"/papers/?language=es&worker={town.amina.id}").content.decode()
    for paper in PAPERS:
        assert html.escape(blank(paper, "es")) in text
        assert (html.escape(of_a_worker(paper, town.amina, "es")) in text) == (paper.about is About.WORKER)
    assert "Who may be told what, why and until when" in text


def test_a_files_page_shows_what_the_reader_may_print_in_the_persons_language(town, page):
    person = town.client_case(full_name=NAME, language="ar").person
    address = reverse("workspace:file_papers", args=[person.pk])
    text = page(town.amina).get(address).content.decode()
    assert all(f"/papers/{paper.slug}/?language=ar" in text for paper in OF_A_FILE)
    assert page(town.carl).get(address).status_code == 404


def test_words_that_look_like_a_page_stand_as_they_were_written(town, page, as_pages):
    case = town.client_case(full_name=NAME, about='<img src="file:///etc/hostname">')
    text = page(town.amina).get(of_a_file(OF_A_FILE[3], case.person_id)).content.decode()
    assert "<img" not in text
    assert "&lt;img src=" in text


def test_a_memorandum_is_agreed_with_a_partner_of_the_directory_in_each_language(town, page, as_pages):
    service, amina = food_bank(town), page(town.amina)
    with reading(town.job()):
        whom = {"name": "Odile Vane", "title": "Manager", "service": service}
        Contact(source="town", source_id="c1", **whom).save(force_insert=True)
    memorandum = next(paper for paper in PAPERS if paper.slug == "memorandum")
    for language in LANGUAGES:
        address = f"{of_a_worker(memorandum, town.amina, language)}&service="
        said = pieces_of(amina.get(f"{address}{service.pk}"))
        for words in ("Quayside Food Bank", "Weekly parcel", "Odile Vane", "Manager"):
            assert any(words in each for each in said)
    for nobody in (uuid4(), "x"):
        assert amina.get(f"{address}{nobody}").status_code == 404
    way = f"{reverse('workspace:worker_paper', args=['memorandum', town.amina.id])}?service={service.pk}"
    assert way in amina.get(reverse("directory:service", args=[service.pk])).content.decode()
    assert page(town.carl).get(f"{address}{service.pk}").status_code == 404


def test_a_paper_nobody_knows_is_not_there(town, page):
    assert page(town.amina).get("/papers/laundry-list/").status_code == 404


def test_the_questions_on_paper_are_those_that_planning_asks(town, page, as_pages):
    paper = next(each for each in PAPERS if each.slug == "strengths-questions")
    asked_on_paper = pieces_of(page(town.amina).get(blank(paper)))
    assert {str(each) for each in (*MIRACLE, *SCALING)} <= asked_on_paper
