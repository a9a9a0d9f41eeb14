"""Reading page by page meets every row once, whatever stands at the same moment."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keyworker.access.sight import facts
from keyworker.base import clock, keyset
from keyworker.base.context import reading
from keyworker.base.models import change
from keyworker.cases.models import Case


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(moments=st.lists(st.integers(0, 3), min_size=1, max_size=9), size=st.integers(1, 4))
def test_every_row_comes_once_and_in_order(town, moments, size):
    start, cases = clock.now(), [town.client_case(full_name=f"Xanthippe {n}") for n in range(len(moments))]
    with reading(town.amina):
        for case, moment in zip(cases, moments, strict=True):
            change(case, opened_at=start + timedelta(minutes=moment))
        mine = facts(Case, because="the test's own").filter(pk__in=[case.pk for case in cases])
        whole = list(mine.order_by("-opened_at", "-id"))
        seen, last = [], None
        while page := list(
            (mine.filter(keyset.before("opened_at", last.opened_at, last.pk)) if last else mine).order_by(
                "-opened_at", "-id"
            )[:size]
        ):
            seen, last = [*seen, *page], page[-1]
        assert seen == whole
        upwards = mine.filter(keyset.after("opened_at", whole[-1].opened_at, whole[-1].pk)).order_by("opened_at", "id")
        assert list(upwards) == whole[-2::-1]
