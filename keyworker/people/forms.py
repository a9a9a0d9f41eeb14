"""Shape and wording of how careful to be: safety words, and ways to reach somebody."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import Form, HourField, Radios, SeenField, Select, Textarea, TextInput
from keyworker.people.actions import SafetyWords, Way
from keyworker.people.models import Channel, ContactPoint, SafetyRule
from keyworker.people.numbers import country_of, e164

LONGEST_WORDS = 500
REMINDED_BY = frozenset({Channel.EMAIL.value, Channel.SMS.value})
STANDS = ("label", "safe_from", "safe_until", "shared", "voicemail_ok", "reminders_ok")


class WayForm(Form):
    """One way to reach them, and the rules that keep it safe."""

    channel = forms.ChoiceField(label=_("Kind"), choices=Channel.choices, widget=Select)
    value = forms.CharField(label=_("Number or address"), max_length=200, required=False, widget=TextInput(width=30))
    label = forms.CharField(label=_("Whose or which is it?"), max_length=60, required=False, widget=TextInput(width=20))
    use = forms.ChoiceField(
        label=_("When is it safe to use?"),
        choices=[("any", _("At any time")), ("hours", _("Only at certain hours")), ("never", _("Not safe to use"))],
        initial="any",
        widget=Radios,
    )
    safe_from = HourField(label=_("Safe from"), help_text=_("For example 09:00."), widget=TextInput(width=5))
    safe_until = HourField(label=_("Safe until"), widget=TextInput(width=5))
    shared = forms.BooleanField(label=_("Others can see or hear it"), required=False)
    voicemail_ok = forms.BooleanField(label=_("We may leave a voicemail"), required=False)
    reminders_ok = forms.BooleanField(
        label=_("They agree that we remind them here of appointments and of steps they took on"),
        help_text=_(
            "For e-mail and text messages. A reminder says when, and nothing else."
            " None is sent where others can see it. Their phone company may charge them for texts."
            " They can stop them at any time: they answer STOP."
        ),
        required=False,
    )
    reveals = {"use": {"hours": ("safe_from", "safe_until")}}

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        said = self.cleaned_data
        if not said.get("value") and (said.get("label") or said.get("shared") or said.get("use") != "any"):
            self.add_error("value", _("Please write the number or address, or clear this part."))
        elif said.get("channel") == Channel.SMS and said.get("reminders_ok") and not _can_be_texted(said):
            self.add_error("value", _("Please write the number with its country code, for example +1 202 555 0143."))
        return said

    def way(self, *, preferred: bool) -> Way | None:
        """None when it was left empty."""
        said = self.cleaned_data
        return self.as_way(said["channel"], said["value"], preferred=preferred) if said["value"] else None

    def as_way(self, channel: str, value: str, *, preferred: bool) -> Way:
        said = self.cleaned_data
        return Way(
            channel=Channel(channel),
            value=value,
            label=said["label"],
            safe=said["use"] != "never",
            shared=said["shared"],
            voicemail_ok=said["voicemail_ok"],
            reminders_ok=said["reminders_ok"] and channel in REMINDED_BY,
            safe_from=said["safe_from"],
            safe_until=said["safe_until"],
            preferred=preferred,
        )


def _can_be_texted(said: dict[str, Any]) -> bool:
    """As a number of the agency's country, whose zone is the one in use, where it names none."""
    return bool(e164(said.get("value", ""), country_of(timezone.get_current_timezone_name())))


class NewWayForm(WayForm):
    """One more way to reach them."""

    preferred = forms.BooleanField(label=_("The way they like best"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["value"].required = True

    @property
    def new(self) -> Way:
        said = self.cleaned_data
        return self.as_way(said["channel"], said["value"], preferred=said["preferred"])


class WayRulesForm(WayForm):
    """How safe a way is that stands already; its number or address stays."""

    preferred = forms.BooleanField(label=_("The way they like best"), required=False)
    version = SeenField()

    def __init__(self, data: Any, *, point: ContactPoint) -> None:
        use = "never" if not point.safe else "hours" if point.safe_from is not None else "any"
        stands = {name: getattr(point, name) for name in STANDS}
        super().__init__(data, initial={**stands, "use": use, "preferred": point.preferred, "version": point.version})
        self.point = point
        del self.fields["channel"], self.fields["value"]

    def clean(self) -> dict[str, Any] | None:
        return super(WayForm, self).clean()

    @property
    def rules(self) -> Way:
        said = self.cleaned_data
        return self.as_way(self.point.channel, self.point.value, preferred=said["preferred"])


class SafetyWordsForm(Form):
    """What could happen, the word they know us by, whether their address is secret."""

    risk_if_contacted = forms.CharField(
        label=_("What could happen if the wrong person learns that we are in touch?"),
        help_text=_("Everybody on the care team sees this first. Leave it empty if there is no danger."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=Textarea(rows=2),
    )
    code_word = forms.CharField(
        label=_("A word by which they know that it is us"), max_length=60, required=False, widget=TextInput(width=20)
    )
    address_protected = forms.BooleanField(label=_("Their address must be kept secret"), required=False)


class OwnSafetyForm(SafetyWordsForm):
    """The words of one program, as they stand."""

    version = SeenField()

    def __init__(self, data: Any, *, rule: SafetyRule | None) -> None:
        stands = {} if rule is None else {name: getattr(rule, name) for name in SafetyWords.__slots__}
        super().__init__(data, initial={**stands, "version": rule.version if rule else 0})

    @property
    def words(self) -> SafetyWords:
        return SafetyWords(**{name: self.cleaned_data[name] for name in SafetyWords.__slots__})
