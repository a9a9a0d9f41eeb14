"""What is kept in files beside the database: the copy of the trail's seals."""

from collections.abc import Iterator

from django.conf import settings

from keyworker.audit.jobs import SEALS_FILE
from keyworker.audit.outside import lacking
from keyworker.console.health.finding import Finding, well, wrong

MOST_NAMED = 5


def copy_of_the_seals() -> Iterator[Finding]:
    copy = settings.VAR_DIR / "seals" / SEALS_FILE
    try:
        missing = lacking("owner", copy)
    except OSError:
        yield wrong(
            f"The copy of the trail's seals cannot be read ({copy}).", "Let Keyworker's user read and write it."
        )
        return
    if not missing:
        yield well("Every seal of the trail is in the copy outside the database.")
        return
    first = ", ".join(map(str, missing[:MOST_NAMED]))
    more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
    yield wrong(
        f"Seals of the trail are not in the copy outside the database ({copy}): {first}{more}.",
        "Make room on the disk and let Keyworker's user write there: the next seal writes the newest ones. What was"
        " taken out of the copy must come back from your backup.",
    )
