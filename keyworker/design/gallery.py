"""Every component on one page, and whole pages made of them; open only in a demo or while developing."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from keyworker.design.forms import (
    Checkboxes,
    DateField,
    FileField,
    FilterForm,
    Form,
    Group,
    MoneyField,
    PartialDateField,
    Radios,
    SignatureFields,
    Textarea,
    TextInput,
    TypeaheadField,
)
from keyworker.design.samples import EVERYTHING

PAGES = {
    "day": "design/gallery/day.html",
    "file": "design/gallery/file.html",
    "form": "design/gallery/form.html",
    "public": "design/gallery/public.html",
    "404": "404.html",
    "500": "500.html",
    "503": "503.html",
}


class SampleForm(Form):
    name = forms.CharField(
        label="What should we call you?", help_text="Your name as you say it.", widget=TextInput(width=20)
    )
    born = PartialDateField(
        label="When were you born?", required=False, help_text="The year is enough if you are not sure."
    )
    reach_by = forms.ChoiceField(
        label="How may we reach you?",
        choices=[("text", "Text message"), ("phone", "Phone call"), ("none", "Please don’t contact me")],
        widget=Radios(hints={"phone": "We never say why we call."}),
    )
    phone_number = forms.CharField(
        label="Phone number", widget=TextInput(width=20, attrs={"autocomplete": "tel", "type": "tel"})
    )
    needs = forms.MultipleChoiceField(
        label="What do you need now?",
        required=False,
        choices=[("food", "Food"), ("bed", "A place to sleep"), ("doctor", "A doctor")],
        widget=Checkboxes(),
    )
    rent = MoneyField(label="Rent each month", required=False)
    language = TypeaheadField(
        label="Language you like best", required=False, suggestions=["Spanish", "Arabic", "Ukrainian"]
    )
    program = forms.ChoiceField(
        label="Program", choices=[("", "Choose one"), ("family", "Family Support"), ("new", "New Arrivals")]
    )
    story = forms.CharField(
        label="What is going on?",
        help_text="As much or as little as you like.",
        max_length=60,
        widget=Textarea(rows=4, limit=60),
    )
    next_visit = DateField(label="Next visit")
    letter = FileField(
        label="A letter or photo", required=False, kinds=["pdf", "jpg"], help_text="PDF or JPG, up to 20 MB."
    )
    understood = forms.BooleanField(label="I know I can take this back at any time")

    groups = [
        Group("About you", ["name", "born", "language"]),
        Group("Reaching you", ["reach_by", "phone_number"], hint="Choose what is safe for you."),
    ]
    reveals = {"reach_by": {"phone": ["phone_number"], "text": []}}


class SampleFilter(FilterForm):
    worker = forms.ChoiceField(label="Case manager", required=False, choices=[("", "Anyone"), ("amina", "Amina Yusuf")])
    state = forms.MultipleChoiceField(
        label="State", required=False, choices=[("open", "Open"), ("wait", "Waiting")], widget=Checkboxes()
    )


def gallery(request: HttpRequest) -> HttpResponse:
    return _shown(request, "design/gallery/gallery.html")


def sample(request: HttpRequest, page: str) -> HttpResponse:
    if page not in PAGES:
        raise Http404
    return _shown(request, PAGES[page])


def _shown(request: HttpRequest, template: str) -> HttpResponse:
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404
    wrong = {
        "reach_by": "phone",
        "story": "x" * 70,
        "next_visit_day": "31",
        "next_visit_month": "2",
        "next_visit_year": "2026",
    }
    context = {
        **EVERYTHING,
        "theme": request.COOKIES.get("theme", ""),
        "form": SampleForm(wrong, prefix=None)
        if request.GET.get("wrong") or template.endswith("form.html")
        else SampleForm(),
        "filter_form": SampleFilter(auto_id="filter_%s"),
        "sign_form": SignatureFields(auto_id="sign_%s"),
    }
    return render(request, template, context)
