"""What is asked when a provider stopped a service, and when the person was told."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Group, Radios, SeenField, Select, Textarea, TextInput
from keyworker.referrals import stopping
from keyworker.referrals.actions import Stop, ToldThem
from keyworker.referrals.models import OutgoingReferral, ToldHow, WhyStopped
from keyworker.tasks.forms import CaseForm

LONG = 2000


class StopForm(CaseForm):
    referral = forms.ChoiceField(label=_("Did it come by a referral?"), required=False, widget=Select)
    provider = forms.CharField(
        label=_("Who stopped?"), help_text=_("Leave it empty when you chose the referral."), max_length=200,
        required=False, widget=TextInput(width=30),
    )  # fmt: skip
    what = forms.CharField(
        label=_("What did they stop?"), help_text=_("For example: rides to the doctor."), max_length=200,
        required=False, widget=TextInput(width=30),
    )  # fmt: skip
    stopped_on = DateField(label=_("From when?"), help_text=_("The first day without it. It may be still to come."))
    why = forms.ChoiceField(label=_("Why?"), choices=WhyStopped.choices, widget=Radios)
    why_words = forms.CharField(
        label=_("What do they say?"), required=False, max_length=LONG, widget=Textarea(rows=3, limit=LONG)
    )
    tell_by = DateField(
        label=_("By when is the person told?"), help_text=_("It becomes a task, and so does finding something else."),
        earliest=timezone.localdate,
    )  # fmt: skip

    groups = [
        Group("", ["case_id", "referral", "provider", "what", "stopped_on", "why", "why_words"]),
        Group(_("What comes next"), ["tell_by"]),
    ]

    def __init__(self, *args: Any, referrals: dict[str, OutgoingReferral], chosen: str = "", **kwargs: Any) -> None:
        today = timezone.localdate()
        start = {"stopped_on": today, "tell_by": today + stopping.TELL_WITHIN, "referral": chosen}
        super().__init__(*args, initial=start, **kwargs)
        self.referrals = referrals
        names = ((key, f"{each.organization}: {each.service_name}") for key, each in referrals.items())
        self.offer("referral", [("", _("No")), *names])
        if not referrals:
            del self.fields["referral"]
            self.fields["provider"].help_text = ""

    def clean(self) -> dict[str, Any] | None:
        """Who and what are said, or stand in the referral."""
        super().clean()
        chosen = self._chosen()
        for name, words in (("provider", _("Write who stopped.")), ("what", _("Write what they stopped."))):
            if chosen is None and name not in self.errors and not self.cleaned_data.get(name, "").strip():
                self.add_error(name, words)
        if not self.errors and chosen is not None and chosen.program_id != self.case.program_id:
            self.add_error("referral", _("This belongs to another of their cases. Choose that case."))
        return self.cleaned_data

    def _chosen(self) -> OutgoingReferral | None:
        return self.referrals.get(self.cleaned_data.get("referral", ""))

    def stop(self) -> Stop:
        """What `note_service_stop` takes."""
        said, chosen = self.cleaned_data, self._chosen()
        return Stop(
            provider=said["provider"].strip() or (chosen.organization[:200] if chosen else ""),
            what=said["what"].strip() or (chosen.service_name[:200] if chosen else ""),
            stopped_on=said["stopped_on"],
            why=WhyStopped(said["why"]),
            why_words=said["why_words"],
            tell_by=said["tell_by"],
            referral=chosen,
        )


class ToldThemForm(Form):
    told_on = DateField(label=_("When were they told?"), latest=timezone.localdate)
    told_how = forms.ChoiceField(label=_("How?"), choices=ToldHow.choices, widget=Radios(inline=True))
    their_words = forms.CharField(
        label=_("What did they say to it?"), help_text=_("In their own words: what they want instead."),
        required=False, max_length=LONG, widget=Textarea(rows=3, limit=LONG),
    )  # fmt: skip
    version = SeenField()

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"told_on": timezone.localdate(), "version": seen}, **kwargs)

    def told(self) -> ToldThem:
        said = self.cleaned_data
        return ToldThem(said["told_on"], ToldHow(said["told_how"]), said["their_words"])
