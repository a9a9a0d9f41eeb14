"""Background work: enqueued in the transaction that needs it, named, and given ids only."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

STALLED_AFTER_SECONDS = 120


def enqueue(name: str, **arguments: str | int) -> None:
    """Put a job in the queue; it exists only if the surrounding transaction commits. Arguments are ids, no texts."""
    app.configure_task(name).defer(**arguments)


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job: a thin entry point that calls one action."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        app.task(name=name, queue="default", retry=3)(function)
        return function

    return declare


def every(cron: str, name: str) -> Callable[[Callable[[int], Any]], Callable[[int], Any]]:
    """Declare a job the clock starts (cron syntax); it is given the Unix time it was due."""

    def declare(function: Callable[[int], Any]) -> Callable[[int], Any]:
        task = app.task(name=name, queue="default", queueing_lock=name, pass_context=False)(function)
        app.periodic(cron=cron)(task)
        return function

    return declare


@every("*/2 * * * *", "base.retry_stalled")
def retry_stalled(timestamp: int) -> None:
    """Jobs whose worker died stay «doing» for ever unless somebody looks: hand them to another worker."""
    manager = app.job_manager

    async def again() -> None:
        for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
            await manager.retry_job(stalled)

    async_to_sync(again)()
