"""Bringing forms in, publishing and retiring them, and keeping the answers given to them."""

import json

import pytest
from django.db import IntegrityError, connections, transaction

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, require
from keyworker.audit.models import AuditEvent
from keyworker.base.actor import job
from keyworker.base.context import reading, writing
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.questionnaires import queries
from keyworker.questionnaires.actions import publish_questionnaire, retire_questionnaire
from keyworker.questionnaires.filling import Filling
from keyworker.questionnaires.importing import import_library, import_paths, import_questionnaire
from keyworker.questionnaires.keeping import OtherForm, change_answers, filling_of, keep_answers
from keyworker.questionnaires.models import Questionnaire, Response
from tests.questionnaires.forms import choice, form, item, sent

URL = "https://example.org/Questionnaire/visit"


def visit(version="1", *items):
    return form(*(items or [item("how", text="How was it?")]), url=URL, version=version, title="After a visit")


def behind_our_back(town, statement, key):
    with writing(town.job()), transaction.atomic(), connections[town.job().alias].cursor() as cursor:
        cursor.execute(statement, [key])


def in_use(actor, url=URL):
    with reading(actor):
        return queries.questionnaire_in_use(actor, url)


def test_an_administrator_brings_a_form_in_and_puts_it_to_use(town):
    report = import_questionnaire(town.priya, visit(), source="visit.json")
    assert (report.outcome, report.title, report.reasons) == ("accepted", "After a visit", ())
    with reading(town.priya):
        draft = queries.questionnaire(town.priya, report.questionnaire_id)
        assert draft.status == "draft"
        assert list(queries.questionnaires_in_use(town.priya).filter(url=URL)) == []
    publish_questionnaire(actor=town.priya, questionnaire=draft)
    assert in_use(town.amina).pk == draft.pk
    assert town.find(AuditEvent, verb="questionnaires.published", subject_id=draft.pk) is not None


def test_a_case_manager_fills_forms_in_but_does_not_bring_them(town):
    with pytest.raises(Absent):
        import_questionnaire(town.amina, visit())


def test_a_form_that_is_refused_leaves_nothing_behind(town):
    report = import_questionnaire(town.priya, form(item("a"), item("a"), url=URL))
    assert report.refused
    assert report.reasons == ("Item a: Two items have this linkId.",)
    assert town.find(Questionnaire, url=URL) is None


def test_the_same_form_again_changes_nothing(town):
    first = import_questionnaire(town.priya, visit(), publish=True)
    again = import_questionnaire(town.priya, json.dumps(visit(), indent=3).encode(), publish=True)
    assert (again.questionnaire_id, again.outcome) == (first.questionnaire_id, "accepted")
    assert len(town.all(Questionnaire, url=URL)) == 1


def test_a_published_version_refuses_other_content_under_its_number(town):
    import_questionnaire(town.priya, visit(), publish=True)
    changed = import_questionnaire(town.priya, visit("1", item("how", text="How did it go?")))
    assert changed.refused
    assert "another version number" in changed.reasons[0]


def test_a_new_version_retires_the_old_one_and_both_stay(town):
    first = import_questionnaire(town.priya, visit("1"), publish=True)
    second = import_questionnaire(town.priya, visit("2", item("how", text="How did it go?")), publish=True)
    assert in_use(town.amina).pk == second.questionnaire_id
    assert {q.form_version: q.status for q in town.all(Questionnaire, url=URL)} == {"1": "retired", "2": "published"}
    assert first.questionnaire_id != second.questionnaire_id


def test_a_form_without_a_version_is_a_version_by_its_content(town):
    nameless = form(item("a"), title="Nameless")
    first = import_questionnaire(town.priya, nameless)
    assert first.url == "urn:keyworker:questionnaire:nameless"
    assert import_questionnaire(town.priya, nameless).questionnaire_id == first.questionnaire_id
    other = import_questionnaire(town.priya, form(item("b"), title="Nameless"))
    assert (other.url, other.form_version != first.form_version) == (first.url, True)


def test_what_was_retired_is_not_published_again(town):
    report = import_questionnaire(town.priya, visit(), publish=True)
    retire_questionnaire(actor=town.priya, questionnaire=in_use(town.priya))
    retired = town.find(Questionnaire, pk=report.questionnaire_id)
    for act in (publish_questionnaire, retire_questionnaire):
        with pytest.raises(Refused):
            act(actor=town.priya, questionnaire=retired)


def test_no_one_sees_next_doors_forms(town):
    report = import_questionnaire(town.priya, visit(), publish=True)
    with reading(town.carl), pytest.raises(Absent):
        queries.questionnaire(town.carl, report.questionnaire_id)
    with pytest.raises(Absent):
        in_use(town.carl)


@pytest.mark.parametrize(
    "change",
    [
        "definition = '{}'",
        "title = 'Another'",
        "url = 'urn:other'",
        "form_version = '9'",
        "fingerprint = ''",
        "status = 'draft', published_at = NULL",
    ],
)
def test_the_database_itself_refuses_to_change_a_published_form(town, change):
    key = import_questionnaire(town.priya, visit(), publish=True).questionnaire_id
    with pytest.raises(IntegrityError, match="never changes"):
        behind_our_back(town, f"UPDATE questionnaires_questionnaire SET {change} WHERE id = %s", key)  # noqa: S608


