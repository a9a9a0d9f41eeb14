"""Other answers inside a text ("How are you, ${name}?"), put in by an expression."""

from keyworker.questionnaires.xlsform.kinds import Kinds
from keyworker.questionnaires.xlsform.references import References, quoted
from keyworker.questionnaires.xlsform.speech import Speech
from keyworker.questionnaires.xlsform.types import Holds
from keyworker.questionnaires.xlsform.xpath import GAP, REFERENCE, Answer


def with_answers(written: str, kinds: Kinds, find: References, speech: Speech) -> str:
    """FHIRPath for the text, each answer in it as it was worded, "…" until it is given. Raises CannotSay."""
    pieces = REFERENCE.split(written)  # texts and names in turn
    said = [
        _shown(Answer(piece), kinds, find, speech) if place % 2 else quoted(piece)
        for place, piece in enumerate(pieces)
        if piece
    ]
    return " & ".join(said)


def _shown(answer: Answer, kinds: Kinds, find: References, speech: Speech) -> str:
    answers = find.answers(answer)
    is_choice = kinds.of_answer(answer.name) in {Holds.CODE, Holds.CODES}
    worded = f"{answers}.display.join(', ')" if is_choice else speech.text(answer)
    return f"iif({answers}.exists(), {worded}, {quoted(GAP)})"
