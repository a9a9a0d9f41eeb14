"""What is asked about a denial or an obstacle, a step against it, and what came of it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.design.forms import DateField, Form, Group, Radios, SeenField, Select, Textarea, TextInput
from keyworker.referrals.actions import Obstacle
from keyworker.referrals.advocacy import MayBeAbout
from keyworker.referrals.models import AdvocacyOutcome, InTheWay
from keyworker.tasks.forms import CaseForm

LONG = 4000
BENEFIT, REFERRAL = "benefit:", "referral:"


class ObstacleForm(CaseForm):
    kind = forms.ChoiceField(label=_("What happened?"), choices=InTheWay.choices, widget=Radios)
    what = forms.CharField(
        label=_("What was denied, or stands in the way?"), help_text=_("For example: SNAP for July."), max_length=300,
        widget=TextInput(width=30),
    )  # fmt: skip
    by_whom = forms.CharField(label=_("By whom?"), max_length=120, widget=TextInput(width=30))
    about = forms.ChoiceField(label=_("Is it about something in the file?"), required=False, widget=Select)
    wants = forms.CharField(
        label=_("What do they want?"), help_text=_("In their own words. We speak up for this, and for nothing else."),
        max_length=LONG, widget=Textarea(rows=3, limit=LONG),
    )  # fmt: skip
    happened_on = DateField(label=_("When did it happen, or come to light?"), latest=timezone.localdate)
    letter_on = DateField(
        label=_("Date on the letter"), help_text=_("Leave it empty when there is none."), latest=timezone.localdate,
        required=False,
    )  # fmt: skip
    deadline_on = DateField(
        label=_("Last day to appeal"),
        help_text=_("It stands in the letter. A week before, it becomes a task."),
        required=False,
    )

    groups = [
        Group("", ["case_id", "kind", "what", "by_whom", "about"]),
        Group(_("What they want"), ["wants"]),
        Group(_("Days that count"), ["happened_on", "letter_on", "deadline_on"]),
    ]
    questions = {
        "wants": [
            _("What would be right, for you?"),
            _("Shall we do something about it? What, and what not?"),
            _("Who should know about it, and who should not?"),
        ]
    }

    def __init__(self, *args: Any, about: MayBeAbout, **kwargs: Any) -> None:
        super().__init__(*args, initial={"happened_on": timezone.localdate()}, **kwargs)
        self.may_be_about = about
        self.offer(
            "about",
            [
                ("", _("No")),
                *((f"{BENEFIT}{key}", each.name) for key, each in about.benefits.items()),
                *(
                    (f"{REFERRAL}{key}", f"{each.organization}: {each.service_name}")
                    for key, each in about.referrals.items()
                ),
            ],
        )
        if not about.benefits and not about.referrals:
            del self.fields["about"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        given = self.cleaned_data
        runs_from = given.get("letter_on") or given.get("happened_on")
        if given.get("deadline_on") and runs_from and given["deadline_on"] < runs_from:
            self.add_error("deadline_on", _("The last day to appeal is after the letter."))
        if not self.errors and self._is_of_another_file():
            self.add_error("about", _("This belongs to another of their cases. Choose that case."))
        return given

    def _is_of_another_file(self) -> bool:
        about = self._benefit() or self._referral()
        return about is not None and about.program_id != self.case.program_id

    def _benefit(self) -> Any:
        return self.may_be_about.benefits.get(self.cleaned_data.get("about", "").removeprefix(BENEFIT))

    def _referral(self) -> Any:
        return self.may_be_about.referrals.get(self.cleaned_data.get("about", "").removeprefix(REFERRAL))

    def obstacle(self) -> Obstacle:
        """What `begin_advocacy` takes."""
        said = self.cleaned_data
        return Obstacle(
            kind=InTheWay(said["kind"]),
            what=said["what"],
            by_whom=said["by_whom"],
            happened_on=said["happened_on"],
            wants=said["wants"],
            letter_on=said["letter_on"],
            deadline_on=said["deadline_on"],
            benefit=self._benefit(),
            referral=self._referral(),
        )


class AdvocacyStepForm(Form):
    what = forms.CharField(label=_("What was done?"), max_length=500, widget=Textarea(rows=2, limit=500))
    done_on = DateField(label=_("When?"), latest=timezone.localdate)
    next_on = DateField(
        label=_("When is the next step?"), help_text=_("Leave it empty to keep the task as it is."), required=False,
        earliest=timezone.localdate,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"done_on": timezone.localdate()}, prefix="step", **kwargs)


class AdvocacyEndForm(Form):
    outcome = forms.ChoiceField(label=_("What came of it?"), choices=AdvocacyOutcome.choices, widget=Radios)
    ended_on = DateField(label=_("When?"), latest=timezone.localdate)
    words = forms.CharField(
        label=_("In short, what was decided?"), required=False, max_length=LONG, widget=Textarea(rows=3, limit=LONG)
    )
    version = SeenField()

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        initial = {"ended_on": timezone.localdate(), "version": seen}
        super().__init__(*args, initial=initial, prefix="end", **kwargs)
