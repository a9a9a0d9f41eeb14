"""A person's tasks in the browser: set, done, moved, taken off; the last one asks what comes next."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from keyworker.tasks.actions import move_task, set_task
from keyworker.tasks.models import Task


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def a_task(town, case, what="Call the school"):
    return set_task(actor=town.amina, case=case, what=what, due_on=town.today + timedelta(days=3))


def test_setting_a_task_and_giving_it_to_a_colleague(town, page):
    case = town.client_case()
    amina = page(town.amina)
    form = reverse("tasks:set", args=[case.person_id])
    assert "Amina Yusuf" in amina.get(form).content.decode()
    sent = {"what": "Call the school", "assignee_id": str(town.amina.id), **day("due_on", timezone.localdate())}
    assert amina.post(form, sent).status_code == 302
    (task,) = town.all(Task, case=case)
    assert task.assignee_id == town.amina.id
    assert "Call the school" in amina.get(reverse("tasks:list", args=[case.person_id])).content.decode()


def test_a_task_without_a_day_is_asked_for_again_and_its_words_are_kept(town, page):
    case = town.client_case()
    body = page(town.amina).post(reverse("tasks:set", args=[case.person_id]), {"what": "Call the school"})
    assert "Call the school" in body.content.decode()
    assert town.all(Task, case=case) == []


def test_ticking_the_last_task_asks_what_comes_next(town, page):
    case = town.client_case()
    first, last = a_task(town, case), a_task(town, case, "Write the letter")
    amina = page(town.amina)
    done = amina.post(reverse("tasks:complete", args=[first.pk]), {"outcome": "They answered."})
    assert done["Location"] == reverse("tasks:list", args=[case.person_id])
    done = amina.post(reverse("tasks:complete", args=[last.pk]))
    assert done["Location"] == reverse("tasks:set", args=[case.person_id])
    again = amina.post(reverse("tasks:complete", args=[last.pk]))
    assert "This task is already finished." in again.content.decode()


def test_a_task_moved_by_somebody_else_meanwhile_is_not_moved_silently(town, page):
    task = a_task(town, town.client_case())
    seen = task.version
    move_task(actor=town.ben, task=task, due_on=town.today + timedelta(days=9))
    later = day("due_on", town.today + timedelta(days=5))
    answer = page(town.amina).post(reverse("tasks:move", args=[task.pk]), {"seen": seen, **later})
    assert "Someone else changed this" in answer.content.decode()
    assert town.find(Task, pk=task.pk).due_on == town.today + timedelta(days=9)


def test_taking_a_task_off_needs_a_reason(town, page):
    task = a_task(town, town.client_case())
    amina = page(town.amina)
    address = reverse("tasks:cancel", args=[task.pk])
    assert amina.post(address, {"because": ""}).status_code == 200
    assert amina.post(address, {"because": "They moved away."}).status_code == 302
    assert town.find(Task, pk=task.pk).cancelled_at is not None


def test_northside_finds_no_task_of_harbor_house(town, page):
    task = a_task(town, town.client_case())
    for name in ("complete", "move", "cancel"):
        assert page(town.carl).get(reverse(f"tasks:{name}", args=[task.pk])).status_code == 404
        assert page(town.carl).post(reverse(f"tasks:{name}", args=[task.pk])).status_code == 404
