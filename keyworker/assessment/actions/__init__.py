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
from keyworker.assessment.actions.asking import (
    Asking,
    ask_client,
    hand_in_answers,
    heed_own_answers,
    keep_own_answers,
    note_read,
    take_questions_back,
)
from keyworker.assessment.actions.finding import (
    FindingWords,
    change_need,
    change_strength,
    end_need,
    end_strength,
    note_answer,
    note_by_hand,
)
from keyworker.assessment.actions.handing_over import HandOver, hand_over_assessment
from keyworker.assessment.actions.levels import OtherLevel, set_level
from keyworker.assessment.actions.marking import NewMark, end_mark, mark_critical
from keyworker.assessment.actions.practice import When, end_rule, plan_due, set_reading_hours, set_rule

__all__ = [
    "Asking",
    "FindingWords",
    "HandOver",
    "How",
    "NewMark",
    "OtherLevel",
    "Sheet",
    "When",
    "ask_client",
    "change_need",
    "change_strength",
    "complete_assessment",
    "end_mark",
    "end_need",
    "end_rule",
    "end_strength",
    "filled_in",
    "hand_in_answers",
    "hand_over_assessment",
    "heed_answers",
    "heed_own_answers",
    "in_words",
    "keep_own_answers",
    "main_score",
    "mark_critical",
    "note_answer",
    "note_by_hand",
    "note_read",
    "plan_due",
    "save_answers",
    "say_how",
    "set_level",
    "set_reading_hours",
    "set_rule",
    "start_assessment",
    "take_questions_back",
]
