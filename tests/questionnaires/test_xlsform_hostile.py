"""Spreadsheets that lie, explode or break off: each is refused in plain words, in no time, and harms nothing."""

import io
import os
import time
import zipfile
from contextlib import contextmanager

import pytest
from openpyxl import Workbook

from keyworker.questionnaires.arriving import look_over
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire
from keyworker.questionnaires.xlsform import opening
from keyworker.questionnaires.xlsform.converting import converted
from tests.questionnaires.spreadsheets import made, said, saved, spreadsheet

SMALL = "type | name | label\ntext | a | A"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@contextmanager
def within(seconds):
    """Of this process's own time, so that a busy machine proves nothing."""
    started = time.thread_time()
    yield
    assert time.thread_time() - started < seconds


def with_parts(**parts):
    """A small workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(spreadsheet(SMALL))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def refused(data):
    with pytest.raises(InvalidQuestionnaire) as error:
        converted(data)
    (fault,) = error.value.faults
    return fault


def sheet(rows):
    return f'<?xml version="1.0"?><worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'


def test_a_zip_that_unpacks_to_gigabytes_is_not_opened():
    bomb = with_parts(**{"xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert len(bomb) < 200_000
    with within(1):
        assert refused(bomb).name == "too-large"


def test_a_zip_of_a_thousand_parts_is_not_opened():
    assert refused(with_parts(**{f"xl/media/{n}.png": b"" for n in range(400)})).name == "too-large"


def test_a_zip_that_lies_about_its_size_is_broken():
    data = bytearray(with_parts(**{"xl/sharedStrings.xml": b"0" * 3_000_000}))
    at = data.find(b"PK\x01\x02")
    while at != -1:
        data[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(data)).name in {"broken", "no-survey", "too-large"}


def test_a_million_rows_are_refused_before_they_are_read():
    rows = '<row><c t="inlineStr"><is><t>text</t></is></c></row>' * 1_000_000
    data = with_parts(**{"xl/worksheets/sheet1.xml": sheet(rows)})
    assert refused(data).name == "too-large"


def test_many_rows_are_counted():
    survey = "type | name | label\n" + "\n".join(f"text | q{n} | Q" for n in range(3_100))
    assert "3000" in refused(spreadsheet(survey)).says


def test_more_questions_than_a_form_may_have_are_refused_by_the_form_itself():
    survey = "type | name | label\n" + "\n".join(f"text | q{n} | Q" for n in range(1_100))
    assert look_over(spreadsheet(survey)).report.refused


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_in_its_xml_are_never_followed(declared):
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>'
    xml = sheet(row).replace("?>", f"?>{declared}", 1)
    assert refused(with_parts(**{"xl/worksheets/sheet1.xml": xml})).name == "broken"


def test_macros_and_links_in_it_are_left_alone():
    data = with_parts(
        **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 auto_open", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    )
    assert [item["linkId"] for item in converted(data).content["item"]] == ["a"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\x03\x04", "broken"),
        (b"PK\x03\x04" + b"\x00" * 500, "broken"),
        (b"\xd0\xcf\x11\xe0", "broken"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 5000, "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, "broken"),
        (spreadsheet(SMALL)[:2000], "broken"),
        (b"PK\x03\x04" + b"0" * 3_000_000, "too-large"),
    ],
)
def test_what_is_broken_is_called_so(data, name):
    assert refused(data).name == name


def test_a_zip_of_something_else_is_no_spreadsheet():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refused(out.getvalue()).name == "not-a-spreadsheet"


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        ({"survey": "", "choices": "list_name | name\na | b"}, "no-survey"),
        ({"survey": "type | name | type\ntext | a | text"}, "bad-columns"),
        ({"survey": "name | label\na | A"}, "asks-nothing"),
        ({"survey": "type | name | label\ngeopoint | a | A"}, "asks-nothing"),
    ],
)
def test_a_workbook_that_is_no_form_says_what_is_missing(sheets, name):
    assert refused(spreadsheet(sheets.pop("survey"), **sheets)).name == name


def test_formula_text_is_only_text():
    workbook = Workbook()
    survey = workbook.active
    survey.title = "survey"
    survey.append(["type", "name", "label"])
    survey.append(["text", "a", "='file:///etc/passwd'#$A$1"])
    survey.append(["text", "b", '=HYPERLINK("https://example.org","x")'])
    survey["C4"].value = "A"
    form = converted(saved(workbook))
    assert [item["text"] for item in form.content["item"]] == ["a", "b"]
    assert "formula whose result" in said(form)["survey", 2, "label"]


def test_rows_below_a_great_gap_are_not_lost_in_silence():
    workbook = Workbook()
    survey = workbook.active
    survey.title = "survey"
    survey.append(["type", "name", "label"])
    survey.append(["text", "a", "A"])
    survey["A90"], survey["B90"], survey["C90"] = "text", "b", "B"
    form = converted(saved(workbook))
    assert [item["linkId"] for item in form.content["item"]] == ["a"]
    assert "not read" in said(form)["survey", 90, ""]


@pytest.mark.parametrize(
    "written",
    [
        "(" * 3_000,
        "-" * 3_000 + "1",
        "1" + "+1-1" * 900,
        "not(" * 900 + "1" + ")" * 900,
        "${a} or " * 500 + "1",
        "'" + "x" * 3_900,
        "concat(" + "${a}," * 700 + "1)",
        "regex(., '(a+)+$')",
        "regex(., '" + "(" * 300 + "')",
        "${a" * 900,
        "if(1,if(1,if(1,1,1),1),1)" * 100,
        "a" * 50_000,
    ],
)
def test_an_expression_that_explodes_is_named_or_harmless(written):
    with within(5):
        form = made(
            f"type | name | label | relevant | constraint | calculation\n"
            f"text | a | A | | {written} |\ntext | b | B | {written} | |\ncalculate | c | | | | {written}"
        )
        look_over(form.content)


def test_loops_within_loops_do_not_multiply_without_end():
    survey = "type | name | label\n" + "".join(f"begin loop over l | g{n} | G\n" for n in range(6))
    survey += "text | a | A\n" + "end loop | |\n" * 6
    choices = "list_name | name | label\n" + "\n".join(f"l | c{n} | C" for n in range(50))
    with within(5):
        assert refused(spreadsheet(survey, choices)).name == "too-many-items"


def test_a_filter_over_a_thousand_answers_is_looked_at_in_no_time():
    choices = "list_name | name | label | up\n" + "\n".join(f"l | c{n} | C | u{n}" for n in range(900))
    with within(8):
        form = made(
            "type | name | label | choice_filter\ntext | a | A |\nselect_one l | b | B | up = ${a} and name != 'x'",
            choices,
        )
    assert len(form.content["item"][1]["answerOption"]) == 900


def test_the_process_that_opens_a_file_knows_no_secret_and_ends(monkeypatch, tmp_path):
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, sys\nsys.stdin.buffer.read()\nprint(json.dumps({'refused': sorted(os.environ)[0]}))"
    )
    monkeypatch.setenv("AAA_SECRET", "keys")
    monkeypatch.setattr(opening, "READER", spy)
    assert "AAA_SECRET" in os.environ
    assert refused(spreadsheet(SMALL)).name != "AAA_SECRET"


def test_a_process_that_hangs_is_put_an_end_to(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(opening, "READER", slow)
    monkeypatch.setattr(opening, "PATIENCE", 0.5)
    assert refused(spreadsheet(SMALL)).name == "too-costly"


def test_a_process_that_is_killed_or_says_nonsense_is_answered_for(monkeypatch, tmp_path):
    for program, name in (("import os; os.kill(os.getpid(), 9)", "too-costly"), ("print('{')", "broken")):
        fake = tmp_path / "fake.py"
        fake.write_text(program)
        monkeypatch.setattr(opening, "READER", fake)
        assert refused(spreadsheet(SMALL)).name == name


def test_script_in_labels_stays_text():
    form = made("type | name | label\ntext | a | <script>alert(1)</script>")
    assert form.content["item"][0]["text"] == "<script>alert(1)</script>"
