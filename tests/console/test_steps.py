"""Several operations of a migration are taken together, and no other than those that may be."""

from django.db import models
from django.db.migrations import AddField, AlterField, CreateModel, RunSQL
from django.db.migrations.state import ProjectState

from keyworker.console.steps import Together, together


def table(name, **fields):
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields.items()])


HOUSE = table("House")
ROOM = table("Room", house=models.ForeignKey("base.House", models.CASCADE))
NAME = AddField("House", "name", models.CharField(max_length=9))
FLOOR = AddField("Room", "floor", models.IntegerField(default=0))
LONGER = AlterField("House", "name", models.CharField(max_length=99))


def flat(operations):
    return [one for each in operations for one in (each.operations if isinstance(each, Together) else [each])]


def test_what_follows_each_other_and_is_of_one_kind_is_taken_at_once():
    found = together([HOUSE, ROOM, NAME, FLOOR])
    assert [each.operations for each in found] == [[HOUSE, ROOM], [NAME, FLOOR]]


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
