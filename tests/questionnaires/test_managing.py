"""Looking after forms in the browser: bringing them in, trying them, putting them to use, comparing, retiring."""

import json
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.models import Questionnaire, Response
from tests.questionnaires.forms import band, calculated, choice, form, item
from tests.questionnaires.spreadsheets import spreadsheet

URL = "https://example.org/Questionnaire/visit"
TOTAL = "%resource.item.answer.value.weight().sum()"
SHEET = spreadsheet(
    """
    type             | name  | label                | calculation   | relevant
    select_one often | q1    | Do you sleep badly?  |               |
    text             | why   | What keeps you up?   |               | ${q1} = '3'
    geopoint         | where | Where do you sleep?  |               |
    calculate        | total |                      | ${q1} * 1     |
    note             | shown | Your total: ${total} |               |
    """,
    "list_name | name | label\noften | 0 | Never\noften | 3 | Every night",
    "form_title | form_id | version\nSleep | sleep | 1",
)


def visit(version="1", *items, **more):
    return form(*(items or [item("how", text="How was it?")]), url=URL, version=version, title="After a visit", **more)


def brought(town, content=None, *, publish=False):
    report = import_questionnaire(town.priya, content or visit(), publish=publish)
    return town.find(Questionnaire, pk=report.questionnaire_id)


def at(name, held=None):
    return reverse(f"questionnaires:{name}", args=[held.pk] if held else [])


def words(response):
    """What a page says, as text between its tags."""
    return unescape(response.content.decode())


def send(browser, content, name="form.json"):
    return browser.post(at("bring_in"), {"file": SimpleUploadedFile(name, content)})


def hidden(response):
    """The definition that the report page carries, to be sent back."""
    return response.context["definition"]


@pytest.fixture
def priya(town, page):
    return page(town.priya)


def test_only_whoever_looks_after_forms_comes_here(town, page):
    held = brought(town)
    pages = [at("list"), at("bring_in"), *(at(name, held) for name in ("form", "preview", "publish", "retire"))]
    pages += [at("compare", held), at("download", held)]
    for address in pages:
        assert page(town.priya).get(address).status_code == 200, address
        for colleague in (town.amina, town.ben, town.oskar, town.carl):
            assert page(colleague).get(address).status_code == 404, address


def test_next_doors_administrator_finds_nothing_at_our_addresses(town, page):
    held = brought(town)
    for name in ("form", "preview", "publish", "retire", "compare", "download"):
        assert page(town.pavel).get(at(name, held)).status_code == 404
    assert page(town.pavel).post(at("publish", held)).status_code == 404
    assert town.find(Questionnaire, pk=held.pk).status == "draft"


def test_the_menu_leads_administrators_here_and_nobody_else(town, page):
    assert f'href="{at("list")}"' in page(town.priya).get("/staff/").content.decode()
    assert f'href="{at("list")}"' not in page(town.amina).get("/my-day/").content.decode()


def test_forms_are_listed_by_status(town, priya):
    draft = brought(town)
    assert "After a visit" not in words(priya.get(at("list")))
    drafts = priya.get(f"{at('list')}?status=draft")
    assert [each.pk for each in drafts.context["forms"]] == [draft.pk]
    assert "PHQ-9" in words(priya.get(at("list")))
    assert priya.get(f"{at('list')}?status=nonsense").context["status"] == "published"


def test_a_long_list_is_turned_over_without_losing_or_repeating_any(town, priya, monkeypatch):
    monkeypatch.setattr("keyworker.questionnaires.queries.PAGE", 3)
    for number in range(8):
        brought(town, form(item("a"), url=f"urn:f{number}", version="1", title=f"Form {number % 2}"))
    address, seen = f"{at('list')}?status=draft", []
    while address:
        response = priya.get(address)
        seen += [each.pk for each in response.context["forms"]]
        address = response.context["older_href"] and at("list") + response.context["older_href"]
    assert len(seen) == len(set(seen)) == 8


