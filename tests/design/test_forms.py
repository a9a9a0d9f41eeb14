"""What a person sees and keeps when they answer a form."""

import datetime
import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from keyworker.design.forms import (
    Checkboxes,
    DateField,
    FileField,
    FilterForm,
    Form,
    Group,
    HourField,
    MoneyField,
    PartialDate,
    PartialDateField,
    Radios,
    SignatureFields,
    Textarea,
    TypeaheadField,
)


class Arrival(Form):
    name = forms.CharField(label="What should we call you?", help_text="As you say it.")
    born = PartialDateField(label="When were you born?", required=False)
    reach_by = forms.ChoiceField(
        label="How may we reach you?",
        choices=[("text", "Text message"), ("phone", "Phone call")],
        widget=Radios(hints={"phone": "We never say why we call."}),
    )
    phone_number = forms.CharField(label="Phone number")
    needs = forms.MultipleChoiceField(
        label="Needs", required=False, choices=[("food", "Food"), ("bed", "A bed")], widget=Checkboxes()
    )
    story = forms.CharField(label="Your story", required=False, max_length=20, widget=Textarea(limit=20))
    agrees = forms.BooleanField(label="I agree")

    groups = [Group("About you", ["name", "born"], hint="Only what you wish.")]
    reveals = {"reach_by": {"phone": ["phone_number"]}}


def answers(**changes):
    return {"name": "Rosa", "reach_by": "text", "agrees": "on", **changes}


def test_a_complete_form_is_accepted():
    form = Arrival(answers(born_year="1991", needs=["food"]))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == PartialDate(1991)
    assert form.cleaned_data["needs"] == ["food"]


def test_every_mistake_links_to_the_control_that_mends_it():
    html = str(Arrival({"born_day": "3", "born_year": "1991"}))

    assert '<a href="#id_name">Please fill in “What should we call you?”.</a>' in html
    assert '<a href="#id_reach_by_0">Please choose an answer for “How may we reach you?”.</a>' in html
    assert '<a href="#id_born_month">Please add the month to “When were you born?”.</a>' in html
    assert '<a href="#id_agrees">Please tick “I agree” to go on.</a>' in html
    for target in ("id_name", "id_reach_by_0", "id_born_month", "id_agrees"):
        assert f'id="{target}"' in html


def test_what_is_wrong_is_listed_from_top_to_bottom():
    class AsAsked(Arrival):
        groups = [Group("Reaching you", ["agrees", "reach_by"]), Group("About you", ["name"])]

    html = str(AsAsked({"reach_by": "phone"}))

    asked = ["id_agrees", "id_phone_number", "id_name"]
    assert re.findall('<li><a href="#(\\w+)">', html) == asked
    assert sorted(asked, key=lambda name: html.index(f'id="{name}"')) == asked


def test_a_mistake_is_read_out_with_its_field():
    html = str(Arrival({}))

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_nothing_typed_is_lost_when_something_is_missing():
    html = str(
        Arrival(
            {
                "story": "We stay near the school <3",
                "born_month": "soon",
                "born_year": "1991",
                "needs": ["bed"],
                "reach_by": "phone",
            }
        )
    )

    assert "We stay near the school &lt;3" in html
    assert 'value="soon"' in html
    assert 'value="bed" id="id_needs_1" checked' in html
    assert 'value="phone" id="id_reach_by_1" checked' in html


def test_a_form_with_no_mistakes_shows_no_summary():
    assert "govuk-error-summary" not in str(Arrival())


def test_a_question_opened_by_a_choice_is_drawn_inside_it_and_nowhere_else():
    html = str(Arrival())

    assert html.count('name="phone_number"') == 1
    assert html.index('id="id_reach_by_1-more"') < html.index('name="phone_number"') < html.index('name="needs"')
    assert 'data-aria-controls="id_reach_by_1-more"' in html


def test_a_question_that_was_not_opened_is_neither_required_nor_kept():
    form = Arrival(answers(phone_number="555 0100"))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["phone_number"] == ""


def test_a_question_that_was_opened_is_required():
    form = Arrival(answers(reach_by="phone"))

    assert form.errors["phone_number"] == ["Please fill in “Phone number”."]


def test_a_hint_of_an_answer_is_read_with_that_answer():
    html = str(Arrival())

    assert 'aria-describedby="id_reach_by_1-hint"' in html
    assert '<div class="govuk-hint govuk-radios__hint" id="id_reach_by_1-hint">' in html.replace("\n", "")


