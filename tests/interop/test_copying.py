"""A person's copy of what is kept about them: all that is theirs, nothing of others, and what is withheld is said."""

import io
import json
import zipfile

import pytest
from django.apps import apps
from django.urls import reverse
from pypdf import PdfReader

from keyworker.access.sight import Absent, facts
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.ids import new_id
from keyworker.delivery.actions import Draft, Noticed, Paper, add_document, notice_danger, save_draft, sign_draft
from keyworker.delivery.models import Danger
from keyworker.intake.models import IncomingReferral
from keyworker.interop.actions import give_copy
from keyworker.interop.copying.blacking_out import blacked_out
from keyworker.interop.copying.gathering import Asked
from keyworker.interop.copying.told import KEPT_BACK, PARTS
from keyworker.people.actions import Death, Told, add_other_name, note_death, relate
from keyworker.people.models import Channel, Kinship, OtherNameKind
from keyworker.people.safety import Way, add_contact_point, set_safety


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path


@pytest.fixture
def case(town):
    return town.client_case(full_name="Xanthippe Quill")


def test_every_table_about_a_person_is_in_the_copy_or_says_why_it_is_not():
    told = {label for part in PARTS for label in part.tables}
    known = set()
    for model in apps.get_models():
        if model.__module__.startswith("keyworker.") and (
            model._meta.label == "people.Person" or "person_id" in {each.attname for each in model._meta.local_fields}
        ):
            known.add(model._meta.label)
    assert told | set(KEPT_BACK) == known
    assert told.isdisjoint(KEPT_BACK)
    for part in PARTS:
        for label, names in part.tables.items():
            assert set(names) <= {each.name for each in apps.get_model(label)._meta.local_fields}, label


def test_names_of_others_are_taken_out_and_their_own_stay():
    out = blacked_out(["Rosa Delgado"], ["Marco Delgado", "Li"], "[x]")
    assert (
        out("MARCO and Rosa Delgado, Marco Delgado's house; Lisa, Li.")
        == "[x] and Rosa Delgado, [x]'s house; Lisa, [x]."
    )
    assert out({"a": ["Marco", 1, None]}) == {"a": ["[x]", 1, None]}
    assert blacked_out(["Rosa"], ["Rosa", ""], "[x]")("Rosa") == "Rosa"


def test_the_copy_holds_what_is_theirs_and_nothing_else(town, case):
    note = sign_draft(
        actor=town.amina, case=case, draft=Draft(new_id(), "She came with Bartholomew Finch. All is well.")
    )
    kept = sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "What Hortensia told us about him."))
    save_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Perhaps he hits her."))
    held = add_document(actor=town.amina, case=case, paper=Paper("Lease with Bartholomew", "lease.txt", b"rent"))
    away = add_document(actor=town.amina, case=case, paper=Paper("Letter", "letter.txt", b"secret"))
    set_safety(
        actor=town.amina, person=case.person, address_protected=True, risk_if_contacted="He reads it.",
        code_word="bluebird", program=town.housing,
    )  # fmt: skip
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.POST, "14 Quay Street", code_word="magpie"))
    asked = Asked(frozenset({kept.pk, away.pk}), "serious-harm", ("Bartholomew Finch",))
    made = give_copy(actor=town.amina, case=case, asked=asked)
    whole = json.dumps(made.data, default=str) + str(made.parts)
    assert "She came with [another person]. All is well." in whole
    assert "Xanthippe Quill" in whole
    for gone in (
        "Bartholomew",
        "Finch",
        "Hortensia",
        "Perhaps he",
        "bluebird",
        "magpie",
        "He reads it",
        "Quay Street",
        "secret",
    ):
        assert gone not in whole
    assert made.files == {"documents/001.txt": b"rent"}
    assert made.withheld == 2
    assert {row["id"] for row in made.data["delivery.CaseNote"]} == {str(note.pk)}
    assert [row["id"] for row in made.data["delivery.CaseDocument"]] == [str(held.pk)]
    event = town.all(AuditEvent, verb="interop.copy_given")[-1]
    assert (event.person_id, event.facts["why_code"], event.facts["withheld_number"]) == (
        case.person_id,
        "serious-harm",
        2,
    )


