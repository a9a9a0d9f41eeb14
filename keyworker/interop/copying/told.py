"""What of a file is in the person's copy: under which heading, in which order; and what is not, and why."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the copy. `tables`: of each, what is printed; the data beside it holds its other fields, too."""

    title: str | Promise
    tables: dict[str, tuple[str, ...]]


PARTS = (
    Part(
        _("Who you are"),
        {
            "people.Person": (
                "full_name",
                "preferred_name",
                "own_script_name",
                "pronouns",
                "born_on",
                "about",
            ),
            "people.OtherName": ("name", "kind"),
            "consent.Photo": ("created_at", "alt"),
            "people.ContactPoint": ("channel", "value"),
            "people.Identifier": ("scheme", "value"),
            "people.SaidOfThemselves": ("kind", "own_words"),
        },
    ),
    Part(
        _("Your cases"),
        {
            "intake.IncomingReferral": ("received_at", "needs", "status"),
            "intake.Admission": ("created_at", "needs_note", "teach_back"),
            "cases.Case": ("opened_at", "number", "status", "closed_at"),
        },
    ),
    Part(
        _("What you agreed to, and what we told whom"),
        {
            "consent.RightsAcknowledgement": ("signed_at", "how"),
            "consent.Consent": ("given_on", "purpose", "recipient", "expires_on", "withdrawn_at"),
            "consent.AdvanceDirective": ("made_on", "kind", "about"),
            "consent.Disclosure": ("created_at", "recipient", "purpose", "what"),
        },
    ),
    Part(
        _("What you told us, and what we found"),
        {
            "assessment.Assessment": ("completed_at", "title", "total", "band", "meaning"),
            "assessment.Strength": ("created_at", "domain", "text"),
            "assessment.Need": ("created_at", "domain", "text"),
            "assessment.SetLevel": ("created_at", "level", "because"),
            "questionnaires.Response": (),
        },
    ),
    Part(
        _("Your plan"),
        {
            "planning.ServicePlan": ("signed_at", "number", "strengths", "contingency"),
            "planning.Goal": ("target_on", "words", "measure", "status"),
            "planning.ActionStep": ("due_on", "what", "done_at"),
            "planning.GoalReading": ("on", "number", "words"),
            "planning.PlanSignature": ("signed_at", "signer"),
            "tasks.Task": ("due_on", "what", "done_at", "outcome"),
            "tasks.OwnWish": ("asked_on", "kind", "words", "over_at"),
            "tasks.Declined": ("created_at", "what", "taken_back_at"),
        },
    ),
    Part(
        _("When we met, and what was written"),
        {
            "delivery.CaseContact": ("happened_at", "kind", "outcome", "summary", "why_failed"),
            "delivery.CaseNote": ("signed_at", "text"),
            "delivery.CaseConference": ("held_on", "about", "client_view", "discussed"),
            "delivery.ConferenceDecision": ("due_on", "what"),
            "delivery.Attendance": ("created_at", "how", "remark"),
            "delivery.GroupPlace": ("since", "until", "left_because"),
            "delivery.EducationGiven": ("given_on", "material", "said_back"),
            "visits.Visit": ("starts_at", "kind", "platform", "status"),
            "visits.Suitability": ("decided_on", "wish", "outcome", "because"),
            "notices.Notice": ("happens_at", "kind", "state"),
            "notices.TextMessage": ("sent_at", "kind", "state"),
        },
    ),
    Part(
        _("What we wrote to each other"),
        {"delivery.MessageThread": ("created_at", "about"), "delivery.Message": ("created_at", "side", "body")},
    ),
    Part(_("Your documents"), {"delivery.CaseDocument": ("created_at", "title", "about")}),
    Part(
        _("Services, money and things"),
        {
            "delivery.ServiceProvided": ("provided_on", "what", "units", "unit"),
            "delivery.Benefit": ("from_on", "name", "kind", "status"),
            "delivery.Budget": ("from_on", "name", "wishes", "amount"),
            "delivery.BudgetEntry": ("spent_on", "what", "amount"),
            "delivery.Equipment": ("handed_on", "name", "returned_on"),
        },
    ),
    Part(
        _("Health"),
        {
            "delivery.Medication": ("since", "what", "dose", "what_for", "stopped_on"),
            "delivery.Allergy": ("created_at", "what", "what_happens"),
            "delivery.MedicationReview": ("reviewed_on", "words"),
        },
    ),
    Part(
        _("Where we sent you, and for what we spoke up"),
        {
            "referrals.OutgoingReferral": ("sent_at", "service_name", "organization", "reason", "status"),
            "referrals.ReferralReply": ("at", "status", "said", "why", "words"),
            "referrals.Advocacy": ("happened_on", "what", "wants", "outcome_words"),
            "referrals.AdvocacyStep": ("done_on", "what"),
            "referrals.ServiceStop": ("stopped_on", "what", "why_words", "their_words"),
        },
    ),
    Part(
        _("Looking back"),
        {
            "reviews.PlanReview": ("reviewed_on", "what_went_well", "what_changed", "celebrate"),
            "reviews.GoalReview": ("created_at", "what_helped", "barriers"),
            "reviews.ExitPlan": ("created_at", "criteria", "supports", "if_hard"),
            "reviews.Closure": ("closed_on", "achievements", "supports_in_place", "if_hard"),
            "reviews.FollowUp": ("done_on", "outcome", "words"),
            "reviews.IndicatorReading": ("on", "value"),
            "reviews.ReferralAfter": (),
            "reviews.Feedback": ("month", "keep", "change"),
        },
    ),
)
OTHERS = "It is about other people, too, who have rights of their own."
SAFETY = "It keeps somebody safe: who reads it over their shoulder must not learn it."
REPEATS = "It repeats what is in the copy."
HOW_WE_WORK = "It is how the agency organises its work; it says nothing more of the person."
APART = "It has a way of its own, which says who reads it."
# Tables about a person that are not in the copy.
KEPT_BACK = {
    "access.DoorKey": HOW_WE_WORK,
    "assessment.CriticalAnswer": SAFETY,
    "audit.AuditEvent": "Who opened the file is shown at the person's own door, and told when they ask.",
    "cases.Assignment": HOW_WE_WORK,
    "consent.Companion": OTHERS,
    "consent.ConsentAsked": "What they agreed to is in the copy; what they did not is nobody's to know.",
    "consent.DecisionMaker": OTHERS,
    "delivery.CoSignature": HOW_WE_WORK,
    "delivery.ConferenceParticipant": OTHERS,
    "delivery.DocumentText": REPEATS,
    "delivery.MandatedReport": APART,
    "delivery.MessageFile": "It came with a message, and is opened there by whoever sent or got it.",
    "delivery.OtherWork": HOW_WE_WORK,
    "delivery.PaperSent": "What was kept of it is a document of the file; the rest is erased, or not looked at yet.",
    "delivery.WordIndex": REPEATS,
    "interop.SheetRow": REPEATS,
    "people.Alert": SAFETY,
    "people.CareTeamMember": HOW_WE_WORK,
    "people.Denial": SAFETY,
    "people.HouseholdMember": OTHERS,
    "people.MatchCandidate": OTHERS,
    "people.NameToken": REPEATS,
    "people.Passkey": HOW_WE_WORK,
    "people.PersonLink": OTHERS,
    "people.PortalAccount": HOW_WE_WORK,
    "people.Relationship": OTHERS,
    "people.SafetyRule": SAFETY,
    "people.TimelineEntry": REPEATS,
    "people.Withheld": SAFETY,
    "reviews.Complaint": APART,
    "reviews.RiskReview": SAFETY,
    "visits.InterpreterBooking": OTHERS,
    "visits.InterpreterRefusal": SAFETY,
    "visits.Participant": OTHERS,
    "visits.PhoneCall": SAFETY,
    "visits.Precaution": SAFETY,
    "visits.VideoRoom": REPEATS,
}
# Fields that name somebody else, hold a signature, a code word, or a frozen copy of all of it.
NAMES_OTHERS = frozenset(
    {
        "who_took_part", "witness", "authority_name", "signer_name", "interpreter", "with_whom", "who_name", "present",
        "referrer_name", "referrer_contact", "referrer_organization", "verified_how", "handover_to", "by_whom", "by",
        "who_helps", "household", "drawing", "snapshot", "safe_to_contact", "name_at_door", "worded", "prescriber",
        "spoke_with", "raised_for", "label", "code_word", "died_told",
        "shared_with",
    }
)  # fmt: skip
