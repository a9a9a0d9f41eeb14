"""Harbor House moves in from its spreadsheets, and can move out of them again."""

import io
import random

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.access.sight import Absent, facts, rows
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.cases.models import Case
from keyworker.delivery.actions import amend_note
from keyworker.delivery.models import CaseNote
from keyworker.interop.models import Sheet, SheetMapping, SheetRow
from keyworker.interop.sheets import actions, queries, running
from keyworker.interop.sheets.actions import NEEDS, Matching
from keyworker.interop.sheets.reading import beginning
from keyworker.people import actions as people
from keyworker.people.models import (
    BroughtIn,
    CareTeamMember,
    Channel,
    ContactPoint,
    HouseholdMember,
    Identifier,
    NameToken,
    Person,
)
from keyworker.tasks.models import Task

HEAD = "Client ID;First name;Last name;Date of birth;Phone;E-mail;Interpreter;Household;Case manager;Program\n"
MESS = HEAD + (
    "1;Quilliam;Brandywine;3/4/1987;202 555 0143;q@mail.example;yes;H1;Amina Yusuf;Housing Support\n"
    "2;Ottoline;Brandywine;about 1990;;not-an-address;ja;H1;;\n"
    "3;Ottoline;Fernsby;32/13/1999;;;sí;;A. Yusuf;\n"
    "4;;;1980-01-01;;;;;;\n"
    "5;Peregrine;Thistlewood;1971-05-06;call her mum;;;;;\n"
    "6;Quilliam;Brandywine;3.4.1987;;;;;;\n"
    "1;Quilliam;Brandywine;;+1 202 555 0144;;;H1;;\n"
)
HEAD_OF_CASES = HEAD.strip() + ";Case number;Opened;Closed;Contact date;Contact type;Summary;To do;By when\n"
CASES = (
    ";;;;;;;",
    "A-7;1.2.2024;;;;;;",
    "A-8;1.2.2024;3.3.2024;;;;;",
    ";;;4.4.2024;call;Rent;Call back;1.2.2027",
)
NAMES = ("Quilliam", "Ottoline", "Peregrine", "Wilhelmina", "Barnaby", "Zenobia")
ZENOBIA = "Zenobia Marchbanks"
NOT_COUNTED = {"cases.CaseNumber", "audit.AuditEvent", "access.Receipt", "interop.Sheet", "interop.SheetRow"}


def sent(town, text=MESS, actor=None, **said):
    content = text.encode()
    return actions.send_sheet(
        actor=actor or town.priya,
        agency=town.agency(),
        name="clients.csv",
        content=content,
        begins=beginning(io.BytesIO(content)),
        **said,
    )


def matched(town, sheet, program=None, worker=None, **said):
    matching = Matching(columns=sheet.columns, order="day", **said)
    where = {"program_id": (program or town.housing).pk, "worker_id": town.staff(worker or town.amina).pk}
    actions.match_sheet(actor=town.priya, sheet=sheet, matching=matching, enqueued=False, **where)
    return running.look_over(town.priya, sheet.pk)


def started(town, sheet, **how):
    actions.start_sheet(actor=town.priya, sheet=sheet, enqueued=False)
    return running.bring_in(town.priya, sheet.pk, **how)


def taken_back(town, sheet):
    actions.start_undoing(actor=town.priya, sheet=sheet, enqueued=False)
    return running.take_back(town.priya, sheet.pk)


def everything(town):
    """How many rows every table has, but the trail's and the lists' own."""
    ours = [model for model in apps.get_models() if hasattr(model, "belt")]
    with reading(town.job()):
        return {
            model._meta.label: facts(model, because="tests").count()
            for model in ours
            if model._meta.label not in NOT_COUNTED
        }


def may_see_people(town):
    """Priya also takes referrals in, and so may look who is here."""
    return grant_role(actor=town.job(), member=town.staff(town.priya), role=Role.INTAKE_WORKER, program=town.housing)


def noted(town, sheet, **conditions):
    with reading(town.priya):
        return list(rows(SheetRow, actor=town.priya, needs=NEEDS).filter(sheet=sheet, **conditions).order_by("number"))


def named(town, *words):
    return [town.all(Person, full_name=" ".join(words))][0]


