"""What workers do with instruments: begin one, fill it in, hand it over, finish it."""

from keyworker.assessment.actions.answering import (
    How,
    Sheet,
    complete_assessment,
    filled_in,
    heed_answers,
    in_words,
    main_score,
    save_answers,
    say_how,
    start_assessment,
)
from keyworker.assessment.actions.handing_over import HandOver, hand_over_assessment
from keyworker.assessment.actions.marking import NewMark, end_mark, mark_critical

__all__ = [
    "HandOver",
    "How",
    "NewMark",
    "Sheet",
    "complete_assessment",
    "end_mark",
    "filled_in",
    "hand_over_assessment",
    "heed_answers",
    "in_words",
    "main_score",
    "mark_critical",
    "save_answers",
    "say_how",
    "start_assessment",
]
