"""A page as tagged PDF (PDF/UA-1), with the project's own letters and nothing fetched.

Import it only where a PDF is made: without the machine's Pango, importing it raises `OSError`.
"""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import weasyprint
from fontTools.ttLib import woff2
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse


class OnlyLetters(URLFetcher):  # type: ignore[misc]
    """A paper is made of words somebody wrote: it must not be able to fetch anything but our own letters."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self._allowed = {path.as_uri(): path for path in folder.glob("*.woff2")}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url not in self._allowed:
            raise ValueError("A paper fetches nothing from anywhere.")
        return URLFetcherResponse(url, _unpacked(self._allowed[url]))


@cache
def _unpacked(letters: Path) -> bytes:
    """Letters as they are drawn from. Unpacking all of them takes longer than most papers: once a process."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO(letters.read_bytes()), unpacked)
    return unpacked.getvalue()


def as_pdf(html: str, sheet: Path, *, fillable: bool = False) -> bytes:
    """A PDF of a whole HTML page in the style of `sheet`, which finds its letters in the folder `fonts` beside it.

    The PDF's title, author and language come from the page itself. `fillable` makes fields of its boxes.
    """
    fetcher = OnlyLetters(sheet.parent / "fonts")
    fonts = FontConfiguration()
    text = sheet.read_text(encoding="utf-8")
    style = weasyprint.CSS(string=text, base_url=sheet.as_uri(), font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    made: bytes = page.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_forms=fillable or None
    )
    return made
