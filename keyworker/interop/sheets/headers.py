"""How people head their columns, in English, Spanish, French, German and Arabic."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """What a column says."""

    KEY = "key"
    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    PREFERRED = "preferred"
    SCRIPT = "script"
    PRONOUNS = "pronouns"
    BORN = "born"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    ABOUT = "about"
    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    SAFE = "safe"
    VOICEMAIL = "voicemail"
    IDENTIFIER = "identifier"
    HOUSEHOLD = "household"
    ROLE = "role"
    PROGRAM = "program"
    WORKER = "worker"
    CASE_NUMBER = "case-number"
    OPENED = "opened"
    CLOSED = "closed"
    CONTACT_ON = "contact-on"
    CONTACT_KIND = "contact-kind"
    CONTACT = "contact"
    TASK = "task"
    TASK_DUE = "task-due"
    NOTE = "note"
    NOTE_ON = "note-on"
    NOTE_BY = "note-by"
    NOTE_SIGNED = "note-signed"


# The first field that fits wins; compared without case, accents and points.
HEADERS: Final[Mapping[Field, str]] = {
    Field.NAME: (
        "name|full name|client|client name|person|nombre|nombre completo|nombre y apellidos|nom complet|"
        "nom et prenom|الاسم|الاسم الكامل"
    ),
    Field.GIVEN: (
        "first name|given name|given names|forename|first|fname|nombres|primer nombre|nombre de pila|"
        "prenom|prenoms|vorname|الاسم الأول"
    ),
    Field.FAMILY: (
        "last name|family name|surname|last|lname|apellido|apellidos|nom|nom de famille|nachname|اسم العائلة|اللقب"
    ),
    Field.PREFERRED: "preferred name|nickname|known as|goes by|likes to be called|apodo|surnom|اسم الشهرة",
    Field.SCRIPT: "name in own script|native name|original script|nombre en su idioma|nom d origine|الاسم بالعربية",
    Field.PRONOUNS: "pronouns|pronombres|pronoms|الضمائر",
    Field.BORN: (
        "birth date|date of birth|dob|d o b|born|born on|birthday|birthdate|age|year of birth|"
        "fecha de nacimiento|nacimiento|f nac|nacido|edad|date de naissance|ne le|nee le|ne e le|age ans|"
        "geburtsdatum|تاريخ الميلاد|العمر"
    ),
    Field.LANGUAGE: "language|preferred language|primary language|languages|idioma|lengua|langue|sprache|اللغة",
    Field.INTERPRETER: (
        "interpreter|needs interpreter|interpreter needed|interprete|necesita interprete|besoin d interprete|مترجم"
    ),
    Field.ABOUT: "about|in their own words|background|story|sobre|historia|histoire|عنهم",
    Field.PHONE: (
        "phone|telephone|phone number|tel|mobile|cell|cell phone|mobile phone|home phone|work phone|"
        "phone 1|phone 2|telefono|telefono movil|movil|celular|portable|numero de telephone|telefon|هاتف|"
        "الهاتف|رقم الهاتف|جوال"
    ),
    Field.EMAIL: (
        "email|e mail|email address|mail|correo|correo electronico|courriel|adresse e mail|البريد الإلكتروني"
    ),
    Field.STREET: (
        "address|street|street address|address 1|address 2|address line 1|address line 2|home address|"
        "direccion|calle|domicilio|adresse|rue|strasse|العنوان|الشارع"
    ),
    Field.POSTCODE: "postcode|post code|zip|zip code|postal code|codigo postal|code postal|plz|الرمز البريدي",
    Field.CITY: "city|town|ciudad|municipio|poblacion|ville|commune|ort|stadt|المدينة",
    Field.SAFE: (
        "safe to contact|safe to call|ok to contact|ok to call|contact ok|seguro llamar|se puede llamar|"
        "peut on appeler|يمكن الاتصال"
    ),
    Field.VOICEMAIL: (
        "voicemail|voicemail ok|ok to leave message|leave message|buzon de voz|mensaje de voz|message vocal|رسالة صوتية"
    ),
    Field.IDENTIFIER: (
        "ssn|national id|passport|passport number|medicaid id|medicaid|nhs number|dni|nie|curp|cedula|"
        "numero de securite sociale|nir|hmis id|رقم الهوية|جواز السفر"
    ),
    Field.KEY: (
        "id|client id|client number|client no|person id|participant id|record id|no|nr|numero|"
        "numero de cliente|id cliente|numero client|identifiant|رقم|رقم العميل"
    ),
    Field.HOUSEHOLD: (
        "household|household id|household number|family id|family number|hogar|id hogar|"
        "numero de familia|foyer|menage|numero de foyer|الأسرة|رقم الأسرة"
    ),
    Field.ROLE: (
        "relationship|relation to head|role in household|relationship to head of household|parentesco|"
        "lien de parente|صلة القرابة"
    ),
    Field.PROGRAM: "program|programme|project|service|programa|proyecto|servicio|البرنامج",
    Field.WORKER: (
        "worker|case manager|case worker|caseworker|keyworker|key worker|staff|assigned to|advocate|"
        "gestor|trabajador|trabajadora|responsable|referent|travailleur social|مدير الحالة|المسؤول"
    ),
    Field.CASE_NUMBER: "case number|case no|case id|file number|file no|numero de caso|numero de dossier|رقم الملف",
    Field.OPENED: (
        "opened|opened on|date opened|case opened|start date|intake date|admission date|entry date|enrolled|"
        "fecha de inicio|fecha de ingreso|date d entree|date d ouverture|aufnahme|تاريخ الفتح"
    ),
    Field.CLOSED: (
        "closed|closed on|date closed|case closed|end date|exit date|discharge date|fecha de cierre|fecha de salida|"
        "date de sortie|date de cloture|تاريخ الإغلاق"
    ),
    Field.CONTACT_ON: "contact date|date of contact|last contact|visit date|fecha de contacto|تاريخ الاتصال",
    Field.CONTACT_KIND: "contact type|type of contact|contact method|kind of contact|tipo de contacto|type de contact",
    Field.CONTACT: "contact notes|contact summary|what happened|summary|resumen|resume du contact|ملخص",
    Field.TASK: "task|to do|next step|follow up|action needed|tarea|proximo paso|tache|prochaine etape|مهمة",
    Field.TASK_DUE: "due|due date|due on|by when|task due|follow up date|fecha limite|echeance|تاريخ الاستحقاق",
    Field.NOTE: (
        "note|notes|case note|case notes|progress note|progress notes|note text|comments|nota|notas|observaciones|"
        "notes de suivi|remarques|notiz|notizen|ملاحظة|ملاحظات"
    ),
    Field.NOTE_ON: (
        "note date|date of note|note written on|fecha de la nota|fecha de nota|date de la note|datum der notiz|"
        "تاريخ الملاحظة"
    ),
    Field.NOTE_BY: (
        "note by|note author|author|written by|entered by|note written by|autor|autora|auteur|ecrit par|verfasst von|"
        "كاتب الملاحظة"
    ),
    Field.NOTE_SIGNED: "note signed|signed|is signed|final|firmada|firmado|signe|signee|موقعة",
}