def test_a_spreadsheet_is_first_reported_then_kept(town, priya):
    report = send(priya, SHEET, "sleep.xlsx")
    assert report.status_code == 200
    assert "A place on the map cannot be asked for here" in words(report)
    assert town.find(Questionnaire, title="Sleep") is None

    kept = priya.post(at("bring_in"), {"definition": hidden(report), "keep": "draft"}, follow=True)
    held = town.find(Questionnaire, title="Sleep")
    assert kept.redirect_chain == [(at("form", held), 302)]
    assert held.status == "draft"
    assert "survey, row 4, type: A place on the map" in words(kept)
    assert town.find(AuditEvent, verb="questionnaires.brought_in", subject_id=held.pk) is not None


def test_a_form_may_be_used_at_once(town, priya):
    report = send(priya, SHEET, "sleep.xlsx")
    priya.post(at("bring_in"), {"definition": hidden(report), "keep": "use"})
    assert town.find(Questionnaire, title="Sleep").status == "published"


def test_of_a_broken_file_nothing_is_kept(town, priya):
    before = len(town.all(Questionnaire))
    for content, name in ((b"{", "a.json"), (SHEET[:900], "a.xlsx"), (json.dumps(form()).encode(), "b.json")):
        response = send(priya, content, name)
        assert "This file cannot be used" in words(response)
        assert "definition" not in response.context
    assert len(town.all(Questionnaire)) == before


def test_other_files_too_large_ones_and_none_at_all_are_refused_beside_the_box(priya):
    for content, name in ((b"x", "a.exe"), (b"x" * 2_100_000, "a.json")):
        assert send(priya, content, name).context["form"].errors["file"]
    assert priya.post(at("bring_in"), {}).context["form"].errors["file"]


@pytest.mark.parametrize("definition", ["", "{", '{"resourceType": "Patient"}', "x" * 5_000_000])
def test_what_is_sent_back_is_looked_over_again(town, priya, definition):
    before = len(town.all(Questionnaire))
    response = priya.post(at("bring_in"), {"definition": definition, "keep": "use"})
    assert response.status_code in {302, 400}
    assert len(town.all(Questionnaire)) == before


def test_a_version_that_says_something_else_is_not_replaced(town, priya):
    held = brought(town, publish=True)
    report = send(priya, json.dumps(visit("1", item("other"))).encode())
    assert "is here already" in words(report)
    answer = priya.post(at("bring_in"), {"definition": hidden(report), "keep": "use"}, follow=True)
    assert "another version number" in words(answer)
    assert town.find(Questionnaire, pk=held.pk).definition["item"][0]["linkId"] == "how"


def test_the_page_of_a_form_says_whose_words_it_has_and_what_is_odd(town, priya):
    odd = {"url": "http://example.org/odd", "valueBoolean": True}
    held = brought(town, visit("1", item("how", extension=[odd]), copyright="© Somebody Else"))
    said = words(priya.get(at("form", held)))
    assert "© Somebody Else" in said
    assert "“odd” is kept, but not followed here" in said


def test_the_preview_works_out_scores_and_keeps_nothing(town, priya):
    held = brought(
        town,
        visit(
            "1",
            choice("q1", ("Never", 0), ("Often", 3)),
            item("total", "integer", "Total", extension=[*calculated(TOTAL), band("High", 2), band("Low", 0, 1)]),
        ),
    )
    before = len(town.all(Response))
    live = priya.post(at("preview_live", held), {"answer:::q1": "often"})
    assert "3 – High" in words(live)
    whole = priya.post(at("preview", held), {"answer:::q1": "often"})
    assert [(score.number, score.band.label.default) for score in whole.context["scores"]] == [(3, "High")]
    assert len(town.all(Response)) == before


def test_the_preview_of_a_form_on_several_pages_goes_from_page_to_page(town, priya):
    held = town.find(Questionnaire, title="Whole life: strengths and needs", status="published")
    first = priya.get(at("preview", held))
    assert "See what comes out" not in words(first)
    second = priya.post(at("preview", held), {"go": "next", "at-page": "0"})
    assert second.status_code == 200
    assert first.context["questions"] != second.context["questions"]


