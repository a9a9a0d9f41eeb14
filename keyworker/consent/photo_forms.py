"""What a worker is asked when a photo comes into somebody's file, or goes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from keyworker.consent.forms import OfProgramForm
from keyworker.consent.models import Photo
from keyworker.design.forms import FileField, Form, Radios, TextInput
from keyworker.documents.rules import LARGEST


class PhotoForm(OfProgramForm):
    """A photo of the person, for the file of one program in which they agreed to it."""

    file = FileField(
        label=_("The photo"),
        help_text=_("JPEG or PNG. It is made small, and where and when it was taken is left out."),
        kinds=("jpg", "jpeg", "png"),
        most=LARGEST,
    )
    alt = forms.CharField(
        label=_("What does it show, in words?"),
        help_text=_("For who cannot see it. For example: Rosa, smiling, in a blue coat."),
        max_length=200,
        widget=TextInput(width=30),
    )


class NoPhotoForm(Form):
    """A photo that is to go."""

    photo = forms.ChoiceField(label=_("Which photo?"), widget=Radios)

    def __init__(self, data: Any, *, prefix: str, photos: Sequence[Photo]) -> None:
        super().__init__(data, prefix=prefix)
        self.photos = {str(each.pk): each for each in photos}
        self.offer("photo", [(key, each.alt) for key, each in self.photos.items()])

    @property
    def meant(self) -> Photo:
        return self.photos[self.cleaned_data["photo"]]
