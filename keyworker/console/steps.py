"""Takes a database through Django's migrations, several of their operations at a time.

After each operation Django draws every model anew that is related to the one just changed. Here nearly all are related
to each other, so that most of the time of a first start went into drawing.
"""

import copy
from collections.abc import Sequence

from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveConstraint,
    RemoveIndex,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.utils import translation

# Several of these in a row do the same to the database whether each sees the models before or after the others, as
# long as each is about something else: a model just made is made as it is after all of them.
INDEPENDENT = (AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveConstraint, RemoveIndex)


class Together(Operation):
    """Operations that do not see each other, for which the models are drawn once."""

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
    """The same operations, those that follow each other and do not see each other as one."""
    runs: list[list[Operation]] = []
    for operation in operations:
        if runs and _unseen(operation, by=runs[-1]):
            runs[-1].append(operation)
        else:
            runs.append([operation])
    return [Together(run) if len(run) > 1 else run[0] for run in runs]


def _unseen(operation: Operation, *, by: Sequence[Operation]) -> bool:
    """Whether it can be done among the others: none of them makes its model or is about the same part of it."""
    if not isinstance(operation, INDEPENDENT) or not isinstance(by[0], INDEPENDENT):
        return False
    model, part = about = _about(operation)
    known = {_about(each) for each in by}
    return about not in known and (model, None) not in known and (part is not None or model not in dict(known))


def _about(operation: Operation) -> tuple[str, str | None]:
    """The model, and the name of its field, index or constraint; none: all of it."""
    match operation:
        case CreateModel():
            return operation.name_lower, None
        case AddIndex():
            return operation.model_name_lower, operation.index.name
        case AddConstraint():
            return operation.model_name_lower, operation.constraint.name
        case _:
            return operation.model_name_lower, operation.name  # type: ignore[attr-defined]


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
