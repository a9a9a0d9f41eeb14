"""What happened to visits, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "visits.scheduled": _("{who} planned a visit for {starts_on}."),
        "visits.scheduled_though": _("{who} planned a visit for {starts_on}, though it was found not to suit them."),
        "visits.suitability_decided": _("{who} looked at whether meeting by telephone or video suits them."),
        "visits.declined_at_a_distance": _("{who} wrote down that they would rather meet in person."),
        "visits.interpreter_kept": _("{who} put an interpreter on the list."),
        "visits.interpreter_changed": _("{who} changed what is known of an interpreter."),
        "visits.interpreter_ended": _("{who} took an interpreter off the list."),
        "visits.interpreter_asked": _("{who} asked an interpreter for a visit."),
        "visits.interpreter_moved": _("{who} wrote down what became of an interpreter's booking."),
        "visits.interpreter_refused": _("{who} wrote down that they do not want an interpreter."),
        "visits.interpreter_refusal_lifted": _("{who} wrote down that an interpreter is fine with them again."),
        "visits.begun": _("{who} began a visit."),
        "visits.begun_anyway": _("{who} began a visit and left something open that is asked before."),
        "visits.by_phone_instead": _("{who} went on by telephone, for the video did not work."),
        "visits.called": _("{who} wrote down a call."),
        "visits.caller_looked_for": _("{who} looked for whoever called, by the number: {found} found."),
        "visits.settled": _("{who} wrote down what they said before a visit."),
        "visits.places_forgotten": _("{who} deleted where people were during visits: {rows}."),
        "visits.link_given": _("{who} gave somebody a link to a video visit."),
        "visits.invited": _("{who} invited somebody to a video visit."),
        "visits.link_to_send": _("{who} asked Keyworker to send them their link to a video visit."),
        "visits.made_larger": _("{who} made a video visit larger: more than four can meet."),
        "visits.made_smaller": _("{who} made a video visit small again: four can meet."),
        "visits.guest_came": _("Somebody opened their link to a video visit."),
        "visits.link_tried_again": _("Somebody tried a link to a video visit that was used already."),
        "visits.knocked": _("Somebody waited to be let in to a video visit."),
        "visits.admitted": _("{who} let somebody in to a video visit."),
        "visits.turned_away": _("{who} let somebody take part in a video visit no longer."),
        "visits.joined": _("{who} joined a video visit."),
        "visits.left": _("{who} left a video visit."),
        "visits.left_for_good": _("Somebody left a video visit quickly."),
        "visits.asked_for_call": _("Somebody in a video visit asked to be called."),
        "visits.stopped_unwished": _("A video visit was stopped: they did not want it any more."),
        "visits.room_closed": _("The room of a video visit was closed."),
        "visits.cancelled": _("{who} called a visit off."),
    }
)
