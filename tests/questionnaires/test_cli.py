"""The administrator's commands for forms, run as a person runs them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.base.context import reading
from keyworker.questionnaires.models import Questionnaire
from tests import database
from tests.questionnaires.forms import band, calculated, choice, form, item
from tests.questionnaires.spreadsheets import spreadsheet

ROOT = Path(__file__).resolve().parents[2]
URL = "https://example.org/Questionnaire/visit"
TOTAL = "%resource.item.answer.value.weight().sum()"


def keyworker(*words, surroundings=None):
    """Run `keyworker questionnaires …` with no installation around it, unless one is given."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("KEYWORKER_", "DATABASE_"))}
    bare |= {"KEYWORKER_VAR": "/nonexistent/installation"} | (surroundings or {})
    command = [sys.executable, "-m", "keyworker.console.cli", "questionnaires", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=bare, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def files(tmp_path):
    """A form that scores, a spreadsheet, a broken file, and answers to the first."""
    scored = form(
        choice("q1", ("Never", 0), ("Often", 3)),
        choice("q2", ("Never", 0), ("Often", 3)),
        item("total", "integer", extension=[*calculated(TOTAL), band("High", 4), band("Low", 0, 3)]),
        url=URL,
        version="1",
        title="After a visit",
    )
    (tmp_path / "visit.json").write_text(json.dumps(scored))
    (tmp_path / "home.xlsx").write_bytes(spreadsheet("type | name | label\ntext | a | A\ngeopoint | g | Where?"))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "notes.txt").write_text("no form")
    return tmp_path


def answers(folder, status="completed", **given):
    items = [{"linkId": name, "answer": [{"valueCoding": {"code": code}}]} for name, code in given.items()]
    response = {"resourceType": "QuestionnaireResponse", "questionnaire": f"{URL}|1", "status": status, "item": items}
    (folder / "answers.json").write_text(json.dumps(response))
    return folder / "answers.json"


def test_a_dry_run_needs_no_installation_and_reports_each_file(files):
    run = keyworker("import", "--dry-run", files)
    assert run.returncode == 1, run.stderr
    assert f"accepted: {files}/visit.json (After a visit)" in run.stdout
    assert f"warned: {files}/home.xlsx (home)" in run.stdout
    assert "survey, row 3, type: A place on the map cannot be asked for here" in run.stdout
    assert f"refused: {files}/broken.json" in run.stdout
    assert "notes.txt" not in run.stdout


def test_a_dry_run_of_good_files_succeeds(files):
    assert keyworker("import", "--dry-run", files / "visit.json", files / "home.xlsx").returncode == 0


def test_pipelines_read_json(files):
    run = keyworker("import", "--dry-run", "--json", files)
    reports = {Path(report["source"]).name: report for report in json.loads(run.stdout)}
    assert {name: report["outcome"] for name, report in reports.items()} == {
        "broken.json": "refused",
        "home.xlsx": "warned",
        "visit.json": "accepted",
    }
    assert reports["broken.json"]["reasons"] == ["The file is not JSON: see line 1."]
    (row,) = [row for row in reports["home.xlsx"]["rows"] if row["lost"]]
    assert (row["sheet"], row["row"], row["column"]) == ("survey", 3, "type")


def test_a_folder_with_nothing_in_it_is_no_success(tmp_path):
    run = keyworker("import", "--dry-run", tmp_path)
    assert (run.returncode, "No file" in run.stdout) == (1, True)


def test_a_response_is_scored_without_an_installation(files):
    run = keyworker("score", files / "visit.json", answers(files, q1="often", q2="often"), "--json")
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert found["questionnaire"] == f"{URL}|1"
    assert found["values"] == {"total": [6]}
    assert (found["scores"][0]["band"], found["scores"][0]["complete"]) == ("High", True)
    assert found["errors"] == {}


def test_wrong_answers_are_named_by_link_id(files):
    run = keyworker("score", files / "visit.json", answers(files, q1="sometimes", zz="often"), "--json")
    assert run.returncode == 1
    assert set(json.loads(run.stdout)["errors"]) == {"q1", "zz"}


def test_scoring_in_words(files):
    run = keyworker("score", files / "visit.json", answers(files, q1="often", q2="never"))
    assert (run.returncode, run.stdout.splitlines()) == (0, [f"{URL}|1", "    total = 3", "    total: Low"])


@pytest.mark.parametrize("broken", ["questionnaire", "response"])
def test_scoring_a_broken_file_says_which(files, broken):
    paths = [files / "visit.json", answers(files, q1="often")]
    paths[broken == "response"] = files / "broken.json"
    run = keyworker("score", *paths)
    assert run.returncode == 1
    assert run.stderr.startswith(f"keyworker: {files}/broken.json: ")
    assert "Traceback" not in run.stderr


def test_a_spreadsheet_is_scored_like_any_form(files):
    survey = """
        type             | name  | label   | calculation
        select_one often | q1    | How?    |
        calculate        | total |         | ${q1} * 2
    """
    (files / "own.xlsx").write_bytes(spreadsheet(survey, "list_name | name | label\noften | 3 | Often"))
    run = keyworker("score", files / "own.xlsx", answers(files, q1="3"), "--json")
    assert json.loads(run.stdout)["values"] == {"total": [6]}


@pytest.fixture
def surroundings(open_town):
    """What leads another process to the town's copy, where commits are real."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("KEYWORKER_")}
    return kept | database.addresses_of(connections["default"].settings_dict["NAME"])


def forms_of(town, **given):
    with reading(town.priya):
        return list(rows(Questionnaire, actor=town.priya, needs=Permission.QUESTIONNAIRE_MANAGE).filter(**given))


def test_forms_are_brought_in_and_written_out_again(open_town, surroundings, files):
    brought = keyworker("import", files, "--agency", "harbor-house", "--publish", surroundings=surroundings)
    assert brought.returncode == 1, brought.stderr
    assert f"refused: {files}/broken.json" in brought.stdout
    (visit,) = forms_of(open_town, url=URL)
    assert (visit.status, visit.title) == ("published", "After a visit")
    assert forms_of(open_town, title="home")[0].status == "published"

    out = files / "out"
    written = keyworker("export", "--agency", "harbor-house", out, surroundings=surroundings)
    assert written.returncode == 0, written.stderr
    assert json.loads((out / "after-a-visit-1.json").read_text()) == visit.definition
    assert len(list(out.glob("*.json"))) == len(forms_of(open_town, status="published"))
    again = keyworker("import", out, "--agency", "harbor-house", "--json", surroundings=surroundings)
    assert {report["outcome"] for report in json.loads(again.stdout)} <= {"accepted", "warned"}

    single = files / "one.json"
    words = ("export", "--agency", "harbor-house", "--url", URL, "--version", "1", single)
    assert keyworker(*words, surroundings=surroundings).returncode == 0
    assert json.loads(single.read_text())["url"] == URL


def test_there_is_nothing_to_write_of_a_form_that_is_not_there(open_town, surroundings, tmp_path):
    run = keyworker("export", "--agency", "harbor-house", "--url", "urn:gone", tmp_path, surroundings=surroundings)
    assert (run.returncode, "no such form" in run.stderr) == (1, True)
    run = keyworker("export", "--agency", "nobody", tmp_path, surroundings=surroundings)
    assert (run.returncode, "There is no agency «nobody» here" in run.stderr) == (1, True)
