"""Both sides of the wall around an agency for practice, as tests look at them."""

import re

from django.db import connections
from django.urls import reverse

from keyworker.access.sight import facts
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.town.practising import make
from keyworker.training.models import PracticeAgency
from keyworker.training.practising import actions
from tests.town import signed_in

PAGE, BACK = reverse("training:practice"), reverse("training:step_out")
LOOKING = "a test looks at both sides of the wall"


def ask(town, actor=None, days=3):
    actor = actor or town.priya
    return actions.ask_for_practice(actor=actor, agency=town.agency(), days=days)


def put_up(town):
    """Asked for by Priya and made."""
    asked = ask(town)
    make(asked.agency_id, str(asked.pk))
    town.practice = town.find(PracticeAgency, pk=asked.pk)
    town.inside = actors.job("practice", agency_id=town.practice.practice_id)
    return town


def place(town, name="Amina Yusuf"):
    return next(each["staff"] for each in town.practice.places if each["name"] == name)


def stepped_in(town, actor, name="Amina Yusuf", browser=None):
    browser = browser or signed_in(actor)
    given = {"step": "enter", "place": place(town, name), "csrfmiddlewaretoken": token_on(browser, PAGE)}
    assert browser.post(PAGE, given)["Location"] == "/"
    return browser


def token_on(browser, page):
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page).content.decode())[1]


def there(town, model, **conditions):
    with reading(town.inside):
        return list(facts(model, because=LOOKING).filter(**conditions).order_by("id"))


def everywhere(agency_id):
    """Table by table, how many rows the agency has."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace AND a.attname = 'agency_id' AND NOT a.attisdropped"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE agency_id = %s', [agency_id])  # noqa: S608
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM agencies_agency WHERE id = %s", [agency_id])
        found["agencies_agency"] = cursor.fetchone()[0]
    return {table: rows for table, rows in found.items() if rows}
