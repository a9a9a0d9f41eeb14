"""A spreadsheet made for other apps becomes a form here: the same questions, the same logic, in FHIR."""

import pytest

from keyworker.questionnaires.engine.parsing import parse
from tests.questionnaires.spreadsheets import (
    expression,
    filled,
    item,
    items,
    lost,
    made,
    said,
)

YES_NO = """
list_name | name | label
yes_no    | yes  | Yes
yes_no    | no   | No
"""


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", "string"),
        ("string", "string"),
        ("integer", "integer"),
        ("int", "integer"),
        ("decimal", "decimal"),
        ("date", "date"),
        ("time", "time"),
        ("dateTime", "dateTime"),
        ("datetime", "dateTime"),
        ("barcode", "string"),
        ("note", "display"),
        ("image", "attachment"),
        ("file", "attachment"),
        ("audio", "attachment"),
        ("video", "attachment"),
        ("select_one yes_no", "choice"),
        ("select one from yes_no", "choice"),
        ("select_multiple yes_no", "choice"),
        ("select_one yes_no or_other", "open-choice"),
        ("acknowledge", "choice"),
        ("range", "integer"),
        ("begin group", "group"),
        ("Text", "string"),
    ],
)
def test_each_type_of_question_has_its_like(written, kind):
    end = "\nend group | |\n" if written == "begin group" else ""
    inside = "\ntext | inner | Inner" if end else ""
    form = made(f"type | name | label\n{written} | q | Question?{inside}{end}", YES_NO)
    assert item(form, "q")["type"] == kind
    parse(form.content)


def test_what_cannot_be_taken_is_named_by_its_row_and_the_rest_is_asked():
    form = made("""
        type     | name  | label
        text     | name  | Name
        geopoint | where | Where?
        start    | start |
        magic    | wand  | Wave it
        integer  | age   | Age
    """)
    assert set(items(form)) == {"name", "age"}
    assert lost(form) == {("survey", 3, "type"), ("survey", 5, "type")}
    assert "place on the map" in said(form)["survey", 3, "type"]
    assert "“magic”" in said(form)["survey", 5, "type"]


def test_what_was_lost_stays_with_the_form():
    form = made("type | name | label\ntext | a | A\ngeopoint | where | Where?")
    (note,) = form.content["extension"]
    assert note["url"].endswith("designNote")
    assert note["valueMarkdown"].startswith("survey, row 3, type: A place on the map")


def test_settings_name_the_form():
    form = made(
        "type | name | label\ntext | a | A",
        settings="form_title | form_id | version | default_language\nHome visit | visit | 2024-5 | Français (fr)",
    )
    named = {name: form.content[name] for name in ("title", "name", "version", "language")}
    assert named == {"title": "Home visit", "name": "visit", "version": "2024-5", "language": "fr"}


def test_every_language_comes_along():
    form = made(
        """
        type              | name | label::English (en) | label::Español (es) | label::Arabic | hint::English (en) | hint::es
        select_one yes_no | safe | Are you safe?       | ¿Está a salvo?      | هل أنت بأمان؟ | Now                | Ahora
        """,  # noqa: E501
        "list_name | name | label::English (en) | label::Español (es) | label::Arabic\nyes_no | yes | Yes | Sí | نعم",
        "default_language\nEnglish (en)",
    )
    read = parse(form.content).by_link_id["safe"]
    assert read.text.in_language("en") == "Are you safe?"
    assert read.text.in_language("es") == "¿Está a salvo?"
    assert read.text.in_language("ar") == "هل أنت بأمان؟"
    assert read.options[0].label.in_language("es") == "Sí"
    assert read.items[0].text.in_language("en") == "Now"


def test_a_language_that_nobody_knows_is_named():
    form = made("type | name | label::English (en) | label::Elvish\ntext | a | Friend | Mellon")
    assert "Elvish" in said(form)["survey", 1, "label::Elvish"]


def test_required_read_only_and_defaults():
    form = made(
        """
        type              | name  | label  | required | read_only | default
        text              | name  | Name   | yes      |           |
        text              | place | Place  |          | yes       | Here
        integer           | many  | Many   |          |           | 3
        date              | day   | Day    |          |           | 2024-05-27
        select_one yes_no | ok    | OK?    |          |           | no
        integer           | bad   | Bad    |          |           | lots
        """,
        YES_NO,
    )
    assert item(form, "name")["required"] is True
    assert item(form, "place")["readOnly"] is True
    assert item(form, "place")["initial"] == [{"valueString": "Here"}]
    assert item(form, "many")["initial"] == [{"valueInteger": 3}]
    assert item(form, "day")["initial"] == [{"valueDate": "2024-05-27"}]
    assert [option.get("initialSelected") for option in item(form, "ok")["answerOption"]] == [None, True]
    assert "“lots” is not a number" in said(form)["survey", 7, "default"]


def test_a_read_only_question_without_an_answer_is_a_text_to_read():
    form = made("type | name | label | readonly\ntext | hello | Welcome! | yes\ntext | a | A |")
    assert item(form, "hello")["type"] == "display"


