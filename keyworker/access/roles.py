"""What each role may do, and how far it reaches. Reference data: reviewed here, never edited on a screen."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission as P


class Reach(IntEnum):
    """How far a permission goes within its grant."""

    OWN = 1  # the person themselves, or the one shared record
    CARE_TEAM = 2  # people on whose care team the member of staff is
    PROGRAM = 3  # everybody in the grant's program
    AGENCY = 4  # the whole agency, less what is sealed


class Role(StrEnum):
    INTAKE_WORKER = "intake-worker"
    CASE_MANAGER = "case-manager"
    SUPERVISOR = "supervisor"
    AGENCY_ADMINISTRATOR = "agency-administrator"
    AUDITOR = "auditor"
    CLIENT = "client"
    PARTNER = "partner"


ROLE_NAMES = {
    Role.INTAKE_WORKER: _("Intake worker"),
    Role.CASE_MANAGER: _("Case manager"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.AGENCY_ADMINISTRATOR: _("Agency administrator"),
    Role.AUDITOR: _("Auditor"),
    Role.CLIENT: _("Client"),
    Role.PARTNER: _("Partner"),
}


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A permission and its reach."""

    permission: P
    reach: Reach


def _with(reach: Reach, *permissions: P) -> tuple[Entitlement, ...]:
    return tuple(Entitlement(permission, reach) for permission in permissions)


EVERYBODY = _with(Reach.AGENCY, P.AGENCY_VIEW, P.STAFF_VIEW, P.DIRECTORY_VIEW, P.QUESTIONNAIRE_VIEW)
FILE_READING = (
    P.PERSON_VIEW, P.CONSENT_VIEW, P.CASE_VIEW, P.TASK_VIEW, P.ASSESSMENT_VIEW, P.PLAN_VIEW, P.CONTACT_VIEW,
    P.NOTE_VIEW, P.MESSAGE_VIEW, P.VISIT_VIEW, P.VISIT_ATTEND, P.REFERRAL_OUT_VIEW, P.REVIEW_VIEW,
)  # fmt: skip
FILE_WRITING = (
    P.PERSON_EDIT, P.CONSENT_RECORD, P.DISCLOSE, P.TASK_EDIT, P.ASSESSMENT_RECORD, P.PLAN_WRITE, P.PLAN_SIGN,
    P.CONTACT_RECORD, P.NOTE_WRITE, P.MESSAGE_WRITE, P.VISIT_SCHEDULE, P.REFERRAL_OUT_SEND, P.REFERRAL_OUT_ANSWER,
    P.REVIEW_RECORD, P.CASE_CLOSE, P.PORTAL_MANAGE,
)  # fmt: skip
REFERRALS_IN = (P.REFERRAL_RECEIVE, P.REFERRAL_VIEW, P.REFERRAL_SCREEN, P.REFERRAL_ACCEPT, P.CASE_OPEN)

ENTITLEMENTS: dict[Role, tuple[Entitlement, ...]] = {
    Role.INTAKE_WORKER: (
        *EVERYBODY,
        *_with(Reach.AGENCY, P.PERSON_INDEX),
        *_with(Reach.PROGRAM, *REFERRALS_IN, P.CASE_ASSIGN, P.TEXT_TRIAGE),
        *_with(Reach.CARE_TEAM, P.PERSON_VIEW, P.PERSON_EDIT, P.CONSENT_VIEW, P.CONSENT_RECORD, P.CASE_VIEW),
        *_with(Reach.CARE_TEAM, P.PERSON_LINK),
        *_with(Reach.CARE_TEAM, P.TASK_VIEW, P.TASK_EDIT),
    ),
    Role.CASE_MANAGER: (
        *EVERYBODY,
        *_with(Reach.AGENCY, P.PERSON_INDEX),
        *_with(Reach.PROGRAM, *REFERRALS_IN),
        *_with(Reach.CARE_TEAM, *FILE_READING, *FILE_WRITING, P.COMPLAINT_LEAVE, P.PERSON_LINK),
        *_with(Reach.PROGRAM, P.FEEDBACK_LEAVE),
        *_with(Reach.AGENCY, P.BREAK_GLASS),
    ),
    Role.SUPERVISOR: (
        *EVERYBODY,
        *_with(Reach.AGENCY, P.PERSON_INDEX),
        *_with(Reach.PROGRAM, *REFERRALS_IN, *FILE_READING, *FILE_WRITING, P.CASE_ASSIGN, P.CARE_TEAM_MANAGE),
        *_with(Reach.PROGRAM, P.PLAN_APPROVE, P.CASELOAD_OVERSEE, P.FIGURES_VIEW, P.ROLE_CONFIRM, P.ASSESSMENT_RULES),
        *_with(Reach.PROGRAM, P.CASE_CLOSE_ANYWAY, P.FEEDBACK_LEAVE, P.FEEDBACK_VIEW, P.TEXT_TRIAGE),
        *_with(Reach.PROGRAM, P.COMPLAINT_LEAVE, P.COMPLAINT_HANDLE, P.CREDENTIAL_OVERSEE),
        *_with(Reach.PROGRAM, P.DEVICE_KEEP, P.INTERPRETER_KEEP),
        *_with(Reach.AGENCY, P.PRACTICE_MAKE),
        *_with(Reach.PROGRAM, P.PERSON_LINK),
        *_with(Reach.AGENCY, P.BREAK_GLASS),
    ),
    Role.AGENCY_ADMINISTRATOR: (
        *EVERYBODY,
        *_with(Reach.AGENCY, P.AGENCY_MANAGE, P.STAFF_MANAGE, P.DIRECTORY_MANAGE, P.QUESTIONNAIRE_MANAGE),
        *_with(Reach.AGENCY, P.SHEET_IMPORT, P.EXPORT_ASK, P.PRACTICE_MAKE),
        *_with(Reach.AGENCY, P.FIGURES_VIEW, P.ROLE_CONFIRM, P.ASSESSMENT_RULES, P.REVIEW_RULES),
        *_with(Reach.AGENCY, P.COMPLAINT_HANDLE, P.CREDENTIAL_OVERSEE, P.DEVICE_KEEP, P.INTERPRETER_KEEP),
    ),
    Role.AUDITOR: (*EVERYBODY, *_with(Reach.AGENCY, P.AUDIT_VIEW)),
    Role.CLIENT: _with(
        Reach.OWN,
        P.PERSON_VIEW,
        P.CASE_VIEW,
        P.ASSESSMENT_ANSWER,
        P.PLAN_VIEW,
        P.REFERRAL_OUT_VIEW,
        P.VISIT_VIEW,
        P.PORTAL_ACT,
        P.CONSENT_VIEW,
        P.REVIEW_VIEW,
        P.MESSAGE_VIEW,
        P.MESSAGE_WRITE,
        P.FEEDBACK_LEAVE,
        P.COMPLAINT_LEAVE,
        P.COMPLAINT_VIEW,
        P.AUDIT_VIEW,
        P.AGENCY_VIEW,
    ),
    Role.PARTNER: _with(Reach.OWN, P.REFERRAL_OUT_VIEW, P.REFERRAL_OUT_ANSWER, P.AGENCY_VIEW),
}


