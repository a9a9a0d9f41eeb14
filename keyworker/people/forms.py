"""Shape and wording of how careful to be: safety words, and ways to reach somebody."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from keyworker.base.languages import LANGUAGES
from keyworker.design.forms import Checkboxes, Form, Group, HourField, Radios, SeenField, Select, Textarea, TextInput
from keyworker.people.actions import SafetyWords, Way
from keyworker.people.models import Channel, ContactPoint, SafetyRule
from keyworker.people.numbers import country_of, e164
from keyworker.people.rules import PLACES

LONGEST_WORDS = 500
REMINDED_BY = frozenset({Channel.EMAIL.value, Channel.SMS.value})
STANDS = (
    "label", "safe_from", "safe_until", "shared", "monitored", "voicemail_ok", "post_ok", "reminders_ok", "code_word",
    "interpreter",
)  # fmt: skip
EVERY_DAY = "1234567"
DAYS = [(day, WEEKDAYS[int(day) - 1]) for day in EVERY_DAY]


class WayForm(Form):
    """One way to reach them, and the rules that keep it safe."""

    channel = forms.ChoiceField(label=_("Kind"), choices=Channel.choices, widget=Select)
    value = forms.CharField(label=_("Number or address"), max_length=200, required=False, widget=TextInput(width=30))
    label = forms.CharField(label=_("Whose or which is it?"), max_length=60, required=False, widget=TextInput(width=20))
    use = forms.ChoiceField(
        label=_("When is it safe to use?"),
        choices=[
            ("any", _("At any time")),
            ("hours", _("Only on certain days or hours")),
            ("never", _("Not safe to use")),
        ],
        initial="any",
        widget=Radios,
    )
    safe_days = forms.MultipleChoiceField(
        label=_("On which days?"),
        help_text=_("None chosen means every day. A night belongs to the day on which it begins."),
        choices=DAYS,
        required=False,
        widget=Checkboxes(inline=True),
    )
    safe_from = HourField(
        label=_("Safe from"), help_text=_("For example 09:00."), required=False, widget=TextInput(width=5)
    )
    safe_until = HourField(label=_("Safe until"), required=False, widget=TextInput(width=5))
    shared = forms.BooleanField(
        label=_("Others can see or hear it"),
        help_text=_("Then nothing is left there, and we ask first if they can talk."),
        required=False,
    )
    monitored = forms.BooleanField(
        label=_("Somebody else reads it or listens in"),
        help_text=_("Or they fear so. Then nobody uses it. Ask them for a way that the other person cannot reach."),
        required=False,
    )
    voicemail_ok = forms.BooleanField(label=_("We may leave a voicemail"), required=False)
    post_ok = forms.BooleanField(label=_("We may send letters there"), required=False)
    reminders_ok = forms.BooleanField(
        label=_("They agree that we remind them here of appointments and of steps they took on"),
        help_text=_(
            "For e-mail and text messages. A reminder says when, and nothing else."
            " None is sent where others can see it. Their phone company may charge them for texts."
            " They can stop them at any time: they answer STOP."
        ),
        required=False,
    )
    reveals = {"use": {"hours": ("safe_days", "safe_from", "safe_until")}}

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        self._heed_hours()
        said = self.cleaned_data
        if not said.get("value") and (said.get("label") or said.get("shared") or said.get("use") != "any"):
            self.add_error("value", _("Please write the number or address, or clear this part."))
        elif said.get("channel") == Channel.SMS and said.get("reminders_ok") and not _can_be_texted(said):
            self.add_error("value", _("Please write the number with its country code, for example +1 202 555 0143."))
        return said

    def _heed_hours(self) -> None:
        """Hours have a beginning and an end; whoever says "only then" says when."""
        said = self.cleaned_data
        if said.get("use") != "hours" or {"safe_days", "safe_from", "safe_until"} & set(self.errors):
            return
        if (said["safe_from"] is None) != (said["safe_until"] is None):
            self.add_error(
                "safe_until" if said["safe_until"] is None else "safe_from", _("Please write both, from and until.")
            )
        elif said["safe_from"] is None and set(said["safe_days"]) in (set(), set(EVERY_DAY)):
            self.add_error("safe_from", _("Please choose days or write hours."))

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
            monitored=said["monitored"],
            voicemail_ok=said["voicemail_ok"] and channel == Channel.PHONE,
            post_ok=said["post_ok"] and channel in PLACES,
            code_word=said.get("code_word", ""),
            interpreter=said.get("interpreter", ""),
            safe_days="" if set(said["safe_days"]) == set(EVERY_DAY) else "".join(sorted(said["safe_days"])),
            reminders_ok=said["reminders_ok"] and channel in REMINDED_BY,
            safe_from=said["safe_from"],
            safe_until=said["safe_until"],
            preferred=preferred,
        )


def _can_be_texted(said: dict[str, Any]) -> bool:
    """As a number of the agency's country, whose zone is the one in use, where it names none."""
    return bool(e164(said.get("value", ""), country_of(timezone.get_current_timezone_name())))