def test_the_good_rows_of_a_messy_list_come_in_and_the_workers_find_them(town):
    sheet = matched(town, sent(town), words={"worker": {"a yusuf": str(town.staff(town.amina).pk)}})
    assert (sheet.state, sheet.rows, sheet.counts["left_out"], sheet.counts["waits"]) == ("checked", 7, 1, 1)
    sheet = started(town, sheet)
    assert (sheet.counts["people"], sheet.counts["added"]) == (4, 1)
    (quilliam,) = named(town, "Quilliam", "Brandywine")
    assert (str(quilliam.born_on), quilliam.needs_interpreter, quilliam.version) == ("1987-04-03", True, 1)
    with reading(town.amina):
        ways = rows(ContactPoint, actor=town.amina, needs=people.Permission.PERSON_VIEW).filter(person=quilliam)
        assert {way.value for way in ways} == {"202 555 0143", "q@mail.example", "+1 202 555 0144"}
    (ottoline,) = named(town, "Ottoline", "Brandywine")
    homes = town.all(HouseholdMember, person__in=[quilliam, ottoline])
    assert len({member.household_id for member in homes}) == 1
    assert sheet.wrapped_key is None, "the file is gone"
    with reading(town.priya):
        left_out = [line.row for line in queries.every_line(town.priya, sheet) if line.leaves_out]
    assert left_out == [5, 7], "without a name; and nobody said who it is"


def test_a_list_goes_on_where_the_server_died_and_nothing_comes_in_twice(town, monkeypatch):
    monkeypatch.setattr(running, "AT_ONCE", 2)
    sheet = matched(town, sent(town), alike="new")

    def power_cut(at):
        if at.place >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        started(town, sheet, tell=power_cut)
    assert town.find(Sheet, town.priya, pk=sheet.pk).state == "running"
    done = running.bring_in(town.priya, sheet.pk)
    assert (done.state, done.counts["people"]) == ("done", 4)
    assert len(named(town, "Quilliam", "Brandywine")) == 2, "the rule said that everybody is somebody new"
    with pytest.raises(Refused):
        running.bring_in(town.priya, sheet.pk)


def test_cases_come_in_with_what_was_done_and_what_is_to_be_done(town, page):
    text = HEAD_OF_CASES + (
        "1;Quilliam;Brandywine;3.4.1987;;;;;;;A-7;2/1/2024;;4/4/2024;phone call;Rent;Call the landlord;1/2/2027\n"
        "2;Ottoline;Brandywine;3.4.1990;;;;;;;A-8;2/1/2024;3/5/2024;;;;;\n"
        "3;Peregrine;Thistlewood;3.4.1990;;;;;;;;2/1/2024;soon;;;;;\n"
        "4;Zenobia;Thistlewood;3.4.1991;;;;;;;;1/9/2024;1/8/2024;;;;;\n"
        "5;Barnaby;Thistlewood;3.4.1992;;;;;;;A-9;;;1/9/2024;owl;;;\n"
        "1;Quilliam;Brandywine;;;;;;;;;;;5/4/2024;home visit;Saw the flat;;\n"
    )
    before = everything(town)
    sheet = matched(town, sent(town, text))
    assert (sheet.counts["left_out"], sheet.counts["wrong"]) == (2, {"closed": 2, "kind": 1})
    sheet = started(town, sheet)
    (quilliam,) = named(town, "Quilliam", "Brandywine")
    (case,) = town.all(Case, person=quilliam)
    assert (case.is_open, str(case.next_step_on), case.version) == (True, "2027-02-01", 1)
    assert case.last_contact_at.date().isoformat() == "2024-04-05"
    assert [task.what for task in town.all(Task, person=quilliam)] == ["Call the landlord"]
    (closed,) = town.all(Case, person__full_name="Ottoline Brandywine")
    assert (closed.is_open, closed.next_step_on) == (False, None)
    (barnaby,) = town.all(Case, person__full_name="Barnaby Thistlewood")
    assert barnaby.next_step_on is not None, "an open case has a next dated step"
    assert {one.scheme for one in town.all(Identifier, person=quilliam)} == {"Client ID", "Case number"}
    shown = page(town.amina).get(reverse("workspace:file", args=[quilliam.pk])).content.decode()
    assert case.number in shown
    assert taken_back(town, sheet).counts["kept"] == 0
    assert everything(town) == before


HEAD_OF_NOTES = "Client ID;First name;Last name;Date of birth;Note;Note date;Note by;Signed\n"
NOTES = HEAD_OF_NOTES + (
    "N1;Quilliam;Brandywine;3.4.1987;Lost the heating allowance;4/4/2024;Amina Yusuf;yes\n"
    "N1;;;;Wrote to the landlord;5/4/2024;BEN@HARBOR-HOUSE.EXAMPLE;\n"
    "N1;;;;Half a thought;6/4/2024;Flo Reed;no\n"
    "N1;;;;Not on any day;soon;;\n"
    "N2;Ottoline;Fernsby;4.4.1990;Heating, as told by a neighbour;;Old Hilda;\n"
    "N9;;;;Of nobody;1/1/2024;;\n"
)


