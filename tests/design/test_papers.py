"""A paper as PDF: it holds what it was given, and cannot reach for anything else."""

import io
from pathlib import Path

import pypdf
import pytest
from django.contrib.staticfiles import finders

from keyworker.design.papers import SHEET, spoken
from keyworker.design.pdf import as_pdf


@pytest.fixture
def sheet():
    return Path(finders.find(SHEET))


def test_a_paper_can_fetch_nothing_even_if_its_page_asks(sheet, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the moon is made of marmalade")
    asks = f'<object data="{secret.as_uri()}"></object><link rel="attachment" href="{secret.as_uri()}">'
    made = as_pdf(f'<html lang="en"><title>t</title><p>x</p>{asks}</html>', sheet)
    assert b"marmalade" not in made
    assert not list(pypdf.PdfReader(io.BytesIO(made)).attachments)


def test_a_paper_carries_its_own_letters(sheet):
    made = as_pdf('<html lang="en"><title>t</title><p>Hello <b>there</b> أين</p></html>', sheet)
    fonts = pypdf.PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"].values()
    assert {"Atkinson", "Noto"} <= {
        name for font in fonts for name in ("Atkinson", "Noto") if name in font["/BaseFont"]
    }


def test_words_round_a_paper_are_in_its_language_where_we_have_it():
    assert [spoken(each) for each in ("es-MX", "ar", "vi", "")] == ["es", "ar", "en", "en"]
