"""Reading HSDS 3.0 files: what is good comes through, every fault is named by file, row and column."""

import io
import json
import zipfile
from datetime import time

import pytest

from keyworker.interop.hsds import Limits, read_bytes, read_path
from keyworker.interop.hsds.reading import Weight

ORGANIZATION = {"id": "o1", "name": "Harbor Food Bank", "description": "Food for all."}
SERVICE = {"id": "s1", "name": "Groceries", "status": "active", "organization": ORGANIZATION}

ORGANIZATIONS_CSV = "id,name,description\no1,Harbor Food Bank,Food for all.\n"
SERVICES_CSV = "id,organization_id,name,status\ns1,o1,Groceries,active\n"


def read(content, name="feed.json"):
    return read_bytes(name, json.dumps(content).encode())


def read_tables(**files):
    """A zip of CSV files, as a person would upload it."""
    return read_bytes("feed.zip", zipped({f"{name}.csv": text for name, text in files.items()}))


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def entry(reading, table):
    return next(entry for entry in reading.entries if entry.table == table)


def reasons(reading, weight=None):
    return [
        (problem.row, problem.column, problem.reason)
        for problem in reading.problems
        if weight is None or problem.weight == weight
    ]


def test_a_service_brings_its_organization_with_it():
    reading = read([SERVICE])
    assert reading.counts == {"organization": 1, "service": 1}
    assert entry(reading, "service").links == {"organization_id": "o1"}
    assert reading.is_clean


def test_a_page_of_a_list_is_read_like_the_list():
    assert read({"contents": [SERVICE], "total_items": 1}).counts == read([SERVICE]).counts


def test_what_is_nested_hangs_on_what_it_is_nested_in():
    phone = {"id": "p1", "number": "360-555-0101", "languages": [{"id": "l1", "code": "es"}]}
    reading = read([{**SERVICE, "phones": [phone]}])
    assert entry(reading, "phone").links == {"service_id": "s1"}
    assert entry(reading, "language").links == {"phone_id": "p1"}


def test_a_row_written_out_twice_is_one_row():
    other = {**SERVICE, "id": "s2", "name": "Supper"}
    assert read([SERVICE, other]).counts == {"organization": 1, "service": 2}


def test_a_row_that_differs_from_place_to_place_is_kept_as_first_told_and_said():
    other = {**SERVICE, "id": "s2", "organization": {**ORGANIZATION, "name": "Another name"}}
    reading = read([SERVICE, other])
    assert entry(reading, "organization").values["name"] == "Harbor Food Bank"
    assert [column for _, column, _ in reasons(reading, Weight.VALUE)] == ["organization.name"]


def test_two_services_that_share_one_phone_both_keep_it():
    phone = {"id": "p1", "number": "360-555-0101"}
    reading = read([{**SERVICE, "phones": [phone]}, {**SERVICE, "id": "s2", "phones": [phone]}])
    owners = {entry.links["service_id"] for entry in reading.entries if entry.table == "phone"}
    assert owners == {"s1", "s2"}


def test_tables_in_a_zip_are_read():
    reading = read_tables(organizations=ORGANIZATIONS_CSV, services=SERVICES_CSV)
    assert reading.counts == {"organization": 1, "service": 1}
    assert reading.is_clean


def test_a_folder_inside_the_zip_does_not_matter():
    files = {"export/services.csv": SERVICES_CSV, "export/organizations.csv": ORGANIZATIONS_CSV}
    assert read_bytes("feed.zip", zipped(files)).counts == {"organization": 1, "service": 1}


def test_a_package_may_name_its_own_files():
    package = {"resources": [{"name": "organization", "path": "data/orgs.csv"}]}
    files = {"datapackage.json": json.dumps(package), "data/orgs.csv": ORGANIZATIONS_CSV}
    assert read_bytes("feed.zip", zipped(files)).counts == {"organization": 1}


def test_hours_are_what_the_clock_on_the_wall_says():
    hours = {"id": "h1", "opens_at": "09:00-05:00", "closes_at": "17:30"}
    schedule = entry(read([{**SERVICE, "schedules": [hours]}]), "schedule")
    assert (schedule.values["opens_at"], schedule.values["closes_at"]) == (time(9), time(17, 30))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("email", "not an address"),
        ("url", "javascript:alert(1)"),
        ("url", "file:///etc/passwd"),
        ("minimum_age", "twelve"),
        ("minimum_age", -1),
        ("maximum_age", "NaN"),
        ("assured_date", "30/09/2026"),
        ("last_modified", "yesterday"),
        ("alert", ["a", "list"]),
        ("alert", "x" * 20_001),
    ],
)
def test_a_value_that_cannot_be_right_is_left_out_and_named(column, value):
    reading = read([{**SERVICE, column: value}])
    assert entry(reading, "service").values[column] is None
    assert [(row, name) for row, name, _ in reasons(reading, Weight.VALUE)] == [(1, column)]


