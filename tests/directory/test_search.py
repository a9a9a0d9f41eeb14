"""Finding a service: by word, by place, by kind; and seeing only one's own agency's directory."""

import pytest

from keyworker.access.sight import Absent
from keyworker.base.context import reading
from keyworker.directory import queries
from keyworker.directory.entries import Entry
from keyworker.directory.models import Service, TaxonomyTerm
from keyworker.directory.queries import Sought
from tests.directory.test_import import bring_in, held, offer, provider


@pytest.fixture
def quayside(town):
    """Three services of one provider, in two towns, of two kinds."""
    bring_in(
        town,
        provider(),
        Entry("taxonomy_term", "t1", {"name": "Zymurgy"}, {}),
        Entry("taxonomy_term", "t2", {"name": "Meadmaking"}, {"parent_id": "t1"}),
        offer("s1", "Quince jam", description="Jars of xylem honey"),
        offer("s2", "Xylem walks", description="Trees, and quince trees"),
        offer("s3", "Old quince press", status="defunct"),
        Entry("attribute", "a1", {}, {"service_id": "s2", "taxonomy_term_id": "t2"}),
        Entry("location", "l1", {"name": "Quay"}, {}),
        Entry("service_at_location", "sal1", {}, {"service_id": "s1", "location_id": "l1"}),
        Entry("address", "ad1", {"address_1": "1 Quay", "city": "Öxnard Mills"}, {"location_id": "l1"}),
        Entry("language", "la1", {"name": "Volapük", "code": "vo"}, {"service_id": "s1"}),
        Entry("cost_option", "c1", {"option": "Jar", "amount": 0}, {"service_id": "s1"}),
    )
    return town


def found(town, actor=None, **sought):
    with reading(actor or town.amina):
        return [card.service.name for card in queries.services(actor or town.amina, Sought(**sought)).cards]


def test_a_word_of_the_name_finds_it_before_a_word_of_the_text(quayside):
    assert found(quayside, words="quince") == ["Quince jam", "Xylem walks"]
    assert found(quayside, words="xylem") == ["Xylem walks", "Quince jam"]


def test_the_beginning_of_a_word_is_enough(quayside):
    assert found(quayside, words="xyl") == ["Xylem walks", "Quince jam"]
    assert found(quayside, words="ylem") == []


def test_every_word_must_be_there(quayside):
    assert found(quayside, words="quince honey") == ["Quince jam"]


def test_accents_and_capitals_do_not_matter(quayside):
    assert found(quayside, words="VOLAPUK") == ["Quince jam"]
    assert found(quayside, words="xylem", place="oxnard") == ["Quince jam"]


def test_the_agencys_own_language_finds_nothing_for_nearly_all_speak_it(quayside):
    english = Entry("language", "la2", {"name": "Quinglish", "code": "en"}, {"service_id": "s2"})
    bring_in(quayside, english)
    assert found(quayside, words="quinglish") == []


def test_the_name_of_the_provider_finds_all_it_does(quayside):
    assert found(quayside, words="quayside larder") == ["Quince jam", "Xylem walks"]


def test_a_kind_of_help_includes_the_kinds_below_it(quayside):
    root, branch = held(quayside, TaxonomyTerm)
    assert found(quayside, category=root.pk) == ["Xylem walks"]
    assert found(quayside, category=branch.pk) == ["Xylem walks"]
    assert found(quayside, words="zymurgy") == ["Xylem walks"]


def test_kinds_are_offered_as_a_tree(quayside):
    with reading(quayside.amina):
        names = [name for _, name in queries.categories(quayside.amina)]
    assert names.index("— Meadmaking") == names.index("Zymurgy") + 1


def test_what_ended_is_not_offered_but_can_be_read_about(quayside):
    assert "Old quince press" not in found(quayside, words="quince")
    ended = held(quayside, Service, source_id="s3")[0]
    with reading(quayside.amina):
        assert queries.service_sheet(quayside.amina, ended.pk).service.name == "Old quince press"


def test_what_left_the_list_is_not_found_any_more(quayside):
    bring_in(quayside, provider(), offer("s2", "Xylem walks"), whole=True)
    assert found(quayside, words="quince jam") == []


def test_carl_next_door_finds_nothing_of_it(quayside):
    assert found(quayside, quayside.carl, words="quince") == []
    theirs = held(quayside, Service)[0]
    with reading(quayside.carl), pytest.raises(Absent):
        queries.service_sheet(quayside.carl, theirs.pk)


def test_a_card_says_what_decides(quayside):
    with reading(quayside.amina):
        card = queries.services(quayside.amina, Sought(words="quince jam")).cards[0]
    assert (card.cost, card.towns, card.languages) == ("free", ["Öxnard Mills"], ["Volapük"])


def test_turning_pages_shows_every_service_once(town):
    many = [offer(f"s{number:02}", f"Quincunx {number % 7}") for number in range(45)]
    bring_in(town, provider(), *many)
    seen, cursor = [], ""
    with reading(town.amina):
        while True:
            page = queries.services(town.amina, Sought(words="quincunx"), after=cursor)
            assert page.count == 45
            seen += [card.service.source_id for card in page.cards]
            cursor = page.next_cursor
            if not cursor:
                break
    assert sorted(seen) == [f"s{number:02}" for number in range(45)]


@pytest.mark.parametrize("cursor", ["nonsense", "bm9uZQ==", "é", "MSBub3QtYS1rZXkgeA=="])
def test_a_cursor_nobody_gave_out_starts_from_the_top(quayside, cursor):
    with reading(quayside.amina):
        assert queries.services(quayside.amina, Sought(words="quince"), after=cursor).cards


@pytest.mark.parametrize("words", ["'; DROP TABLE", "%", "_", "\x00", "ا" * 500, "🙂", "-- "])
def test_any_words_may_be_typed(quayside, words):
    assert isinstance(found(quayside, words=words), list)


def test_a_list_costs_no_more_queries_when_it_grows(quayside, django_assert_num_queries):
    with reading(quayside.amina):
        queries.services(quayside.amina, Sought())
        with django_assert_num_queries(1):
            queries.services(quayside.amina, Sought(words="quince", place="oxnard"))
