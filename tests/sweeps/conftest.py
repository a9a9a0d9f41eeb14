"""The scene of the sweeps: built once a run in a database of its own, copied for whoever wants to write in it."""

from functools import cache

import pytest
from django.template.base import Template

from keyworker.design import papers
from tests import database
from tests.browser import chromium
from tests.sweeps.scene import HIDDEN_HOME, set_scene

__all__ = ["chromium", "desk", "only_pages_are_kept", "papers_are_drawn_once", "papers_stay_pages", "scene"]
AS_SERVED = Template._render  # Django's tests put their own in its place, which keeps all that was rendered


@pytest.fixture(scope="module", autouse=True)
def only_pages_are_kept(django_test_environment):
    """The sweeps read pages as they are sent, and never ask what they were rendered from."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", AS_SERVED)
        yield


@pytest.fixture(scope="session")
def scene(django_db_setup, django_db_blocker):
    """The town with half-done work on every desk. Copy it (`of=scene.database`); nobody writes in it."""
    from tests.town import Town

    with database.a_copy() as name:
        with django_db_blocker.unblock(), database.using(name):
            found = set_scene(Town(), name)
        yield found


@pytest.fixture(scope="module")
def desk(scene, django_db_blocker):
    """A copy of the scene for one file of sweeps, where commits are real and both logins work."""
    from tests.town import Town

    with django_db_blocker.unblock(), database.own_copy(of=scene.database):
        yield Town()


@pytest.fixture(scope="module")
def papers_are_drawn_once():
    """Two who open the same paper, word for word, get the same drawing. No secret address is drawn."""
    with pytest.MonkeyPatch.context() as patch:
        if as_pdf := papers._maker():
            drawn = cache(as_pdf)

            def draw(html, *given, **more):
                assert HIDDEN_HOME not in html, "her address is secret"
                return drawn(html, *given, **more)

            patch.setattr(papers, "_maker", lambda: draw)
        yield


@pytest.fixture
def papers_stay_pages(monkeypatch):
    """As where no PDF can be made: what stands on a paper can be read, and no time is spent on drawing it."""
    monkeypatch.setattr(papers, "_maker", lambda: None)
