"""Numbers that states give people: which are known, and whether one can be such a number at all.

A check says that a number is written right, never that it is this person's. Nothing is asked of anybody outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import stdnum
from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError

from keyworker.base.decision import Decision, warn, yes

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scheme:
    """What such numbers are called, who gives them (ISO 3166), and the part of python-stdnum that knows them."""

    label: str | Promise
    country: str
    module: str


def _of(country: str, module: str, label: str | Promise) -> tuple[str, Scheme]:
    return f"{country.lower()}-{module}", Scheme(label, country, module)


SCHEMES: Mapping[str, Scheme] = dict(
    (
        _of("US", "ssn", _("Social Security number")),
        _of("US", "itin", _("Taxpayer number (ITIN)")),
        _of("AR", "dni", "DNI"),
        _of("AU", "tfn", _("Tax file number")),
        _of("AT", "vnr", _("Insurance number")),
        _of("BE", "nn", _("National number")),
        _of("BR", "cpf", "CPF"),
        _of("BG", "egn", "ЕГН"),
        _of("CA", "sin", _("Social Insurance number")),
        _of("CH", "ssn", _("AHV number")),
        _of("CL", "rut", "RUT"),
        _of("CN", "ric", _("Identity card number")),
        _of("CZ", "rc", "Rodné číslo"),
        _of("DE", "idnr", _("Tax identity number")),
        _of("DK", "cpr", "CPR"),
        _of("DO", "cedula", "Cédula"),
        _of("EC", "ci", "Cédula"),
        _of("EE", "ik", "Isikukood"),
        _of("ES", "dni", "DNI"),
        _of("ES", "nie", "NIE"),
        _of("FI", "hetu", "HETU"),
        _of("FR", "nir", "NIR"),
        _of("GB", "nhs", _("NHS number")),
        _of("GB", "upn", _("Unique pupil number")),
        _of("GR", "amka", "ΑΜΚΑ"),
        _of("HR", "oib", "OIB"),
        _of("IE", "pps", "PPS"),
        _of("IL", "idnr", _("Identity number")),
        _of("IN", "aadhaar", "Aadhaar"),
        _of("IT", "codicefiscale", "Codice fiscale"),
        _of("KR", "rrn", _("Resident number")),
        _of("LT", "asmens", "Asmens kodas"),
        _of("MX", "curp", "CURP"),
        _of("MY", "nric", "NRIC"),
        _of("NL", "bsn", "BSN"),
        _of("NO", "fodselsnummer", "Fødselsnummer"),
        _of("NZ", "ird", "IRD"),
        _of("PK", "cnic", "CNIC"),
        _of("PL", "pesel", "PESEL"),
        _of("RO", "cnp", "CNP"),
        _of("SE", "personnummer", "Personnummer"),
        _of("SI", "emso", "EMŠO"),
        _of("TH", "pin", _("Identity number")),
        _of("TR", "tckimlik", "T.C. kimlik"),
        _of("ZA", "idnr", _("Identity number")),
    )
)


def checked(scheme: str, value: str) -> Decision:
    """Whether a number can be one of the scheme: yes, or a warning that says what is wrong.

    `facts["right"]` is None where nothing is known of such numbers: any is taken as it is.
    """
    if (known := SCHEMES.get(scheme)) is None:
        return yes(right=None)
    module = stdnum.get_cc_module(known.country, known.module)
    if module is None:
        return yes(right=None)
    try:
        module.validate(value)
    except ValidationError as wrong:
        return warn(_what_is_wrong(wrong), right=False)
    return yes(right=True)


def _what_is_wrong(wrong: ValidationError) -> Promise:
    match wrong:
        case InvalidLength():
            return _("It has too many or too few signs for such a number.")
        case InvalidChecksum():
            return _("Its check digits do not fit: one sign may be wrong, or two are swapped.")
        case InvalidComponent():
            return _("A part of it cannot be, for example a date or a region.")
        case _:
            return _("It has signs that such a number does not have.")


def masked(value: str) -> str:
    """All but the last signs hidden: three of a short number, four of a longer one, none of a very short one."""
    bare = value.strip()
    shown = 4 if len(bare) >= 8 else 3 if len(bare) >= 6 else 0
    return f"•••• {bare[-shown:]}" if shown else "••••"


def name_of(scheme: str, country: str = "") -> str:
    """ "NHS number (United Kingdom)"; a scheme that is not known by its own words."""
    known = SCHEMES.get(scheme)
    label, country = (str(known.label), known.country) if known else (scheme, country)
    return f"{label} ({land})" if (land := country_name(country)) else label


def country_name(country: str) -> str:
    return countries(get_language() or "en").get(country, country)


@cache
def countries(language: str) -> dict[str, str]:
    """ISO 3166 code → name in that language, by name."""
    names = Locale.parse(language, sep="-").territories
    known = {code: str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}
    return dict(sorted(known.items(), key=lambda each: each[1].casefold()))
