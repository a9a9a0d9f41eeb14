"""An agency's own list of services, one a row, as no standard describes it: columns are told by their headers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from io import BytesIO
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.interop.hsds.bundle import Bundle, CannotRead
from keyworker.interop.hsds.cells import shorten
from keyworker.interop.hsds.gathering import Gathering
from keyworker.interop.hsds.reading import Place
from keyworker.interop.hsds.standard import TABLE_OF_FILE, TABLES
from keyworker.interop.sheets.reading import Unusable, each_once, read
from keyworker.people.linking.folding import folded


class Says(StrEnum):
    """What a column says of the row's service, of who runs it, or of where it is."""

    ORGANIZATION = "organization"
    SERVICE = "service"
    DESCRIPTION = "description"
    CATEGORY = "category"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    STREET = "street"
    SECOND_LINE = "second-line"
    CITY = "city"
    STATE = "state"
    POSTCODE = "postcode"
    COUNTRY = "country"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    HOURS = "hours"
    FEES = "fees"
    WHO = "who"
    HOW = "how"
    WAIT = "wait"
    LANGUAGES = "languages"
    AREA = "area"


# Compared without case, accents and points; the first that fits wins.
HEADERS: Final[Mapping[Says, str]] = {
    Says.ORGANIZATION: (
        "organization|organization name|organisation|organisation name|agency|agency name|provider|provider name|"
        "company|charity|organizacion|nombre de la organizacion|entidad|proveedor|organisme|association|traeger|"
        "anbieter|المنظمة|اسم المنظمة|الجهة"
    ),
    Says.SERVICE: (
        "service|service name|program|program name|programme|resource|resource name|name|servicio|"
        "nombre del servicio|programa|nombre|prestation|nom|angebot|الخدمة|اسم الخدمة|الاسم"
    ),
    Says.DESCRIPTION: "description|service description|what they do|about|descripcion|beschreibung|الوصف",
    Says.CATEGORY: "category|categories|type|type of service|service type|tipo|categoria|categorie|art|الفئة|النوع",
    Says.PHONE: (
        "phone|telephone|phone number|tel|mobile|hotline|phone 1|phone 2|telefono|telefon|numero de telephone|"
        "الهاتف|هاتف"
    ),
    Says.EMAIL: "email|e mail|email address|correo|correo electronico|courriel|البريد الإلكتروني",
    Says.WEBSITE: "website|web site|web|url|link|sitio web|pagina web|site web|webseite|الموقع",
    Says.STREET: (
        "address|street|street address|address 1|address line 1|location|direccion|calle|domicilio|adresse|rue|"
        "strasse|العنوان|الشارع"
    ),
    Says.SECOND_LINE: "address 2|address line 2|suite|unit|floor|piso",
    Says.CITY: "city|town|ciudad|municipio|ville|commune|ort|stadt|المدينة",
    Says.STATE: "state|province|county|region|estado|provincia|departement|bundesland|المحافظة|الولاية",
    Says.POSTCODE: "postcode|post code|zip|zip code|postal code|codigo postal|code postal|plz|الرمز البريدي",
    Says.COUNTRY: "country|pais|pays|land|البلد",
    Says.LATITUDE: "latitude|lat|latitud",
    Says.LONGITUDE: "longitude|lon|lng|long|longitud",
    Says.HOURS: "hours|opening hours|opening times|open|schedule|horario|horarios|horaires|oeffnungszeiten|ساعات العمل",
    Says.FEES: "fees|fee|cost|costs|price|costo|coste|precio|tarif|cout|kosten|الرسوم",
    Says.WHO: "eligibility|who can use it|who it is for|for whom|requisitos|a quien|pour qui|zielgruppe|الأهلية",
    Says.HOW: "how to apply|application|application process|intake|referral process|como solicitar|comment faire",
    Says.WAIT: "wait|wait time|waiting time|waitlist|tiempo de espera|attente",
    Says.LANGUAGES: "languages|language|languages spoken|idiomas|idioma|langues|sprachen|اللغات",
    Says.AREA: "area|service area|area served|coverage|catchment|zona|zone|gebiet|المنطقة",
}
LABELS: Final[Mapping[Says, str | Promise]] = {
    Says.ORGANIZATION: gettext_lazy("Organization"),
    Says.SERVICE: gettext_lazy("Name of the service"),
    Says.DESCRIPTION: gettext_lazy("What they do"),
    Says.CATEGORY: gettext_lazy("Kind of service"),
    Says.PHONE: gettext_lazy("Telephone"),
    Says.EMAIL: gettext_lazy("E-mail"),
    Says.WEBSITE: gettext_lazy("Website"),
    Says.STREET: gettext_lazy("Street and number"),
    Says.SECOND_LINE: gettext_lazy("Second line of the address"),
    Says.CITY: gettext_lazy("Town"),
    Says.STATE: gettext_lazy("State or province"),
    Says.POSTCODE: gettext_lazy("Postcode"),
    Says.COUNTRY: gettext_lazy("Country"),
    Says.LATITUDE: gettext_lazy("Latitude"),
    Says.LONGITUDE: gettext_lazy("Longitude"),
    Says.HOURS: gettext_lazy("Opening hours"),
    Says.FEES: gettext_lazy("What it costs"),
    Says.WHO: gettext_lazy("Who it is for"),
    Says.HOW: gettext_lazy("How to apply"),
    Says.WAIT: gettext_lazy("How long one waits"),
    Says.LANGUAGES: gettext_lazy("Languages spoken"),
    Says.AREA: gettext_lazy("Area served"),
}
ONCE: Final = frozenset({
    Says.ORGANIZATION, Says.SERVICE, Says.CITY, Says.STATE, Says.POSTCODE, Says.COUNTRY, Says.LATITUDE, Says.LONGITUDE,
})  # fmt: skip
OF_AN_ADDRESS: Final = {
    Says.STREET: "address_1", Says.SECOND_LINE: "address_2", Says.CITY: "city", Says.STATE: "state_province",
    Says.POSTCODE: "postal_code", Says.COUNTRY: "country",
}  # fmt: skip
OF_A_SERVICE: Final = {
    Says.DESCRIPTION: "description", Says.FEES: "fees_description", Says.WHO: "eligibility_description",
    Says.HOW: "application_process", Says.WAIT: "wait_time",
}  # fmt: skip
SEVERAL: Final = re.compile(r"\s*[;|\n]\s*")
Cells = Mapping[Says, str]


