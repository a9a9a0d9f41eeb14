"""What is kept of appointments and calls."""

from keyworker.visits.models.calls import Came, PhoneCall
from keyworker.visits.models.interpreters import (
    LIVE,
    BookingState,
    Interpreter,
    InterpreterBooking,
    InterpreterRefusal,
)
from keyworker.visits.models.precautions import Item, Precaution
from keyworker.visits.models.rooms import Participant, PartIn, Seat, Signal, SignalKind, VideoRoom, WhyClosed
from keyworker.visits.models.suitability import Aid, Line, Outcome, Screen, Skill, Suitability, Wish
from keyworker.visits.models.visits import Visit, VisitKind, VisitStatus, Worked

__all__ = [
    "LIVE", "Aid", "BookingState", "Came", "Interpreter", "InterpreterBooking", "InterpreterRefusal", "Item", "Line",
    "Outcome", "PartIn", "Participant", "PhoneCall", "Precaution", "Screen", "Seat", "Signal", "SignalKind", "Skill",
    "Suitability", "VideoRoom", "Visit", "VisitKind", "VisitStatus", "WhyClosed", "Wish", "Worked",
]  # fmt: skip
