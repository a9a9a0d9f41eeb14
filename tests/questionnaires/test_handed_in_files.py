"""Files handed in with a form: what is known of them, what is refused in words, and what stays until taken away."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.values import Attachment
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import CORE, item, read

PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40


def photo(**more):
    return read(item("q", "attachment", "A photo?", **more))


def handed_in(content=PNG, name="letter.png"):
    return MultiValueDict({"answer:::q": [SimpleUploadedFile(name, content)]})


def test_a_file_is_known_by_what_it_contains_and_asked_for_only_where_files_are_kept():
    filling = Filling(photo(required=True), data={}, files=handed_in(name="C:\\me\\letter.exe"))
    (file,) = filling.answers.at(Place("q"))
    assert (file.title, file.media_type, file.size) == ("letter.exe", "image/png", len(PNG))
    assert filling.asks_for_files
    assert [error.says for error in Filling(photo(required=True), data={}, files=MultiValueDict()).errors] == [
        "Choose a file"
    ]
    elsewhere = Filling(photo(required=True), data={})
    assert elsewhere.is_valid()
    assert not elsewhere.asks_for_files
    assert 'type="file"' not in elsewhere.as_html()


def test_a_file_that_cannot_be_kept_is_told_in_words_and_so_is_one_of_the_wrong_kind():
    assert "cannot be kept" in Filling(photo(), data={}, files=handed_in(b"\x00\x01")).errors[0].says
    pictures = photo(extension=[{"url": f"{CORE}mimeType", "valueCode": "image/*"}])
    assert Filling(pictures, data={}, files=handed_in()).is_valid()
    assert Filling(pictures, data={}, files=handed_in(b"words", "letter.txt")).errors[0].says == (
        "“letter.txt” is not the kind of file that is asked for"
    )
    small = photo(extension=[{"url": f"{CORE}maxSize", "valueDecimal": 10}])
    assert "is larger than 10" in Filling(small, data={}, files=handed_in()).errors[0].says


def test_a_file_that_is_kept_stays_until_it_is_taken_away():
    kept = {"item": [{"linkId": "q", "answer": [{"valueAttachment": {"title": "letter.png", "url": "urn:uuid:1"}}]}]}
    stays = Filling(photo(), data={}, files=MultiValueDict(), kept=kept)
    assert stays.answers.at(Place("q")) == (Attachment("letter.png", url="urn:uuid:1"),)
    assert "letter.png" in stays.as_html()
    gone = Filling(photo(), data={"answer::gone:q": "urn:uuid:1"}, files=MultiValueDict(), kept=kept)
    assert gone.answers.at(Place("q")) == ()
    forged = Filling(photo(), data={"answer:::q": "urn:uuid:2", "answer::gone:q": "urn:uuid:2"}, files=MultiValueDict())
    assert forged.answers.at(Place("q")) == ()


def test_a_file_that_came_with_a_page_that_is_not_finished_is_asked_for_again():
    html = Filling(photo(), data={"go": "stay"}, files=handed_in()).as_html()
    assert "“letter.png” is not kept yet. Choose it again." in html


def test_a_kept_file_is_a_link_where_the_caller_says_where_it_is():
    kept = {"item": [{"linkId": "q", "answer": [{"valueAttachment": {"title": "<b>", "url": "urn:uuid:1"}}]}]}
    html = Filling(photo(), response=kept).as_answers_html(file_url=lambda url: f"/files/{url}/")
    assert '<a class="govuk-link" href="/files/urn:uuid:1/">&lt;b&gt;</a>' in html
