"""What a page's HTML holds inline (it must not), and how often a page asks the database."""

from html.parser import HTMLParser

from django.db import connections
from django.test.utils import CaptureQueriesContext

# Once in thirty seconds a session notes that it was used: on whichever page that falls.
NOT_COUNTED = (
    "BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SELECT set_config", 'UPDATE "django_session"',
)  # fmt: skip
NOT_PROGRAMS = {"application/json", "application/ld+json"}


class Inline(HTMLParser):
    """Collects inline scripts, styles and event handlers."""

    def __init__(self):
        super().__init__()
        self.found, self._in_script = [], False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style":
            self.found.append("<style>")
        self._in_script = tag == "script" and given.get("type") not in NOT_PROGRAMS

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script and data.strip():
            self.found.append(f"<script>{data.strip()[:30]}")


def inline(html):
    parser = Inline()
    parser.feed(html)
    return parser.found


def queries_of(browser, url):
    """Queries of one page on both logins, in order; transaction statements are not counted."""
    with CaptureQueriesContext(connections["default"]) as app, CaptureQueriesContext(connections["door"]) as door:
        assert browser.get(url).status_code < 500
    asked = [query["sql"] for query in (*app.captured_queries, *door.captured_queries)]
    return [sql for sql in asked if not sql.startswith(NOT_COUNTED)]
