"""Components say what they mean in words, escape what people typed, and work without scripts."""

import datetime
import re
from pathlib import Path

import pytest
from django.http import Http404
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from keyworker.design.gallery import PAGES, gallery, sample
from keyworker.design.templatetags.design import initials, moment, on_day, tone_name

TEMPLATES = Path("keyworker/design/templates")
SLY = "<script>alert(1)</script>"


def component(name, **values):
    return " ".join(render_to_string(f"design/components/{name}.html", {"csrf_token": "t", **values}).split())


def drawn(source, **values):
    return Template("{% load design %}" + source).render(Context(values))


@pytest.fixture
def demo(settings):
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.design.addresses"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Rosa Delgado", "RD"),
        ("Rosa María Delgado Fuentes", "RF"),
        ("Suharto", "S"),
        ("ليلى الحسن", "لا"),
        ("王小明", "王"),
        ("o’Brien", "O"),
        ("(unknown)", "–"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_initials_of_names_in_any_script(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("tag", "tone"), [("error", "urgent"), ("debug", "info"), ("safe success", "success"), ("", "info"), ("x", "info")]
)
def test_messages_of_django_become_our_tones(tag, tone):
    assert tone_name(tag) == tone


def test_a_moment_is_shown_in_the_zone_of_the_page():
    when = datetime.datetime(2026, 3, 9, 23, 30, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=2))):
        shown = moment(when)

    assert 'datetime="2026-03-10T01:30+02:00"' in shown
    assert "March 10, 2026" in shown
    assert moment("soon") == "soon"
    assert moment(None) == ""


def test_a_day_is_that_of_the_page_also_near_midnight_and_no_template_asks_for_the_day_in_utc():
    when = datetime.datetime(2026, 3, 9, 23, 30, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=2))):
        assert on_day(when) == datetime.date(2026, 3, 10)
    assert on_day(None) is None
    in_utc = re.compile(r"\w_at\.date\b")
    assert in_utc.search("{% moment referral.received_at.date %}")
    assert [str(path) for path in Path("keyworker").rglob("*.html") if in_utc.search(path.read_text())] == []


def test_a_moment_that_is_text_is_escaped():
    assert SLY not in drawn("{% moment when %}", when=SLY)


def test_a_badge_means_the_same_without_its_colour():
    html = component("badge", text="Late", tone="urgent")

    assert "<span>Late</span>" in html
    assert "#urgent" in html


def test_the_identity_bar_puts_the_person_and_their_safety_first():
    person = {
        "name": "Rosa",
        "full_name": "Rosa Delgado",
        "safe_contact": {"text": "Text only.", "tone": "urgent"},
        "alerts": [{"text": "Nut allergy."}],
    }
    html = component("identity-bar", person=person)

    assert html.index("Rosa") < html.index("Safe contact") < html.index("Nut allergy.")
    assert "Full name" in html
    assert "<img" not in html


def test_the_identity_bar_needs_only_a_name():
    html = component("identity-bar", person={"name": "Layla"})

    assert "Layla" in html
    assert "<dt>" not in html
    assert "kw-alert" not in html


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("badge", {"text": SLY, "tone": "info"}),
        ("banner", {"title": SLY, "text": SLY, "tone": "info"}),
        ("timeline", {"entries": [{"when": None, "who": SLY, "sentence": SLY}], "level": 3}),
        ("identity-bar", {"person": {"name": SLY, "alerts": [{"text": SLY, "detail": SLY}], "own_script": SLY}}),
        ("task-list", {"tasks": [{"title": SLY, "person": SLY, "hint": SLY, "done_url": "/x"}]}),
        ("summary-list", {"rows": [{"key": SLY, "value": SLY}, {"key": "k", "lines": [SLY]}]}),
        ("stale-save", {"who": SLY, "fields": [{"label": SLY, "mine": SLY, "theirs": SLY, "differs": True}]}),
        ("signature", {"signer": SLY, "role": SLY, "statement": SLY}),
        ("empty-state", {"title": SLY, "text": SLY}),
        ("figures", {"figures": [{"value": SLY, "label": SLY}]}),
        ("path-steps", {"steps": [{"text": SLY, "state": "now", "href": SLY}]}),
        ("voice", {"words": SLY, "who": SLY}),
    ],
)
def test_what_people_typed_is_shown_never_run(name, values):
    html = component(name, **values)

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_path_tells_screen_readers_what_is_done_now_and_later():
    steps = [{"text": "Intake", "state": "done"}, {"text": "Plan", "state": "now"}, {"text": "Exit", "state": "later"}]
    html = component("path-steps", steps=steps)

    assert html.count('aria-current="step"') == 1
    assert all(f"({word})" in html for word in ("done", "now", "later"))


