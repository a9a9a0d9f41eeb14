"""Lists of codes in which agencies must report what people say of themselves; a list is never changed, but replaced.

A funder's words stand beside the person's own and never instead of them. A list has its year in its name.
Source: HUD, FY 2026 HMIS Data Standards, 3.04 Race and Ethnicity, 3.08 Disabling Condition, and Sex. Those standards
ask no gender any more: it is kept in the person's own words alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.people.models import SaidKind

Text = str | Promise


@dataclass(frozen=True, slots=True)
class CodeList:
    """Codes with their words. `several` may be chosen together, but those of `alone` only by themselves."""

    name: str
    kind: SaidKind
    title: Text
    codes: Mapping[str, Text]
    several: bool = False
    alone: frozenset[str] = frozenset()

    def words(self, codes: Iterable[str]) -> list[str]:
        """What the codes mean; a code that the list does not have stands as it is."""
        return [str(self.codes.get(code, code)) for code in codes]

    def fit(self, codes: Iterable[str]) -> bool:
        """Whether these may stand together as an answer."""
        chosen = set(codes)
        if not chosen <= set(self.codes) or (len(chosen) > 1 and not self.several):
            return False
        return len(chosen) < 2 or not chosen & self.alone


UNANSWERED: Mapping[str, Text] = {
    "8": _("They do not know"),
    "9": _("They prefer not to answer"),
    "99": _("Not asked"),
}
_HMIS = _("for HMIS, fiscal year 2026")
LISTS: Mapping[str, CodeList] = MappingProxyType(
    {
        each.name: each
        for each in (
            CodeList(
                "hmis-2026-race",
                SaidKind.ETHNICITY,
                _HMIS,
                {
                    "1": _("American Indian, Alaska Native, or Indigenous"),
                    "2": _("Asian or Asian American"),
                    "3": _("Black, African American, or African"),
                    "6": _("Hispanic/Latina/o"),
                    "7": _("Middle Eastern or North African"),
                    "4": _("Native Hawaiian or Pacific Islander"),
                    "5": _("White"),
                    **UNANSWERED,
                },
                several=True,
                alone=frozenset(UNANSWERED),
            ),
            CodeList("hmis-2026-sex", SaidKind.SEX, _HMIS, {"0": _("Female"), "1": _("Male"), **UNANSWERED}),
            CodeList(
                "hmis-2026-disabling-condition",
                SaidKind.DISABILITY,
                _HMIS,
                {
                    "1": _("Yes, a disabling condition"),
                    "0": _("No disabling condition"),
                    **UNANSWERED,
                },
            ),
        )
    }
)
# By the country in whose zone the agency works; where no list is asked for, people's own words are enough.
ASKED_IN: Mapping[str, tuple[str, ...]] = {"US": ("hmis-2026-race", "hmis-2026-sex", "hmis-2026-disabling-condition")}


def list_for(kind: str, country: str) -> CodeList | None:
    """The list an agency in that country reports by; None where there is none."""
    return next((LISTS[name] for name in ASKED_IN.get(country, ()) if LISTS[name].kind == kind), None)


def said_in_codes(code_list: str, codes: Iterable[str]) -> list[str]:
    """What was chosen, in words; of a list that we do not know, the codes themselves."""
    known = LISTS.get(code_list)
    return known.words(codes) if known else list(codes)
