"""All that the parts of one form share while it is made."""

from dataclasses import dataclass, field

from keyworker.questionnaires.xlsform.book import Book, Line, Path, Remarks
from keyworker.questionnaires.xlsform.choices import Lists, Scales
from keyworker.questionnaires.xlsform.kinds import Kinds
from keyworker.questionnaires.xlsform.outline import Entry, Outline
from keyworker.questionnaires.xlsform.references import References, Variables
from keyworker.questionnaires.xlsform.speech import Speech
from keyworker.questionnaires.xlsform.wording import Languages


@dataclass(slots=True)
class Making:
    """One spreadsheet on its way to being a form."""

    book: Book
    remarks: Remarks
    languages: Languages
    lists: Lists
    outline: Outline
    kinds: Kinds
    scales: Scales
    variables: Variables = field(default_factory=Variables)

    def find(self, here: Entry) -> References:
        return References(self.outline, self.variables, here)

    def speech(self, here: Entry) -> Speech:
        return Speech(self.kinds, self.find(here), here, self.scales)

    def warn(self, line: Line, path: Path, says: str) -> None:
        self.remarks.warn(line, path, says)

    def note(self, line: Line, path: Path, says: str) -> None:
        self.remarks.note(line, path, says)
