"""Everybody notes their own qualifications, somebody else sees the papers, and nobody else reads of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases.models import Case
from keyworker.training import actions, queries, rules
from keyworker.training.jobs import remind
from keyworker.training.models import Course, Credential, CredentialKind, RequiredCredential
from tests.notices.mailbox import mailbox

LICENSE = {"kind": "license", "title": "Licensed Bachelor Social Worker", "jurisdiction": "Ohio", "number": "LSW-4711"}


def of(town, who, **conditions):
    return town.find(Credential, staff__name=who, **conditions)


def noted(town, who="flo", **more):
    held = {"kind": CredentialKind.LICENSE, "title": "A license", "jurisdiction": "Ohio", "issued_on": town.today}
    actor = getattr(town, who)
    return actions.note_credential(actor=actor, member=town.staff(actor), held=actions.Held(**{**held, **more}))


def test_a_worker_sees_their_own_page_with_what_is_missing(town, page):
    shown = page(town.amina).get(reverse("training:mine")).content.decode()
    assert "Licensed Master Social Worker" in shown
    assert "Runs out soon" in shown
    assert "83121" in shown
    assert "Ethics and boundaries" in shown
    assert "Baccalaureate" not in shown
    without = page(town.sam).get(reverse("training:mine")).content.decode()
    assert "Family Support asks for something you have not noted, or that ran out" in without


def test_who_oversees_sees_the_team_and_an_administrator_everybody_and_nobody_else_anything(town, page):
    address = reverse("training:team")
    seen = page(town.ben).get(address).content.decode()
    assert "Licensed Baccalaureate" in seen
    assert "Family Support asks for: License to practice" in seen
    assert "Licensed Clinical" not in seen, "nobody vouches for themselves"
    assert "Grace Okafor" not in seen, "she works in another program"
    everybody = page(town.priya).get(address).content.decode()
    assert "Grace Okafor" in everybody
    assert "Licensed Clinical" in everybody
    assert "What each program asks for" in everybody
    for who in (town.amina, town.sam, town.flo, town.grace, town.oskar):
        assert page(who).get(address).status_code == 404
    for who in (town.nadia, town.pavel):
        assert "Licensed" not in page(who).get(address).content.decode()
    hers = of(town, "Amina Yusuf", kind="license")
    for who in (town.sam, town.grace, town.oskar):
        assert page(who).get(reverse("training:credential", args=[hers.pk])).status_code == 404
    for who in (town.amina, town.grace, town.nadia, town.flo):
        with pytest.raises(Absent):
            actions.verify_credential(actor=who, credential=of(town, "Sam Reyes"), seen=2)


def test_the_paper_is_seen_by_another_and_again_once_it_was_renewed(town, page):
    held = of(town, "Amina Yusuf", kind="check")
    with pytest.raises(StaleRecord):
        actions.verify_credential(actor=town.ben, credential=held, seen=held.version - 1)
    page(town.ben).post(reverse("training:verify", args=[held.pk]), {"version": held.version})
    held = of(town, "Amina Yusuf", kind="check")
    assert held.verified_by_id == town.ben.id
    with pytest.raises(Refused):
        actions.verify_credential(actor=town.priya, credential=held, seen=held.version)
    until = town.today + timedelta(days=900)
    actions.renew_credential(
        actor=town.amina, credential=held, issued_on=town.today, expires_on=until, seen=held.version
    )
    held = of(town, "Amina Yusuf", kind="check")
    assert (held.verified_by_id, held.verified_at, held.expires_on) == (None, None, until)
    with pytest.raises(Absent):
        actions.verify_credential(actor=town.amina, credential=held, seen=held.version)
    actions.end_credential(actor=town.amina, credential=held)
    with pytest.raises(Refused):
        actions.end_credential(actor=town.amina, credential=held)


def test_nobody_notes_anything_for_another_and_the_trail_tells_neither_name_nor_number(town):
    held = actions.Held(CredentialKind.DEGREE, "A degree", town.today)
    for who in (town.ben, town.priya):
        with pytest.raises(Refused):
            actions.note_credential(actor=who, member=town.staff(town.amina), held=held)
        learned = actions.Learned("Something", Decimal(1), town.today)
        with pytest.raises(Refused):
            actions.log_course(actor=who, member=town.staff(town.amina), learned=learned)
    made = noted(town, number="LSW-4711", title="Licensed Something")
    told = str([(each.verb, each.facts) for each in town.all(AuditEvent, subject_id=made.pk)])
    assert "training.credential_noted" in told
    assert "LSW" not in told
    assert "Something" not in told
    assert of(town, "Flo Martin").number == "LSW-4711"


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(town, page):
    address = reverse("training:mine")
    browser = page(town.flo)
    missing = browser.post(address, LICENSE).content.decode()
    assert "Licensed Bachelor Social Worker" in missing
    assert of(town, "Flo Martin") is None
    courses = browser.post(reverse("training:log_course"), {"course-title": "Half a thought"}).content.decode()
    assert "Half a thought" in courses
    assert town.find(Course, staff__name="Flo Martin") is None


def test_a_case_given_to_somebody_without_what_the_program_asks_for_says_so_and_goes(town, page):
    case = town.client_case(actor=town.amina, program=town.family, full_name="Xanthippe Quill")
    address = reverse("supervision:reassign", args=[case.pk])
    browser = page(town.ben)
    assert "not noted as current: License to practice" in browser.get(address).content.decode()
    sam = town.staff(town.sam)
    sent = {"to": str(sam.pk), "because": "He has room.", "handover": "She likes tea."}
    told = browser.post(address, sent, follow=True).content.decode()
    assert "Family Support asks for something that Sam Reyes has not noted as current: License to practice." in told
    assert town.find(Case, pk=case.pk).owner_id == sam.pk
    with reading(town.flo):
        lacking = queries.lacks(town.flo, town.family, [sam.pk, town.amina.id])
    assert {key: each.kinds for key, each in lacking.items()} == {sam.pk: (CredentialKind.LICENSE,)}


def test_an_administrator_says_what_a_program_asks_for(town, page):
    address = reverse("training:required", args=[town.housing.pk])
    page(town.priya).post(address, {"kinds": ["first-aid", "check"]})
    asked = town.all(RequiredCredential, program=town.housing, ended_at=None)
    assert sorted(each.kind for each in asked) == ["check", "first-aid"]
    page(town.priya).post(address, {})
    assert town.all(RequiredCredential, program=town.housing, ended_at=None) == []
    for who in (town.ben, town.amina):
        assert page(who).get(address).status_code == 404


def test_whoever_holds_it_is_reminded_once_without_a_word_of_what(town, settings):
    with mailbox() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.LETTERS_GO_OUT = "127.0.0.1", post.port, True
        post.refusing = True
        remind(0)
        assert of(town, "Amina Yusuf", kind="license").reminded_at is None
        post.refusing = False
        remind(0)
        remind(0)
        (letter,) = post.taken
    assert "amina@harbor-house.example" in letter
    assert "runs out soon" in letter
    for secret in ("icense", "Social", "8312", "Harbor House"):
        assert secret not in letter.partition("\n\n")[2]


def test_rules_of_days_and_hours():
    today = date(2026, 3, 1)
    assert rules.is_current(today, today)
    assert not rules.is_current(today - timedelta(days=1), today)
    assert rules.runs_out_soon(today + timedelta(days=60), today)
    assert not rules.runs_out_soon(today + timedelta(days=61), today)
    assert not rules.runs_out_soon(None, today)

    def may(**more):
        said = {"theirs": True, "issued_on": today, "expires_on": None, "needs_place": False, "today": today}
        return bool(rules.may_note_credential(**{**said, **more}))

    assert may()
    assert not may(issued_on=today + timedelta(days=1))
    assert not may(expires_on=today - timedelta(days=1))
    assert not may(needs_place=True)
    for hours in ("0", "-1", "500.01", "1.005", "NaN", "Infinity"):
        assert not rules.may_log_course(theirs=True, hours=Decimal(hours), done_on=today, today=today), hours
