"""What is asked before people meet by telephone or video."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import NAMES
from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.forms import NoteForm
from keyworker.delivery.models import CaseNote
from keyworker.design.forms import Form, Group, Radios, Select, Textarea, TextInput
from keyworker.people.reaching import Reach
from keyworker.people.rules import Doing
from keyworker.visits.models import Item, Precaution, Visit, VisitKind, Worked
from keyworker.visits.practice.actions import Ended
from keyworker.visits.practice.licenses import Licensed
from keyworker.visits.practice.queries import Beforehand
from keyworker.visits.practice.rules import AGREED, DECLINED, ELSEWHERE, TOLD, UNSAFE, UNSURE
from keyworker.visits.practice.settling import Answered, ReadTo
from keyworker.visits.practice.words import ReadAloud

LONGEST = 500
ANOTHER = "another"
_REGION = "where_region"
OTHERS = "others"


def _how(item: Item) -> str:
    return f"{item.name.lower()}_how"


def _words(item: Item) -> str:
    return f"{item.name.lower()}_words"


IDENTITY = (
    ("code-word", _("They said the code word")),
    ("facts", _("They said their full name and birth date")),
    ("known", _("I know their voice or face")),
    ("other", _("In another way")),
    (UNSURE, _("I am not sure that it is them")),
)
HEARS = (
    ("nobody", _("Nobody")),
    (OTHERS, _("Somebody, and they want to go on")),
    (UNSAFE, _("Somebody, and it is not safe")),
)
HOWS = dict(IDENTITY + HEARS)


class Moment(StrEnum):
    """When the questions are asked: days ahead, with the person at the door, or while the visit goes on."""

    AHEAD = "ahead"
    NOW = "now"
    BEGUN = "begun"


# Of this time only: asked when they are there, first, and before that not at all.
ASKED_THEN = ("identity_how", "hears_how", "where_words", _REGION, "call_back_how")
# Said once. The fields of each item that may be settled before they come.
SAID_ONCE = {
    Item.CONSENT: ("consent_how", "read_in", "witness"),
    Item.CHARGES: ("charges_how",),
    Item.SAFE_WORD: ("safe_word_words",),
    Item.PLAN: ("plan_words",),
}


class BeforehandForm(Form):
    """One question an item; all may be left open, and what was answered is kept each time.

    What can be known before they come is asked as soon as somebody opens the page; what was said before an earlier
    visit is confirmed with one tick. With the person at the door only what is of this time is left, and stands first.
    """

    marks_optional = False
    consent_how = forms.ChoiceField(
        label=_("Read them the words above. Do they agree?"),
        choices=[(AGREED, _("They said yes")), (DECLINED, _("They said no"))],
        required=False,
        widget=Radios(inline=True),
    )
    read_in = forms.ChoiceField(label=_("In which language did you read it?"), required=False, widget=Select)
    witness = forms.CharField(
        label=_("Who was the witness?"),
        help_text=_("Whoever interpreted, or a colleague who listened. You, if nobody else heard it."),
        max_length=120,
        widget=TextInput(width=20),
    )
    charges_how = forms.ChoiceField(
        label=_("Do they know that it may cost them data or minutes?"),
        choices=[(TOLD, _("I told them"))],
        required=False,
        widget=Radios,
    )
    identity_how = forms.ChoiceField(
        label=_("How do you know that it is them?"),
        choices=IDENTITY,
        required=False,
        widget=Radios,
    )
    identity_words = forms.CharField(label=_("In which way?"), max_length=LONGEST, widget=TextInput)
    hears_how = forms.ChoiceField(
        label=_("Is anyone near? Could anyone else see or hear this?"),
        help_text=_("Make sure that nobody hears them on your side, either."),
        choices=HEARS,
        required=False,
        widget=Radios,
    )
    hears_words = forms.CharField(label=_("Who?"), max_length=LONGEST, widget=TextInput(width=20))
    where_words = forms.CharField(
        label=_("Where are you now?"),
        help_text=_("So that help finds them. Where somebody hides is kept only until the visit is over."),
        max_length=LONGEST,
        required=False,
        widget=TextInput,
    )
    where_region = forms.ChoiceField(
        label=_("In which state or country is that?"),
        help_text=_("Your license has to count there."),
        required=False,
        widget=Select,
    )
    call_back_how = forms.ChoiceField(
        label=_("Which number do we call if the line breaks?"), required=False, widget=Radios
    )
    call_back_words = forms.CharField(
        label=_("Which one?"), max_length=60, widget=TextInput(width=20, attrs={"inputmode": "tel"})
    )
    safe_word_words = forms.CharField(
        label=_("Which word do you say if you must hang up?"),
        help_text=_("A word that sounds like nothing, for example: the laundry."),
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    plan_words = forms.CharField(
        label=_("What do we do if something happens?"),
        help_text=_("Whom do we call, and is it all right to send the police or an ambulance?"),
        max_length=LONGEST,
        required=False,
        widget=Textarea(rows=2),
    )
    still_holds = forms.BooleanField(label=_("I asked them: this still holds"), required=False)
    because = forms.CharField(
        label=_("If something stays open: why do you begin all the same?"),
        help_text=_("A supervisor reads this."),
        max_length=300,
        required=False,
        widget=TextInput,
    )

    reveals = {
        "consent_how": {AGREED: ["witness"]},
        "identity_how": {"other": ["identity_words"]},
        "hears_how": {OTHERS: ["hears_words"]},
        "call_back_how": {ANOTHER: ["call_back_words"]},
    }

    def __init__(
        self,
        *args: Any,
        found: Beforehand,
        ways: Iterable[Reach],
        read: Iterable[ReadAloud],
        at: Moment,
        licensed: Licensed | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_said_so_far(found), **kwargs)
        calls = [way for way in ways if way.clearance.doing is Doing.CALL and way.clearance.allowed]
        self.ways = {str(way.point.pk): way.point for way in calls}
        numbers = [(str(way.point.pk), f"{way.named} {way.tail}") for way in calls]
        self.offer("call_back_how", [*numbers, (ANOTHER, _("Another number"))])
        self.offer("read_in", [(each.code, NAMES[each.code]) for each in read])
        known = licensed.known if licensed is not None else ()
        self.offer(_REGION, [("", "—"), *((each, each) for each in known), (ELSEWHERE, _("Another state or country"))])
        if licensed is None:
            del self.fields[_REGION]
        self._leave_out(found, at)
        self.groups = self._grouped(found)  # type: ignore[misc]

    def _leave_out(self, found: Beforehand, at: Moment) -> None:
        """What stands already is not asked again, nor what is of another time; a reason only where it may begin."""
        left_out = {
            *(SAID_ONCE[Item.CONSENT] if found.consent is not None else ()),
            *(() if found.to_confirm() else ("still_holds",)),
            *(("because",) if at is not Moment.NOW else ()),
            *((*ASKED_THEN, "identity_words", "hears_words", "call_back_words") if at is Moment.AHEAD else ()),
        }
        for name in left_out & self.fields.keys():
            del self.fields[name]
        self.reveals = {  # type: ignore[misc]
            name: opens for name, opens in self.reveals.items() if name in self.fields
        }

    def _grouped(self, found: Beforehand) -> list[Group]:
        known = [item for item in SAID_ONCE if found.is_settled(item) or item in found.to_confirm()]
        first = [name for item, names in SAID_ONCE.items() if item not in known for name in names]
        again = [name for item in known for name in SAID_ONCE[item]]
        return [
            Group(_("Ask now, while they are there"), ASKED_THEN),
            Group(_("Said once"), first, hint=_("Ask this as soon as you can, also days before.")),
            Group(_("Said before"), ["still_holds"], hint=_told(found.to_confirm().values())),
            Group(_("Change what was said before"), again, folded=True),
            Group("", ["because"]),
        ]

    def answers(self) -> tuple[Answered, ...]:
        """Every item that was asked, as `settle` takes it."""
        return tuple(answer for item in Item if (answer := self._answer(item)) is not None)

    def _answer(self, item: Item) -> Answered | None:
        given = self.cleaned_data
        if _how(item) not in self.fields and _words(item) not in self.fields:
            return None
        if item is Item.CALL_BACK:
            return Answered(item, words=given[_words(item)], way=self.ways.get(given[_how(item)]))
        if item is Item.WHERE:
            return Answered(item, words=given[_words(item)], region=given.get(_REGION, ""))
        return Answered(item, given.get(_how(item), ""), given.get(_words(item), ""))

    def read_to(self) -> ReadTo | None:
        """In which language they said yes; None where they did not, or were not asked."""
        given = self.cleaned_data
        return ReadTo(given["read_in"], given["witness"]) if given.get("consent_how") == AGREED else None


def _said_so_far(found: Beforehand) -> dict[str, str]:
    """What was said for this visit in the boxes. What was said before is shown beside them, to be confirmed."""
    start: dict[str, str] = {}
    for item in Item:
        row = found.here.get(item)
        if row is not None:
            start |= {_how(item): row.how, _words(item): row.words or ""}
    where = found.here.get(Item.WHERE)
    start[_REGION] = where.region if where is not None else ""
    back = found.here.get(Item.CALL_BACK)
    if back is not None:
        start[_how(Item.CALL_BACK)] = str(back.way_id) if back.way_id else ANOTHER if back.words else ""
    return start


def _told(rows: Collection[Precaution]) -> str:
    """Each item as it was said, and on which day."""
    each = [
        f"{row.get_item_display()}{f': {row.words}' if row.words else ''} ({date_format(row.said_on)})" for row in rows
    ]
    return " · ".join(each)


class BesideForm(NoteForm):
    """The note beside the visit, kept while it is typed.

    The draft's key is that of the visit and its writer, so that the page opened again goes on with the same words.
    """

    def __init__(self, data: Any, *, visit: Visit, key: UUID, note: CaseNote | None) -> None:
        super().__init__(data, note=note, cases=[visit.case])
        self.initial["draft"] = note.pk if note else key


class EndForm(BesideForm):
    """The same, and what is said of the visit when it ends; `joined`: who was let into its room."""

    worked = forms.ChoiceField(
        label=_("How well did it work?"), choices=Worked.choices, required=False, widget=Radios(inline=True)
    )
    who_took_part = forms.CharField(label=_("Who else took part?"), max_length=300, required=False, widget=TextInput)

    def __init__(self, data: Any, *, visit: Visit, key: UUID, note: CaseNote | None, joined: str = "") -> None:
        super().__init__(data, visit=visit, key=key, note=note)
        self.initial["who_took_part"] = joined
        if visit.kind == VisitKind.IN_PERSON:
            del self.fields["worked"]

    def ended(self, *, signs: bool) -> Ended:
        """What `end_visit` takes; no note where nothing was written."""
        given, draft = self.cleaned_data, self.words()
        worked = Worked(given["worked"]) if given.get("worked") else None
        return Ended(worked, given["who_took_part"], draft if draft.text.strip() else None, signs)

    def put_together(self, theirs: CaseNote) -> QueryDict:
        """What was sent, with the words that another page saved meanwhile below it: nothing typed is lost."""
        data = self.relaid(NoteFormat.FREE)
        data["text"] = f"{self.words().text}\n\n{theirs.text}"
        data["seen"] = str(theirs.version)
        return data
