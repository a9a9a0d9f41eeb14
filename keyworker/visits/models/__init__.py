"""What is kept of appointments and calls."""

from keyworker.visits.models.calls import Came, PhoneCall
from keyworker.visits.models.precautions import Item, Precaution
from keyworker.visits.models.rooms import Participant, PartIn, Seat, Signal, SignalKind, VideoRoom, WhyClosed
from keyworker.visits.models.visits import Visit, VisitKind, VisitStatus, Worked

__all__ = [
    "Came", "Item", "PartIn", "Participant", "PhoneCall", "Precaution", "Seat", "Signal", "SignalKind", "VideoRoom",
    "Visit", "VisitKind", "VisitStatus", "WhyClosed", "Worked",
]  # fmt: skip
