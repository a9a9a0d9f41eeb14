"""What people are told before they sign: their rights, the limits of confidentiality, and what a consent means.

The same words stand on the paper, on the page that is handed over, and in what was signed. A change in meaning needs a
new name: `RIGHTS` says which words somebody acknowledged (NASW Code of Ethics 1.03, 1.07).
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

RIGHTS = "rights-2026-11"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what is said under it, its points one by one, and what is said after them."""

    heading: str | Promise
    before: str | Promise = ""
    points: tuple[str | Promise, ...] = ()
    after: str | Promise = ""
    in_order: bool = False


THE_RIGHTS = (
    Section(
        _("You have the right"),
        points=(
            _(
                "to be treated with respect, whatever your age, origin, colour, language, faith, sex, gender, "
                "disability or papers, and whoever you love."
            ),
            _(
                "to choose. You decide what you want help with, and in which order. You may say no to any part, "
                "stop, or come back."
            ),
            _("to say what matters to you and to have it written down in your own words."),
            _(
                "to an interpreter, also for sign language, who costs you nothing. Nobody has to use a child or a "
                "relative for this."
            ),
            _("to have somebody with you: a friend, a relative, an advocate or a lawyer."),
            _("to what you need because of a disability: large print, more time, a quiet room, a home visit."),
            _("to know who works with you and what their job is, and to ask for somebody else."),
            _("to a plan that you help to write, and a copy of it. It counts only once you agree."),
            _("to know what a service costs, and who pays, before you say yes to it."),
            _("to decide who is told what about you, and to take that back at any time."),
            _("to see your file, to have a copy, to ask us to put it right, and to know who has looked at it."),
            _("to be told early when our help changes or ends, and why, and to be helped to find other help."),
            _("to complain, without being treated worse for it."),
        ),
    ),
    Section(
        _("What we keep to ourselves, and when we cannot"),
        before=_(
            "What you tell us stays with the people here who help you. Before anybody else hears it, we ask you. "
            "There are times when the law does not let us keep silent:"
        ),
        points=(
            _("when a child, or an adult who cannot protect themselves, is being hurt or neglected;"),
            _("when you or somebody else may be badly hurt or killed;"),
            _("when a judge orders it;"),
            _("when you cannot speak for yourself and a doctor must know something at once;"),
            _("when somebody checks our work, as the law allows. They must keep silent, too."),
        ),
        after=_(
            "Then we tell only what is needed, only to those who must know, and we tell you first if that is safe."
        ),
    ),
    Section(
        _("What a case manager does"),
        before=_(
            "Your case manager listens, helps you find out what you want, makes a plan with you, finds services, "
            "speaks up for you and looks with you at what has changed. They do not decide for you. They do not give "
            "legal or medical advice, lend or take money, or become a friend outside of work."
        ),
    ),
    Section(
        _("We ask you"),
        points=(
            _("to tell us what we need to know to help you, as far as you want to;"),
            _("to tell us when you cannot come, a day before if you can;"),
            _("to do your part of the plan, or to tell us when it no longer fits;"),
            _("to tell us when your telephone or address changes, and when it is not safe to reach you there;"),
            _("to treat others here with respect: no violence, no threats, no weapons;"),
            _("to keep to yourself what you learn here about others."),
        ),
    ),
    Section(
        _("If you are not happy with us"),
        points=(
            _("Talk to your case manager, if you can."),
            _("Ask for the supervisor. We tell you by which day you get an answer, in writing if you wish."),
            _("You can go to somebody outside at any time. We help you to reach them."),
        ),
        in_order=True,
    ),
)
A_CONSENT = (
    Section(
        _("How you take it back"),
        before=_(
            "At any time, and without saying why. Tell any of us, call, write, or sign below. From that moment we "
            "tell nothing more. What was told before cannot be called back. You will not be treated worse for it."
        ),
    ),
    Section(
        _("Good to know"),
        points=(
            _("Each time we tell something we write down when, what and to whom. You may see that list."),
            _("Others may have other rules than we have. Ask us how they keep what they are told."),
            _("About treatment for alcohol or drugs, the law forbids them to tell others without asking you again."),
            _("You get a copy of this paper, if it is safe for you to have one."),
        ),
    ),
)


def in_language(sections: tuple[Section, ...], language: str) -> list[dict[str, Any]]:
    """The words as somebody reads them in that language, to be shown, read aloud, and kept under a signature."""
    with translation.override(language):
        return [
            {
                "heading": str(each.heading),
                "before": str(each.before),
                "points": [str(point) for point in each.points],
                "after": str(each.after),
            }
            for each in sections
        ]


def languages_to_read(first: str) -> list[dict[str, Any]]:
    """The languages we have these words in, theirs first, each under its own name."""
    codes = sorted(dict(settings.LANGUAGES), key=lambda code: code != first)
    infos = [(code, get_language_info(code)) for code in codes]
    return [{"code": code, "name": info["name_local"], "dir": "rtl" if info["bidi"] else "ltr"} for code, info in infos]


def digest(words: list[dict[str, Any]]) -> str:
    """Names exactly these words: what is signed is what was shown."""
    return sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
