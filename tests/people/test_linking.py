"""People who stand twice are found; relatives, who share nearly everything, are not taken for one person."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from keyworker.console import cli
from keyworker.people.linking import folding
from keyworker.people.linking.apart import LinkingFailed, linked
from keyworker.people.linking.columns import Unusable, guessed, mapped
from keyworker.people.linking.model import as_splink, condition, settings
from keyworker.people.linking.rows import Habits, Written
from keyworker.people.linking.words import COMPARISONS, LEVELS

ROOT = Path(__file__).parents[2]
HEADER = ["id", "given", "family", "dob", "address", "city", "postcode", "phone"]
# Each line two records of one person.
TWICE = {
    "misspelt": (
        ["Mikael", "Andersen", "1984-03-12", "4 Mill Lane"],
        ["Mikeal", "Anderson", "1984-03-12", "4 Mill Ln"],
    ),
    "swapped names": (
        ["Teresa", "Quispe", "1990-11-02", "9 Oak Road"],
        ["Quispe", "Teresa", "1990-11-02", "9 Oak Rd"],
    ),
    "swapped day": (
        ["Ngozi", "Balogun", "1978-05-09", "17 High Street"],
        ["Ngozi", "Balogun", "1978-09-05", "17 High St"],
    ),
    "short form": (
        ["Alexander", "Petrov", "1969-01-30", "2 Bay View"],
        ["Alex", "Petrov", "1969-01-30", "2 Bay View"],
    ),
    "nickname": (
        ["Elizabeth", "Harcourt", "1959-10-30", "22 Fern Hill"],
        ["Betty", "Harcourt", "1959-10-30", "7 Quay Street"],
    ),
    "hyphenated": (
        ["Laura", "Hughes-Ward", "1995-07-21", "30 Elm Close"],
        ["Laura", "Ward", "1995-07-21", "30 Elm Close"],
    ),
    "two surnames": (
        ["José", "García López", "1958-12-03", "8 Calle Sol"],
        ["Jose", "Garcia", "1958-12-03", "8 Calle Sol"],
    ),
    "one name": (
        ["Suharto", "", "1971-08-17", "5 Dock Road"],
        ["", "Suharto", "1971-08-17", "5 Dock Road"],
    ),
    "own script": (
        ["محمد", "حسن", "1988-02-14", "61 Park Lane"],
        ["Mohammed", "Hassan", "1988-02-14", "61 Park Lane"],
    ),
    "partial date": (
        ["Ifeoma", "Ezeani", "1983", "77 Station Road"],
        ["Ifeoma", "Ezeani", "1983-10-25", "77 Station Rd"],
    ),
    "moved house": (
        ["Valentina", "Sokolova", "1992-04-18", "3 Green Way"],
        ["Valentina", "Sokolova", "1992-04-18", "88 Hill Rd"],
    ),
}  # fmt: skip
# Each line two people of one family.
TWO = {
    "twins": (
        ["Amina", "Warsame", "2015-06-01", "12 Canal Street"],
        ["Jabir", "Warsame", "2015-06-01", "12 Canal Street"],
    ),
    "siblings": (
        ["Lena", "Kowalczyk", "2009-03-03", "40 Church Row"],
        ["Piotr", "Kowalczyk", "2012-11-19", "40 Church Row"],
    ),
    "father and son": (
        ["Emeka", "Nwosu", "1961-02-07", "15 Well Lane"],
        ["Emeka", "Nwosu", "1994-08-26", "15 Well Lane"],
    ),
    "couple": (
        ["Rosa", "Delgado", "1970-09-14", "6 Orchard Road"],
        ["Luis", "Delgado", "1968-01-22", "6 Orchard Road"],
    ),
    "brothers alike": (
        ["Hassan", "Daoud", "2011-04-04", "52 Mill Road"],
        ["Hussein", "Daoud", "2013-07-30", "52 Mill Road"],
    ),
}  # fmt: skip


def story():
    """Rows of a file: each pair of the tables above, its home in a town of its own."""
    for place, (name, pair) in enumerate({**TWICE, **TWO}.items()):
        for number, facts in enumerate(pair):
            yield [f"{name}-{number}", *facts, f"Town{place}", f"{10000 + 37 * place}", f"0{5550000 + place}"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the command writes of it: pair → row."""
    folder = tmp_path_factory.mktemp("linking")
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *story()])
    assert cli.main(["people", "link", str(folder / "people.csv"), "--out", str(folder / "pairs.csv")]) == 0
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return {(row["id_a"], row["id_b"]): row for row in csv.DictReader(file)}


