"""Lists are read however they were saved, and every cell is understood or said to be wrong: no database."""

import io
import zipfile
from datetime import date, datetime
from uuid import uuid4

import pytest
from openpyxl import Workbook

from keyworker.interop.sheets import reading
from keyworker.interop.sheets.bounds import Bounds
from keyworker.interop.sheets.checking import Plan, checked
from keyworker.interop.sheets.columns import guessed, problems
from keyworker.interop.sheets.deciding import LEFT_OUT, Becomes, Noted, becomes
from keyworker.interop.sheets.faults import Wrong
from keyworker.interop.sheets.reading import Unusable, beginning, read
from keyworker.interop.sheets.values import born, day, guessed_order, languages, yes_or_no
from keyworker.people.models import Channel

TODAY = date(2026, 11, 22)
PROGRAM, WORKER, OTHER = uuid4(), uuid4(), uuid4()


def rows(content):
    return list(read(io.BytesIO(content)))


def book(*rows):
    made, file = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_csv_is_read_however_it_was_saved(encoding, mark):
    text = mark.join(["Nombre", "Correo"]) + "\r\n" + mark.join(["José Muñoz", '"a@b.example"']) + "\r\n\r\n"
    assert rows(text.encode(encoding)) == [(1, ["Nombre", "Correo"]), (2, ["José Muñoz", "a@b.example"])]


def test_a_workbook_says_dates_numbers_and_formulas_as_text():
    first = ["Ada", datetime(1987, 4, 3), 2139.0, True]  # noqa: DTZ001 - as a workbook has it
    found = rows(book(["Name", "Born", "Zip", "Ok"], first, ["=1+1", None, "02139"]))
    assert found[1] == (2, ["Ada", "1987-04-03", "2139", "yes"])
    assert found[2][1][2] == "02139"


def zipped(name, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"Name\n" + b"x" * 30_000, "letters"),
        (b'Name,About\nAda,"never ends\nBo,fine\n', "quotation mark"),
        (zipped("letter.txt", "hello"), "not an Excel"),
        (zipped("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"), "be read"),
        (b"PK\x03\x04 and nothing else", "cannot be read"),
        (b",".join(b"c" for _ in range(200)), "columns"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(content, says):
    with pytest.raises(Unusable, match=says):
        beginning(io.BytesIO(content))


def test_a_zip_that_unpacks_to_gigabytes_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(reading, "BOUNDS", Bounds(unpacked=10_000))
    with pytest.raises(Unusable, match="too large"):
        rows(book(["Name"], ["x" * 20_000]))


def test_a_list_that_wants_too_much_memory_is_stopped_and_said(monkeypatch):
    monkeypatch.setattr(reading, "BOUNDS", Bounds(memory=24 * 1024 * 1024))
    with pytest.raises(Unusable, match="too much memory"):
        rows(book(["Name"], ["Ada"]))


@pytest.mark.parametrize("line", [b"", b"[1]", b'[1, ["a", 2]]', b'{"why": "because"}', b'{"why": "rows"}', b'"rows"'])
def test_the_process_apart_is_believed_no_more_than_the_file(monkeypatch, line):
    """Planted: somebody's file has taken it over, and it says what it likes."""
    monkeypatch.setattr(reading, "WORK", f"print({line.decode()!r})")
    with pytest.raises(Unusable, match="memory"):
        rows(b"Name\nAda\n")


def test_columns_are_guessed_in_five_languages_and_by_what_they_hold():
    found = guessed(["Nombre", "Apellidos", "F. Nac.", "تاريخ الميلاد", "Courriel", "Numéro de téléphone", "???"], [])
    assert list(found.values()) == ["given", "family", "born", "", "email", "phone", ""]
    some = [(at, ["", f"+1 202 555 01{at}"]) for at in range(10, 20)]
    assert guessed(["Client", "Reach"], some) == {"Client": "name", "Reach": "phone"}


def test_a_list_without_names_or_with_two_birth_dates_is_not_read():
    assert problems({"A": "phone"})
    assert problems({"A": "name", "B": "born", "C": "born"})
    assert not problems({"A": "name", "B": "phone", "C": "phone"})


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("1987-04-03", "month", (date(1987, 4, 3), "day")),
        ("3/4/1987", "day", (date(1987, 4, 3), "day")),
        ("3/4/1987", "month", (date(1987, 3, 4), "day")),
        ("12/25/1990", "day", (date(1990, 12, 25), "day")),
        ("3.4.87", "day", (date(1987, 4, 3), "day")),
        ("4 de marzo de 1987", "day", (date(1987, 3, 4), "day")),
        ("March 1987", "day", (date(1987, 3, 1), "month")),
        ("1987", "day", (date(1987, 1, 1), "year")),
        ("about 1987", "day", (date(1987, 1, 1), "estimated")),
        ("39", "day", (date(1987, 1, 1), "estimated")),
        ("32/13/1999", "day", None),
        ("2050-01-01", "day", None),
        ("ask her mother", "day", None),
    ],
)
def test_a_birth_date_is_read_in_many_writings(text, order, found):
    assert born(text, order=order, today=TODAY) == found