def test_questions_stand_in_their_groups_and_each_once():
    html = str(Arrival())

    assert html.index("About you") < html.index('name="name"') < html.index("How may we reach you?")
    assert all(html.count(f'name="{name}"') == 1 for name in ("name", "born_day", "story", "agrees"))


def test_a_group_of_which_nothing_is_asked_has_no_heading():
    form = Arrival()
    for name in ("name", "born"):
        del form.fields[name]

    assert "About you" not in str(form)
    assert "How may we reach you?" in str(form)


def test_optional_questions_say_so_except_a_single_tick_and_a_filter():
    class Narrow(FilterForm):
        worker = forms.CharField(label="Worker", required=False)

    assert str(Arrival()).count("(optional)") == 3
    assert "(optional)" not in str(Narrow())


def test_text_past_the_limit_is_counted_not_cut():
    form = Arrival(answers(story="x" * 23))

    assert form.errors["story"] == ["“Your story”: Please use 20 characters or fewer. You have 23."]
    assert "x" * 23 in str(form)
    assert "maxlength=" not in str(form["story"])


def test_a_forms_own_message_is_left_alone():
    class Own(Form):
        name = forms.CharField(error_messages={"required": "Tell us a name, any name."})

    assert Own({}).errors["name"] == ["Tell us a name, any name."]


def test_help_text_and_labels_are_escaped():
    class Sly(Form):
        name = forms.CharField(label="<b>Name</b>", help_text="<i>hint</i>")

    assert "<b>" not in str(Sly())
    assert "<i>" not in str(Sly())


def test_two_forms_on_a_page_do_not_share_ids():
    html = str(Arrival(prefix="one")) + str(Arrival(prefix="two"))

    assert 'id="id_one-born_day"' in html
    assert 'id="id_two-born_day"' in html


def test_a_plain_django_form_is_drawn_like_ours():
    class Foreign(forms.Form):
        email = forms.EmailField()
        kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        colour = forms.ChoiceField(choices=[("a", "A")])
        secret = forms.CharField(widget=forms.HiddenInput)

    html = str(Foreign({"secret": "s"}))

    assert 'class="govuk-input" type="email"' in html
    assert 'class="govuk-radios__input" type="radio"' in html
    assert 'class="govuk-select" name="colour"' in html
    assert '<input type="hidden" name="secret" value="s"' in html


def test_signing_needs_a_name_and_a_tick():
    assert set(SignatureFields({}).errors) == {"signer_name", "agrees"}
    assert SignatureFields({"signer_name": "Rosa Delgado", "agrees": "on"}).is_valid()


class Dated(Form):
    day = DateField(label="Visit", earliest=datetime.date(2026, 1, 1), latest=lambda: datetime.date(2026, 12, 31))


def dated(month, day, year):
    return Dated({"day_month": month, "day_day": day, "day_year": year})


@pytest.mark.parametrize(
    ("month", "day", "year"), [("3", "9", "2026"), (" 03", "09 ", "2026"), ("March", "9", "2026"), ("٣", "٩", "٢٠٢٦")]
)
def test_a_date_is_understood_as_people_type_it(month, day, year):
    form = dated(month, day, year)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == datetime.date(2026, 3, 9)


@pytest.mark.parametrize(
    ("month", "day", "year", "said"),
    [
        ("2", "30", "2026", "for example 3 27 1984"),
        ("13", "1", "2026", "not a real date"),
        ("x", "1", "2026", "not a real date"),
        ("²", "1", "2026", "not a real date"),
        ("3", "9", "26", "four digits"),
        ("", "9", "2026", "add the month"),
        ("3", "", "", "add the day and year"),
        ("12", "31", "2025", "on or after"),
        ("1", "1", "2027", "on or before"),
        ("", "", "", "Please fill in"),
        ("3", "9", "9" * 5000, "not a real date"),
    ],
)
def test_a_date_that_cannot_be_used_says_what_to_do(month, day, year, said):
    assert said in dated(month, day, year).errors["day"][0]


def test_parts_of_a_date_stand_in_the_order_of_the_language():
    def order(html):
        return sorted(("day", "month", "year"), key=lambda part: html.index(f'name="day_{part}"'))

    assert order(str(Dated())) == ["month", "day", "year"]
    with translation.override("es"):
        assert order(str(Dated())) == ["day", "month", "year"]


