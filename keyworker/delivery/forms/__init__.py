"""What is asked about contacts, notes, services and documents, and about a report that the law asks for."""

from keyworker.delivery.forms.conferring import ConferenceForm, DecisionForm, IntoPlanForm
from keyworker.delivery.forms.devices import DeviceForm, MoveDeviceForm
from keyworker.delivery.forms.giving import FundingForm, ServiceForm, StrikeForm, UnitsForm
from keyworker.delivery.forms.grouping import (
    DayForm,
    EndGroupForm,
    GroupForm,
    JoinForm,
    LeaveForm,
    SessionForm,
    names_of_cases,
)
from keyworker.delivery.forms.means import BenefitForm, RenewForm
from keyworker.delivery.forms.medicines import AllergyForm, MedicineForm, MedicineReviewForm, StopForm, TakeBackForm
from keyworker.delivery.forms.messages import ForgetForm, MessageForm, NewThreadForm
from keyworker.delivery.forms.papers import DocumentForm, WithdrawForm
from keyworker.delivery.forms.recording import (
    LONGEST_NOTE,
    AmendForm,
    ContactForm,
    MomentForm,
    NoteForm,
    SeenForm,
    SendNoteBackForm,
)
from keyworker.delivery.forms.reporting import DangerForm, DecideForm, OutcomeForm, SentForm, ToldForm
from keyworker.delivery.forms.sent import LookedAtForm, OwnPaperForm
from keyworker.delivery.forms.spending import BackForm, BudgetForm, HandOutForm, SpentForm
from keyworker.delivery.forms.teaching import EducationForm
from keyworker.delivery.forms.working import AnyWorkForm, CaseWorkForm

__all__ = [
    "LONGEST_NOTE",
    "AllergyForm",
    "AmendForm",
    "AnyWorkForm",
    "BackForm",
    "BenefitForm",
    "BudgetForm",
    "CaseWorkForm",
    "ConferenceForm",
    "ContactForm",
    "DangerForm",
    "DayForm",
    "DecideForm",
    "DecisionForm",
    "DeviceForm",
    "DocumentForm",
    "EducationForm",
    "EndGroupForm",
    "ForgetForm",
    "FundingForm",
    "GroupForm",
    "HandOutForm",
    "IntoPlanForm",
    "JoinForm",
    "LeaveForm",
    "LookedAtForm",
    "MedicineForm",
    "MedicineReviewForm",
    "MessageForm",
    "MomentForm",
    "MoveDeviceForm",
    "NewThreadForm",
    "NoteForm",
    "OutcomeForm",
    "OwnPaperForm",
    "RenewForm",
    "SeenForm",
    "SendNoteBackForm",
    "SentForm",
    "ServiceForm",
    "SessionForm",
    "SpentForm",
    "StopForm",
    "StrikeForm",
    "TakeBackForm",
    "ToldForm",
    "UnitsForm",
    "WithdrawForm",
    "names_of_cases",
]
