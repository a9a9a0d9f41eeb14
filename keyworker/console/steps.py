"""Takes a database through Django's migrations, several of their operations at a time.

After each operation Django draws every model anew that is related to the one just changed. Here nearly all are related
to each other, so that most of the time of a first start went into drawing.
"""

import copy
from collections.abc import Sequence
from itertools import groupby

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils import translation

# Several of one of these in a row do the same to the database whether each sees the models before or after the others.
INDEPENDENT = (CreateModel, AddField, AddIndex, AddConstraint)


class Together(Operation):
    """Operations of one kind, for which the models are drawn once."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # the drawn models; drawn again when next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)


class Executor(MigrationExecutor):
    """Django's own, but for what it does together."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        shorter = copy.copy(migration)
        shorter.operations = together(migration.operations)  # type: ignore[misc]  # each instance has its own list
        return super().apply_migration(state, shorter, fake=fake, fake_initial=fake_initial)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """The same operations, those of one independent kind that follow each other as one."""
    found: list[Operation] = []
    for kind, alike in groupby(operations, key=type):
        row = list(alike)
        found += [Together(row)] if kind in INDEPENDENT and len(row) > 1 else row
    return found


def take(connection: BaseDatabaseWrapper) -> int:
    """Apply every migration that the database has not seen, as Django's own command would; say how many there were.

    Raises `InconsistentMigrationHistory` for a database that has seen a migration but not what it rests on.
    """
    executor = Executor(connection)
    executor.loader.check_consistent_history(connection)
    wanted = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(wanted)
    with translation.override(None):
        emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
        executor.migrate(wanted, plan=plan)
        emit_post_migrate_signal(0, False, connection.alias, plan=plan)
    return len(plan)
