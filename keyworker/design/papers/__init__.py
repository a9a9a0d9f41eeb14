"""Papers as tagged PDF (PDF/UA-1), in every script, with the project's own letters and nothing fetched."""

from pathlib import Path
from typing import Any

import weasyprint
from django.contrib.staticfiles import finders
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLE = Path(__file__).with_name("paper.css")
# Family, weight, file below static/design/fonts. One for each script: a letter is taken from the first that has it.
FONTS = (
    ("Atkinson", 400, "atkinson-latin-400"),
    ("Atkinson", 600, "atkinson-latin-600"),
    ("AtkinsonExt", 400, "atkinson-latin-ext-400"),
    ("AtkinsonExt", 600, "atkinson-latin-ext-600"),
    ("NotoArabic", 400, "noto-arabic-400"),
    ("NotoArabic", 600, "noto-arabic-600"),
)


class OnlyFonts(URLFetcher):  # type: ignore[misc]
    """A paper is made of words somebody wrote: it must not be able to fetch anything but our own letters."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._allowed = allowed

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self._allowed:
            raise ValueError("A paper fetches nothing from anywhere.")
        return super().fetch(url, headers)


def as_pdf(html: str) -> bytes:
    """A PDF of a whole HTML page, tagged for screen readers. Its title and language come from the page itself."""
    files = {
        name: Path(found) for _family, _weight, name in FONTS if (found := finders.find(f"design/fonts/{name}.woff2"))
    }
    fetcher = OnlyFonts(frozenset(path.as_uri() for path in files.values()))
    fonts = FontConfiguration()
    faces = "".join(
        f"@font-face{{font-family:{family};font-weight:{weight};src:url({files[name].as_uri()})}}"
        for family, weight, name in FONTS
        if name in files
    )
    style = weasyprint.CSS(string=faces + STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    made: bytes = page.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return made