class Born(Form):
    born = PartialDateField(label="Born")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ({"born_year": "1979"}, PartialDate(1979)),
        ({"born_year": "1979", "born_month": "6"}, PartialDate(1979, 6)),
        ({"born_year": "1979", "born_month": "2", "born_day": "28"}, PartialDate(1979, 2, 28)),
        ({"born_year": "1979", "born_estimated": "on"}, PartialDate(1979, estimated=True)),
    ],
)
def test_a_date_of_birth_may_be_partial_or_a_guess(typed, meant):
    form = Born(typed)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == meant


@pytest.mark.parametrize(
    "typed", [{"born_month": "6"}, {"born_day": "3", "born_year": "1979"}, {"born_year": "1979", "born_month": "14"}]
)
def test_a_partial_date_needs_its_year_and_a_day_its_month(typed):
    assert not Born(typed).is_valid()


def test_a_partial_date_says_itself():
    assert str(PartialDate(1979)) == "1979"
    assert str(PartialDate(1979, 6)) == "June 1979"
    assert str(PartialDate(1979, 6, 3, estimated=True)) == "about June 3, 1979"


def test_a_known_date_fills_its_parts():
    html = str(Born(initial={"born": PartialDate(1979, 6, estimated=True)}))

    assert 'value="6"' in html
    assert 'value="1979"' in html
    assert "checked" in html


class Paid(Form):
    rent = MoneyField(required=False)


@pytest.mark.parametrize(("typed", "meant"), [("1,200.50", "1200.50"), ("$ 80", "80"), ("0", "0")])
def test_an_amount_forgives_signs_and_commas(typed, meant):
    form = Paid({"rent": typed})

    assert form.is_valid(), form.errors
    assert str(form.cleaned_data["rent"]) == meant


@pytest.mark.parametrize("typed", ["-5", "1.234", "lots", "1e9999999", "NaN", "12,50", "1,2,3"])
def test_an_amount_that_is_none_is_refused(typed):
    assert not Paid({"rent": typed}).is_valid()


def test_suggestions_help_and_may_be_binding():
    class Spoken(Form):
        free = TypeaheadField(suggestions=["Spanish", "Arabic"], required=False)
        bound = TypeaheadField(label="Language", suggestions=["Spanish"], only_listed=True, required=False)

    html = str(Spoken())
    assert 'list="id_free-list"' in html
    assert '<datalist id="id_free-list"><option value="Spanish">' in html
    assert Spoken({"free": "Mam", "bound": "spanish"}).is_valid()
    assert Spoken({"bound": "Mam"}).errors["bound"] == ["Please choose one of the suggestions for “Language”."]


def test_a_file_of_the_wrong_kind_or_size_is_refused():

    class Sent(Form):
        letter = FileField(kinds=["pdf"], most=10)

    def sent(name, content):
        return Sent({}, {"letter": SimpleUploadedFile(name, content)})

    assert sent("letter.PDF", b"%PDF").is_valid()
    assert "kind of file" in sent("letter.exe", b"MZ").errors["letter"][0]
    assert "too large" in sent("letter.pdf", b"x" * 11).errors["letter"][0]
    assert "is empty" in sent("letter.pdf", b"").errors["letter"][0]
    assert 'accept=".pdf"' in str(Sent())


class Numbers(Form):
    minutes = forms.IntegerField(label="Minutes", max_value=60)
    units = forms.DecimalField(label="Units (100 % paid)", min_value=1)
    cost = MoneyField(label="Cost")
    begins = HourField(label="Safe from")


def test_a_number_or_hour_that_cannot_be_used_is_named():
    first = Numbers({"minutes": "ten", "units": "x", "cost": "12,50", "begins": "noon"}).errors
    assert [each[0] for each in first.values()] == [
        "“Minutes”: Please enter a number in digits, like 4.",
        "“Units (100 % paid)”: Please enter a number in digits, like 4.",
        "“Cost”: Please enter an amount like 120 or 120.50.",
        "“Safe from”: Please enter a time like 14:30.",
    ]
    second = Numbers({"minutes": "61", "units": "0", "cost": "1.234", "begins": "25"}).errors
    assert second["minutes"] == ["“Minutes”: Please enter 60 or less."]
    assert second["units"] == ["“Units (100 % paid)”: Please enter 1 or more."]
    assert second["cost"] == ["“Cost”: Please give no more than 2 digits after the point."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("9", (9, 0)), ("09:00", (9, 0)), ("9.30", (9, 30)), ("21:15", (21, 15)), ("2 pm", (14, 0)), ("2pm", (14, 0))],
)
def test_an_hour_is_understood_as_people_write_it(typed, meant):
    assert HourField().clean(typed) == datetime.time(*meant)
