"""An agency's own list of services, as its staff kept it in a spreadsheet, becomes its directory."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from keyworker.directory.models import Location, Organization, Phone, Service
from keyworker.interop.hsds import Weight, import_path, read_bytes
from keyworker.interop.hsds.own_list import Says, matched
from keyworker.interop.models import SheetMapping
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


STRANGE = b"Outfit,Helps with,Rings at,Gossip\nLarder,Quince jam,202 555 0110,none\n"


def send(browser, content, name="resources.csv"):
    data = {"file": SimpleUploadedFile(name, content), "source": THEIRS}
    return browser.post(reverse("interop:directory_import"), data).url


def test_what_nobody_can_guess_is_said_by_hand_and_the_next_list_is_read_so(town, page):
    browser = page(town.priya)
    url = send(browser, STRANGE)
    shown = browser.get(url).content.decode()
    assert "We cannot bring this in" in shown
    assert "Quince jam" in shown, "the first rows stand beside the columns"
    said = {"column_0": "organization", "column_1": "service", "column_2": "phone", "column_3": ""}
    twice = browser.post(f"{url}columns/", {**said, "column_0": "service"}).content.decode()
    assert "Two columns are" in twice
    assert "govuk-error-summary" in browser.post(f"{url}columns/", {"column_2": "phone"}).content.decode()
    browser.post(f"{url}columns/", said)
    looked = browser.get(url).content.decode()
    assert "This file can come in" in looked
    assert "We do not know what" not in looked, "what somebody left out is no surprise"
    browser.post(f"{url}bring-in/")
    assert [[each.name for each in held(town, model)] for model in (Service, Organization)] == [
        ["Quince jam"],
        ["Larder"],
    ]
    assert "This file can come in" in browser.get(send(browser, STRANGE.replace(b"jam", b"jelly"))).content.decode()


def test_the_command_reads_a_list_as_somebody_said(town, page, tmp_path):
    path = tmp_path / "resources.csv"
    path.write_bytes(STRANGE)
    assert import_path(town.priya, path, source=THEIRS).tally is None
    url = send(page(town.priya), STRANGE)
    said = {"column_0": "organization", "column_1": "service", "column_2": "phone", "column_3": ""}
    page(town.priya).post(f"{url}columns/", said)
    assert import_path(town.priya, path, source=THEIRS).tally.services["created"] == 1


def test_a_layout_of_services_is_not_offered_for_people(town, page):
    url = send(page(town.priya), STRANGE)
    page(town.priya).post(f"{url}columns/", {"column_0": "organization"})
    assert f"As in “{THEIRS}”" not in page(town.priya).get(reverse("interop:sheets")).content.decode()


def test_a_column_that_says_once_what_another_says_is_left_out():
    assert matched(["Agency", "Provider", "Phone", "Phone 2"], {}) == {
        "Agency": Says.ORGANIZATION, "Provider": None, "Phone": Says.PHONE, "Phone 2": Says.PHONE,
    }  # fmt: skip
    assert matched(["Agency", "Outfit"], {"Outfit": "organization"})["Agency"] is None


def test_a_file_of_the_standard_asks_nobody_what_its_columns_are(town, page):
    browser = page(town.priya)
    url = send(browser, b"id,name\no1,Larder\n", name="organizations.csv")
    assert "What the columns are" not in browser.get(url).content.decode()
    assert browser.post(f"{url}columns/", {"column_0": "service"}).status_code == 200
    assert not town.all(SheetMapping, of="services")
