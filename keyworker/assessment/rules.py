"""When an assessment may be begun, saved and finished, and what follows from its answers."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.assessment.domains import Domain
from keyworker.base.decision import Decision, no, yes

# Instruments from elsewhere name areas of life in their own codes.
OTHER_NAMES = {
    "family-and-friends": Domain.FAMILY,
    "work-or-school": Domain.WORK,
    "employment": Domain.WORK,
    "education": Domain.LEARNING,
    "income": Domain.MONEY,
    "finances": Domain.MONEY,
    "substance": Domain.SUBSTANCE_USE,
    "community": Domain.FRIENDS,
    "transportation": Domain.DAILY_LIFE,
}
MOST_IN_ALERT = 300


def may_start(*, case_open: bool) -> Decision:
    """An assessment belongs to an open case."""
    return yes() if case_open else no(_("This case is closed. Open it again before you assess."))


def may_save(*, finished: bool, asked: bool = False) -> Decision:
    """What is finished stays as it was answered; what the client was asked to answer alone, nobody else answers."""
    if finished:
        return no(_("This one is finished. Begin a new one instead of changing it."))
    if asked:
        return no(_("The client was asked to answer this alone. Take the questions back first, then answer together."))
    return yes()


def may_hand_over(*, finished: bool, to_holder: bool, can_go_on: bool, because: str) -> Decision:
    """Only what is unfinished is handed over, with a reason, to a colleague who can open the file and go on."""
    if finished:
        return no(_("This one is finished. There is nothing to hand over."))
    if to_holder:
        return no(_("They have it already. Choose somebody else."))
    if not can_go_on:
        return no(_("They cannot open this file. Choose somebody on the care team."))
    return yes() if because.strip() else no(_("Say why you hand it over."))


def may_note_answer(*, finished: bool, answered: bool, noted: bool) -> Decision:
    """An answer of a finished assessment is kept as a strength or as a need once."""
    if not finished:
        return no(_("Finish the assessment first. Then choose what to keep."))
    if not answered:
        return no(_("There is no such answer here."))
    return no(_("This is noted already.")) if noted else yes()


def may_note(*, case_open: bool, text: str) -> Decision:
    """What is noted by hand belongs to an open case and says something."""
    if not case_open:
        return no(_("This case is closed. Open it again before you assess."))
    return yes() if text.strip() else no(_("Say it in their words."))


def may_set_level(*, finished: bool, known: bool, same: bool, because: str) -> Decision:
    """Another level than the one worked out, of those the form knows, with a reason."""
    if not finished:
        return no(_("Finish the assessment first. Then look at its level."))
    if not known:
        return no(_("The form has no such level."))
    if same:
        return no(_("This is the level that was worked out. Choose another."))
    return yes() if because.strip() else no(_("Say why. Your supervisor reads it."))


def may_mark(*, marked: bool, message: str) -> Decision:
    """An agency marks an answer once, and says what is to be done."""
    if marked:
        return no(_("This answer is marked already."))
    return yes() if message.strip() else no(_("Say what to do when somebody answers so."))


def may_ask(*, case_open: bool, sealed: bool, has_door: bool, until: date, today: date) -> Decision:
    """A client is asked to answer alone in an open case, when they have a door of their own, by a day to come.

    Never for a `sealed` program: their own page may be looked at by whom they fled.
    """
    if not case_open:
        return no(_("This case is closed. Open it again before you assess."))
    if sealed:
        return no(_("Nothing of a sealed program is shown at their own page. Hand them your device instead."))
    if not has_door:
        return no(_("They have no page of their own yet. Answer together, or hand them your device."))
    return yes() if until >= today else no(_("This day is over. Choose a later one."))


def may_withdraw(*, asked: bool, finished: bool) -> Decision:
    """Questions are taken back while they are not answered."""
    if not asked:
        return no(_("The client was not asked to answer this."))
    return no(_("They have handed it in already.")) if finished else yes()


def may_note_read(*, waits: bool) -> Decision:
    """What a client handed in is read once."""
    return yes() if waits else no(_("There is nothing new to read here."))


def may_promise(*, days: str) -> Decision:
    """Somebody reads on one day of the week at least."""
    return yes() if days else no(_("Choose one day at least. Nobody may be left without an answer."))


def may_rule(*, first: int | None, again: int | None, at_exit: bool, in_use: bool) -> Decision:
    """A rule names a form in use and says when it is due."""
    if not in_use:
        return no(_("This form is not in use. Choose the one that is."))
    if again == 0:
        return no(_("“Again” needs one day at least."))
    if first is None and again is None and not at_exit:
        return no(_("Say when it is due: first, again, or at the end."))
    return yes()


def reads_by(now: datetime, *, days: str, by: time) -> datetime:
    """The moment by which a person reads: today by `by` while that is ahead, else on the next of the `days`.

    `now` is on the agency's clock; `days` holds 1 (Monday) to 7 (Sunday).
    """
    for ahead in range(8):
        moment = datetime.combine(now.date() + timedelta(days=ahead), by, tzinfo=now.tzinfo)
        if moment > now and str(moment.isoweekday()) in days:
            return moment
    raise ValueError("Somebody must read on one day of the week at least.")


def is_stale(*, version: int, edited_in: str, seen: int, page: str) -> bool:
    """Another page saved since this one showed the answers. The page that saved last may always save again."""
    return version != seen and (not page or edited_in != page)


def domain_of(code: str) -> Domain:
    """Our area of life for an instrument's own code; `OTHER` when we have none."""
    if code in Domain.values:
        return Domain(code)
    return OTHER_NAMES.get(code, Domain.OTHER)


def alert_text(title: str, messages: list[str]) -> str:
    """What goes on the identity bar for critical answers: each message once, cut to what an alert holds."""
    said = " ".join(dict.fromkeys(messages))
    whole = f"{title}: {said}"
    return whole if len(whole) <= MOST_IN_ALERT else f"{whole[: MOST_IN_ALERT - 1]}…"
