"""What is asked about a document that is put in the file or taken out of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.cases.models import Case
from keyworker.delivery.actions import Paper
from keyworker.delivery.models import CaseDocument, DocumentKind
from keyworker.design.forms import FileField, Form, Group, Select, Textarea, TextInput
from keyworker.documents.rules import ENDINGS, LARGEST
from keyworker.tasks.forms import CaseForm


class DocumentForm(CaseForm):
    file = FileField(
        label=_("The file"),
        help_text=_("A PDF, a picture (JPEG or PNG), plain text, or from Word, Excel or LibreOffice. Up to 10 MB."),
        kinds=tuple(ENDINGS),
        most=LARGEST,
    )
    title = forms.CharField(
        label=_("What is it?"),
        help_text=_("For example: lease, or letter from the school."),
        max_length=120,
        widget=TextInput(width=30),
    )
    kind = forms.ChoiceField(label=_("What kind of paper is it?"), choices=DocumentKind.choices, widget=Select)
    about = forms.CharField(
        label=_("What should others know about it?"), required=False, max_length=300, widget=Textarea(rows=2, limit=300)
    )
    replaces = forms.ChoiceField(
        label=_("Is it a newer version of one that is here?"),
        help_text=_("The older one stays in the file, and can still be read."),
        required=False,
        widget=Select,
    )

    groups = [Group("", ["case_id", "file", "title", "kind", "about", "replaces"])]

    def __init__(self, *args: Any, older: Sequence[CaseDocument], newer_of: CaseDocument | None, **kwargs: Any) -> None:
        start: dict[str, Any] = {"kind": DocumentKind.LETTER.value}
        if newer_of is not None:
            kept = {name: getattr(newer_of, name) for name in ("title", "kind", "about")}
            start |= {**kept, "replaces": str(newer_of.pk), "case_id": str(newer_of.case_id)}
        super().__init__(*args, **{**kwargs, "initial": start})
        self.older = {str(one.pk): one for one in older}
        self.offer("replaces", [("", _("No")), *((key, one.title) for key, one in self.older.items())])
        if not self.older:
            del self.fields["replaces"]

    @property
    def replaced(self) -> CaseDocument | None:
        """The version it follows, as the page showed it."""
        return self.older.get(self.cleaned_data.get("replaces", ""))

    @property
    def case(self) -> Case:
        """A newer version goes where the older ones are, while that case is open."""
        beside = self.cases.get(str(self.replaced.case_id)) if self.replaced else None
        return beside or super().case

    def paper(self) -> Paper:
        given = self.cleaned_data
        file = given["file"]
        return Paper(given["title"], file.name, file.read(), given["about"], given["kind"], self.replaced)


class WithdrawForm(Form):
    because = forms.CharField(
        label=_("Why does it not belong here?"),
        help_text=_("For example: it is somebody else's. Write no names."),
        max_length=300,
        widget=Textarea(rows=2, limit=300),
    )
