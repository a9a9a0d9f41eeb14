"""What the demonstration shows of assessing: change over time, danger that was met, a door, what is due and late."""

from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.assessment.models import Assessment, CriticalAnswer
from keyworker.assessment.queries import due_for
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.people.models import Person
from keyworker.tasks.models import Task


def test_the_town_shows_what_assessing_is_for(town):
    phq = town.all(Assessment, questionnaire__url__endswith="/phq-9", status="completed")
    people = {each.person_id for each in phq}
    assert len(phq) > len(people), "asked again, so that change can be seen"
    met = town.find(Task, pk=town.find(CriticalAnswer).task_id)
    assert (met.done_by_id, bool(met.outcome)) == (town.ben.id, True)
    asked = town.find(Assessment, asked_of_client=True)
    assert town.find(Person, pk=asked.person_id).full_name == "Marisol Quintana-Reyes"
    with reading(town.amina):
        cases = list(rows(Case, actor=town.amina, needs=Permission.CASE_VIEW).filter(closed_at=None))
        done = list(
            rows(Assessment, actor=town.amina, needs=Permission.ASSESSMENT_VIEW).select_related("questionnaire")
        )
        due = due_for(town.amina, cases, done, today=town.today)
    assert {each.overdue for each in due} == {True, False}
