"""The wall, page by page: whoever has no business with a record finds nothing at any address, and hears no name."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.middleware import SIGNED_OUT_HEADER
from keyworker.access.roles import Role
from keyworker.base.actor import AT_A_DOOR_OF_THEIR_OWN, ActorKind
from keyworker.people.actions import deny
from keyworker.people.models import Person
from tests import database
from tests.sweeps import breaches
from tests.sweeps.addresses import every_address
from tests.sweeps.people import STRANGERS, Visitors, leaked, not_for
from tests.sweeps.records import COLLEAGUES, allowed, rightful, rows_of, url_of
from tests.sweeps.scene import ODALYS
from tests.town import Town

pytestmark = pytest.mark.usefixtures("papers_stay_pages")
ABSENT, ASK_TO_SIGN_IN, NOT_THIS_WAY = 404, (302, 401), 405


@pytest.fixture(scope="module")
def visitors(desk, scene):
    return Visitors(desk, scene)


# In an emergency a case manager may ask for anybody whom the agency's index knows; a sealed program's people are
# held apart by a test of their own below.
# Priya's own list names whom it is about.
THROUGH_THE_INDEX = {"workspace:break_glass": {"sam", "grace"}, "interop:sheet": {"priya"}}

# Open to all, and it shows nobody out but whoever asks: they would stand outside for the rest of the sweep.
ENDS_THEIR_SESSION = {"portal:leave"}


def complaints(address, who, visitors, url):
    """What is wrong with how an address treats a stranger, looking and sending."""
    if who in THROUGH_THE_INDEX.get(address.name, ()):
        return []
    browser, found = visitors[who], []
    answers = [(browser.get(url), "GET")]
    if not is_their_work(address, who) and address.name not in ENDS_THEIR_SESSION:
        answers.append((browser.post(url), "POST"))
    for response, how in answers:
        if words := leaked(response, not_for(who)):
            found.append(f"{how} {url} tells {who}: {words}")
        if not is_shut(address, who, response):
            found.append(f"{how} {url} answers {who} with {response.status_code}")
    return found


def is_shut(address, who, response):
    """Nothing there, or a page that is everybody's, or one of the stranger's own (with rows of their own)."""
    if address.guard.kind is None or rightful(address) == "partner":
        return response.status_code < 500
    if who in {"nobody", "partner of another"}:
        asked = response.status_code in ASK_TO_SIGN_IN and SIGNED_OUT_HEADER in response
        return asked or response.status_code == NOT_THIS_WAY
    if is_their_work(address, who):
        return response.status_code < 500
    return response.status_code in {ABSENT, NOT_THIS_WAY}


def is_their_work(address, who):
    """A page without anybody's record, for which they have the permission."""
    guard, rows = address.guard, rows_of(address).values()
    if who in {"nobody", "partner of another"} or any(row.is_somebodys for row in rows):
        return False
    if guard.needs is None:
        return guard.kind is not None
    if guard.kind in AT_A_DOOR_OF_THEIR_OWN:
        return who == ("rosa" if guard.kind is ActorKind.CLIENT else "grandmother")
    if who in {"rosa", "grandmother"}:
        return False
    return allowed(ROLES[who], guard.needs) and not (rows and who == "carl")


ROLES = {**COLLEAGUES, "carl": COLLEAGUES["amina"], "sam": COLLEAGUES["amina"], "grace": COLLEAGUES["amina"]}


GUARDED = [address for address in every_address() if address.guard]


@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_a_stranger_finds_nothing(desk, scene, visitors, address):
    url = url_of(address, desk, replace(scene, partner_token="no-such-token", calendar_token="no-such-token"))
    assert [each for who in STRANGERS for each in complaints(address, who, visitors, url)] == []


@pytest.fixture
def breached(settings):
    settings.ROOT_URLCONF = "tests.sweeps.breaches"
    return {address.name: address for address in every_address(breaches.urlpatterns[:4])}