def test_the_order_of_dates_is_seen_from_those_that_fit_one_way_only():
    assert guessed_order(["04/12/1987", "12/25/1990"]) == "month"
    assert guessed_order(["04/12/1987", "25/12/1990"]) == "day"


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("2024-04-05", "month", date(2024, 4, 5)),
        ("4/5/2024", "day", date(2024, 5, 4)),
        ("4/5/24", "month", date(2024, 4, 5)),
        ("25/12/2030", "month", date(2030, 12, 25)),
        ("5 April 2024", "day", date(2024, 4, 5)),
        ("31/31/2024", "day", None),
        ("soon", "day", None),
    ],
)
def test_a_day_is_read_in_many_writings(text, order, found):
    assert day(text, order=order, today=TODAY) == found


@pytest.mark.parametrize(("text", "found"), [("Ja", True), ("sí", True), ("نعم", True), ("0", False), ("maybe", None)])
def test_yes_and_no_are_read_in_many_languages(text, found):
    assert yes_or_no(text) is found


def test_languages_are_known_by_their_names():
    assert [languages()[name] for name in ("spanish", "espanol", "arabe", "fr")] == ["es", "es", "ar", "fr"]


def plan(**said):
    headers = ["Name", "Born", "Phone", "Mail", "Safe", "Program", "Worker", "Id"]
    fields = ["name", "born", "phone", "email", "safe", "program", "worker", "key"]
    columns = dict(zip(headers, fields, strict=True))
    known = {"programs": {"shelter": PROGRAM}, "workers": {"grace": WORKER, "carl": OTHER}}
    carriers = frozenset({(PROGRAM, WORKER)})
    whose = {"program_id": PROGRAM, "worker_id": WORKER, "carriers": carriers, "country": "US"}
    return Plan(headers=headers, columns=columns, today=TODAY, **(known | whose | said))


def wrong(row):
    return [(problem.column, problem.wrong) for problem in row.problems]


def test_a_row_becomes_somebody_and_what_is_wrong_is_said_by_column():
    cells = ["Muñoz, José", "3/4/1987", "202 555 0143; no phone", "jose@", "", "Shelter", "", "17"]
    row = checked(plan(), 2, cells)
    assert (row.identity.full_name, row.identity.given, row.identity.family) == ("José Muñoz", "José", "Muñoz")
    assert [(way.channel, way.value, way.safe) for way in row.ways] == [(Channel.PHONE, "202 555 0143", True)]
    assert row.identifiers == (("Id", "17"),)
    assert wrong(row) == [("Phone", Wrong.PHONE), ("Mail", Wrong.EMAIL)]
    assert row.comes_in


def test_what_is_no_clear_yes_is_not_safe_to_call():
    row = checked(plan(), 2, ["Ada", "", "202 555 0143", "", "only at noon"])
    assert [way.safe for way in row.ways] == [False]
    assert wrong(row) == [("Safe", Wrong.YES_OR_NO)]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (["", "1987"], Wrong.NO_NAME),
        (["Ada", "", "", "", "", "Sheltr"], Wrong.UNKNOWN_PROGRAM),
        (["Ada", "", "", "", "", "", "Gracee"], Wrong.UNKNOWN_WORKER),
        (["Ada", "", "", "", "", "", "Carl"], Wrong.NOT_THERE),
    ],
)
def test_a_row_that_is_nobodys_does_not_come_in(cells, what):
    row = checked(plan(), 2, cells)
    assert not row.comes_in
    assert [each for _column, each in wrong(row)] == [what]


def test_a_word_that_somebody_explained_once_is_understood():
    said = {"program": {"sheltr": str(PROGRAM)}, "safe": {"only at noon": "no"}}
    row = checked(plan(words=said), 2, ["<b>Ada</b>", "", "", "", "only at noon", "Sheltr"])
    assert not row.problems
    assert row.identity.full_name == "<b>Ada</b>"


KNOWN, ANOTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("noted", "rule", "found"),
    [
        (Noted(), "ask", Becomes(new=True)),
        (Noted(same_as=3, same_key=True), "ask", Becomes(like_row=3)),
        (Noted(alike=[(KNOWN, True)]), "ask", LEFT_OUT),
        (Noted(alike=[(KNOWN, True)]), "same", Becomes(person_id=KNOWN)),
        (Noted(alike=[(KNOWN, False)]), "same", LEFT_OUT),
        (Noted(alike=[(KNOWN, True), (ANOTHER, True)]), "same", LEFT_OUT),
        (Noted(alike=[(KNOWN, True)]), "new", Becomes(new=True)),
        (Noted(same_as=3), "same", Becomes(like_row=3)),
        (Noted(alike=[(KNOWN, True)], choice="new"), "same", Becomes(new=True)),
        (Noted(alike=[(KNOWN, True)], choice="file", person_id=ANOTHER), "new", Becomes(person_id=ANOTHER)),
        (Noted(same_as=3, choice="row"), "ask", Becomes(like_row=3)),
        (Noted(same_as=3, choice="skip"), "new", LEFT_OUT),
    ],
)
def test_what_somebody_decided_counts_before_the_key_and_the_rule(noted, rule, found):
    assert becomes(noted, rule) == found
