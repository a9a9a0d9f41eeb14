"""The contacts tab, the contact form, and a note from autosave to amendment, as Amina's browser meets them."""

from datetime import time

from django.urls import reverse

from keyworker.base import clock
from keyworker.base.ids import new_id
from keyworker.delivery.actions import Draft, amend_note, sign_draft
from keyworker.delivery.models import CaseContact, CaseNote
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def typed(key, text, **more):
    return {"draft": key, "seen": 0, "page": "tab", "category": "general", "text": text, **more}


def test_the_way_that_is_not_safe_now_is_said_first_and_its_number_is_not_shown(town, page):
    case = town.client_case()
    unsafe = Way(Channel.PHONE, "555 0142", safe=False)
    open_now = Way(Channel.PHONE, "555 0199", safe_from=time(0), safe_until=time(23, 59, 59))
    for way in (unsafe, open_now):
        add_contact_point(actor=town.amina, person=case.person, way=way)
    body = page(town.amina).get(reverse("delivery:contact", args=[case.person_id])).content.decode()
    assert "This is not safe to use." in body
    assert "555 0142" not in body
    assert "555 0199" in body
    assert body.index("This is not safe to use.") < body.index('<form method="post" novalidate')


def test_recording_a_contact_with_its_note(town, page):
    case = town.client_case()
    now = clock.now()
    sent = {
        "kind": "phone", "outcome": "reached", "direction": "outgoing", "at": "00:01", "note": "She has the letter.",
        **day("day", now.date().replace(day=1)),
    }  # fmt: skip
    answer = page(town.amina).post(reverse("delivery:contact", args=[case.person_id]), sent)
    assert answer.status_code == 302
    (contact,) = town.all(CaseContact, case=case)
    assert town.find(CaseNote, contact=contact).is_signed
    body = page(town.amina).get(reverse("delivery:contacts", args=[case.person_id])).content.decode()
    assert "She has the letter." in body


def test_a_contact_in_the_future_is_refused_and_nothing_typed_is_lost(town, page):
    case = town.client_case()
    sent = {"kind": "phone", "outcome": "reached", "direction": "outgoing", "at": "10:00", "note": "Too early."}
    later = day("day", town.today.replace(year=town.today.year + 1, day=1))
    answer = page(town.amina).post(reverse("delivery:contact", args=[case.person_id]), {**sent, **later})
    assert answer.status_code == 200
    assert "This is still to come" in answer.content.decode()
    assert "Too early." in answer.content.decode()


def test_a_note_is_kept_while_it_is_typed_and_signed_when_it_is_done(town, page):
    case, key = town.client_case(), new_id()
    amina = page(town.amina)
    for text in ("We", "We met", "We met at the library."):
        kept = amina.post(reverse("delivery:autosave", args=[case.person_id]), typed(key, text))
        assert kept.status_code == 200
        assert kept.json()["saved_at"]
    tab = amina.get(reverse("delivery:contacts", args=[case.person_id])).content.decode()
    assert "Only you can see these." in tab
    assert "We met at the library." in amina.get(reverse("delivery:write", args=[key])).content.decode()
    last = typed(key, "We met at the library today.", act="sign")
    assert amina.post(reverse("delivery:note", args=[case.person_id]), last).status_code == 302
    assert town.find(CaseNote, pk=key).text == "We met at the library today."
    assert town.find(CaseNote, pk=key).is_signed


def test_a_draft_open_in_two_pages_shows_both_versions_and_asks(town, page):
    case, key = town.client_case(), new_id()
    amina = page(town.amina)
    amina.post(reverse("delivery:autosave", args=[case.person_id]), typed(key, "from the kitchen"))
    second = typed(key, "from the bedroom", page="other", act="sign")
    autosaved = amina.post(reverse("delivery:autosave", args=[case.person_id]), second)
    assert autosaved.status_code == 409
    answer = amina.post(reverse("delivery:write", args=[key]), second).content.decode()
    assert "from the kitchen" in answer
    assert "from the bedroom" in answer
    assert town.find(CaseNote, pk=key).text == "from the kitchen"
    mine = {**second, "seen": 1, "choice": "mine"}
    assert amina.post(reverse("delivery:write", args=[key]), mine).status_code == 302
    assert town.find(CaseNote, pk=key).text == "from the bedroom"


def test_putting_two_versions_together_offers_both_in_one_box(town, page):
    case, key = town.client_case(), new_id()
    amina = page(town.amina)
    amina.post(reverse("delivery:autosave", args=[case.person_id]), typed(key, "from the kitchen"))
    sent = typed(key, "from the bedroom", page="other", choice="edit")
    body = amina.post(reverse("delivery:write", args=[key]), sent).content.decode()
    assert "from the bedroom\n\nfrom the kitchen" in body


def test_an_amended_note_is_shown_with_its_amendment(town, page):
    case = town.client_case()
    note = sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), "We met on Monday."))
    amend_note(actor=town.amina, note=note, text="It was Tuesday.", reason="wrong day")
    for address in (reverse("delivery:contacts", args=[case.person_id]), reverse("delivery:read", args=[note.pk])):
        body = page(town.amina).get(address).content.decode()
        assert body.index("We met on Monday.") < body.index("It was Tuesday.")
        assert "wrong day" in body


def test_a_colleague_cannot_open_a_draft_by_its_address(town, page):
    case, key = town.client_case(), new_id()
    page(town.amina).post(reverse("delivery:autosave", args=[case.person_id]), typed(key, "mine"))
    for name in ("delivery:write", "delivery:read", "delivery:discard"):
        assert page(town.ben).get(reverse(name, args=[key])).status_code == 404


def test_the_contacts_tab_turns_over_by_cursor_and_its_queries_do_not_grow(town, page, django_assert_max_num_queries):
    case = town.client_case()
    for number in range(30):
        sign_draft(actor=town.amina, case=case, draft=Draft(new_id(), f"Note number {number}."))
    address = reverse("delivery:contacts", args=[case.person_id])
    amina = page(town.amina)
    amina.get(address)
    with django_assert_max_num_queries(12 + 3):  # the test's own savepoint and reset are not the page's
        first = amina.get(address)
    assert len(first.context["entries"]) == 25
    second = page(town.amina).get(first.context["older_href"])
    assert len(second.context["entries"]) == 5


def test_northside_finds_nothing_at_these_addresses(town, page):
    case = town.client_case()
    for name in ("contacts", "contact", "note", "service"):
        assert page(town.carl).get(reverse(f"delivery:{name}", args=[case.person_id])).status_code == 404


def test_the_contacts_tab_has_one_main_button_and_the_rest_behind_more(town, page):
    case = town.client_case()
    body = page(town.amina).get(reverse("delivery:contacts", args=[case.person_id])).content.decode()
    heading = body[body.index('<div class="kw-heading">') : body.index("</details>", body.index("kw-more"))]
    assert heading.count('<a class="govuk-button"') == 1
    shown, more = heading.split('<details class="kw-more"')
    assert "Record a contact" in shown
    for name in ("note", "services", "work_for", "conferences", "reports", "medicines", "education"):
        assert reverse(f"delivery:{name}", args=[case.person_id]) in more, name
    assert more.index("Write a note") < more.index("Plan a visit") < more.index("Report a danger")
