"""What is read to people before they meet us by telephone or video. A change in meaning needs a new version of it.

Source: NASW, ASWB, CSWE & CSWA Standards for Technology in Social Work Practice (2017), 2.03 informed consent.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

VIRTUAL, THROUGH_ANOTHER = "virtual-2026-11", "virtual-through-another-2026-11"
RIGHT_TO_LEFT = "rtl"
WHAT_WE_DO = (
    _("We can meet by telephone or by video. You can say no. Then we meet in a room, and you lose no help."),
    _("You can say stop at any time. Then we stop."),
    _("We do not record it. Please do not record it, either."),
)
ON_THE_WAY = (
    _("Nobody on the way can hear or see it. When more than four people meet, it runs through our own computer."),
)
ON_THE_WAY_ELSEWHERE = (
    _("The picture and the sound run through another company: {platform}. You can say no to it. Then we call you."),
    _("This company can learn that we meet, and when. It can learn where you and your phone are."),
    _("We cannot lock it so that only you and we hear it. The company could hear and see us, or record it."),
)
WHAT_YOU_KNOW = (
    _("Somebody near you may hear or see us. Find a place where you are alone."),
    _("If the line breaks, we call you back on the number that you give us."),
    _("We ask where you are. If you are in danger, we can then send help."),
    _("We write down that we met, as we do when we meet in a room."),
)
THE_CHARGES = _("A call or a video uses your minutes or your data. That may cost you money. Tell us if it is too much.")


@dataclass(frozen=True, slots=True)
class ReadAloud:
    """The words in one language, as they are read to somebody."""

    code: str
    name: str
    direction: str
    consent: tuple[str, ...]
    charges: str


def in_every_language(first: str = "", *, platform: str = "") -> list[ReadAloud]:
    """The words in each language we have them in, the person's own first where there is one.

    `platform`: another company's, through which the picture runs.
    """
    codes = sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != first)
    return [_in(code, platform) for code in codes]


def _in(code: str, platform: str) -> ReadAloud:
    info = get_language_info(code)
    direction = RIGHT_TO_LEFT if info["bidi"] else "ltr"
    with translation.override(code):
        on_the_way = ON_THE_WAY_ELSEWHERE if platform else ON_THE_WAY
        consent = (*WHAT_WE_DO, *on_the_way, *WHAT_YOU_KNOW)
        said = tuple(str(each).format(platform=platform) for each in consent)
        return ReadAloud(code, info["name_local"], direction, said, str(THE_CHARGES))
