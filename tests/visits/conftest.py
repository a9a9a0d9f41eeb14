"""Video visits as they are planned in tests."""

from datetime import timedelta

import pytest

from keyworker.base import clock
from keyworker.visits.actions import schedule_visit
from keyworker.visits.models import Participant, Visit, VisitKind
from keyworker.visits.practice.actions import begin_visit
from keyworker.visits.rooms.actions import give_link


class VideoVisit:
    """Amina meets somebody new by video, in half an hour; `link` is theirs."""

    def __init__(self, town, *, begun=True, **identity):
        self.town = town
        self.case = town.client_case(**identity)
        soon = clock.now() + timedelta(minutes=30)
        self.visit = schedule_visit(
            actor=town.amina, case=self.case, kind=VisitKind.VIDEO, starts_at=soon, lasts=timedelta(hours=1)
        )
        if begun:
            self.begin()

    def begin(self):
        begin_visit(actor=self.town.amina, visit=self.visit, because="All of it was said on the telephone.")

    @property
    def now(self):
        return self.town.find(Visit, pk=self.visit.pk)

    def participant(self, **conditions):
        return self.town.find(Participant, room__visit=self.visit, **(conditions or {"part": "client"}))

    def link(self, participant=None):
        return give_link(actor=self.town.amina, participant=participant or self.participant()).token


@pytest.fixture
def video_visit(open_town):
    return VideoVisit(open_town)
