"""Somebody comes back under another spelling, and is known; two records that were linked by mistake are two again."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
AS_SHE_WRITES = "Roza Delgado"
AS_WE_WRITE = "Rosa Delgado"


def test_whoever_is_known_under_another_spelling_gets_no_second_file(come_in):
    stranger = come_in(None)
    stranger.open("/refer/harbor-house/")
    stranger.choose("Who needs help?", "I do")
    stranger.choose("What kind of help?", "Family Support")
    stranger.write("Name of the person who needs help", AS_SHE_WRITES)
    stranger.write("What is happening, and what would help?", "I want my girl to settle at her new school.")
    stranger.choose("How soon is help needed?", "Soon")
    stranger.write("A safe way to reach the person", "+1 202 555 0164")
    stranger.press("Send")

    flo = come_in("flo")
    flo.open("/")
    flo.follow("Referrals in")
    flo.follow(AS_SHE_WRITES)
    flo.follow("Accept")
    flo.write("Why do you accept?", "There is room.")
    flo.press("Accept")
    flo.follow("Start intake")
    known = flo.page.get_by_role("radiogroup", name="Is this somebody we know already?")
    expect(known).to_contain_text(AS_WE_WRITE)
    flo.visit.picture("known-1-asked")
    known.get_by_label(re.compile(AS_WE_WRITE)).check()
    flo.tick("I explained this, and they could ask questions")
    flo.choose("Do they agree that we keep a file", "Yes, as written below")
    flo.tick("What help is asked for", within="What may they be told?")
    flo.page.get_by_label(re.compile("Sam Reyes")).check()
    flo.press("Finish intake and open the case")
    flo.reads_heading("Rosa")

    box = flo.page.locator("header input[name=q]").first
    box.fill(AS_SHE_WRITES)
    with flo.page.expect_navigation():
        box.press("Enter")
    names = flo.page.locator(".kw-found__name")
    expect(names.filter(has_text=AS_WE_WRITE)).to_have_count(1)
    expect(names.filter(has_text=AS_SHE_WRITES)).to_have_count(0)


def test_a_link_is_undone_and_both_are_as_before(come_in):
    amina = come_in("amina")
    amina.open("/twice/")
    amina.page.locator("main li a").first.click()
    pair = amina.page.url
    first = amina.page.get_by_role("link", name="First record").get_attribute("href")
    amina.open(first)
    amina.never_reads("Also written down as")
    amina.open(pair)
    amina.press("Link: they are one person")
    amina.reads("These are linked")
    amina.visit.picture("known-2-linked")
    amina.open(first)
    amina.reads("Also written down as")
    amina.open(pair)
    amina.press("Take the link back")
    amina.reads("two records again")
    amina.open(first)
    amina.never_reads("Also written down as")