def pair(name):
    return f"{name}-0", f"{name}-1"


@pytest.mark.parametrize("name", TWICE)
def test_somebody_who_stands_twice_is_found(found, name):
    assert float(found[pair(name)]["score"]) > 0.5


@pytest.mark.parametrize("name", TWO)
def test_two_of_one_family_are_two(found, name):
    assert pair(name) not in found


def test_each_pair_says_why_and_names_nobody(found):
    why = found[pair("swapped day")]["reasons"]
    assert "Date of birth: day and month changed over" in why
    assert "Given name: the same" in why
    assert "Ngozi" not in why


def test_only_pairs_that_are_likely_are_written(found):
    assert set(found) == {pair(name) for name in TWICE}


# --- what is wrong with a file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"id,given\n", "no rows"),
        (b"id\n1\n2\n", "only one column"),
        (b"given,family\nAda,Bell\n", "No column is the key"),
        (b"id,shoe size\n1,40\n", "tells people apart"),
        (b"id,given\n1,Ada\n1,Ben\n", "Row 3 has a key that another row has"),
        (b"id,given\n,Ada\n", "Row 2 has no key"),
        (b"id,given\n1,Ada,x\n", "Row 2 has 3 cells"),
        ("id,given\n1,Zoë\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_plain_words(tmp_path, capsys, content, says):
    (tmp_path / "people.csv").write_bytes(content)
    out = tmp_path / "pairs.csv"
    out.write_text("kept")
    assert cli.main(["people", "link", str(tmp_path / "people.csv"), "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert says in told
    assert "Ada" not in told
    assert out.read_text() == "kept"


def test_a_missing_file_is_named(tmp_path, capsys):
    assert cli.main(["people", "link", str(tmp_path / "none.csv"), "--out", str(tmp_path / "pairs.csv")]) == 1
    assert "none.csv cannot be read" in capsys.readouterr().err


def test_what_goes_wrong_in_the_process_apart_is_named_by_its_kind(monkeypatch):
    monkeypatch.setattr("keyworker.people.linking.workroom.__name__", "keyworker.people.linking.nowhere")
    with pytest.raises(LinkingFailed), linked([Written("1", given="Ada")], Habits(), print):
        pass


def test_what_links_is_loaded_in_the_process_apart_and_nowhere_else():
    loads = (
        "import sys, keyworker.people.linking.apart; sys.exit(bool({'duckdb', 'splink', 'pyarrow'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", loads], cwd=ROOT, check=False).returncode == 0


# --- which column is what --------------------------------------------------------------------------------------


def test_columns_are_known_by_their_headers():
    headers = ["rec_id", "Given Name", "SURNAME", "date_of_birth", "street_number", "address_1", "suburb", "soc_sec_id"]
    assert guessed(headers).described() == {
        "id": ["rec_id"],
        "given": ["Given Name"],
        "family": ["SURNAME"],
        "birth": ["date_of_birth"],
        "address": ["street_number", "address_1"],
        "city": ["suburb"],
        "identifier": ["soc_sec_id"],
    }


def test_with_a_map_only_what_it_names_is_read():
    headers = ["Nr", "Vorname", "Name", "Strasse", "Hausnr", "ssn"]
    said = {"id": "Nr", "given_name": "Vorname", "surname": "Name", "address": ["Strasse", "Hausnr"]}
    expected = {"id": ["Nr"], "given": ["Vorname"], "family": ["Name"], "address": ["Strasse", "Hausnr"]}
    assert mapped(headers, said).described() == expected
    turned = {"Nr": "id", "Vorname": "given", "Name": "family", "Strasse": "address", "Hausnr": "address"}
    assert mapped(headers, turned).described() == expected


@pytest.mark.parametrize("said", [{"id": "Nr", "given": "Rufname"}, {"id": "Nr", "shoe": "Vorname"}, {}, {"id": 3}])
def test_a_map_that_does_not_fit_is_refused(said):
    with pytest.raises(Unusable):
        mapped(["Nr", "Vorname"], said)


# --- how facts are compared ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day_first", "parts"),
    [
        ("1987-03-04", True, ("1987", "03", "04")),
        ("19870304", True, ("1987", "03", "04")),
        ("04/03/1987", True, ("1987", "03", "04")),
        ("04/03/1987", False, ("1987", "04", "03")),
        ("27/03/1987", False, ("1987", "03", "27")),
        ("4 March 1987", True, ("1987", "03", "04")),
        ("1987-03-04 00:00:00", True, ("1987", "03", "04")),
        ("1987-03", True, ("1987", "03", "")),
        ("1987", True, ("1987", "", "")),
        ("about 1987", True, ("1987", "", "")),
        ("unknown", True, ("", "", "")),
        ("0000-00-00", True, ("", "", "")),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_is_known(text, day_first, parts):
    assert folding.born(text, day_first=day_first) == parts


@pytest.mark.parametrize(
    ("one", "other"),
    [("+44 7700 900123", "07700 900123"), ("(020) 7946-0018", "020 7946 0018"), ("15550100.0", "15550100")],
)
def test_a_number_is_the_same_however_it_is_written(one, other):
    assert folding.phone(one) == folding.phone(other) != ""


@pytest.mark.parametrize("nobodys", ["0", "999999999", "n/a", "unknown", "-"])
def test_a_number_that_nobody_was_given_is_none(nobodys):
    assert folding.number(nobodys) == ""


def test_spellings_of_one_name_sound_the_same_and_brothers_do_not():
    assert folding.sound("mohamed") == folding.sound("mouhammed")
    assert folding.sound("sara") == folding.sound("sarah")
    assert folding.sound("hassan") != folding.sound("hussein")


# --- the settings ----------------------------------------------------------------------------------------------


def test_every_comparison_and_level_of_the_settings_has_words():
    assert {each.name for each in settings().comparisons} == set(COMPARISONS)
    levels = {f"{each.name}/{level.key}" for each in settings().comparisons for level in each.counted}
    assert levels == set(LEVELS)


def test_starting_values_of_each_comparison_sum_to_one():
    for each in settings().comparisons:
        assert sum(level.m for level in each.counted) == pytest.approx(1, abs=0.02)
        assert sum(level.u for level in each.counted) == pytest.approx(1, abs=0.02)


def test_the_settings_run_on_spark_as_well():
    """Splink builds them for Spark, and every condition is Spark's SQL."""
    sqlglot = pytest.importorskip("sqlglot")
    from splink import SettingsCreator

    how = settings()
    said = as_splink(how.comparisons, chances={}, prior=0.001, keys=["key_birth"], dialect="spark")
    built = SettingsCreator.from_path_or_dict(said).get_settings("spark")
    assert len(built.comparisons) == len(how.comparisons)
    for each in how.comparisons:
        for level in each.levels[:-1]:
            for_spark = condition(level.when, "spark")
            assert "similarity" not in for_spark  # DuckDB's own name of the function
            tree = sqlglot.parse_one(for_spark, read="spark")
            here = sqlglot.transpile(condition(level.when, "duckdb"), read="duckdb", write="spark")[0]
            assert json.dumps(here)
            assert tree.sql("spark")