@pytest.mark.parametrize("fault", [{"name": " "}, {"status": "open"}, {"status": None}, {"id": ""}, {"id": None}])
def test_a_service_without_what_we_need_is_left_out(fault):
    reading = read([SERVICE | {"id": "s0"}, SERVICE | fault])
    assert reading.counts["service"] == 1
    assert [(row, column) for row, column, _ in reasons(reading, Weight.ROW)] == [(2, next(iter(fault)))]


def test_a_service_of_nobody_is_left_out_and_so_is_all_that_hangs_on_it():
    costs = "id,service_id,option,amount\nc1,s1,Visit,10\n"
    services = SERVICES_CSV.replace("o1", "o9")
    reading = read_tables(organizations=ORGANIZATIONS_CSV, services=services, cost_options=costs)
    assert reading.counts == {"organization": 1}
    assert reading.set_aside == {("service", "s1"), ("cost_option", "c1")}
    assert [(row, column) for row, column, _ in reasons(reading, Weight.ROW)] == [
        (2, "organization_id"),
        (2, "service_id"),
    ]


def test_a_service_may_belong_to_an_organization_we_already_hold():
    known = {"organization": {"o1"}}
    reading = read_bytes("services.csv", SERVICES_CSV.encode(), known=known)
    assert reading.counts == {"service": 1}


def test_half_a_point_on_the_map_is_no_point():
    reading = read([{"id": "l1", "location_type": "physical", "latitude": 100, "longitude": 101}])
    assert entry(reading, "location").values["latitude"] is None
    assert entry(reading, "location").values["longitude"] is None
    assert [column for _, column, _ in reasons(reading, Weight.VALUE)] == ["latitude", "longitude"]


def test_an_age_range_upside_down_is_left_out():
    reading = read([{**SERVICE, "minimum_age": 60, "maximum_age": 18}])
    assert entry(reading, "service").values["minimum_age"] is None
    assert reasons(reading, Weight.VALUE)


def test_categories_that_stand_above_themselves_are_cut_loose():
    terms = [
        {"id": "a", "name": "A", "description": "A", "taxonomy": "t", "parent_id": "b"},
        {"id": "b", "name": "B", "description": "B", "taxonomy": "t", "parent_id": "a"},
    ]
    reading = read(terms)
    assert reading.counts == {"taxonomy_term": 2}
    assert reasons(reading, Weight.VALUE)


def test_quotes_round_a_phone_number_come_off_and_we_say_so():
    reading = read([{**SERVICE, "phones": [{"id": "p1", "number": '"+44 1234 234567"'}]}])
    assert entry(reading, "phone").values["number"] == "+44 1234 234567"
    assert [column for _, column, _ in reasons(reading, Weight.NOTE)] == ["phones[0].number"]


def test_a_formula_stays_text_and_we_say_so():
    formula = '=HYPERLINK("http://evil.example")'
    reading = read([{**SERVICE, "alert": formula}])
    assert entry(reading, "service").values["alert"] == formula
    assert [column for _, column, _ in reasons(reading, Weight.NOTE)] == ["alert"]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = 'id,organization_id,name,status\ns1,o1,"Two\nlines",active\n\ns3,o1,,active\n'
    reading = read_tables(organizations=ORGANIZATIONS_CSV, services=text)
    assert [(row, column) for row, column, _ in reasons(reading, Weight.ROW)] == [(4, "name")]


def test_an_id_used_twice_in_a_table_is_a_fault():
    reading = read_tables(organizations=ORGANIZATIONS_CSV + "o1,Another,Text\n")
    assert reading.counts == {"organization": 1}
    assert [(row, column) for row, column, _ in reasons(reading, Weight.ROW)] == [(3, "id")]


