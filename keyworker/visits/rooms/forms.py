"""Who else is to take part in a video visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, Radios, Select, TextInput
from keyworker.people.entrusting import Workers
from keyworker.visits.models import PartIn

PARTS = [(part.value, part.label) for part in PartIn if part is not PartIn.CLIENT]


class InviteForm(Form):
    part = forms.ChoiceField(label=_("Who takes part?"), choices=PARTS, widget=Radios)
    staff_id = forms.ChoiceField(
        label=_("Which colleague?"), help_text=_("They sign in as always."), required=False, widget=Select
    )
    name_shown = forms.CharField(
        label=_("How do the others read their name?"),
        help_text=_("For somebody who comes by a link. It need not be a name: “Interpreter” is enough."),
        max_length=60,
        required=False,
        widget=TextInput,
    )

    def __init__(self, *args: Any, staff: Workers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = staff.named()
        self.offer("staff_id", [("", "—"), *((key, member.name) for key, member in self.staff.items())])

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        if given.get("part") == PartIn.WORKER and not given.get("staff_id"):
            self.add_error("staff_id", _("Choose a colleague."))
        if given.get("part") not in {None, PartIn.WORKER} and not given.get("name_shown"):
            self.add_error("name_shown", _("Say how the others read their name."))
        return given

    def values(self) -> dict[str, Any]:
        """What `invite` takes."""
        part = PartIn(self.cleaned_data["part"])
        colleague = self.staff.get(self.cleaned_data["staff_id"]) if part is PartIn.WORKER else None
        return {"part": part, "staff": colleague, "name_shown": self.cleaned_data["name_shown"]}