class WholeWayForm(WayForm):
    """All that is asked of a way where there is time for it: a word and an interpreter of its own, too."""

    code_word = forms.CharField(
        label=_("A word by which they know, on this way, that it is us"),
        max_length=60,
        required=False,
        widget=TextInput(width=20),
    )
    interpreter = forms.ChoiceField(
        label=_("An interpreter is needed here, for"),
        choices=[("", _("No interpreter")), *LANGUAGES],
        required=False,
        widget=Select,
    )
    preferred = forms.BooleanField(label=_("The way they like best"), required=False)

    groups = [
        Group(_("Which way"), ["channel", "value", "label", "preferred"]),
        Group(_("When it is safe"), ["use"]),
        Group(_("Who else is there"), ["shared", "monitored"]),
        Group(_("What they agreed to"), ["voicemail_ok", "post_ok", "reminders_ok"]),
        Group(_("How to begin"), ["code_word", "interpreter"]),
    ]


class NewWayForm(WholeWayForm):
    """One more way to reach them."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["value"].required = True

    @property
    def new(self) -> Way:
        said = self.cleaned_data
        return self.as_way(said["channel"], said["value"], preferred=said["preferred"])


class WayRulesForm(WholeWayForm):
    """How safe a way is that stands already; its number or address stays."""

    version = SeenField()

    def __init__(self, data: Any, *, point: ContactPoint) -> None:
        limited = point.safe_from is not None or bool(point.safe_days)
        use = "never" if not point.safe else "hours" if limited else "any"
        stands = {**{name: getattr(point, name) for name in STANDS}, "safe_days": list(point.safe_days)}
        super().__init__(data, initial={**stands, "use": use, "preferred": point.preferred, "version": point.version})
        self.point = point
        del self.fields["channel"], self.fields["value"]

    def clean(self) -> dict[str, Any] | None:
        super(WayForm, self).clean()
        self._heed_hours()
        return self.cleaned_data

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
    name_shielded = forms.BooleanField(
        label=_("Their name must be shielded"),
        help_text=_(
            "Then only who may open the file sees the name. Others do not find it, and read “Name shielded” where the"
            " number of a case leads to it. Nobody else is told when the same person asks for help again."
        ),
        required=False,
    )


class OwnSafetyForm(SafetyWordsForm):
    """The words of one program, as they stand."""

    version = SeenField()

    def __init__(self, data: Any, *, rule: SafetyRule | None) -> None:
        stands = {} if rule is None else {name: getattr(rule, name) for name in SafetyWords.__slots__}
        super().__init__(data, initial={**stands, "version": rule.version if rule else 0})

    @property
    def words(self) -> SafetyWords:
        return SafetyWords(**{name: self.cleaned_data[name] for name in SafetyWords.__slots__})