def kept(town, *, completed, **answers):
    """A first filling-in, kept as a holder's action would."""
    questions = choice("how", ("Good", 0), ("Bad", 1)), item("why", "text")
    import_questionnaire(town.priya, visit("1", *questions), publish=True)
    asked = in_use(town.amina)
    filling = Filling(asked, data=sent(**answers), draft=not completed)
    housing = town.housing
    with writing(town.amina):
        return keep_answers(asked, filling, program=housing, completed=completed)


def test_answers_are_kept_in_part_and_gone_on_with_later(town):
    response = kept(town, completed=False, how="bad")
    assert (response.status, response.author_id) == ("in-progress", town.amina.id)
    more = Filling(response.questionnaire, data=sent(how="bad", why="It rained."))
    with writing(town.amina):
        change_answers(response, more, completed=True, seen=1)
    found = town.find(Response, pk=response.pk)
    with reading(town.amina):
        assert "It rained." in filling_of(found).as_answers_html()


def test_the_second_of_two_workers_on_one_draft_is_told(town):
    response = kept(town, completed=False, how="bad")
    mine = Filling(response.questionnaire, data=sent(how="good"), draft=True)
    with writing(town.amina):
        change_answers(response, mine, completed=False, seen=1)
        with pytest.raises(StaleRecord):
            change_answers(response, mine, completed=False, seen=1)


def test_finished_answers_stay_as_they_were_given(town):
    response = kept(town, completed=True, how="bad")
    with writing(town.amina), pytest.raises(Refused):
        change_answers(response, Filling(response.questionnaire, data=sent(how="good")), completed=True)
    with pytest.raises(IntegrityError, match="never changes"):
        behind_our_back(town, "UPDATE questionnaires_response SET content = '{}' WHERE id = %s", response.pk)


def test_what_was_begun_may_be_finished_after_the_form_was_retired_but_not_begun(town):
    response = kept(town, completed=False, how="bad")
    retired = retire_questionnaire(actor=town.priya, questionnaire=in_use(town.priya))
    filling = Filling(retired, data=sent(how="bad"))
    with writing(town.amina):
        change_answers(response, filling, completed=True)
        with pytest.raises(Refused):
            keep_answers(retired, filling, program=town.housing, completed=True)


def test_answers_to_one_form_are_not_kept_as_answers_to_another(town):
    kept(town, completed=False, how="bad")
    asked = in_use(town.amina)
    with writing(town.amina), pytest.raises(OtherForm):
        keep_answers(asked, Filling(form(item("x"), url="urn:x", version="1")), program=town.housing, completed=True)


def test_a_draft_is_not_kept_as_finished_and_wrong_answers_are_not_kept_at_all(town):
    kept(town, completed=False, how="bad")
    asked = in_use(town.amina)
    with writing(town.amina):
        for filling in (Filling(asked, data=sent(how="bad"), draft=True), Filling(asked, data=sent(how="awful"))):
            with pytest.raises(Refused):
                keep_answers(asked, filling, program=town.housing, completed=True)


def test_no_one_fetches_answers_by_their_own_key(town):
    response = kept(town, completed=True, how="bad")
    for permission in Permission:
        with reading(town.amina), pytest.raises(Absent):
            require(Response, response.pk, actor=town.amina, needs=permission)


def test_files_and_folders_are_brought_in_with_a_report_each(town, tmp_path):
    (tmp_path / "good.json").write_text(json.dumps(visit()))
    (tmp_path / "broken.json").write_text("{")
    missing = tmp_path / "missing.json"
    reports = import_paths([tmp_path, missing], agency_id=town.agency_key("harbor-house"), publish=True)
    assert {report.source.rpartition("/")[2]: report.outcome.value for report in reports} == {
        "broken.json": "refused",
        "good.json": "accepted",
        "missing.json": "refused",
    }
    assert in_use(town.amina).title == "After a visit"


def test_a_dry_run_looks_without_touching_anything(town, tmp_path):
    (tmp_path / "good.json").write_text(json.dumps(visit()))
    (report,) = import_paths([tmp_path], agency_id=town.agency_key("harbor-house"), dry_run=True)
    assert (report.outcome, report.questionnaire_id) == ("accepted", None)
    assert town.find(Questionnaire, url=URL) is None


def test_the_shipped_forms_are_put_to_use_in_one_go(town):
    reports = import_library(job("questionnaire-import", agency_id=town.agency_key("northside")))
    assert all(not report.refused for report in reports)
    with reading(town.carl):
        titles = {questionnaire.title for questionnaire in queries.questionnaires_in_use(town.carl)}
    assert {"PHQ-9: how you have been feeling", "Needs for today and tonight"} <= titles


def test_the_scores_are_kept_in_words_beside_the_answers(town):
    import_library(job("questionnaire-import", agency_id=town.agency_key("harbor-house")))
    asked = in_use(town.amina, "https://keyworker.example/Questionnaire/phq-9")
    scored = [found.link_id for found in Filling(asked).definition.walk() if found.is_scored]
    filling = Filling(asked, data={f"answer:::{link_id}": "LA6570-1" for link_id in scored})
    housing = town.housing
    with writing(town.amina):
        response = keep_answers(asked, filling, program=housing, completed=True)
    (score,) = town.find(Response, pk=response.pk).scores
    assert (score["number"], score["band"], score["complete"]) == (18.0, "Moderately severe", True)