def test_a_list_is_turned_by_cursor_and_hides_when_there_is_one_page():
    assert component("pagination-cursor") == ""
    assert "?after=9" in component("pagination-cursor", older_href="?after=9")


def test_a_stale_save_shows_both_versions_and_offers_three_ways():
    html = component("stale-save", who="Ben", version=4, fields=[{"label": "Goal", "mine": "A", "theirs": "B"}])

    assert [choice for choice in ("mine", "theirs", "edit") if f'value="{choice}"' in html] == [
        "mine",
        "theirs",
        "edit",
    ]
    assert 'name="version" value="4"' in html


def test_a_dialog_is_a_section_of_the_page_until_a_script_lifts_it():
    html = drawn('{% dialog id="end" title="End it?" open_text="End" %}<p>{{ who }}</p>{% enddialog %}', who=SLY)

    assert re.search(r'<dialog class="kw-dialog"[^>]*id="end"[^>]*\sopen', html)
    assert 'href="#end"' in html
    assert "&lt;script&gt;" in html


def test_a_chart_has_the_same_numbers_in_words():
    html = drawn(
        '{% progress_chart points "Mood" high=27 goal=9 %}',
        points=[{"label": "2 Feb", "value": 14}, {"label": "9 Feb", "value": 6}],
    )

    assert 'aria-label="From 14 (2 Feb) to 6 (9 Feb), 2 readings"' in html
    assert re.search(r'<th scope="row"[^>]*>2 Feb</th>\s*<td[^>]*>14</td>', html)
    assert "style=" not in html


@pytest.mark.parametrize(
    "points", [[], [{"label": "now", "value": 3}], [{"label": str(n), "value": 0} for n in range(40)]]
)
def test_a_chart_of_few_or_many_readings_is_drawn(points):
    html = drawn('{% progress_chart points "Mood" %}{% sparkline points %}', points=points)

    assert html.count('class="kw-chart__axis" x=') <= 6 + 40
    assert "nan" not in html


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_keeps_the_strict_policy(page, language, rf: RequestFactory):
    with translation.override(language):
        html = sample(rf.get(f"/design/{page}/"), page).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|<style|\son[a-z]+=", html)
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html
    assert ("app.rtl.css" in html) == (language == "ar")


def test_the_gallery_shows_every_component(rf: RequestFactory):
    html = gallery(rf.get("/design/")).content.decode()
    shown = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))

    assert "Every component" in html
    for path in (TEMPLATES / "design/components").glob("*.html"):
        drawn_by_tag = path.stem in {"progress-chart", "sparkline", "dialog"}
        assert drawn_by_tag or f"components/{path.name}" in shown, path.name


def test_no_id_stands_twice_on_a_page(rf: RequestFactory):
    html = gallery(rf.get("/design/")).content.decode()
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert {name for name in ids if ids.count(name) > 1} == set()


def test_the_gallery_is_closed_where_real_people_are(rf: RequestFactory, settings):
    settings.DEBUG, settings.DEMO = False, False
    with pytest.raises(Http404):
        gallery(rf.get("/design/"))


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "500", "503"])
def test_an_error_page_needs_no_request_and_no_context(page):
    html = render_to_string(f"{page}.html")

    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert 'id="main"' in html


def test_a_page_for_a_frightened_person_has_a_neutral_title(rf: RequestFactory):
    html = render_to_string("design/plain.html", {"quiet": True, "agency_name": "Harbor House"}, rf.get("/"))
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]

    assert title.strip() == "Page"
    assert "Leave this page quickly" in html