def test_what_is_kept_back_comes_in_by_no_other_door(town, case):
    """A breach: a task that repeats a report, an earlier version of what is withheld, another name of somebody else."""
    seen = Noticed(Danger.CHILD_NEGLECT, "“There is no food.”", clock.now())
    notice_danger(actor=town.amina, case=case, noticed=seen)
    first = add_document(actor=town.amina, case=case, paper=Paper("Order against Hob", "order.txt", b"first"))
    paper = Paper("Order", "order.txt", b"second", replaces=first)
    newest = add_document(actor=town.amina, case=case, paper=paper)
    brother = town.new_person(full_name="Tobias Quill")
    add_other_name(actor=town.amina, person=brother, name="Mordaunt", kind=OtherNameKind.CALLED)
    relate(actor=town.amina, person=case.person, other=brother, told=Told(Kinship.SIBLING))
    sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "Mordaunt brought her."))
    note_death(actor=town.amina, person=case.person, death=Death(town.today, told="Wenna, who found her"))
    made = give_copy(actor=town.amina, case=case, asked=Asked(frozenset({newest.pk}), "serious-harm"))
    whole = json.dumps(made.data, default=str) + str(made.parts)
    for gone in ("Make the report", "Order", "Hob", "Mordaunt", "Wenna"):
        assert gone not in whole, gone
    assert "[another person] brought her." in whole


def test_what_somebody_else_said_when_they_sent_them_stays_until_it_was_read(town, case, page):
    """A breach: a sister tells us something, and it is handed to the person with their copy."""
    sent = town.find(IncomingReferral, program=town.housing, person__isnull=False)
    with reading(town.amina):
        words = {"source_kind": "family", "needs": "He drinks.", "person": case.person}
        facts(IncomingReferral, because="tests").filter(pk=sent.pk).update(**words)
    made = give_copy(actor=town.amina, case=case, asked=Asked())
    assert "drinks" not in json.dumps(made.data, default=str) + str(made.parts)
    assert made.in_confidence == 1
    shown = page(town.amina).get(reverse("interop:copy", args=[case.person_id])).content.decode()
    assert "He drinks." in shown, "whoever makes the copy reads it"
    made = give_copy(actor=town.amina, case=case, asked=Asked(told=frozenset({sent.pk})))
    assert "He drinks." in json.dumps(made.data, default=str)
    assert made.in_confidence == 0


def test_what_a_sealed_program_keeps_is_in_no_other_programs_copy(town):
    case = town.client_case()
    sheltered = town.client_case(actor=town.grace, program=town.shelter)
    sign_draft(actor=town.grace, case=sheltered, draft=Draft(new_id(), "In the shelter."))
    with pytest.raises(Absent):
        give_copy(actor=town.amina, case=sheltered, asked=Asked())
    assert "shelter" not in json.dumps(give_copy(actor=town.amina, case=case, asked=Asked()).data, default=str).lower()
    assert "In the shelter." in str(give_copy(actor=town.grace, case=sheltered, asked=Asked()).data)


def test_nothing_is_withheld_without_a_reason_and_nobody_else_makes_a_copy(town, case):
    with pytest.raises(Refused):
        give_copy(actor=town.amina, case=case, asked=Asked(frozenset({new_id()})))
    for stranger in (town.flo, town.grace, town.oskar, town.priya, town.carl):
        with pytest.raises(Absent):
            give_copy(actor=stranger, case=case, asked=Asked())


def test_the_parcel_has_the_paper_in_their_language_the_data_and_the_documents(town, page, case):
    add_document(actor=town.amina, case=case, paper=Paper("Lease", "lease.txt", b"rent"))
    note = sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "All is well."))
    here = reverse("interop:copy", args=[case.person_id])
    client = page(town.amina)
    assert here in client.get(reverse("consent:rights", args=[case.person_id])).content.decode()
    given = {"case_id": str(case.pk), "language": "es", "others": "", "withheld": [str(note.pk)], "because": ""}
    assert b"Say why" in client.post(here, given).content
    answer = client.post(here, {**given, "because": "law"})
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parcel:
        assert sorted(parcel.namelist()) == ["copy.pdf", "data.json", "documents/001.txt"]
        assert json.loads(parcel.read("data.json"))["people.Person"][0]["full_name"] == "Xanthippe Quill"
        printed = PdfReader(io.BytesIO(parcel.read("copy.pdf")))
        words = " ".join(each.extract_text() for each in printed.pages)
    assert "Lo que guardamos sobre usted" in words
    assert "1 nota o documento no está en esta copia." in " ".join(words.split())
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
