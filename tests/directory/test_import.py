"""Lists come into the directory: once, wholly, traceably, and into nobody else's."""

import threading

import pytest
from django.db import connections

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts
from keyworker.agencies.models import Agency
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.directory.actions import import_directory
from keyworker.directory.differences import PublishedList, differences, tally
from keyworker.directory.entries import Entry
from keyworker.directory.models import Organization, Phone, Service, ServiceToken, TaxonomyTerm
from keyworker.directory.tables import MODELS, field_name
from keyworker.interop.hsds.cells import LINE_LONGEST
from keyworker.interop.hsds.standard import TABLES, Kind

LIST = "quayside list"
FINDING = "the test looks at what was written"


def provider(key="o1", name="Quayside Larder"):
    return Entry("organization", key, {"name": name, "description": None}, {})


def offer(key="s1", name="Quinces to take home", organization="o1", **values):
    said = {"name": name, "status": "active", "minimum_age": None, "alert": None, **values}
    return Entry("service", key, said, {"organization_id": organization})


def telephone(key="p1", number="207-555-0190", **links):
    return Entry("phone", key, {"number": number}, links or {"service_id": "s1"})


def bring_in(town, *entries, actor=None, whole=False, set_aside=(), source=LIST):
    actor = actor or town.priya
    with reading(actor):
        agency = facts(Agency, because=FINDING).get()
    published = PublishedList(source, entries, whole, frozenset(set_aside))
    return import_directory(actor=actor, agency=agency, published=published)


def held(town, model, actor=None, **conditions):
    with reading(actor or town.priya):
        return list(facts(model, because=FINDING).filter(source=LIST, **conditions).order_by("source_id"))


def counts(result):
    return (result.created, result.updated, result.unchanged, result.removed)


def test_a_new_list_is_added(town):
    assert counts(bring_in(town, provider(), offer(), telephone())) == (3, 0, 0, 0)
    service = held(town, Service)[0]
    assert [phone.service_id for phone in held(town, Phone)] == [service.pk]


def test_the_same_list_again_changes_nothing(town):
    bring_in(town, provider(), offer(), telephone())
    before = [(service.pk, service.version) for service in held(town, Service)]
    assert counts(bring_in(town, provider(), offer(), telephone())) == (0, 0, 3, 0)
    assert [(service.pk, service.version) for service in held(town, Service)] == before


def test_a_changed_row_is_updated_in_place(town):
    bring_in(town, provider(), offer())
    first = held(town, Service)[0]
    assert counts(bring_in(town, provider(), offer(name="Quince jam"))) == (0, 1, 1, 0)
    second = held(town, Service)[0]
    assert (second.pk, second.name, second.version) == (first.pk, "Quince jam", first.version + 1)


def test_a_page_of_a_list_takes_nothing_out(town):
    bring_in(town, provider(), offer(), offer("s2", "Second"), telephone())
    assert counts(bring_in(town, provider(), offer())) == (0, 0, 2, 0)


def test_a_whole_list_withdraws_services_and_ends_details(town):
    bring_in(town, provider(), offer(), offer("s2", "Second"), telephone())
    assert counts(bring_in(town, provider(), offer(), whole=True)) == (0, 0, 2, 2)
    assert [service.withdrawn_at is None for service in held(town, Service)] == [True, False]
    assert held(town, Phone) == []
    assert counts(bring_in(town, provider(), offer(), whole=True)) == (0, 0, 2, 0)


def test_a_service_that_comes_back_is_the_same_service(town):
    bring_in(town, provider(), offer())
    first = held(town, Service)[0]
    bring_in(town, provider(), whole=True)
    assert counts(bring_in(town, provider(), offer(), whole=True)) == (0, 1, 1, 0)
    assert held(town, Service)[0].pk == first.pk
    assert held(town, Service)[0].withdrawn_at is None


def test_a_row_that_was_broken_this_time_stays_as_it_was(town):
    bring_in(town, provider(), offer())
    assert counts(bring_in(town, provider(), whole=True, set_aside={("service", "s1")})) == (0, 0, 1, 0)
    assert held(town, Service)[0].withdrawn_at is None


def test_a_later_page_may_point_at_an_earlier_one(town):
    bring_in(town, provider())
    assert counts(bring_in(town, offer())) == (1, 0, 0, 0)
    assert held(town, Service)[0].organization_id == held(town, Organization)[0].pk


def test_two_lists_do_not_touch_each_other(town):
    bring_in(town, provider(), offer())
    assert counts(bring_in(town, provider(), source="another list", whole=True)) == (1, 0, 0, 0)
    assert held(town, Service)[0].withdrawn_at is None


def test_categories_know_the_branch_they_stand_on(town):
    terms = [
        Entry("taxonomy_term", "b", {"name": "Branch"}, {"parent_id": "a"}),
        Entry("taxonomy_term", "a", {"name": "Root"}, {}),
    ]
    bring_in(town, *terms)
    root, branch = held(town, TaxonomyTerm)
    assert branch.path == root.path + f"{branch.pk.hex}/"


def test_pages_that_close_a_ring_of_categories_do_not_hang(town):
    bring_in(town, Entry("taxonomy_term", "a", {"name": "A"}, {}))
    bring_in(town, Entry("taxonomy_term", "b", {"name": "B"}, {"parent_id": "a"}))
    bring_in(town, Entry("taxonomy_term", "a", {"name": "A"}, {"parent_id": "b"}))
    assert all(term.path for term in held(town, TaxonomyTerm))


def test_the_trail_tells_how_much_came_in_and_no_names(town):
    bring_in(town, provider(), offer())
    with reading(town.priya):
        event = facts(AuditEvent, because=FINDING).filter(verb="directory.imported").latest("occurred_at")
    assert event.facts == {"source": LIST, "created": 2, "updated": 0, "unchanged": 0, "removed": 0}


def test_a_case_manager_may_not_bring_in_a_list(town):
    with pytest.raises(Absent):
        bring_in(town, provider(), actor=town.amina)
    assert held(town, Organization) == []


def test_the_next_agency_sees_nothing_of_it(town):
    bring_in(town, provider(), offer())
    assert held(town, Service)
    assert held(town, Service, town.carl) == []
    with reading(town.carl):
        assert not facts(ServiceToken, because=FINDING).filter(token="quinces").exists()


def test_looking_at_the_differences_writes_nothing(town):
    published = PublishedList(LIST, [provider(), offer()])
    with reading(town.priya):
        assert counts(tally(differences(town.priya, published, needs=Permission.DIRECTORY_VIEW))) == (2, 0, 0, 0)
    assert held(town, Service) == []


def test_two_administrators_at_once_do_not_double_the_list(open_town):
    failures = []

    def import_once():
        try:
            bring_in(open_town, provider(), offer(), telephone())
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    assert open_town.priya
    threads = [threading.Thread(target=import_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(held(open_town, Service)) == 1


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_we_read_has_a_field_that_holds_it(table):
    model = MODELS[table.name]
    for column in table.columns:
        field = model._meta.get_field(field_name(table.name, column.name))
        if column.kind in (Kind.LINE, Kind.EMAIL, Kind.URL, Kind.PHONE) and field.max_length is not None:
            assert field.max_length >= LINE_LONGEST
        assert field.null or field.blank or column.choices
    for link in table.links:
        assert model._meta.get_field(link.column.removesuffix("_id")).attname == link.column
