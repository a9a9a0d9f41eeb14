"""What is asked of somebody who sends a paper from their own page, and of the worker who looks at it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.base.ids import new_id
from keyworker.delivery.actions import OwnPaper, Sent
from keyworker.delivery.forms.messages import of_these
from keyworker.delivery.models import DocumentKind
from keyworker.design.forms import FileField, Form, Radios, Select, Textarea, TextInput
from keyworker.documents.rules import ENDINGS, LARGEST


class OwnPaperForm(Form):
    """`key` goes with every try, so that what is sent twice stands there once."""

    where = forms.ChoiceField(label=_("Who is it for?"), widget=Radios)
    what = forms.CharField(
        label=_("What is it?"), help_text=_("As in: my lease, a bill."), max_length=120, widget=TextInput(width=20)
    )
    file = FileField(
        label=_("Take a photo, or choose a file"),
        help_text=_("Up to 10 MB. A photo keeps nothing of where or when it was taken."),
        kinds=tuple(ENDINGS),
        most=LARGEST,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, where: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, initial={"key": new_id()}, **kwargs)
        self.only = where[0][0] if len(where) == 1 else ""
        if self.only:
            del self.fields["where"]
        else:
            self.offer("where", where)

    @property
    def place(self) -> str:
        """The key of what was chosen, or of the only one there is."""
        return self.only or str(self.cleaned_data["where"])

    def paper(self) -> OwnPaper:
        given = self.cleaned_data
        sent = Sent(given["file"].name, given["file"].read())
        return OwnPaper(of_these(given["key"], given["what"], "", sent), given["what"], sent)


class LookedAtForm(Form):
    """Into the file, under a name that colleagues know; or another one, please."""

    step = forms.ChoiceField(
        label=_("What do you do with it?"),
        choices=[("keep", _("Put it in the file")), ("again", _("Do not keep it, and ask them for another"))],
        widget=Radios,
    )
    title = forms.CharField(label=_("What is it?"), max_length=120, widget=TextInput(width=30))
    kind = forms.ChoiceField(label=_("What kind of paper is it?"), choices=DocumentKind.choices, widget=Select)
    because = forms.CharField(
        label=_("If you ask for another: why?"),
        help_text=_("They read this on their own page. Use short words."),
        max_length=300,
        required=False,
        widget=Textarea(rows=2, limit=300),
    )

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("step") == "again" and not given.get("because"):
            self.add_error("because", _("Say why, in words that they understand."))
        return given
