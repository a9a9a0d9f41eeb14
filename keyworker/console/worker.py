"""Does background jobs, and starts those that the clock asks for: `python -m keyworker.console.worker`."""

import os
from importlib import import_module
from typing import cast

import django
from django.utils.module_loading import autodiscover_modules
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

JOBS_AT_ONCE = 4
GRACE_SECONDS = 10


def main() -> None:
    """Run until told to stop; what is cut off after `GRACE_SECONDS` is taken up by the next worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    autodiscover_modules("jobs")
    import_module("keyworker.town.jobs")  # the town is no app: only this process makes agencies for practice
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(
            name="keyworker",
            concurrency=JOBS_AT_ONCE,
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
        )


if __name__ == "__main__":
    main()
