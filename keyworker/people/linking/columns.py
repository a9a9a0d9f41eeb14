"""Which column of a file says what about somebody: by its header, or by a map."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from keyworker.people.linking.folding import folded

# Whole headers, folded; the first that fits wins. Several columns make one address.
KNOWN: Final[Mapping[str, Sequence[str]]] = {
    "id": ("id", "unique id", "rec id", "record id", "recid", "person id", "personid", "client id", "clientid",
           "personalid", "personal id", "uid", "uuid", "key", "row id", "identificador"),
    "given": ("given", "given name", "given names", "givenname", "first name", "firstname", "first names", "forename",
              "forenames", "fname", "first", "nombre", "nombres", "prenom", "vorname"),
    "family": ("family", "family name", "familyname", "surname", "last name", "lastname", "lname", "last", "sname",
               "apellido", "apellidos", "primer apellido", "nom", "nachname", "nom de famille"),
    "name": ("name", "full name", "fullname", "person name", "client name", "nombre completo", "whole name"),
    "birth": ("birth", "birth date", "birthdate", "date of birth", "dateofbirth", "dob", "born", "born on", "birthday",
              "birth dt", "fecha de nacimiento", "fecha nacimiento", "date de naissance", "geburtsdatum"),
    "birth_year": ("birth year", "year of birth", "yob"),
    "birth_month": ("birth month", "month of birth"),
    "birth_day": ("birth day", "day of birth"),
    "address": ("address", "street", "street number", "street name", "unit number", "address 1", "address 2",
                "address1", "address2", "address line 1", "address line 2", "street address", "street 1", "street 2",
                "house number", "direccion", "calle", "adresse", "domicilio", "addr"),
    "city": ("city", "town", "suburb", "municipality", "locality", "place", "birth place", "ciudad", "ville", "ort"),
    "postcode": ("postcode", "post code", "postal code", "postalcode", "zip", "zip code", "zipcode", "plz",
                 "codigo postal", "code postal", "postcode fake"),
    "phone": ("phone", "telephone", "phone number", "telephone number", "mobile", "mobile phone", "cell", "cell phone",
              "home phone", "work phone", "tel", "telefono", "movil", "phone 1", "phone 2", "phone1", "phone2"),
    "identifier": ("identifier", "national id", "national number", "soc sec id", "ssn", "social security number",
                   "social security", "nino", "nhs number", "nhs", "passport", "passport number", "medicaid id",
                   "medicaid", "tax id", "curp", "dni", "nie", "id number", "identifier 1", "identifier 2"),
    "email": ("email", "e mail", "email address", "mail", "correo", "correo electronico"),
    "sex": ("sex", "gender", "sexo", "genero", "geschlecht", "sexe"),
}  # fmt: skip
SEVERAL: Final = frozenset({"address", "phone", "identifier"})
# What tells people apart at all; an address or a sex alone does not.
TELLING: Final = frozenset({"given", "family", "name", "birth", "birth_year", "phone", "identifier", "email"})


class Unusable(Exception):
    """The file or the map cannot be used; the message says why, and quotes nothing about anybody."""


@dataclass(frozen=True, slots=True)
class Columns:
    """For each field the places of its columns in a row."""

    places: Mapping[str, Sequence[int]]
    headers: Sequence[str]

    def described(self) -> dict[str, list[str]]:
        """For each field the headers it is read from."""
        return {name: [self.headers[place] for place in places] for name, places in self.places.items()}


def guessed(headers: Sequence[str]) -> Columns:
    """The columns by their headers. Raises `Unusable` when there is no key, or nothing that tells people apart."""
    folds = [folded(header) for header in headers]
    places: dict[str, list[int]] = {}
    for name, known in KNOWN.items():
        found = [at for at, header in enumerate(folds) if header in known]
        if found:
            places[name] = found if name in SEVERAL else found[:1]
    return _usable(places, headers)


def mapped(headers: Sequence[str], said: Mapping[str, Any]) -> Columns:
    """The columns a map names: {"given": "Vorname", "address": ["Strasse", "Nr"]}; nothing else is read.

    A map the other way round, {"Vorname": "given"}, is understood, too.
    """
    if not said or not all(isinstance(each, str) for value in said.values() for each in _listed(value)):
        raise Unusable("The map must be one JSON object of fields and headers, all in quotation marks.")
    turned = _turned(headers, said)
    places: dict[str, list[int]] = {}
    for name, wanted in turned.items():
        if (field := _field(name)) is None:
            raise Unusable(f"The map names “{name}”. Known are: {', '.join(KNOWN)}.")
        for header in wanted:
            if header not in headers:
                raise Unusable(f"The map names the column “{header}”, which the file does not have.")
            places.setdefault(field, []).append(headers.index(header))
    return _usable(places, headers)


def _turned(headers: Sequence[str], said: Mapping[str, Any]) -> dict[str, list[str]]:
    """Field → headers, whichever way round the map was written."""
    if any(header not in headers for value in said.values() for header in _listed(value)) and set(said) <= set(headers):
        found: dict[str, list[str]] = {}
        for header, value in said.items():
            for name in _listed(value):
                found.setdefault(name, []).append(header)
        return found
    return {name: [header.strip() for header in _listed(value)] for name, value in said.items()}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _field(name: str) -> str | None:
    bare = folded(name)
    return next((field for field, known in KNOWN.items() if bare in (folded(field), *known)), None)


def read_map(text: str) -> Mapping[str, Any]:
    """A map as its file says it. Raises `Unusable`."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise Unusable(f"The map is not JSON: {error}") from error
    if not isinstance(said, dict):
        raise Unusable("The map must be one JSON object of fields and headers, all in quotation marks.")
    return said


def _usable(places: dict[str, list[int]], headers: Sequence[str]) -> Columns:
    if "id" not in places:
        raise Unusable(
            f"No column is the key of a row. There are: {', '.join(headers)}. Call one “id”, or name it with --columns."
        )
    if not TELLING & set(places):
        raise Unusable(
            f"Nothing here tells people apart: a name, birth date, phone, e-mail or identifier is needed. There are: "
            f"{', '.join(headers)}."
        )
    return Columns(places, headers)
