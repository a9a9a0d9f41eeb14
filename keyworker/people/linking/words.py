"""What a comparison said, in words: for the file of pairs, and for the page where pairs are reviewed."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMPARISONS: Final[Mapping[str, Promise]] = {
    "number": _("Number"),
    "given": _("Given name"),
    "family": _("Family name"),
    "birth": _("Date of birth"),
    "place": _("Address"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "sex": _("Sex"),
}
LEVELS: Final[Mapping[str, Promise]] = {
    "number/same": _("the same"),
    "number/typo": _("one character differs"),
    "number/differs": _("different"),
    "given/same": _("the same"),
    "given/exchanged": _("given and family name changed over"),
    "given/crossed": _("stands as the other one's family name"),
    "given/short": _("a short form, or another spelling"),
    "given/typo": _("nearly the same"),
    "given/near": _("alike"),
    "given/other": _("alike, but two names of their own"),
    "given/differs": _("different"),
    "family/same": _("the same"),
    "family/part": _("one part of it is the same"),
    "family/short": _("sounds the same"),
    "family/typo": _("nearly the same"),
    "family/near": _("alike"),
    "family/differs": _("different"),
    "birth/same": _("the same"),
    "birth/swapped": _("day and month changed over"),
    "birth/partial": _("the same as far as it is known"),
    "birth/typo": _("one digit differs"),
    "birth/near": _("only one part differs"),
    "birth/two": _("two digits differ"),
    "birth/differs": _("different"),
    "place/same": _("the same"),
    "place/like": _("nearly the same"),
    "place/street": _("the same street, elsewhere"),
    "place/postcode": _("the same postcode"),
    "place/city": _("the same town"),
    "place/near": _("alike"),
    "place/differs": _("different"),
    "phone/same": _("the same"),
    "phone/typo": _("one digit differs"),
    "phone/differs": _("different"),
    "email/same": _("the same"),
    "email/typo": _("nearly the same"),
    "email/name": _("the same before the @"),
    "email/differs": _("different"),
    "sex/same": _("the same"),
    "sex/differs": _("different"),
}
