"""What is asked before people meet by telephone or video."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import NAMES
from keyworker.delivery.formats import NoteFormat
from keyworker.delivery.forms import NoteForm
from keyworker.delivery.models import CaseNote
from keyworker.design.forms import Form, Group, Radios, Select, Textarea, TextInput
from keyworker.people.reaching import Reach
from keyworker.people.rules import Doing
from keyworker.visits.models import Item, Visit, VisitKind, Worked
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


class BeforehandForm(Form):
    """One question an item; all may be left open, and what was answered is kept each time."""

    marks_optional = False
    consent_how = forms.ChoiceField(
        label=_("Read them the words above. Do they agree?"),
        choices=[(AGREED, _("They said yes")), (DECLINED, _("They said no"))],
        required=False,
        widget=Radios(inline=True),
    )
    read_in = forms.ChoiceField(label=_("In which language did you read it?"), required=False, widget=Select)
    interpreter = forms.CharField(
        label=_("Who interpreted, if anybody did?"), max_length=120, required=False, widget=TextInput(width=20)
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
    because = forms.CharField(
        label=_("If something stays open: why do you begin all the same?"),
        help_text=_("A supervisor reads this."),
        max_length=300,
        required=False,
        widget=TextInput,
    )

    reveals = {
        "identity_how": {"other": ["identity_words"]},
        "hears_how": {OTHERS: ["hears_words"]},
        "call_back_how": {ANOTHER: ["call_back_words"]},
    }
    groups = [
        Group(_("Do they want to meet this way?"), ["consent_how", "read_in", "interpreter", "charges_how"]),
        Group(_("Are they safe to talk?"), ["identity_how", "hears_how", "safe_word_words"]),
        Group(
            _("If the line breaks, or something happens"),
            ["where_words", "where_region", "call_back_how", "plan_words"],
        ),
        Group("", ["because"]),
    ]

    def __init__(
        self,
        *args: Any,
        found: Beforehand,
        ways: Iterable[Reach],
        read: Iterable[ReadAloud],
        begun: bool,
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
        self._leave_out(found, begun)

    def _leave_out(self, found: Beforehand, begun: bool) -> None:
        """What stands already is not asked again: the consent and the notice that go with it; no reason once begun."""
        if found.consent is not None:
            for name in ("consent_how", "read_in", "interpreter"):
                del self.fields[name]
            if Item.CHARGES.value in found.before:
                del self.fields["charges_how"]
        if begun:
            del self.fields["because"]

    def answers(self) -> tuple[Answered, ...]:
        """Every item that was asked, as `settle` takes it."""
        return tuple(answer for item in Item if (answer := self._answer(item)) is not None)

    def _answer(self, item: Item) -> Answered | None:
        given = self.cleaned_data
        if item is Item.CALL_BACK:
            return Answered(item, words=given[_words(item)], way=self.ways.get(given[_how(item)]))
        if item is Item.WHERE:
            return Answered(item, words=given[_words(item)], region=given.get(_REGION, ""))
        asked = [name for name in (_how(item), _words(item)) if name in self.fields]
        return Answered(item, given.get(_how(item), ""), given.get(_words(item), "")) if asked else None

    def read_to(self) -> ReadTo | None:
        """In which language they said yes; None where they did not, or were not asked."""
        given = self.cleaned_data
        return ReadTo(given["read_in"], given["interpreter"]) if given.get("consent_how") == AGREED else None


def _said_so_far(found: Beforehand) -> dict[str, str]:
    """What was said for this visit, or before and is still true, in the boxes."""
    start: dict[str, str] = {}
    for item in Item:
        row = found.standing(item)
        if row is not None:
            start |= {_how(item): row.how, _words(item): row.words or ""}
    where = found.standing(Item.WHERE)
    start[_REGION] = where.region if where is not None else ""
    back = found.standing(Item.CALL_BACK)
    if back is not None:
        start[_how(Item.CALL_BACK)] = str(back.way_id) if back.way_id else ANOTHER if back.words else ""
    return start


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
