"""An agency moves in from its spreadsheets, takes all of it out again, and can take back what it brought."""

import csv
import io
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from keyworker.base import actor as actors
from keyworker.interop.actions import take_along
from keyworker.interop.leaving.writing import Format
from keyworker.interop.models import Sheet
from keyworker.interop.sheets import running
from keyworker.people.models import Person

ROWS = (
    ("Client ID", "First name", "Last name", "Date of birth", "Phone", "Opened", "Note", "Note date", "To do", "Due"),
    ("C1", "Quilliam", "Brandywine", "1987-04-03", "+12025550143", "2024-02-01", "=SUM(1)", "2024-04-04", "", ""),
    ("C1", "", "", "", "", "", "He likes to be called at noon.", "2024-05-05", "Call at noon", "2027-02-01"),
    ("C2", "Ottoline", "Fernsby", "1990-04-04", "", "2024-03-01", "", "", "", ""),
)


def as_workbook():
    book, file = Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.active["G2"].data_type = "s"  # words that begin with an equals sign, no formula
    book.save(file)
    return SimpleUploadedFile("clients-2024.xlsx", file.getvalue())


def chosen(shown, question, answer):
    """The value of an answer of a list, by its words on the page."""
    options = re.search(rf'<select[^>]*name="{question}".*?</select>', shown, re.DOTALL)[0]
    return re.search(rf'<option value="([^"]+)"[^>]*>\s*{answer}', options)[1]


def test_a_spreadsheet_comes_in_goes_out_and_is_taken_back(town, page, tmp_path, settings):
    settings.DOCUMENTS_DIR = tmp_path / "vault"
    priya = page(town.priya)
    at = priya.post(reverse("interop:sheets"), {"file": as_workbook()})["Location"]
    sheet = town.find(Sheet, town.priya, name="clients-2024.xlsx")
    shown = priya.get(at).content.decode()
    said = {f"column_{place}": sheet.columns[header] for place, header in enumerate(sheet.headers)}
    assert [sheet.columns[header] for header in sheet.headers] == [
        "key", "given", "family", "born", "phone", "opened", "note", "note-on", "task", "task-due",
    ]  # fmt: skip
    whose = {"program": chosen(shown, "program", "Housing Support"), "worker": chosen(shown, "worker", "Amina Yusuf")}
    priya.post(reverse("interop:match_sheet", args=[sheet.pk]), {**said, **whose, "order": "day", "save_as": "Ours"})
    running.look_over(town.priya, sheet.pk)
    start = reverse("interop:start_sheet", args=[sheet.pk])
    assert start in priya.get(at).content.decode(), "nothing has come in yet; whoever sent it decides"
    priya.post(start)
    sheet = running.bring_in(town.priya, sheet.pk)
    assert (sheet.counts["people"], sheet.counts["added"]) == (2, 1)

    quilliam = town.find(Person, full_name="Quilliam Brandywine")
    contacts = page(town.amina).get(reverse("delivery:contacts", args=[quilliam.pk])).content.decode()
    assert "He likes to be called at noon." in contacts
    assert "Brought in from a list" in contacts

    people, notes, tasks = (
        out(town, tmp_path / "before")[name] for name in ("people_person", "delivery_casenote", "tasks_task")
    )
    assert {"Quilliam Brandywine", "Ottoline Fernsby"} <= {row["full_name"] for row in people}
    theirs = {row["text"] for row in notes if row["person_id"] == str(quilliam.pk)}
    assert theirs == {"'=SUM(1)", "He likes to be called at noon."}, "what a spreadsheet would run is text"
    assert ("Call at noon", "2027-02-01") in {(row["what"], row["due_on"]) for row in tasks}

    priya.post(reverse("interop:undo_sheet", args=[sheet.pk]))
    assert running.take_back(town.priya, sheet.pk).counts["kept"] == 0
    left = out(town, tmp_path / "after")
    assert "Quilliam Brandywine" not in {row["full_name"] for row in left["people_person"]}
    assert not [row for row in left["delivery_casenote"] if row["brought_in"] == "true"]


def out(town, folder):
    """Every table, as the agency takes it along."""
    if not folder.exists():
        folder.mkdir()
        job = actors.job("agency-export", agency_id=town.amina.agency_id)
        take_along(actor=job, agency=town.agency(), folder=folder, form=Format.CSV, tell=lambda table, rows, done: None)
    found = {}
    for name in ("people_person", "delivery_casenote", "tasks_task"):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found