def test_groups_and_repeats_nest():
    form = made("""
        type         | name   | label     | repeat_count
        begin group  | home   | Your home |
        begin repeat | member | Member    | 3
        text         | name   | Name      |
        end repeat   |        |           |
        begin_repeat | room   | Room      | ${many}
        text         | use    | Use       |
        end_repeat   |        |           |
        end group    |        |           |
        integer      | many   | How many? |
    """)
    home = form.content["item"][0]
    member, room = home["item"]
    assert (home["type"], member["repeats"], room["repeats"]) == ("group", True, True)
    assert {each["url"].rpartition("-")[2]: each["valueInteger"] for each in member["extension"]} == {
        "minOccurs": 3,
        "maxOccurs": 3,
    }
    assert lost(form) == {("survey", 6, "repeat_count")}


def test_a_group_that_is_not_ended_or_ended_twice_is_said_so():
    form = made("""
        type        | name | label
        end group   |      |
        begin group | g    | Group
        text        | a    | A
    """)
    assert lost(form) == {("survey", 2, "type"), ("survey", 3, "type")}
    assert [one["linkId"] for one in form.content["item"]] == ["g"]


def test_two_questions_of_one_name_are_both_asked():
    form = made("""
        type        | name | label  | relevant
        begin group | g    | G      |
        text        | a    | First  |
        end group   |      |        |
        text        | a    | Second |
        text        | b    | B      | ${a} = 'x'
    """)
    assert {"a", "a/2"} < set(items(form))
    assert "several questions named “a”" in said(form)["survey", 6, "relevant"]


def test_a_loop_asks_once_for_each_answer():
    form = made(
        """
        type                  | name  | label::english
        begin loop over sizes | loop  |
        integer               | count | How many %(label)s?
        end loop              |       |
        """,
        "list_name | name | label::english\nsizes | s | small\nsizes | l | large",
    )
    assert item(form, "loop/s/count")["text"] == "How many small?"
    assert item(form, "loop/l/count")["text"] == "How many large?"


@pytest.mark.parametrize(
    ("kind", "appearance", "control"),
    [
        ("select_one yes_no", "minimal", "drop-down"),
        ("select_one yes_no", "quick", "radio-button"),
        ("select_one yes_no", "autocomplete", "autocomplete"),
        ("range", "", "slider"),
    ],
)
def test_how_a_question_asks_to_be_shown(kind, appearance, control):
    form = made(f"type | name | label | appearance\n{kind} | q | Q | {appearance}", YES_NO)
    controls = [each for each in item(form, "q")["extension"] if each["url"].endswith("itemControl")]
    assert controls[0]["valueCodeableConcept"]["coding"][0]["code"] == control


def test_side_by_side_in_a_table_and_in_many_lines():
    form = made(
        """
        type              | name | label | appearance
        select_one yes_no | a    | A     | likert
        begin group       | g    | G     | table-list
        select_one yes_no | b    | B     |
        end group         |      |       |
        text              | c    | C     | multiline
        text              | d    | D     | signature
        """,
        YES_NO,
    )
    assert item(form, "a")["extension"][0]["valueCode"] == "horizontal"
    assert item(form, "g")["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] == "table"
    assert item(form, "c")["type"] == "text"
    assert said(form)["survey", 7, "appearance"] == "It looks otherwise here: “signature” is not followed."
    assert lost(form) == set()


def test_a_range_has_its_ends_and_its_step():
    form = made("type | name | label | parameters\nrange | r | R | start=0;end=2;step=0.5")
    assert item(form, "r")["type"] == "decimal"
    assert filled(form, r="2.5").errors
    assert not filled(form, r="1.5").errors


def test_answers_stand_inside_other_texts():
    form = made("""
        type | name  | label
        text | name  | Your name?
        text | quote | How are you, ${name}?
    """)
    assert item(form, "quote")["text"] == "How are you, …?"
    found = item(form, "quote")["_text"]["extension"][0]
    assert found["url"].endswith("cqf-expression")
    assert lost(form) == set()


def test_texts_are_read_without_their_marks_of_layout():
    form = made('type | name | label\nnote | n | **Mind** <span style="color:red">this</span>\ntext | a | A')
    assert item(form, "n")["text"] == "Mind this"
    assert said(form)["survey", 2, "label"] == "It is shown as plain text, without its formatting."


def test_a_text_with_a_dynamic_default_is_filled_in_at_first():
    form = made("type | name | label | default\ndate | seen | Seen on | today()")
    assert expression(form, "seen", "initialExpression") == "today()"


def test_pictures_other_columns_and_other_sheets_are_named():
    form = made(
        """
        type              | name | label | image | my notes | bind::odd | save_to | randomise
        text              | a    | A     | a.jpg | x        | y         | prop    |
        select_one yes_no | q    | Q     |       |          |           |         |
        """,
        YES_NO,
        entities="list_name | label\npeople | ${a}",
    )
    assert {
        ("survey", 2, "image"),
        ("survey", 2, "bind::odd"),
        ("survey", 2, "save_to"),
        ("entities", 1, ""),
    } <= lost(form)
    assert ("survey", 1, "my notes") in said(form)


def test_a_list_that_is_not_there_is_asked_with_an_empty_line():
    form = made("type | name | label\nselect_one towns | t | Town?\nselect_one_from_file a.csv | f | File?")
    assert (item(form, "t")["type"], item(form, "f")["type"]) == ("string", "string")
    assert lost(form) == {("survey", 2, "type"), ("survey", 3, "type")}


def test_the_form_is_read_the_same_each_time():
    survey = "type | name | label | relevant\ninteger | a | A |\ntext | b | B | ${a} > 1"
    assert made(survey) == made(survey)