def notes_of(town, *words):
    return sorted(town.all(CaseNote, person__full_name=" ".join(words)), key=lambda note: note.saved_at)


def test_notes_come_in_under_who_wrote_them_and_go_with_the_list(town, page):
    before = everything(town)
    ben, flo = town.staff(town.ben), town.staff(town.flo)
    text = NOTES.replace("BEN@HARBOR-HOUSE.EXAMPLE", ben.user.email.upper()).replace("Flo Reed", flo.name)
    sheet = matched(town, sent(town, text))
    assert sheet.counts["wrong"] == {"note-day": 1, "note-by": 1, "unknown-number": 1}
    sheet = started(town, sheet)
    first, second, draft = notes_of(town, "Quilliam", "Brandywine")
    assert [first.author_id, second.author_id] == [town.staff(town.amina).pk, ben.pk]
    assert (first.signed_at.date().isoformat(), first.brought_in, draft.is_signed) == ("2024-04-04", True, False)
    assert draft.author_id == town.staff(town.amina).pk, "Flo carries no cases: a draft goes to who can finish it"
    (told,) = notes_of(town, "Ottoline", "Fernsby")
    assert (told.author_id, told.text) == (
        town.staff(town.priya).pk, "Written by Old Hilda.\n\nHeating, as told by a neighbour",
    )  # fmt: skip
    amina = page(town.amina)
    shown = amina.get(reverse("delivery:read", args=[first.pk])).content.decode()
    assert "Brought in from a list" in shown
    assert "Lost the heating allowance" in shown
    searched = amina.post(reverse("workspace:file_words", args=[first.person_id]), {"q": "allowances"}, follow=True)
    assert "<mark>allowance</mark>" in searched.content.decode()
    assert taken_back(town, sheet).counts["kept"] == 0
    assert everything(town) == before


def test_a_list_with_nothing_but_numbers_adds_to_who_came_before(town):
    started(town, matched(town, sent(town, HEAD + "7;Peregrine;Thistlewood;1971-05-06;;;;;;\n")))
    before = everything(town)
    sheet = matched(town, sent(town, "Client ID;Note;Note date\n7;Moved house;2/2/2024\n8;Nobody;2/2/2024\n"))
    assert (sheet.counts["good"], sheet.counts["left_out"]) == (1, 1)
    sheet = started(town, sheet)
    (note,) = notes_of(town, "Peregrine", "Thistlewood")
    assert (note.text, sheet.counts["added"], sheet.counts["people"]) == ("Moved house", 1, 0)
    assert taken_back(town, sheet).counts["kept"] == 0
    assert everything(town) == before


def test_a_note_that_somebody_added_to_stays_and_no_other_signed_note_goes(town):
    sheet = started(town, matched(town, sent(town, NOTES)))
    (note,) = notes_of(town, "Ottoline", "Fernsby")
    added = amend_note(actor=town.amina, note=note, text="It was the boiler.", reason="More is known")
    assert taken_back(town, sheet).counts["kept"] == 1
    assert len(notes_of(town, "Ottoline", "Fernsby")) == 2
    with pytest.raises(IntegrityError, match="amended, never changed"), transaction.atomic(), reading(town.amina):
        facts(CaseNote, because="tests").filter(pk=added.pk).delete_at_once()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_list_that_is_taken_back_leaves_the_agency_as_it_was(town, seed):
    dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    lines = [
        f"{dice.randint(1, 9)};{dice.choice(NAMES)};{dice.choice(NAMES)};{dice.randint(1, 28)}.5.1950;"
        f"{dice.choice(['', '202 555 0143', 'none'])};;;{dice.choice(['', 'H1', 'H2'])};;;{dice.choice(CASES)}"
        for _ in range(25)
    ]
    before = everything(town)
    sheet = matched(town, sent(town, HEAD_OF_CASES + "\n".join(lines)), alike=dice.choice(["ask", "same", "new"]))
    sheet = started(town, sheet)
    assert sheet.counts["people"] > 0
    assert everything(town) != before
    sheet = taken_back(town, sheet)
    assert (sheet.state, sheet.counts["kept"]) == ("undone", 0)
    assert everything(town) == before