def is_own_list(bundle: Bundle) -> bool:
    """One table that is none of the standard's own."""
    (name, *more) = bundle
    bare = name.rpartition("/")[2].lower()
    return not more and bare.endswith((".csv", ".xlsx")) and bare not in TABLE_OF_FILE


def problems(columns: Mapping[str, str]) -> list[str]:
    """What stands in the way of reading a list by these columns; empty when nothing does."""
    said = [Says(says) for says in columns.values() if says]
    found = []
    if not {Says.ORGANIZATION, Says.SERVICE} & set(said):
        found.append(_("Say which column holds the name of the service or of the organization."))
    twice = sorted({says for says in said if says in ONCE and said.count(says) > 1})
    found.extend(_("Two columns are “%(what)s”. Choose one.") % {"what": LABELS[says]} for says in twice)
    return found


def read_own_list(bundle: Bundle, gathering: Gathering, said: Mapping[str, str]) -> None:
    """Every row as the standard's rows. What is named alike in two rows is the same, and updated by the next list.

    `said`: what somebody said by hand that columns are, by their headers; the others are guessed. Raises `CannotRead`.
    """
    ((name, data),) = bundle.items()
    gathering.problems.asks = False  # nobody was told which columns the standard would like
    try:
        rows = read(BytesIO(data))
        _number, headers = next(rows, (0, []))
        columns = _columns(name, each_once(headers), said, gathering)
        for number, cells in rows:
            _keep(_said(columns, cells), Place(name, number), gathering)
    except Unusable as wrong:
        raise CannotRead(name, str(wrong)) from wrong


def matched(headers: Sequence[str], said: Mapping[str, str]) -> dict[str, Says | None]:
    """For each header what its column says: as somebody said, else as it is called; None where it is left out.

    What one column alone can say, is guessed of none that comes after it, or beside one of which somebody said so.
    """
    taken = {Says(says) for header, says in said.items() if header in headers and says} & ONCE
    found: dict[str, Says | None] = {}
    for header in headers:
        if header in said:
            found[header] = Says(said[header]) if said[header] else None
            continue
        guessed = _by_header(header)
        found[header] = None if guessed in taken else guessed
        if guessed in ONCE:
            taken.add(guessed)
    return found


def _columns(name: str, headers: Sequence[str], said: Mapping[str, str], gathering: Gathering) -> list[Says | None]:
    found = matched(headers, said)
    if not {Says.ORGANIZATION, Says.SERVICE} & set(found.values()):
        reason = _("We found no column with the name of an organization or a service. Say which it is.")
        raise CannotRead(name, reason)
    for header, says in found.items():
        if header not in said and says is None:
            reason = _("We do not know what “%(name)s” says, so this column is left out.")
            gathering.problems.say_once(name, shorten(header), reason % {"name": shorten(header)})
    return list(found.values())


