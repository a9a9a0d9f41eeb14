"""An agency's own list of services, as its staff kept it in a spreadsheet, becomes its directory."""

import io

import pytest
from openpyxl import Workbook

from keyworker.directory.models import Location, Organization, Phone, Service
from keyworker.interop.hsds import Weight, import_path, read_bytes
from tests.directory.test_import import LIST as THEIRS
from tests.directory.test_import import held

LIST = """Organisation;Service;Tel.;Web;Dirección;Ciudad;Opening hours;Type;Favourite
Larder;Quince jam;202 555 0110 | 202 555 0111;larder.example;1 Elm St;Springfield;Mo-Fr 9-5;Food; yes
Larder;Quince jam;;;2 Oak St;Springfield;;Food;
Larder;Breakfast;not a number;;1 Elm St;Springfield;;Food;
Helpline;;211;;;;;;
;;;;1 Nowhere;;;;
"""


def entries(reading, table):
    return [entry for entry in reading.entries if entry.table == table]


def test_rows_become_organizations_services_and_places_each_once():
    found = read_bytes("resources.csv", LIST.encode())
    assert {table: found.counts[table] for table in ("organization", "service", "location", "phone", "attribute")} == {
        "organization": 2, "service": 2, "location": 2, "phone": 3, "attribute": 2,
    }  # fmt: skip
    assert found.counts["service_at_location"] == 3
    assert entries(found, "service")[0].values["url"] == "https://larder.example"
    said = [(problem.row, problem.column, problem.weight) for problem in found.problems]
    assert (None, "Favourite", Weight.NOTE) in said
    assert (4, "number", Weight.ROW) in said
    assert (6, "name", Weight.ROW) in said, "a row that names nobody is said by its own number"


@pytest.mark.parametrize(
    "content", [b"Colour,Size\nred,4\n", b'Service\n"never ends\n', b"PK\x03\x04 and nothing else"]
)
def test_a_table_of_something_else_is_said_in_words(content):
    found = read_bytes("resources.csv", content)
    assert not found.entries
    assert [problem.weight for problem in found.problems] == [Weight.FILE]


def test_the_same_workbook_again_changes_nothing_and_a_new_number_is_brought_in(town, tmp_path):
    path = tmp_path / "resources.xlsx"

    def send(**changed):
        book, file = Workbook(), io.BytesIO()
        book.active.append(["Service", "Phone", "Address", "City"])
        book.active.append(["Warm meals", changed.get("phone", "202 555 0113"), "3 Elm Street", "Springfield"])
        book.save(file)
        path.write_bytes(file.getvalue())
        return import_path(town.priya, path, source=THEIRS, whole=True)

    assert send().tally.services["created"] == 1
    (service,) = held(town, Service)
    assert service.name == "Warm meals"
    assert [len(held(town, model)) for model in (Organization, Location, Phone)] == [1, 1, 1]
    assert send().tally.changes_nothing
    send(phone="202 555 0114")
    assert [phone.number for phone in held(town, Phone)] == ["202 555 0114"]