def test_a_file_in_which_somebody_worked_stays_whole_and_is_said(town):
    sheet = started(town, matched(town, sent(town)))
    (peregrine,) = named(town, "Peregrine", "Thistlewood")
    people.add_contact_point(actor=town.amina, person=peregrine, way=people.Way(Channel.PHONE, "+1 202 555 0100"))
    sheet = taken_back(town, sheet)
    assert sheet.counts["kept"] == 1
    assert [(row.number, row.kept) for row in noted(town, sheet) if row.kept] == [(6, "touched")]
    assert named(town, "Peregrine", "Thistlewood") == [peregrine]
    assert not named(town, "Quilliam", "Brandywine")
    assert town.all(NameToken, person=peregrine)


def test_what_a_list_added_to_somebody_who_was_here_goes_alone(town):
    may_see_people(town)
    known = town.new_person(full_name="Wilhelmina Ashgrove", born_on="1966-02-03")
    before = everything(town)
    text = HEAD + "9;Wilhelmina;Ashgrove;3.2.1966;202 555 0122;;;;Amina Yusuf;\n"
    sheet = matched(town, sent(town, text), alike="same")
    assert [str(known.pk)] == [each["id"] for row in noted(town, sheet) for each in row.alike]
    sheet = started(town, sheet)
    assert (sheet.counts["people"], sheet.counts["added"]) == (0, 1)
    assert len(named(town, "Wilhelmina", "Ashgrove")) == 1
    assert town.all(Identifier, person=known)
    taken_back(town, sheet)
    assert everything(town) == before


def test_only_an_administrator_sends_lists_and_only_the_sender_reads_theirs(town):
    with pytest.raises(Absent):
        sent(town, actor=town.amina)
    sheet = sent(town)
    with reading(town.ben):
        assert not rows(Sheet, actor=town.ben, needs=NEEDS).exists()
    with reading(town.carl):
        assert not rows(Sheet, actor=town.carl, needs=NEEDS).exists()
    with pytest.raises(Refused):
        actions.start_sheet(actor=town.priya, sheet=sheet, enqueued=False)


def test_nothing_but_what_a_list_brought_can_be_deleted(town):
    """A breach: the application's own login tries it, in the middle of the town's files."""
    before = everything(town)
    with reading(town.priya):
        for model in (Person, ContactPoint, CareTeamMember):
            found = facts(model, because="tests")
            found._raw_delete(found.db)
    assert everything(town) == before


def test_priya_moves_harbor_house_in_and_out_again(town, page):
    browser = page(town.priya)
    file = SimpleUploadedFile("clients.csv", MESS.encode())
    at = browser.post(reverse("interop:sheets"), {"file": file}).url
    shown = browser.get(at).content.decode()
    assert "Quilliam" in shown, "what stands in a column helps to say what it is"
    held = town.all(Sheet)[-1]
    answers = {f"column_{place}": held.columns[header] for place, header in enumerate(held.headers)}
    answers |= {"order": "day", "program": str(town.housing.pk), "worker": str(town.staff(town.amina).pk)}
    browser.post(reverse("interop:match_sheet", args=[held.pk]), answers)
    running.look_over(town.priya, held.pk)
    shown = browser.get(at).content.decode()
    assert "A. Yusuf" in shown, "a worker nobody knows"
    assert "32/13/1999" in shown
    amina = str(town.staff(town.amina).pk)
    again = answers | {"word_worker_0": amina, "save_as": "Old spreadsheet"}
    browser.post(reverse("interop:match_sheet", args=[held.pk]), again)
    running.look_over(town.priya, held.pk)
    assert town.find(SheetMapping, town.priya, name="Old spreadsheet").words == {"worker": {"a yusuf": amina}}
    shown = browser.get(at).content.decode()
    assert "The same person as in row 2" in shown
    browser.post(reverse("interop:decide_rows", args=[held.pk]), {"alike": "ask", "row_7": "row", "from": "0"})
    assert "6 rows can come in" in browser.get(at).content.decode()
    browser.post(reverse("interop:start_sheet", args=[held.pk]))
    assert "We are at row" in browser.get(at).content.decode()
    running.bring_in(town.priya, held.pk)
    assert "4 people came in" in browser.get(at).content.decode()
    (quilliam,) = named(town, "Quilliam", "Brandywine")
    file_of_his = page(town.amina).get(reverse("workspace:file", args=[quilliam.pk])).content.decode()
    assert "brought this file in from a list" in file_of_his
    browser.post(reverse("interop:undo_sheet", args=[held.pk]))
    running.take_back(town.priya, held.pk)
    assert "4 people were taken back" in browser.get(at).content.decode()
    assert not named(town, "Quilliam", "Brandywine")
    assert not town.all(BroughtIn)
    browser.post(reverse("interop:put_sheet_aside", args=[held.pk]))
    assert not town.all(Sheet, pk=held.pk)