def _by_header(header: str) -> Says | None:
    bare, whole = re.sub(r" \d+$", "", folded(header)), folded(header)
    return next((says for says, known in _headers().items() if whole in known), None) or next(
        (says for says, known in _headers().items() if bare in known), None
    )


@cache
def _headers() -> Mapping[Says, frozenset[str]]:
    return {says: frozenset(folded(each) for each in words.split("|")) for says, words in HEADERS.items()}


def _said(columns: Sequence[Says | None], cells: Sequence[str]) -> dict[Says, str]:
    """Columns that say the same are put together, one a line."""
    found: dict[Says, str] = {}
    for says, cell in zip(columns, cells, strict=False):
        if says is not None and cell:
            found[says] = f"{found[says]}\n{cell}" if says in found else cell
    return found


def _keep(said: Cells, place: Place, gathering: Gathering) -> None:
    row = _Keeper(place, gathering)
    runs = said.get(Says.ORGANIZATION) or said.get(Says.SERVICE, "")
    organization = row.keep("organization", [runs], name=runs, **_of_the_organization(said))
    if not runs:
        return  # that nobody is named is said of the organization
    owner = {"organization_id": organization}
    if name := said.get(Says.SERVICE, ""):
        described = {column: said[says] for says, column in OF_A_SERVICE.items() if says in said}
        told = {"email": said.get(Says.EMAIL), "url": _web(said), "status": "active", **described}
        service = row.keep("service", [runs, name], name=name, organization_id=organization, **told)
        owner = {"service_id": service}
        row.keep_of_service(service, said)
    for number in _each(said, Says.PHONE):
        row.keep("phone", [*owner.values(), number], number=number, **owner)
    row.keep_place(organization, owner, said)


def _of_the_organization(said: Cells) -> dict[str, str | None]:
    """Where a row names no service, all it says is of the organization."""
    if Says.SERVICE in said:
        return {}
    return {"description": said.get(Says.DESCRIPTION), "email": said.get(Says.EMAIL), "website": _web(said)}


def _web(said: Cells) -> str | None:
    text = said.get(Says.WEBSITE)
    return f"https://{text}" if text and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text) else text


def _each(said: Cells, says: Says) -> Iterator[str]:
    yield from filter(None, SEVERAL.split(said.get(says, "")))


class _Keeper:
    """Writes rows of the standard for one row of the list; what they are named makes their ids."""

    def __init__(self, place: Place, gathering: Gathering) -> None:
        self.place = place
        self.gathering = gathering

    def keep(self, table: str, named: Sequence[str], **values: object) -> str:
        """The id of a row that is there from now on, and was perhaps before."""
        bare = "|".join(folded(each) or each for each in named)
        key = blake2b(f"{table}|{bare}".encode(), digest_size=12).hexdigest()
        row = self.gathering.row_from(TABLES[table], {"id": key, **values}, self.place)
        if row is not None:
            self.gathering.merge(row)
        return key

    def keep_of_service(self, service: str, said: Cells) -> None:
        if Says.HOURS in said:
            self.keep("schedule", [service], description=said[Says.HOURS], service_id=service)
        if Says.AREA in said:
            self.keep("service_area", [service], name=said[Says.AREA], service_id=service)
        for name in _each(said, Says.LANGUAGES):
            self.keep("language", [service, name], name=name, service_id=service)
        for name in _each(said, Says.CATEGORY):
            term = self.keep("taxonomy_term", [name], name=name)
            self.keep("attribute", [service, name], service_id=service, taxonomy_term_id=term)

    def keep_place(self, organization: str, owner: Mapping[str, str], said: Cells) -> None:
        """Only a street or a point on the map is a place; a town alone is none."""
        if Says.STREET not in said and not {Says.LATITUDE, Says.LONGITUDE} <= set(said):
            return
        parts = {column: said[says] for says, column in OF_AN_ADDRESS.items() if says in said}
        where = [organization, *parts.values(), said.get(Says.LATITUDE, ""), said.get(Says.LONGITUDE, "")]
        point = {"latitude": said.get(Says.LATITUDE), "longitude": said.get(Says.LONGITUDE)}
        location = self.keep("location", where, organization_id=organization, location_type="physical", **point)
        if Says.STREET in said:
            self.keep("address", where, location_id=location, address_type="physical", **parts)
        if service := owner.get("service_id"):
            self.keep("service_at_location", [service, location], service_id=service, location_id=location)
