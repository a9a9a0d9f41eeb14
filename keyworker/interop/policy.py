"""Who may see what stands at the machines' door."""

from keyworker.access.policy import whole_agency
from keyworker.access.sight import policy
from keyworker.interop.models import DirectoryFile

policy(DirectoryFile)(whole_agency)
