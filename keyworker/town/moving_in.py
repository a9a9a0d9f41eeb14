"""The old spreadsheet of people whom Harbor House has not brought in yet, and what was once taken along."""

import io
from datetime import timedelta

from keyworker.base import clock
from keyworker.interop.leaving.actions import ask_for_export, delete_export
from keyworker.interop.leaving.writing import Format
from keyworker.interop.sheets import actions, running
from keyworker.interop.sheets.reading import beginning
from keyworker.town.cast import Agencies

LIST = b"""Client ID,First name,Last name,Date of birth,Phone,Interpreter,Case manager,Note,Note date,Note by
17,Gwendolyn,Haverstock,04/12/1958,202 555 0119,no,Amina Yusuf,Asked about a lift for the stairs,06/15/2019,Ben Carter
18,Leopold,Haverstock,about 1955,,maybe,A. Yusuf,,,
19,Rosa,Delgado,04/12/1991,,yes,Amina Yusuf,Wants to learn to swim,06/22/2019,Hilda
"""


def leave_a_list(house: Agencies) -> None:
    """Priya had it looked over, and has not decided who Rosa Delgado in it is."""
    priya = house.actor("priya")
    sheet = actions.send_sheet(
        actor=priya, agency=house.agency, name="clients-2019.csv", content=LIST, begins=beginning(io.BytesIO(LIST))
    )
    said = actions.Matching(columns=sheet.columns, order=sheet.order, save_as="Clients until 2019")
    where = {"program_id": house.programs["housing"].pk, "worker_id": house.staff["amina"].pk}
    actions.match_sheet(actor=priya, sheet=sheet, matching=said, enqueued=False, **where)
    running.look_over(priya, sheet.pk)


def take_everything_along(house: Agencies) -> None:
    """Priya asked for it last week, thought better of it, and deleted it before it was written."""
    priya = house.actor("priya")
    with clock.at(clock.now() - timedelta(days=6)):
        said = "Our auditor asked for last year's figures"
        export = ask_for_export(actor=priya, agency=house.agency, form=Format.CSV, because=said, enqueued=False)
        delete_export(actor=priya, export=export)
