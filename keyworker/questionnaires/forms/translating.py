"""What the builder asks about a form's words in another language: which one, and each text beside its original."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import Form, Select, Textarea, TextInput
from keyworker.questionnaires.building.translating import Said

LONGEST = 4_000
LONG = 70
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "prs", "ps", "rhg", "sd", "ug", "ur", "yi"})


def direction_of(language: str) -> str:
    """The way a language runs: "rtl" or "ltr"."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _where(said: Said) -> str:
    """ "Answer: How often do you miss the bus?"."""
    return f"{said.what}: {said.about}" if said.about else str(said.what)


class LanguageForm(Form):
    """Which language comes next."""

    language = forms.ChoiceField(label=_("Add a language"), widget=Select)

    def __init__(self, *args: Any, besides: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, name) for code, name in LANGUAGES if code not in besides and code != "sgn"]
        self.offer("language", [("", _("Choose one")), *offered])


class WordsForm(Form):
    """One box for each text. What is left empty is not said yet."""

    marks_optional = False

    def __init__(self, *args: Any, texts: list[Said], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        attributes = {"lang": language, "dir": direction_of(language)}
        for said in texts:
            long = len(said.original) > LONG or "\n" in said.original
            box = Textarea(rows=2, attrs=attributes) if long else TextInput(attrs=attributes)
            self.fields[said.key] = forms.CharField(
                label=said.original, help_text=_where(said), required=False, max_length=LONGEST, widget=box,
                initial=said.words,
            )  # fmt: skip

    def words(self) -> Mapping[str, str]:
        """What was written, by the text's key."""
        return {said.key: self.cleaned_data[said.key] for said in self.texts}
