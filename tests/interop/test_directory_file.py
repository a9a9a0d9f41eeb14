"""An administrator sends a directory file, looks it over, and decides."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.directory.models import Service
from keyworker.interop.hsds import Weight, import_path
from keyworker.interop.models import DirectoryFile
from tests.directory.test_import import LIST, held
from tests.interop.test_hsds_samples import HARBOR

GOOD = {
    "id": "s1",
    "name": "Quince jam",
    "status": "active",
    "organization": {"id": "o1", "name": "Larder", "description": "D"},
}
BAD = {**GOOD, "id": "s2", "name": ""}


def feed(tmp_path, *services):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(list(services)))
    return path


def send(browser, content, name="feed.json", **answers):
    data = {"file": SimpleUploadedFile(name, content), "source": LIST, **answers}
    return browser.post(reverse("interop:directory_import"), data)


def test_the_towns_directory_comes_in_whole(town):
    report = import_path(town.priya, HARBOR, source=LIST)
    assert report.tally.services["created"] == 44
    again = import_path(town.priya, HARBOR, source=LIST)
    assert again.tally.changes_nothing


def test_a_file_with_a_fault_changes_nothing_until_somebody_says_so(town, tmp_path):
    path = feed(tmp_path, GOOD, BAD)
    assert import_path(town.priya, path, source=LIST).tally is None
    assert held(town, Service) == []
    report = import_path(town.priya, path, good_rows_only=True, source=LIST)
    assert report.tally.services["created"] == 1
    assert report.reading.problem_counts[Weight.ROW] == 1


def test_a_file_of_nothing_changes_nothing_even_then(town, tmp_path):
    assert import_path(town.priya, feed(tmp_path), good_rows_only=True, source=LIST).tally is None


def test_one_page_of_several_never_takes_anything_out(town, tmp_path):
    import_path(town.priya, feed(tmp_path, GOOD), source=LIST)
    page = tmp_path / "page.json"
    page.write_text(json.dumps({"total_pages": 2, "contents": [{**GOOD, "id": "s9"}]}))
    assert import_path(town.priya, page, source=LIST, whole=True).tally.removed == 0


def test_a_case_manager_cannot_bring_in_a_file(town, tmp_path):
    with pytest.raises(Absent):
        import_path(town.amina, feed(tmp_path, GOOD), source=LIST)


def just_sent(town):
    """The newest file that waits to be looked over; the town has an older one of this morning."""
    return town.all(DirectoryFile)[-1]


def waiting(town, file):
    return town.find(DirectoryFile, town.priya, pk=file.pk)


def test_priya_sends_a_file_looks_and_brings_it_in(town, page):
    browser = page(town.priya)
    looked = send(browser, json.dumps([GOOD]).encode())
    shown = browser.get(looked.url).content.decode()
    assert "This file can come in" in shown
    assert held(town, Service) == []
    file = just_sent(town)
    answer = browser.post(reverse("interop:import_directory_file", args=[file.pk]))
    assert answer.url == reverse("directory:services")
    assert [service.name for service in held(town, Service)] == ["Quince jam"]
    assert waiting(town, file) is None


def test_every_problem_is_shown_by_row_and_column(town, page):
    browser = page(town.priya)
    shown = browser.get(send(browser, json.dumps([GOOD, BAD]).encode()).url).content.decode()
    assert "Row skipped" in shown
    assert "Bring in the good rows" in shown
    file = just_sent(town)
    refused = browser.post(reverse("interop:import_directory_file", args=[file.pk]), follow=True)
    assert "Nothing was brought in" in refused.content.decode()
    assert held(town, Service) == []
    browser.post(reverse("interop:import_directory_file", args=[file.pk]), {"good_rows_only": "yes"})
    assert len(held(town, Service)) == 1


def test_a_file_can_be_put_aside(town, page):
    browser = page(town.priya)
    send(browser, json.dumps([GOOD]).encode())
    file = just_sent(town)
    browser.post(reverse("interop:put_directory_file_aside", args=[file.pk]))
    assert waiting(town, file) is None
    assert held(town, Service) == []


def test_what_is_no_directory_at_all_is_said_so(town, page):
    browser = page(town.priya)
    shown = browser.get(send(browser, b"not a directory").url).content.decode()
    assert "We cannot bring this in" in shown
    assert "Bring in the good rows" not in shown


@pytest.mark.parametrize(("name", "content"), [("feed.exe", b"MZ"), ("feed.json", b"")])
def test_the_wrong_kind_of_file_is_asked_for_again(town, page, name, content):
    answer = send(page(town.priya), content, name=name)
    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()


def test_others_do_not_see_the_file(town, page):
    send(page(town.priya), json.dumps([GOOD]).encode())
    file = just_sent(town)
    for actor in (town.amina, town.carl):
        browser = page(actor)
        assert browser.get(reverse("interop:directory_import")).status_code == 404
        assert browser.get(reverse("interop:directory_file", args=[file.pk])).status_code == 404
        assert browser.post(reverse("interop:import_directory_file", args=[file.pk])).status_code == 404
