"""Whatever is typed into any form of any page: no page breaks, nothing typed is lost, nothing typed is run."""

import html
from contextlib import ExitStack, contextmanager

import pytest
from django.db import transaction
from django.forms import HiddenInput, IntegerField

from keyworker.design.forms import Form
from tests.sweeps.addresses import every_address
from tests.sweeps.filling import TEXT, forms_of
from tests.sweeps.people import Visitors
from tests.sweeps.records import rightful, url_of

RUN = "<script>alert('clavichord')</script>"
HOSTILE = f"\x00\ud7ff\u202e{RUN}'\"--%00{{{{7*7}}}}" + "9" * 5000
# Buttons that look something up without sending the form.
LOOKING = {"look"}
ASKING = [each for each in every_address() if each.guard and each.name not in {"set_language", "workspace:theme"}]


pytestmark = pytest.mark.usefixtures("papers_stay_pages")


@pytest.fixture(scope="module")
def visitors(desk, scene):
    return Visitors(desk, scene)


@pytest.fixture(scope="module")
def forms(desk, scene, visitors):
    """`forms(address)`: where the page is, and its forms. Read once, for all that is sent is undone.

    A page that is in a client's hands is asked for again: somebody took the device back since.
    """
    kept = {}

    def read(address):
        if address.name not in kept or address.guard.handed_over:
            url = url_of(address, desk, scene)
            shown = visitors[rightful(address)].get(url)
            is_page = shown.status_code == 200 and shown["Content-Type"].startswith("text/html")
            kept[address.name] = url, forms_of(shown.content.decode()) if is_page else []
        return kept[address.name]

    return read


@contextmanager
def undone():
    """Whatever is sent is taken back, on both logins: the next form finds the scene as it was set."""
    with ExitStack() as stack:
        for alias in ("default", "door"):
            outer = transaction.atomic(using=alias)
            outer._from_testcase = True  # actions ask for a transaction of their own
            stack.enter_context(outer)
            stack.callback(transaction.set_rollback, True, using=alias)
        yield


def sent(visitors, forms, address, fill):
    """The answer to every form of a page, filled in one way."""
    browser, (url, found) = visitors[rightful(address)], forms(address)
    answers = []
    for form in found:
        where = form.action or url
        if where.startswith(("/accounts/", "/session/")):
            continue
        for pressed in form.buttons or [None]:
            with undone():
                data = fill(form, pressed)
                answers.append((where, data, browser.post(where, data)))
    return answers


def everything_hostile(form, pressed):
    return form.filled(lambda number, each: HOSTILE, hidden=lambda each: HOSTILE, pressed=pressed)


def words_hostile(form, pressed):
    return form.filled(lambda number, each: HOSTILE if each.kind in TEXT else first_choice(each), pressed=pressed)


def nothing(form, pressed):
    return {}


def first_choice(each):
    return next((value for value in each.values if value), "on")


@pytest.mark.parametrize("address", ASKING, ids=str)
@pytest.mark.parametrize("fill", [everything_hostile, words_hostile, nothing])
def test_no_form_breaks_whatever_is_sent(visitors, forms, address, fill):
    for where, _, answer in sent(visitors, forms, address, fill):
        assert answer.status_code < 500, where
        assert RUN not in b"".join(answer).decode(errors="replace"), where


def forms_there_are(kind=Form):
    for each in kind.__subclasses__():
        yield each
        yield from forms_there_are(each)


def says_what_was_seen(field):
    return not isinstance(field.widget, HiddenInput) or not isinstance(field, IntegerField) or field.clean("") == 0


def test_a_page_that_does_not_say_what_it_showed_has_seen_nothing():
    """Left out, a version must not mean that it need not be compared: a stale save would win over a colleague's."""
    hidden = [
        (form.__qualname__, name)
        for form in forms_there_are()
        for name, field in form.base_fields.items()
        if not says_what_was_seen(field)
    ]
    assert hidden == []
    assert not says_what_was_seen(IntegerField(widget=HiddenInput, required=False)), "a breach"


def kept(number, each):
    """Words of its own for every box; dates and numbers that cannot be."""
    if each.kind == "textarea" or (each.kind == "text" and not each.name.endswith(("_0", "_1", "_2"))):
        return f"kept word {number}"
    return "77" if each.kind in TEXT else first_choice(each)


@pytest.mark.parametrize("address", ASKING, ids=str)
def test_nothing_typed_is_lost_and_what_is_wrong_is_said_at_the_top(visitors, forms, address):
    for where, data, answer in sent(visitors, forms, address, lambda form, pressed: form.filled(kept, pressed=pressed)):
        typed = {name: value for name, value in data.items() if str(value).startswith("kept word")}
        page = html.unescape(b"".join(answer).decode(errors="replace"))  # a file is no page that asks again
        if asked_again(page, typed):
            assert [name for name, value in typed.items() if value not in page] == [], where
            assert "govuk-error-summary" in page or LOOKING & set(data), where


def asked_again(page, typed):
    """The same boxes stand on the answer: something was not right."""
    return typed and any(typed.keys() <= {each.name for each in form.fields} for form in forms_of(page))


def test_a_form_that_forgets_what_was_typed_is_found():
    page = '<form method="post"><input name="name" value=""><textarea name="about"></textarea></form>'
    (form,) = forms_of(page)
    typed = form.filled(kept)
    assert asked_again(page, typed)
    assert not any(value in page for value in typed.values())
