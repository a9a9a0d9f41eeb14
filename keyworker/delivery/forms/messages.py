"""What is asked of somebody who writes a message, worker or client, and of a client who clears their page."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.base.ids import new_id
from keyworker.delivery import messaging
from keyworker.delivery.actions import Said, Sent
from keyworker.delivery.models.messages import DAY, MONTH, WEEK
from keyworker.design.forms import FileField, Form, Radios, Textarea, TextInput
from keyworker.documents.rules import ENDINGS, LARGEST

NEVER = ""
STAYS = {"1": DAY, "7": WEEK, "30": MONTH}


class MessageForm(Form):
    """One message. `key` goes with every try, so that a message sent twice stands there once."""

    words = forms.CharField(
        label=_("Your message"),
        max_length=messaging.MOST_LETTERS,
        error_messages={"required": messaging.NOTHING_SAID},
        widget=Textarea(rows=5, limit=messaging.MOST_LETTERS),
    )
    file = FileField(
        label=_("Add a photo or a file"),
        help_text=_("Up to 10 MB. A photo keeps nothing of where or when it was taken."),
        kinds=tuple(ENDINGS),
        most=LARGEST,
        required=False,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": new_id(), **kwargs.pop("initial", {})}, **kwargs)
        self.fields["words"].required = "file" not in self.files  # a photo says enough

    def said(self) -> Said:
        """What the actions take."""
        given = self.cleaned_data
        file, about = given["file"], given.get("about", "")
        sent = Sent(file.name, file.read()) if file else None
        return Said(of_these(given["key"], given["words"], about, sent), given["words"], about, sent)


def of_these(key: UUID, words: str, about: str, file: Sent | None) -> UUID:
    """The page's key for these very words: a page that Back brought again sends other ones, which are no second try."""
    parts = (words.strip().encode(), about.strip().encode(), file.content if file else b"")
    return uuid5(key, sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest())


class NewThreadForm(MessageForm):
    """The first message of a conversation: where it goes, if there is a choice, and what it is about."""

    where = forms.ChoiceField(label=_("Who is it for?"), widget=Radios)
    about = forms.CharField(
        label=_("What is it about?"),
        max_length=messaging.MOST_ABOUT,
        required=False,
        widget=TextInput(width=20),
    )

    field_order = ("where", "about", "words", "file", "key")

    def __init__(self, *args: Any, where: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [key for key, _text in where]
        if len(where) > 1:
            self.offer("where", where)
        else:
            del self.fields["where"]

    @property
    def place(self) -> str:
        """The key of what was chosen, or of the only one there is; empty where there is none."""
        if "where" in self.fields:
            return str(self.cleaned_data["where"])
        return self.places[0] if self.places else ""


class ForgetForm(Form):
    """How long messages stay on the client's own page."""

    after = forms.ChoiceField(
        label=_("How long do messages stay on your page?"),
        choices=[(NEVER, _("Until I clear them")), ("1", _("One day")), ("7", _("One week")), ("30", _("30 days"))],
        required=False,
        widget=Radios,
    )
    now_too = forms.BooleanField(label=_("Clear what is here now"), required=False)

    @property
    def stays(self) -> timedelta | None:
        return STAYS.get(self.cleaned_data["after"])
