"""Who may see the directory: all staff of the agency whose directory it is; it is about no client."""

from keyworker.access.policy import whole_agency
from keyworker.access.sight import policy
from keyworker.directory.models import ServiceToken
from keyworker.directory.tables import MODELS

policy(ServiceToken)(whole_agency)
for model in MODELS.values():
    policy(model)(whole_agency)
