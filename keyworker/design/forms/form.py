"""The form every page inherits from: grouped questions, kind messages, and questions that open when needed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms.messages import word_kindly
from keyworker.design.forms.widgets import Checkboxes, MoneyInput, Radios, TextInput

Text = str | Promise


@dataclass(frozen=True)
class Group:
    """Questions that belong together, under one heading; `folded` away where they are answered already."""

    title: Text
    fields: Sequence[str]
    hint: Text = ""
    folded: bool = False


class Form(forms.Form):
    """
    groups: which questions stand together, and in what order; those not named come last.
    reveals: {"reach_by": {"phone": ["phone_number"]}}: phone_number is asked, required and kept only when
    reach_by is phone.
    questions: what the worker may ask out loud to come to an answer, folded away beside the field.
    """

    groups: ClassVar[Sequence[Group]] = ()
    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {}
    questions: ClassVar[Mapping[str, Sequence[Text]]] = {}
    show_summary = True
    marks_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or name.replace("_", " ").capitalize()

    def __iter__(self) -> Iterator[BoundField]:
        """The questions as the page asks them, so that what is wrong is listed from top to bottom."""
        grouped = [name for group in self.groups for name in group.fields]
        in_place: dict[str, None] = {}
        for name in dict.fromkeys([*grouped, *self.fields]):
            if name not in self._opened_by_others():
                self._put_in_place(name, in_place)
        return (self[name] for name in dict.fromkeys([*in_place, *self.fields]) if name in self.fields)

    def _put_in_place(self, name: str, in_place: dict[str, None]) -> None:
        in_place[name] = None
        for inside in self.reveals.get(name, {}).values():
            for each in inside:
                self._put_in_place(each, in_place)

    def _opened_by_others(self) -> set[str]:
        return {name for answers in self.reveals.values() for inside in answers.values() for name in inside}

    def offer(
        self, name: str, choices: Iterable[tuple[Any, Any]], *, hints: Mapping[str, Text] | None = None
    ) -> forms.ChoiceField:
        """What may be chosen in a field this time, by key, and a `hint` beside some; only for fields of choices."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what the class declares
        field.choices = list(choices)
        if hints is not None:
            assert isinstance(field.widget, Radios | Checkboxes)  # noqa: S101 - the same
            field.widget.hints = hints
        return field

    def in_currency(self, name: str, sign: str) -> None:
        """The sign that stands before an amount; only for fields of money."""
        widget = self.fields[name].widget
        assert isinstance(widget, MoneyInput)  # noqa: S101 - tells mypy what the class declares
        widget.sign = sign

    def full_clean(self) -> None:
        """Messages name the question as it is asked now: a page may have given it other words since."""
        for field in self.fields.values():
            word_kindly(field, field.label or "")
        super().full_clean()

    def sections(self) -> Iterator[dict[str, Any]]:
        """The groups with their questions; a question opened by a choice is drawn inside that choice.

        A group none of whose questions is asked this time is not headed either.
        """
        named = {name for group in self.groups for name in group.fields}
        for group in self.groups:
            if fields := self._shown(group.fields):
                wrong = any(self[name].errors for name in group.fields if name in self.fields)
                yield {
                    "title": group.title,
                    "hint": group.hint,
                    "fields": fields,
                    "folded": group.folded,
                    "unfolded": wrong,
                }
        yield {"title": "", "hint": "", "fields": self._shown([n for n in self.fields if n not in named])}

    def _shown(self, names: Sequence[str]) -> list[BoundField]:
        opened = self._opened_by_others()
        bound = [self[name] for name in names if name in self.fields and name not in opened]
        return [field for field in bound if not field.is_hidden]

    def clean(self) -> dict[str, Any] | None:
        """Answers to questions that were not asked are dropped, with their errors; call super().clean() first."""
        for asking, answers in self.reveals.items():
            given = self.cleaned_data.get(asking)
            chosen = {str(value) for value in (given if isinstance(given, list | tuple | set) else [given])}
            for answer, names in answers.items():
                if answer not in chosen:
                    self._forget(names)
        return self.cleaned_data

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = _nothing(self.fields[name])


def _nothing(field: forms.Field) -> Any:
    """What an optional field of this kind gives when left empty."""
    if isinstance(field, forms.MultipleChoiceField):
        return []
    return "" if isinstance(field, forms.CharField | forms.ChoiceField) else None


class FilterForm(Form):
    """The choices that narrow a list: sent by GET, all optional without saying so."""

    marks_optional = False


class SignatureFields(Form):
    """Signing on the screen: a typed name and a tick; the law asks for intent, not a drawing (15 USC 7001)."""

    signer_name = forms.CharField(
        label=_("Type your full name to sign"),
        max_length=200,
        widget=TextInput(width=20, attrs={"autocomplete": "name"}),
    )
    agrees = forms.BooleanField(label=_("I have read this, or it was read to me, and I agree with it"))