def test_a_row_with_a_cell_too_many_is_left_out():
    reading = read_tables(organizations=ORGANIZATIONS_CSV + "o2,One,Two,Three\n")
    assert [row for row, _, _ in reasons(reading, Weight.ROW)] == [3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_old_spreadsheets_may_write_their_own_kind_of_text(encoding):
    text = ORGANIZATIONS_CSV.replace("Food Bank", "Café")
    reading = read_bytes("organizations.csv", text.encode(encoding))
    assert entry(reading, "organization").values["name"] == "Harbor Café"


def test_semicolons_are_commas_in_some_countries():
    assert read_bytes("organizations.csv", ORGANIZATIONS_CSV.replace(",", ";").encode()).counts == {"organization": 1}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.json", b"  "),
        ("half.json", b'[{"id": "s1", "na'),
        ("deep.json", b"[" * 100_000),
        ("number.json", b'[{"id": ' + b"9" * 5000 + b"}]"),
        ("words.json", b'"only words"'),
        ("schema.json", b'{"type": "object", "properties": {}}'),
        ("picture.json", b"\x89PNG\x00\x00"),
        ("sheet.xlsx", b"something"),
        ("broken.zip", b"PK\x03\x04 and nothing"),
        ("other.csv", b"a,b\n1,2\n"),
        ("services.csv", b"id,name,status\n1,One,active\n"),
        ("services.csv", b'id,organization_id,name,status\n1,"' + b"x" * 1_100_000 + b'",One,active\n'),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(name, data):
    reading = read_bytes(name, data)
    assert reading.entries == []
    assert not reading.is_clean
    assert all(problem.reason for problem in reading.problems)


def test_letters_no_database_can_hold_are_taken_out():
    reading = read_bytes(
        "feed.json", rb'[{"id":"o1","name":"Harbor\u0000 \ud800Home","description":"d","website":null}]'
    )
    assert entry(reading, "organization").values["name"] == "Harbor Home"


def test_a_zip_bomb_is_not_blown_up():
    bomb = zipped({"services.csv": "0" * 5_000_000})
    reading = read_bytes("bomb.zip", bomb, limits=Limits(file_bytes=100_000))
    assert reading.problem_counts == {Weight.FILE: 1}


@pytest.mark.parametrize("name", ["../services.csv", "/etc/services.csv", "..\\services.csv", "a/../../services.csv"])
def test_a_zip_cannot_reach_outside_itself(name):
    assert read_bytes("feed.zip", zipped({name: SERVICES_CSV})).problem_counts == {Weight.FILE: 1}


def test_a_description_cannot_reach_outside_the_folder(tmp_path):
    package = {"resources": [{"name": "organization", "path": "../secret.csv"}]}
    (tmp_path / "feed").mkdir()
    (tmp_path / "secret.csv").write_text(ORGANIZATIONS_CSV)
    (tmp_path / "feed" / "datapackage.json").write_text(json.dumps(package))
    assert read_path(tmp_path / "feed").entries == []


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "feed").mkdir()
    (tmp_path / "secret.csv").write_text(ORGANIZATIONS_CSV)
    (tmp_path / "feed" / "organizations.csv").symlink_to(tmp_path / "secret.csv")
    assert read_path(tmp_path / "feed").problem_counts == {Weight.FILE: 1}


def test_too_many_rows_or_files_are_refused():
    many = ORGANIZATIONS_CSV + "".join(f"x{number},Name,Text\n" for number in range(20))
    assert read_bytes("organizations.csv", many.encode(), limits=Limits(rows=10)).problem_counts[Weight.FILE] == 1
    files = zipped({f"{number}.csv": "" for number in range(5)})
    assert read_bytes("feed.zip", files, limits=Limits(files=4)).problem_counts == {Weight.FILE: 1}


def test_a_file_that_is_not_there_is_a_reason_too(tmp_path):
    assert read_path(tmp_path / "nothing.json").problem_counts == {Weight.FILE: 1}


def test_a_file_of_rubbish_does_not_fill_the_memory():
    rubbish = "id,name,description\n" + ",,\n" + "".join(f",{number},\n" for number in range(5000))
    reading = read_bytes("organizations.csv", rubbish.encode())
    assert reading.problem_counts[Weight.ROW] == 5000
    assert len(reading.problems) + reading.problems_not_shown == 5000
    assert len(reading.problems) <= 2000


def test_nesting_without_end_is_cut_off():
    item = {"id": "s1", "name": "Deep", "status": "active"}
    for number in range(200):
        item = {"id": f"o{number}", "name": "O", "description": "D", "services": [item]}
        item = {"id": f"s{number}", "name": "S", "status": "active", "organization": item}
    reading = read([item])
    assert any("deep" in reason for _, _, reason in reasons(reading))
