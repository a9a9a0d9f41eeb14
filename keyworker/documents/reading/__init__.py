"""What a document says: its words, read in a process apart, because a file somebody handed us may be made to harm."""

from keyworker.documents.reading.apart import read_text
from keyworker.documents.reading.kinds import Read, State, can_be_read

__all__ = ["Read", "State", "can_be_read", "read_text"]
