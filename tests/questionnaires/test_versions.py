"""A published form never changes: an edit is a new version, begun from the old one and published in its turn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.questionnaires import queries
from keyworker.questionnaires.actions import begin_next_version, edit_questionnaire, publish_questionnaire
from keyworker.questionnaires.arriving import arriving
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.models import Questionnaire
from keyworker.questionnaires.rules import next_version
from tests.questionnaires.forms import form, item

URL = "https://example.org/Questionnaire/visit"


def visit(version="1", text="How was it?"):
    return form(item("how", text=text), url=URL, version=version, title="After a visit")


def brought(town, publish=True, **more):
    report = import_questionnaire(town.priya, visit(**more), publish=publish)
    return town.find(Questionnaire, pk=report.questionnaire_id)


def test_the_next_version_begins_as_the_last_one_was(town):
    first = brought(town)
    draft = begin_next_version(actor=town.priya, questionnaire=first)
    assert (draft.form_version, draft.status) == ("2", "draft")
    assert draft.definition["item"] == first.definition["item"]
    assert begin_next_version(actor=town.priya, questionnaire=first).pk == draft.pk, "one draft at a time"


def test_a_draft_changes_and_once_in_use_no_longer(town):
    draft = begin_next_version(actor=town.priya, questionnaire=brought(town))
    again = arriving(parse(visit(version="2", text="How was it for you?")))
    edited = edit_questionnaire(actor=town.priya, questionnaire=draft, form=again, seen=draft.version)
    published = publish_questionnaire(actor=town.priya, questionnaire=edited)
    with reading(town.amina):
        assert queries.questionnaire_in_use(town.amina, URL).definition["item"][0]["text"] == "How was it for you?"
    with pytest.raises(Refused):
        edit_questionnaire(actor=town.priya, questionnaire=published, form=again)


def test_two_administrators_do_not_overwrite_each_other(town):
    draft = begin_next_version(actor=town.priya, questionnaire=brought(town))
    again = arriving(parse(visit(version="2", text="How was it for you?")))
    edit_questionnaire(actor=town.priya, questionnaire=draft, form=again, seen=draft.version)
    with pytest.raises(StaleRecord):
        edit_questionnaire(actor=town.priya, questionnaire=draft, form=again, seen=draft.version)


@pytest.mark.parametrize(
    ("version", "following"),
    [
        ("1", "2"),
        ("1.0.9", "1.0.10"),
        ("v2", "v3"),
        ("2026-01 draft", "2026-2 draft"),
        ("spring", "spring-2"),
        ("", "-2"),
    ],
)
def test_versions_count_up(version, following):
    assert next_version(version, taken=()) == following


@given(st.text(max_size=20), st.sets(st.from_regex(r"[0-9]{1,2}(\.[0-9])?", fullmatch=True)))
def test_a_new_version_is_never_one_that_is_taken(version, taken):
    assert next_version(version, taken=taken) not in {*taken, version}
