"""A visit by video on another company's platform: by a link that leads there alone, after they were asked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connections
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from keyworker.agencies.models import Program
from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import change
from keyworker.cases import actions as cases
from keyworker.consent.actions import take_back_consent
from keyworker.consent.models import Consent
from keyworker.delivery.models import CaseContact
from keyworker.visits.actions import cancel_visit, schedule_visit
from keyworker.visits.models import Item, VideoRoom, Visit, VisitKind
from keyworker.visits.platforms.rules import host_of, is_host
from keyworker.visits.practice.actions import begin_visit, end_visit, go_on_by_phone
from keyworker.visits.practice.queries import consent_to_meet
from keyworker.visits.practice.settling import Answered, ReadTo, settle
from keyworker.visits.queries import visit as visit_of
from keyworker.workspace.actions import change_program
from keyworker.workspace.program_forms import settings_of
from tests.delivery.writing import with_a_door
from tests.workspace.test_pages import count_queries

HOST = "meet.example.org"
SECRET = "quince-lantern-0417"
LINK = f"https://{HOST}/j/{SECRET}?pwd=1"
HOUR = timedelta(hours=1)
SAID = (
    Answered(Item.CHARGES, "told"),
    Answered(Item.IDENTITY, "known"),
    Answered(Item.HEARS, "nobody"),
    Answered(Item.WHERE, words="At home", region="New York"),
    Answered(Item.CALL_BACK, words="555 0142"),
    Answered(Item.SAFE_WORD, words="the laundry"),
    Answered(Item.PLAN, words="Call my sister."),
)
YES = (Answered(Item.CONSENT, "agreed"),)
LEADING_AWAY = (
    f"http://{HOST}/j/1", f"//{HOST}/j/1", f"javascript:https://{HOST}/", f"https://{HOST}@evil.example/",
    f"https://a:b@{HOST}/", f"https://evil.example/{HOST}", f"https://{HOST}.evil.example/", f"https://{HOST}:8443/j",
    f"https://{HOST}./j", f"https://{HOST}\\@evil.example/", f"https:\\\\{HOST}/", f"https://evil.example\\.{HOST}/",
    f"https://{HOST}\t/j", f"https://\n{HOST}/j", f"https://{HOST}%2eevil.example/", f"https:///{HOST}/j",
    "https://mееt.example.org/j", "https://xn--mt-8laa.example.org/j", "https://meet。example.org/j",
    f"https://{HOST}/" + "a" * 1000, f"https://sub.{HOST}/j", "https://example.org/j", f"https://{HOST}/a b", "",
)  # fmt: skip


def set_platform(town, program, platform="", hosts=()):
    held = town.find(Program, pk=program.pk)
    settings = replace(settings_of(held), platform=platform, platform_hosts=tuple(hosts))
    change_program(actor=town.priya, program=held, settings=settings, seen=held.version)


@pytest.fixture
def town(open_town):
    """Housing meets on a platform; somebody there has a page of their own."""
    set_platform(open_town, open_town.housing, "Commons Meet", [HOST])
    open_town.case, open_town.me = with_a_door(open_town)
    return open_town


def plan(town, *, ahead=timedelta(minutes=30), link=LINK, case=None, actor=None, kind=VisitKind.VIDEO):
    held = town.find(type(town.case), pk=(case or town.case).pk)
    return schedule_visit(
        actor=actor or town.amina, case=held, kind=kind, starts_at=clock.now() + ahead, lasts=HOUR, link=link
    )


def agree(town, visit):
    settle(actor=town.amina, visit=visit, answers=YES, read_to=ReadTo("en", "Ivo Quill"))


def home(town, page):
    return page(town.me).get(reverse("portal:home")).content.decode()


def at(visit):
    return reverse("visits:visit", args=[visit.pk])


def their_yes(town):
    return town.find(Consent, person=town.case.person_id, purpose="virtual", withdrawn_at=None)


@pytest.mark.parametrize("link", LEADING_AWAY)
def test_no_link_that_leads_anywhere_else_is_taken(link):
    assert host_of(link) != HOST


@given(st.text(max_size=60))
def test_whatever_stands_before_the_host_it_is_the_host_that_is_read(said):
    found = host_of(f"https://{said}/{HOST}")
    assert found is None or found == said.lower().partition("/")[0].partition("?")[0].partition("#")[0]


def test_a_host_is_a_plain_name():
    assert host_of(f"HTTPS://Meet.Example.ORG/{SECRET}") == HOST
    assert is_host(HOST)
    wrong = (
        "https://meet.example.org", "meet.example.org/j", "meet.example.org:443", "localhost", "10.0.0.1", "*.a.org",
        "xn--mt-8laa.example.org", "mееt.example.org", "-a.example.org", "a..org", "a.org.", "",
    )  # fmt: skip
    assert [name for name in wrong if is_host(name)] == []


def test_priya_names_the_platform_and_where_its_links_lead(open_town, page):
    town, priya = open_town, page(open_town.priya)
    address = reverse("workspace:program", args=[town.housing.pk])
    form = priya.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value not in (None, False, "")}
    for platform, hosts, said in (
        ("Commons Meet", "", "Fill in both"),
        ("", HOST, "Fill in both"),
        ("Commons Meet", f"https://{HOST}/", "Write only the host"),
        ("Commons Meet", "10.0.0.1", "Write only the host"),
        ("Commons Meet", ", ".join(f"m{n}.example.org" for n in range(9)), "too many"),
    ):
        refused = priya.post(address, {**sent, "platform": platform, "platform_hosts": hosts})
        assert said in refused.content.decode()
    done = priya.post(address, {**sent, "platform": "Commons Meet", "platform_hosts": f"{HOST}, b.example.org"})
    assert done.status_code == 302
    held = town.find(Program, pk=town.housing.pk)
    assert (held.platform, held.platform_hosts) == ("Commons Meet", [HOST, "b.example.org"])
    told = town.find(AuditEvent, verb="workspace.program_changed", subject_id=held.pk).facts
    assert told["after"]["platform_hosts"] == [HOST, "b.example.org"]
    with pytest.raises(IntegrityError), reading(town.priya):
        change(held, platform="")


def test_amina_plans_it_by_its_link_and_what_leads_elsewhere_is_refused_with_nothing_lost(town, page):
    amina, address = page(town.amina), reverse("visits:schedule", args=[town.case.person_id])
    assert "By video, on Commons Meet" in amina.get(address).content.decode()
    day = town.today + timedelta(days=90)
    sent = {
        "kind": "elsewhere", "minutes": "30", "at": "11:00",
        "day_day": day.day, "day_month": day.month, "day_year": day.year,
    }  # fmt: skip
    for link in (f"http://{HOST}/j", f"https://{HOST}@evil.example/", "https://evil.example/j"):
        refused = amina.post(address, {**sent, "link": link})
        assert list(refused.context["form"].errors) == ["link"]
        assert link in refused.content.decode()
    assert amina.post(address, sent).context["form"].errors["link"]
    assert not town.all(Visit, person=town.case.person_id)
    assert amina.post(address, {**sent, "link": f"  {LINK} "}).status_code == 302
    visit = town.find(Visit, person=town.case.person_id)
    assert (visit.kind, visit.platform) == ("video", "Commons Meet")
    assert town.find(VideoRoom, visit=visit.pk) is None
    for name in ("room", "people"):
        assert amina.get(reverse(f"visits:{name}", args=[visit.pk])).status_code == 404
    shown = amina.get(at(visit)).content.decode()
    assert LINK in shown
    assert 'target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer"' in shown
    assert "run through another company" in shown
    assert "otra empresa: Commons Meet" in shown
    assert "شركة أخرى: Commons Meet" in shown
    assert "Nobody on the way can hear" not in shown
    assert reverse("visits:room", args=[visit.pk]) not in shown
    ours = {**sent, "kind": "video", "at": "14:00", "link": LINK}
    assert amina.post(address, ours).status_code == 302
    assert town.find(Visit, person=town.case.person_id, platform="").link is None, "a link that was not asked for"


def test_the_link_lies_sealed_and_stands_nowhere_else_and_is_gone_when_it_is_over(town, page):
    visit = plan(town)
    agree(town, visit)
    seen = SECRET.encode().hex()
    with connections["owner"].cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(
                f"SELECT count(*) FROM {model._meta.db_table} one WHERE one::text LIKE ANY(%s)",  # noqa: S608 - ours
                [[f"%{SECRET}%", f"%{seen}%"]],
            )
            assert cursor.fetchone() == (0,), model
    amina = page(town.amina)
    for address in ("/", reverse("delivery:contacts", args=[visit.person_id]), reverse("workspace:calendar")):
        assert SECRET not in amina.get(address).content.decode()
    assert SECRET in amina.get(at(visit)).content.decode()
    stranger = page(town.carl).get(at(visit))
    assert stranger.status_code == 404
    assert SECRET not in stranger.content.decode()
    begin_visit(actor=town.amina, visit=visit, because="The rest was said on the telephone.")
    end_visit(actor=town.amina, visit=visit)
    held = town.find(Visit, pk=visit.pk)
    assert (held.link, held.platform) == (None, "Commons Meet")
    assert town.find(CaseContact, pk=held.contact_id).kind == "video"
    assert SECRET not in amina.get(at(visit)).content.decode()
    called_off = plan(town, ahead=timedelta(days=1))
    cancel_visit(actor=town.amina, visit=called_off, because="She is ill.")
    assert town.find(Visit, pk=called_off.pk).link is None


def test_a_yes_that_named_no_other_company_does_not_cover_it_and_they_are_asked_again(town, page):
    ours = plan(town, link="", ahead=timedelta(minutes=20))
    settle(actor=town.amina, visit=ours, answers=(*YES, *SAID), read_to=ReadTo("en", "Ivo Quill"))
    visit = plan(town, ahead=timedelta(minutes=40))
    settle(actor=town.amina, visit=visit, answers=SAID)
    with reading(town.amina):
        assert consent_to_meet(town.amina, visit_of(town.amina, ours.pk)) is not None
        assert consent_to_meet(town.amina, visit_of(town.amina, visit.pk)) is None
    with pytest.raises(Refused, match="Still to be settled"):
        begin_visit(actor=town.amina, visit=visit)
    assert SECRET not in home(town, page)
    agree(town, visit)
    begin_visit(actor=town.amina, visit=visit)
    held = town.find(Consent, person=visit.person_id, recipient="Commons Meet")
    assert held.text_version == "virtual-through-another-2026-11"
    set_platform(town, town.housing, "Other Meet", [HOST])
    again = plan(town, ahead=timedelta(minutes=50))
    with reading(town.amina):
        assert consent_to_meet(town.amina, visit_of(town.amina, again.pk)) is None, "it names another company"


def test_they_see_it_on_their_own_page_near_its_time_after_their_yes_and_no_longer_than_that(town, page):
    visit = plan(town, ahead=timedelta(hours=3))
    agree(town, visit)
    assert SECRET not in home(town, page), "too early"
    with clock.at(visit.starts_at - timedelta(minutes=50)):
        shown = home(town, page)
        assert LINK in shown
        assert "The picture runs through another company" in shown
        assert 'rel="noopener noreferrer" referrerpolicy="no-referrer"' in shown
        assert len(count_queries(page(town.me), reverse("portal:home"))) <= 12
        _other, stranger = with_a_door(town, "Somebody Else")
        assert SECRET not in page(stranger).get(reverse("portal:home")).content.decode()
        begin_visit(actor=town.amina, visit=visit, because="The rest was said on the telephone.")
    with clock.at(visit.ends_at + timedelta(minutes=90)):
        assert LINK in home(town, page), "they began late"
    with clock.at(visit.ends_at + timedelta(minutes=121)):
        assert SECRET not in home(town, page)
    with clock.at(visit.starts_at + timedelta(minutes=5)):
        take_back_consent(actor=town.me, consent=their_yes(town))
        assert SECRET not in home(town, page)
        shown = page(town.amina).get(at(visit)).content.decode()
        assert SECRET not in shown
        assert "hang up kindly" in shown


def test_when_the_program_meets_there_no_more_the_link_is_shown_to_nobody_and_they_are_called(town, page):
    visit = plan(town)
    settle(actor=town.amina, visit=visit, answers=(*YES, *SAID), read_to=ReadTo("en", "Ivo Quill"))
    assert LINK in home(town, page)
    for platform, hosts in (("", ()), ("Commons Meet", ["other.example.org"]), ("Other Meet", [HOST])):
        set_platform(town, town.housing, platform, hosts)
        assert SECRET not in home(town, page)
        assert SECRET not in page(town.amina).get(at(visit)).content.decode()
        with pytest.raises(Refused, match="We do not meet on Commons Meet any more"):
            begin_visit(actor=town.amina, visit=visit, because="I want to.")
    go_on_by_phone(actor=town.amina, visit=visit)
    held = town.find(Visit, pk=visit.pk)
    assert (held.kind, held.failed_as, held.link) == ("phone", "video", None)
    begin_visit(actor=town.amina, visit=visit)
    end_visit(actor=town.amina, visit=visit)


def test_another_programs_platform_is_not_this_ones(town):
    family = town.client_case(program=town.family)
    with pytest.raises(Refused, match="does not meet on another company"):
        plan(town, case=family)
    set_platform(town, town.family, "Family Meet", ["family.example.org"])
    with pytest.raises(Refused, match="does not lead to the platform"):
        plan(town, case=family)
    for link in (f"http://{HOST}/j", f"https://x@{HOST}/j"):
        with pytest.raises(Refused):
            plan(town, link=link)
    with pytest.raises(Refused, match="no visit by video"):
        plan(town, kind=VisitKind.PHONE)


def test_a_sealed_programs_visit_stands_on_no_page_of_theirs(town, page):
    set_platform(town, town.shelter, "Commons Meet", [HOST])
    hidden = cases.open_case(
        actor=town.job(), program=town.shelter, person=town.case.person, owner=town.staff(town.grace)
    )
    visit = plan(town, case=hidden, actor=town.grace)
    settle(actor=town.grace, visit=visit, answers=YES, read_to=ReadTo("en", "Ivo Quill"))
    assert SECRET in page(town.grace).get(at(visit)).content.decode()
    shown = home(town, page)
    assert SECRET not in shown
    assert "Commons" not in shown
    assert page(town.amina).get(at(visit)).status_code == 404