class Beside(StrEnum):
    """What a guardian or supporter may be granted at the door: each opens one page, or one thing on it."""

    VISITS = "visits"
    PLAN = "plan"
    SIGN = "sign"


COMPANION = _with(Reach.OWN, P.COMPANION_ENTER, P.AGENCY_VIEW)
BESIDE: dict[str, tuple[Entitlement, ...]] = {
    Beside.VISITS: _with(Reach.OWN, P.VISIT_VIEW),
    Beside.PLAN: _with(Reach.OWN, P.PLAN_VIEW),
    Beside.SIGN: _with(Reach.OWN, P.COMPANION_SIGN),
}
# Visitors without a link: the public referral form.
PUBLIC_FORM = _with(Reach.AGENCY, P.REFERRAL_RECEIVE, P.FEEDBACK_LEAVE, P.AGENCY_VIEW)
# Guests of a video visit: their own place in it, and nothing else.
VISIT_GUEST = "visit"
GUESTS: dict[str, tuple[Entitlement, ...]] = {VISIT_GUEST: _with(Reach.OWN, P.VISIT_ATTEND, P.AGENCY_VIEW)}
# Named jobs, and all that each may do. The demonstration adds its own when it is loaded; nothing else may.
JOBS: dict[str, tuple[Entitlement, ...]] = {
    "directory-import": _with(Reach.AGENCY, P.DIRECTORY_VIEW, P.DIRECTORY_MANAGE),
    "sheet-import": _with(Reach.AGENCY, P.AGENCY_VIEW, P.STAFF_VIEW, P.SHEET_IMPORT),
    "questionnaire-import": _with(Reach.AGENCY, P.QUESTIONNAIRE_VIEW, P.QUESTIONNAIRE_MANAGE),
    "questionnaire-export": _with(Reach.AGENCY, P.QUESTIONNAIRE_VIEW),
    "file-clearing": _with(Reach.AGENCY, P.AGENCY_MANAGE),
    "photo-clearing": _with(Reach.AGENCY, P.AGENCY_VIEW, P.AGENCY_MANAGE),
    "visit-forgetting": _with(Reach.AGENCY, P.AGENCY_VIEW, P.AGENCY_MANAGE),
    "cover-begins": _with(Reach.AGENCY, P.AGENCY_VIEW, P.CASELOAD_OVERSEE),
    "assessment-due": _with(Reach.AGENCY, P.AGENCY_VIEW, P.ASSESSMENT_RULES),
    "notices-out": _with(Reach.AGENCY, P.AGENCY_VIEW, P.NOTICE_SEND),
    "agency-export": _with(Reach.AGENCY, P.AGENCY_VIEW, P.AGENCY_EXPORT),
    "document-reading": _with(Reach.AGENCY, P.AGENCY_VIEW, P.NOTE_INDEX),
    "message-purging": _with(Reach.AGENCY, P.AGENCY_VIEW, P.MESSAGE_PURGE),
    "credentials-due": _with(Reach.AGENCY, P.AGENCY_VIEW, P.CREDENTIAL_OVERSEE),
    "texts-in": _with(Reach.AGENCY, P.AGENCY_VIEW, P.TEXT_RECEIVE, P.NOTICE_SEND),
    "people-linking": _with(Reach.AGENCY, P.AGENCY_VIEW, P.PERSON_LINK),
    "practice": _with(Reach.AGENCY, P.AGENCY_VIEW, P.PRACTICE_MAKE),
    "own-door": _with(Reach.AGENCY, P.AGENCY_VIEW, P.PORTAL_ENTER),
    "reviews-due": _with(Reach.AGENCY, P.AGENCY_VIEW, P.REVIEW_RULES),
    "visit-door": _with(Reach.AGENCY, P.AGENCY_VIEW, P.VISIT_ATTEND, P.VISIT_SCHEDULE),
    "installation": _with(Reach.AGENCY, P.AGENCY_VIEW, P.AGENCY_MANAGE, P.STAFF_VIEW, P.STAFF_MANAGE),
}
