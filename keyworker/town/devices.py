"""What the town's agencies have to lend, so that people can be reached."""

from keyworker.delivery.actions import OurDevice, add_device, move_device
from keyworker.delivery.models import Device, DeviceState, Thing
from keyworker.town.cast import Agencies
from keyworker.town.giving import ADMINISTRATORS

IN_STORE = (
    OurDevice(Thing.PHONE, "Phone A", "A-1180", "With a card that has data."),
    OurDevice(Thing.TABLET, "Tablet A", "A-2207"),
)
IN_REPAIR = OurDevice(Thing.TABLET, "Tablet B", "A-2208", "The screen broke.")


def fill_the_store(house: Agencies) -> None:
    """Two to lend, and one in repair."""
    for ours in IN_STORE:
        one_more(house, ours)
    broken = one_more(house, IN_REPAIR)
    keeper = house.actor(ADMINISTRATORS[house.house.slug])
    move_device(actor=keeper, device=broken, to=DeviceState.REPAIR, words=IN_REPAIR.words)


def one_more(house: Agencies, ours: OurDevice) -> Device:
    """The administrator puts it on the list."""
    return add_device(actor=house.actor(ADMINISTRATORS[house.house.slug]), agency=house.agency, ours=ours)