def test_the_preview_is_shown_in_each_language_of_the_form(town, priya):
    from tests.questionnaires.forms import translated

    held = brought(town, visit("1", item("how", text="How was it?", _text=translated(es="¿Cómo fue?"))))
    spanish = priya.get(f"{at('preview', held)}?language=es")
    assert "¿Cómo fue?" in words(spanish)
    assert [each["text"] for each in spanish.context["languages"]] == ["English", "español"]


def test_a_version_is_put_to_use_in_the_place_of_the_one_before(town, priya):
    first = brought(town, publish=True)
    second = brought(town, visit("2", item("how", text="How did it go?")))
    asked = priya.get(at("publish", second))
    assert "Version 1 is taken out of use at the same moment" in words(asked)
    priya.post(at("publish", second))
    assert {q.form_version: q.status for q in town.all(Questionnaire, url=URL)} == {"1": "retired", "2": "published"}
    assert first.status == "published"


def test_a_second_click_on_publish_is_told_that_it_is_done(town, priya):
    held = brought(town, publish=True)
    assert "in use already" in words(priya.post(at("publish", held), follow=True))


def test_retiring_says_what_it_means_and_keeps_everything(town, priya):
    held = brought(town, publish=True)
    assert "Whoever began it may finish" in words(priya.get(at("retire", held)))
    priya.post(at("retire", held))
    retired = town.find(Questionnaire, pk=held.pk)
    assert (retired.status, retired.definition) == ("retired", held.definition)
    assert "is not in use" in words(priya.post(at("retire", held), follow=True))


def test_two_versions_stand_side_by_side(town, priya):
    brought(town, visit("1", choice("q1", ("Never", 0), ("Often", 3)), item("gone")), publish=True)
    second = brought(town, visit("2", choice("q1", ("Never", 0), ("Often", 4)), item("fresh")))
    response = priya.get(at("compare", second))
    told = {
        each.link_id: (each.kind.value, [change.about for change in each.changes])
        for each in response.context["differences"]
    }
    assert told["q1"] == ("changed", ["Answers"])
    assert (told["gone"][0], told["fresh"][0]) == ("removed", "added")
    assert "Often (3)" in words(response)
    assert "Often (4)" in words(response)


def test_a_form_of_one_version_has_nothing_to_be_compared_with(town, priya):
    assert "There is only one version" in words(priya.get(at("compare", brought(town))))


def test_another_forms_version_is_not_compared_with(town, priya):
    held, other = brought(town), brought(town, form(item("a"), url="urn:other", version="1", title="Other"))
    assert priya.get(f"{at('compare', held)}?with={other.pk}").context["other"] is None
    assert priya.get(f"{at('compare', held)}?with=nonsense").status_code == 200


def test_a_form_is_downloaded_as_fhir_and_comes_in_again_the_same(town, priya):
    held = brought(town)
    response = priya.get(at("download", held))
    assert response["Content-Type"].startswith("application/fhir+json")
    assert response["Content-Disposition"] == 'attachment; filename="after-a-visit-1.json"'
    assert json.loads(response.content) == held.definition
    again = import_questionnaire(town.priya, response.content)
    assert again.questionnaire_id == held.pk


def test_script_in_a_form_stays_text_on_every_page(town, priya):
    script = "<script>alert(1)</script>"
    held = brought(town, visit("1", item("how", text=script), copyright=script, description=script, publisher=script))
    second = brought(town, {**visit("2", item("how", text=script * 2)), "title": script})
    for name in ("form", "preview", "publish", "compare"):
        for each in (held, second):
            assert script not in priya.get(at(name, each)).content.decode()
    assert (
        script
        not in send(priya, json.dumps(visit("3", item("a", text=script), copyright=script)).encode()).content.decode()
    )
