"""The addresses of static files are by their content, and a process works each out once."""

import pytest
from whitenoise.storage import CompressedManifestStaticFilesStorage

from keyworker.design.static_addresses import KnownAddresses


@pytest.fixture
def storage(tmp_path, settings):
    settings.DEBUG = False
    (tmp_path / "staticfiles.json").write_text(
        '{"paths": {"design/app.css": "design/app.1a2b3c.css"}, "version": "1.1", "hash": "x"}'
    )
    return KnownAddresses(location=tmp_path, base_url="/static/")


def test_an_address_is_by_the_files_content_and_worked_out_once(storage, monkeypatch):
    assert storage.url("design/app.css") == "/static/design/app.1a2b3c.css"
    monkeypatch.setattr(CompressedManifestStaticFilesStorage, "url", lambda *_: pytest.fail("worked out again"))
    assert storage.url("design/app.css") == "/static/design/app.1a2b3c.css"


def test_a_file_that_was_not_collected_is_said_each_time(storage):
    for _ in range(2):
        with pytest.raises(ValueError, match="design/gone"):
            storage.url("design/gone.css")
