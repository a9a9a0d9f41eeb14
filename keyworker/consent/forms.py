"""What is asked when a person agrees that something may be told, or takes it back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program
from keyworker.base.privacy import Category
from keyworker.consent.acknowledging import Acknowledged
from keyworker.consent.actions import LONGEST, Terms
from keyworker.consent.asking import Question
from keyworker.consent.authority import Mandate, Wishes
from keyworker.consent.models import Authority, DecisionMaker, DirectiveKind, How, Matter, Purpose
from keyworker.consent.signing import SignedHow
from keyworker.design.forms import (
    Checkboxes,
    DateField,
    DrawingField,
    Form,
    Group,
    Radios,
    Select,
    TextInput,
)
from keyworker.directory.models import Organization

TEXT_VERSION = "2026-01"
CATEGORY_WORDS = {
    Category.GENERAL: _("What help is asked for"),
    Category.IDENTITY: _("Name, age and language"),
    Category.CONTACT: _("Ways to get in touch"),
    Category.SAFETY: _("Safety"),
    Category.HEALTH: _("Health"),
    Category.MENTAL_HEALTH: _("Mental health"),
    Category.SUBSTANCE_USE: _("Alcohol and drugs"),
    Category.LEGAL: _("Law and courts"),
    Category.MONEY_AND_WORK: _("Money and work"),
    Category.HOUSING: _("Home"),
    Category.FAMILY: _("Family"),
}


def latest_end() -> date:
    return timezone.localdate() + LONGEST


class DecidedForm(Form):
    """Who agrees or signs: the person, or somebody for or with them, under which order or paper, until when."""

    authority = forms.ChoiceField(label=_("Who agreed?"), choices=Authority.choices, widget=Radios)
    guardian_name = forms.CharField(label=_("Name of the parent or guardian"), max_length=120, widget=TextInput)
    guardian_paper = forms.CharField(label=_("Under which order or paper?"), max_length=200, widget=TextInput)
    guardian_until = DateField(label=_("Until when does it count?"), required=False, earliest=timezone.localdate)
    attorney_name = forms.CharField(label=_("Name of who has the power of attorney"), max_length=120, widget=TextInput)
    attorney_paper = forms.CharField(label=_("Under which order or paper?"), max_length=200, widget=TextInput)
    attorney_until = DateField(label=_("Until when does it count?"), required=False, earliest=timezone.localdate)
    supporter_name = forms.CharField(label=_("Name of the supporter"), max_length=120, widget=TextInput)

    deciding: ClassVar[dict[str, dict[str, list[str]]]] = {
        "authority": {
            Authority.GUARDIAN.value: ["guardian_name", "guardian_paper", "guardian_until"],
            Authority.ATTORNEY.value: ["attorney_name", "attorney_paper", "attorney_until"],
            Authority.SUPPORTER.value: ["supporter_name"],
        }
    }

    def decider(self) -> tuple[str, str, date | None]:
        """Their name, the order or paper, and until when it counts; empty for the person themselves."""
        given = self.cleaned_data
        return (
            given["guardian_name"] or given["attorney_name"] or given["supporter_name"],
            given["guardian_paper"] or given["attorney_paper"],
            given["guardian_until"] or given["attorney_until"],
        )


class ConsentForm(DecidedForm):
    program_id = forms.ChoiceField(label=_("For which program?"), widget=Radios)
    purpose = forms.ChoiceField(label=_("What for?"), choices=Purpose.choices, widget=Radios)
    recipient = forms.CharField(
        label=_("Who may be told?"),
        help_text=_("One agency or service, by its name."),
        max_length=200,
        widget=TextInput,
    )
    organization = forms.UUIDField(required=False, widget=forms.HiddenInput)
    categories = forms.MultipleChoiceField(
        label=_("What may they be told?"), choices=list(CATEGORY_WORDS.items()), widget=Checkboxes
    )
    given_on = DateField(label=_("When did they agree?"), latest=timezone.localdate)
    expires_on = DateField(
        label=_("Until when?"), help_text=_("Within a year."), earliest=timezone.localdate, latest=latest_end
    )
    how = forms.ChoiceField(label=_("How did they agree?"), choices=How.choices, widget=Radios)
    witness = forms.CharField(label=_("Who was the witness?"), max_length=120, widget=TextInput)
    language = forms.ChoiceField(label=_("In which language was it explained?"), widget=Select)

    reveals = {"how": {How.VERBAL.value: ["witness"]}, **DecidedForm.deciding}
    groups = [
        Group(_("Who may be told what"), ["program_id", "purpose", "recipient", "organization", "categories"]),
        Group(_("From when until when"), ["given_on", "expires_on"]),
        Group(_("How they agreed"), ["authority", "how", "language"]),
    ]

    def __init__(
        self,
        *args: Any,
        programs: Sequence[Program],
        languages: Sequence[tuple[str, Any]],
        organization: Organization | None = None,
        makers: Sequence[DecisionMaker] = (),
        **kwargs: Any,
    ) -> None:
        start = {
            "given_on": timezone.localdate(),
            "expires_on": timezone.localdate() + timedelta(days=182),
            "purpose": Purpose.REFERRAL.value if organization else Purpose.SERVICE.value,
            "authority": Authority.SELF.value,
            "how": How.WRITTEN.value,
            "recipient": organization.name if organization else "",
            "organization": organization.pk if organization else None,
        }
        super().__init__(*args, **{**kwargs, "initial": {**start, **kwargs.get("initial", {})}})
        self.listed = organization
        self.programs = {str(program.pk): program for program in programs}
        self.offer("program_id", [(key, program.name) for key, program in self.programs.items()])
        self.offer("language", list(languages))
        self.makers = {str(maker.pk): maker for maker in makers}
        on_file = [(key, f"{maker.name} ({maker.get_kind_display()})") for key, maker in self.makers.items()]
        (alone, *others) = Authority.choices
        self.offer("authority", [alone, *on_file, *others])
        if len(self.programs) == 1:
            self.initial["program_id"] = next(iter(self.programs))

    @property
    def program(self) -> Program:
        return self.programs[self.cleaned_data["program_id"]]

    def terms(self) -> Terms:
        """What the person agreed to. A named organization of the directory is meant only while its name stands."""
        given = self.cleaned_data
        maker = self.makers.get(given["authority"])
        listed = self.listed if self.listed and self.listed.name == given["recipient"] else None
        name, paper, until = self.decider()
        return Terms(
            purpose=Purpose(given["purpose"]),
            recipient=given["recipient"],
            recipient_id=listed.pk if listed else None,
            categories=frozenset(Category(value) for value in given["categories"]),
            given_on=given["given_on"],
            expires_on=given["expires_on"],
            how=How(given["how"]),
            witness=given["witness"],
            language=given["language"],
            text_version=TEXT_VERSION,
            authority=Authority(maker.kind if maker else given["authority"]),
            authority_name=name,
            rests_on=paper,
            authority_until=until,
            decided_by=maker,
        )


class OfProgramForm(Form):
    """Something about the person that is kept in one program's file."""

    program_id = forms.ChoiceField(label=_("For which program?"), widget=Radios)

    def __init__(self, *args: Any, programs: Sequence[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programs = {str(program.pk): program for program in programs}
        field = self.offer("program_id", [(key, program.name) for key, program in self.programs.items()])
        if len(self.programs) == 1:
            field.initial = next(iter(self.programs))

    @property
    def program(self) -> Program:
        return self.programs[self.cleaned_data["program_id"]]


class AskConsentForm(OfProgramForm):
    """What they are asked to agree to on their own page."""

    purpose = forms.ChoiceField(
        label=_("What for?"), choices=Purpose.choices, initial=Purpose.REFERRAL.value, widget=Radios
    )
    recipient = forms.CharField(
        label=_("Who may be told?"),
        help_text=_("One agency or service, by its name."),
        max_length=200,
        widget=TextInput,
    )
    categories = forms.MultipleChoiceField(
        label=_("What may they be told?"), choices=list(CATEGORY_WORDS.items()), widget=Checkboxes
    )
    expires_on = DateField(
        label=_("Until when?"), help_text=_("Within a year."), earliest=timezone.localdate, latest=latest_end
    )

    def question(self, listed: Organization | None) -> Question:
        given = self.cleaned_data
        return Question(
            purpose=Purpose(given["purpose"]),
            recipient=given["recipient"],
            recipient_id=listed.pk if listed else None,
            categories=frozenset(Category(value) for value in given["categories"]),
            expires_on=given["expires_on"],
        )


class AuthorityForm(OfProgramForm):
    """Who may decide for them or with them, under which order or paper, in what, until when."""

    name = forms.CharField(label=_("Who may decide?"), max_length=120, widget=TextInput(width=30))
    kind = forms.ChoiceField(label=_("As what?"), choices=Authority.choices[1:], widget=Radios)
    rests_on = forms.CharField(
        label=_("Under which order or paper?"),
        help_text=_("For example: order of the county court, 12 March 2026. A supporter needs none."),
        max_length=200,
        required=False,
        widget=TextInput(width=30),
    )
    matters = forms.MultipleChoiceField(label=_("What may they decide?"), choices=Matter.choices, widget=Checkboxes)
    from_on = DateField(label=_("From"))
    until_on = DateField(label=_("Until when does it count?"), required=False)

    def mandate(self) -> Mandate:
        said = {name: value for name, value in self.cleaned_data.items() if name != "program_id"}
        return Mandate(**{**said, "kind": Authority(said["kind"]), "matters": tuple(said["matters"])})


class EndAuthorityForm(Form):
    adverse = forms.BooleanField(label=_("They are a danger to the person, or act against them"), required=False)
    because = forms.CharField(label=_("Why?"), max_length=300, widget=TextInput(width=30))


class DirectiveForm(OfProgramForm):
    """What the person laid down for a time when they cannot say it."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=DirectiveKind.choices, widget=Radios)
    about = forms.CharField(label=_("In short, in their words"), max_length=500, widget=TextInput(width=30))
    made_on = DateField(label=_("When did they write it?"), latest=timezone.localdate)
    kept_where = forms.CharField(label=_("Where is the paper?"), max_length=200, widget=TextInput(width=30))

    def wishes(self) -> Wishes:
        said = {name: value for name, value in self.cleaned_data.items() if name != "program_id"}
        return Wishes(**said)


class WithdrawForm(Form):
    because = forms.CharField(label=_("Did they say why?"), required=False, max_length=300, widget=TextInput(width=30))


class SigningForm(Form):
    """A page handed to somebody to sign: their name, or a yes said aloud, or a paper they signed."""

    how = forms.ChoiceField(
        label=_("How do you want to say yes?"),
        choices=[
            (SignedHow.TYPED.value, _("I type my name")),
            (SignedHow.DRAWN.value, _("I draw my name with my finger")),
            (SignedHow.VERBAL.value, _("I say yes aloud, and somebody hears it")),
            (SignedHow.PAPER.value, _("I signed it on paper")),
        ],
        initial=SignedHow.TYPED.value,
        widget=Radios(),
    )
    witness = forms.CharField(label=_("Who heard you say yes?"), max_length=120, widget=TextInput(width=20))
    drawing = DrawingField(
        label=_("Draw your name in the box"), help_text=_("With your finger, a pen or the mouse."), required=True
    )
    signer_name = forms.CharField(
        label=_("Your full name"), max_length=200, widget=TextInput(width=20, attrs={"autocomplete": "off"})
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    reveals = {"how": {SignedHow.VERBAL.value: ["witness"], SignedHow.DRAWN.value: ["drawing"]}}

    @property
    def drawn(self) -> tuple[tuple[int, ...], ...]:
        """The name as it was drawn, stroke by stroke; nothing where it was signed another way."""
        return tuple(tuple(stroke) for stroke in self.cleaned_data["drawing"] or ())


class RightsForm(SigningForm):
    """Their name under their rights, on the page handed to them."""

    by = forms.ChoiceField(label=_("Who signs?"), widget=Radios)
    interpreter = forms.CharField(
        label=_("Who interpreted, if anybody did?"), max_length=120, required=False, widget=TextInput(width=20)
    )
    agrees = forms.BooleanField(label=_("I read this, or it was read to me, in a language that I understand."))

    def __init__(self, *args: Any, makers: Sequence[DecisionMaker], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.makers = {str(maker.pk): maker for maker in makers}
        self.language = language
        others = [(key, f"{maker.name} ({maker.get_kind_display()})") for key, maker in self.makers.items()]
        field = self.offer("by", [(Authority.SELF.value, _("I sign for myself")), *others])
        field.initial = Authority.SELF.value
        if not makers:
            field.widget = forms.HiddenInput()

    def acknowledged(self) -> Acknowledged:
        given = self.cleaned_data
        names = ("signer_name", "how", "witness", "digest", "interpreter")
        said = {name: given[name] for name in names}
        return Acknowledged(**said, language=self.language, by=self.makers.get(given["by"]), drawing=self.drawn)


def asked_key(value: str) -> UUID | None:
    """The organization or service of the directory that an address or a form names, when it is a key at all."""
    try:
        return UUID(value)
    except ValueError:
        return None
