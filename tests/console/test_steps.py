"""Several operations of a migration are taken together, and no other than those that may be."""

from django.db import models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel, RemoveIndex, RunSQL
from django.db.migrations.state import ProjectState
from hypothesis import given
from hypothesis import strategies as st

from keyworker.console.steps import Together, together


def table(name, **fields):
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


HOUSE = table("House")
ROOM = table("Room", house=models.ForeignKey("base.House", models.CASCADE))
NAME = AddField("House", "name", models.CharField(max_length=9))
FLOOR = AddField("Room", "floor", models.IntegerField(default=0))
LONGER = AlterField("House", "name", models.CharField(max_length=99))
HIGHER = AlterField("Room", "floor", models.BigIntegerField(default=0))
BY_NAME = AddIndex("House", models.Index(fields=["name"], name="by_name"))
NOT_BY_NAME = RemoveIndex("House", "by_name")
ABOVE = AddConstraint("Room", models.CheckConstraint(condition=models.Q(floor__gte=0), name="above"))


def flat(operations):
    return [one for each in operations for one in (each.operations if isinstance(each, Together) else [each])]


def test_what_follows_each_other_and_is_about_different_things_is_taken_at_once():
    found = together([HOUSE, ROOM, NAME, FLOOR, BY_NAME, HIGHER, ABOVE, NOT_BY_NAME])
    assert [each.operations for each in found] == [
        [HOUSE, ROOM],
        [NAME, FLOOR, BY_NAME],
        [HIGHER, ABOVE, NOT_BY_NAME],
    ]


@given(st.lists(st.sampled_from([HOUSE, ROOM, NAME, FLOOR, LONGER, HIGHER, BY_NAME, NOT_BY_NAME, RunSQL("SELECT 1")])))
def test_whatever_the_order_nothing_of_one_run_is_about_what_another_of_it_made(operations):
    found = together(operations)
    assert flat(found) == operations
    for run in (each.operations for each in found if isinstance(each, Together)):
        made = [each.name_lower for each in run if isinstance(each, CreateModel)]
        others = [each for each in run if not isinstance(each, CreateModel)]
        touched = [(each.model_name_lower, getattr(each, "name", "") or each.index.name) for each in others]
        assert len(made) == len(set(made))
        assert len(touched) == len(set(touched))
        assert not {model for model, _ in touched} & set(made)
        assert not any(isinstance(each, RunSQL) for each in run)


def test_nothing_changes_places_and_nothing_is_lost():
    operations = [HOUSE, NAME, LONGER, RunSQL("SELECT 1"), ROOM, RunSQL("SELECT 2"), RunSQL("SELECT 3"), FLOOR]
    found = together(operations)
    assert flat(found) == operations
    assert not any(isinstance(each, Together) for each in found)


def test_the_models_known_before_are_drawn_anew():
    state = ProjectState()
    assert "house" not in state.apps.all_models["base"]
    Together([HOUSE, ROOM]).state_forwards("base", state)
    assert state.apps.get_model("base.Room")._meta.get_field("house").related_model is state.apps.get_model(
        "base.House"
    )
