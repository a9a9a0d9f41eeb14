"""What people do on a page, in a story's words: choose, write, press, follow, read."""

import re

from playwright.sync_api import expect

GROUP_OF = {
    "Overview": "At a glance", "Timeline": "At a glance", "Tasks": "At a glance",
    "Assessments": "The work", "Plan": "The work", "Referrals": "The work", "Reviews": "The work",
    "Contacts": "In touch", "Messages": "In touch", "Documents": "In touch", "Papers": "In touch",
    "Details": "Who they are", "Family": "Who they are", "Safety": "Who they are", "Means": "Who they are",
    "Consent": "Who sees what", "Care team": "Who sees what",
}  # fmt: skip


class Hands:
    """Somebody at a page. Whatever they look for is found by the words they would look for."""

    def __init__(self, visit):
        self.visit, self.page = visit, visit.page

    def open(self, address):
        self.page.goto(address)

    def choose(self, question, answer):
        """One answer of a question with round buttons."""
        self.page.get_by_role("radiogroup", name=question).get_by_label(answer, exact=True).check()

    def choose_in_row(self, question, answer):
        """One answer of a question that is a row of a table: the column says what it is."""
        self.page.get_by_role("row", name=question).get_by_role("radio", name=answer, exact=False).check()

    def tick(self, *labels, within=None):
        scope = self.page.get_by_role("group", name=within) if within else self.page
        for label in labels:
            scope.get_by_label(label, exact=True).check()

    def write(self, label, words):
        self.page.get_by_label(label).fill(words)

    def pick(self, label, answer):
        self.page.get_by_label(label).select_option(label=answer)

    def press(self, button):
        """Send, and wait for the page that comes: a form may be sent in the background first."""
        with self.page.expect_navigation():
            self.press_and_stay(button)

    def press_and_stay(self, button):
        """The answer comes into this page."""
        self.page.locator("main").get_by_role("button", name=button, exact=True).click()

    def follow(self, link):
        self.page.get_by_role("link", name=link).first.click()

    def more(self, link):
        """What stands behind "More"."""
        self.page.locator("details.kw-more > summary").click()
        self.follow(link)

    def tab(self, name):
        """A page of the person's file. On a phone its group is opened first, and may lead there already."""
        link = self.page.get_by_role("navigation", name="This file").get_by_role("link", name=name, include_hidden=True)
        link.wait_for(state="attached")
        if not link.is_visible():
            groups = self.page.get_by_role("navigation", name="Parts of the file")
            with self.page.expect_navigation():
                groups.get_by_role("link", name=GROUP_OF[name]).click()
        link.click()

    def reads(self, *words):
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def reads_heading(self, words):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def never_reads(self, *words):
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    def is_at(self, address):
        expect(self.page).to_have_url(re.compile(address))


def day_of(hands, which, day):
    """A day, as day, month and year."""
    box = hands.page.get_by_role("group", name=which)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(part, exact=True).fill(str(value))
