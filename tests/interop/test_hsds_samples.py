"""Our own town's directory, and every published HSDS file we were given: read or refused, never a crash."""

import json
import os
from pathlib import Path

import pytest

import keyworker.interop
from keyworker.interop.hsds import read_path
from keyworker.interop.hsds.reading import Weight

HARBOR = Path(keyworker.interop.__file__).parent / "samples" / "harbor-directory.json"
GIVEN = Path(os.environ.get("KEYWORKER_TEST_DATA", Path(__file__).parents[3] / "shared" / "data")) / "hsds"

given = pytest.mark.skipif(not GIVEN.is_dir(), reason=f"No published HSDS files at {GIVEN} (KEYWORKER_TEST_DATA).")
EVERY_FILE = sorted(path for path in GIVEN.rglob("*") if path.suffix in (".json", ".csv")) if GIVEN.is_dir() else []
EVERY_FOLDER = sorted({path.parent for path in EVERY_FILE})


def test_the_towns_own_directory_has_no_problem_at_all():
    reading = read_path(HARBOR)
    assert reading.problems == []
    assert reading.counts["organization"] >= 25
    assert reading.counts["service"] >= 40


def test_no_telephone_in_the_town_can_ring_in_the_world():
    numbers = [entry.values["number"] for entry in read_path(HARBOR).entries if entry.table == "phone"]
    assert all(number.startswith("207-555-01") for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_the_safe_house_has_no_address():
    reading = read_path(HARBOR)
    secret = {entry.source_id for entry in reading.entries if entry.values.get("location_type") == "virtual"}
    assert secret
    assert not [
        entry for entry in reading.entries if entry.links.get("location_id") in secret and entry.table == "address"
    ]


@given
def test_the_towns_directory_meets_the_published_schema_to_the_letter():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((GIVEN / "v3.0" / "schema" / "compiled" / "organization.json").read_text())
    forbid_the_unknown(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for organization in json.loads(HARBOR.read_text())["contents"]:
        assert [error.message for error in validator.iter_errors(organization)] == []


def forbid_the_unknown(schema):
    """As the standard's own check does: without this a misspelt field passes."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            forbid_the_unknown(part)
    elif isinstance(schema, list):
        for part in schema:
            forbid_the_unknown(part)


@given
@pytest.mark.parametrize("path", [*EVERY_FILE, *EVERY_FOLDER], ids=lambda path: str(path.relative_to(GIVEN)))
def test_every_published_file_is_read_or_refused_with_a_reason(path):
    reading = read_path(path)
    assert reading.entries or reading.problems
    assert all(problem.file and problem.reason for problem in reading.problems)


@given
@pytest.mark.parametrize(
    "name", ["organization_full", "service_full", "service_at_location_full", "service_list", "tabular"]
)
def test_the_standards_own_examples_come_through(name):
    counts = read_path(GIVEN / "v3.0" / "examples" / f"{name}.json").counts
    assert (counts["organization"], counts["service"]) == (1, 1)


@given
def test_the_standards_csv_example_comes_through_with_its_known_faults_named():
    reading = read_path(GIVEN / "v3.0" / "examples" / "csv")
    faults = {(p.file, p.row, p.column) for p in reading.problems if p.weight == Weight.VALUE}
    assert faults == {
        ("locations.csv", 2, "organization_id"),
        ("contacts.csv", 2, "organization_id"),
        ("contacts.csv", 2, "service_at_location_id"),
        ("taxonomy_terms.csv", 2, "taxonomy_id"),
        ("locations.csv", 2, "latitude"),
        ("locations.csv", 2, "longitude"),
    }
    assert ("phones.csv", 2, "number") in {(p.file, p.row, p.column) for p in reading.problems}
    assert reading.counts["service"] == 1


@given
def test_the_uk_profiles_planted_faults_are_found():
    reading = read_path(GIVEN / "oruk-mocks" / "V3.0-UK-Fail" / "service_full.json")
    assert {"url", "email"} <= {problem.column for problem in reading.problems if problem.weight == Weight.VALUE}


@given
def test_an_older_layout_is_refused_by_the_column_it_lacks():
    reading = read_path(GIVEN / "ohana-sample-csv")
    refused = {problem.file: problem.reason for problem in reading.problems if problem.weight == Weight.FILE}
    assert "organization_id" in refused["services.csv"]
    assert reading.counts["service"] == 0