def test_a_page_that_fetches_without_asking_is_found(desk, scene, visitors, breached):
    url = url_of(breached["careless"], desk, scene)
    assert complaints(breached["careless"], "sam", visitors, url) == [
        f"GET {url} tells sam: ['{ODALYS}', 'Vantongeren']",
        f"GET {url} answers sam with 200",
    ]


def test_a_list_of_everybody_is_found(visitors, breached):
    (told,) = complaints(breached["talkative"], "grace", visitors, "/breach/everybody/")
    assert ODALYS in told


def test_even_a_careless_page_cannot_look_over_the_wall(visitors, breached):
    """Row security holds where the programs do not: Carl's agency has nobody by that name."""
    assert complaints(breached["talkative"], "carl", visitors, "/breach/everybody/") == []


def of_odalys(address):
    rows = rows_of(address)
    return bool(rows) and all(ODALYS in row.found_by.values() for row in rows.values())


@pytest.fixture
def denied(scene):
    """Amina and Ben know Odalys from outside work: her file is not theirs to see."""
    with database.own_copy(of=scene.database):
        town = Town()
        her = town.find(Person, full_name=ODALYS)
        for worker in (town.amina, town.ben):
            deny(actor=town.ben, person=her, staff=town.staff(worker), because="They are cousins.")
        yield Visitors(town, scene)


def test_a_worker_on_a_persons_deny_list_finds_nothing_of_theirs(desk, denied, scene):
    swept = [address for address in GUARDED if of_odalys(address) and rightful(address) not in {"odalys", "aunt"}]
    urls = [url_of(address, denied.town, scene) for address in swept]
    for who in ("amina", "ben"):
        answers = {url: {denied[who].get(url).status_code, denied[who].post(url).status_code} for url in urls}
        assert {url: each for url, each in answers.items() if not each <= {ABSENT, NOT_THIS_WAY}} == {}, who
    assert len(swept) > 30


SEALED = {"people.Person": {"care_team__program__slug": "shelter"}}


def of_the_shelter(address, town):
    """The address with keys of the sealed program's rows, where it takes such and the town has them."""
    values = {}
    for argument, row in rows_of(address).items():
        model = apps.get_model(row.model)
        if row.is_somebodys and (model is Person or hasattr(model, "program")):
            found = town.find(model, **SEALED.get(row.model, {"program__slug": "shelter"}))
            values[argument] = found.pk if found else None
    whole = set(values) == set(address.arguments) and all(values.values())
    return reverse(address.name, kwargs=values) if values and whole else ""


@pytest.fixture
def led(desk, scene):
    """The shelter has somebody who reads its complaints; one that nobody inside may read is an administrator's."""
    with database.own_copy(of=scene.database):
        town = Town()
        grant_role(actor=town.job(), member=town.staff(town.grace), role=Role.SUPERVISOR, program=town.shelter)
        yield Visitors(town, scene)


def test_a_sealed_program_is_shut_to_every_other_worker_of_the_house(desk, led):
    swept = [url for address in GUARDED if (url := of_the_shelter(address, led.town))]
    for who in ("amina", "ben", "flo", "sam", "priya", "oskar"):
        answers = {url: {led[who].get(url).status_code, led[who].post(url).status_code} for url in swept}
        assert {url: each for url, each in answers.items() if not each <= {ABSENT, NOT_THIS_WAY}} == {}, who
    assert len(swept) > 15


def test_a_partner_sees_the_one_referral_of_their_link_and_no_other(desk, scene):
    visitors = Visitors(desk, scene)
    own = visitors["partner"].get(reverse("portal:shared_referral")).content.decode()
    another = visitors["partner of another"].get(reverse("portal:shared_referral")).content.decode()
    assert ODALYS in own
    assert "Casimir Obuya" in another
    assert "Casimir" not in own
    assert "Odalys" not in another
