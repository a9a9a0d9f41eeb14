"""What workers do with instruments: begin one, fill it in, hand it over, finish it."""

from keyworker.assessment.actions.answering import (
    How,
    Sheet,
    complete_assessment,
    filled_in,
    in_words,
    main_score,
    save_answers,
    say_how,
    start_assessment,
)
from keyworker.assessment.actions.handing_over import HandOver, hand_over_assessment

__all__ = [
    "HandOver",
    "How",
    "Sheet",
    "complete_assessment",
    "filled_in",
    "hand_over_assessment",
    "in_words",
    "main_score",
    "save_answers",
    "say_how",
    "start_assessment",
]
