"""Who may see what stands at the machines' door."""

from django.db.models import Q

from keyworker.access.permissions import Permission
from keyworker.access.policy import whole_agency
from keyworker.access.sight import NOBODY, Authority, Policy, policy
from keyworker.base.actor import Actor, ActorKind
from keyworker.documents.actions import holds_files
from keyworker.interop.models import AgencyExport, DirectoryFile, Sheet, SheetMapping, SheetRow
from keyworker.notices.models import TextMessage
from keyworker.tasks.policy import asks_for_tasks

policy(DirectoryFile)(whole_agency)
policy(SheetMapping)(whole_agency)
policy(AgencyExport)(whole_agency)  # who asked for one, every administrator sees; who takes it, `leaving.rules` says
holds_files(Sheet)
holds_files(AgencyExport)
asks_for_tasks(TextMessage, read_with=Permission.TASK_VIEW)  # of a number; a text's own words are kept nowhere


def ones_own(sender: str) -> Policy:
    """A list of people is its sender's: what stands in it may be of a sealed program, and no colleague's to read."""

    def covered(actor: Actor, authority: Authority) -> Q:
        if actor.kind is ActorKind.STAFF:
            return Q(**{sender: actor.id})
        return Q(**{sender: None}) if actor.kind is ActorKind.JOB else NOBODY

    return covered


policy(Sheet)(ones_own("sent_by_id"))
policy(SheetRow)(ones_own("sheet__sent_by_id"))
