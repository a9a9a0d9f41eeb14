"""Two people who write with their case manager: one of them waits for an answer since this morning."""

import io
from dataclasses import dataclass
from datetime import timedelta

from PIL import Image, ImageDraw

from keyworker.access.sight import facts
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.delivery import actions as delivery
from keyworker.delivery.actions import OwnPaper, Said, Sent
from keyworker.delivery.conversations import open_thread
from keyworker.delivery.models import Message, MessageThread
from keyworker.people.models import THEIR_OWN, PortalAccount
from keyworker.town.answering import AT_HER_DOOR
from keyworker.town.walking import LOOKING_BACK, Walk

COMES_ON_MONDAY = "Rosa Delgado"
HERS, OURS = True, False


@dataclass(frozen=True, slots=True)
class Line:
    """Whose words, how many hours ago; `photo` comes with them."""

    theirs: bool
    words: str
    hours: float
    photo: bool = False


ABOUT_THE_HEATING = (
    Line(HERS, "Buenos días. La calefacción sigue sin funcionar y el dueño no contesta.", 18.5),
    Line(OURS, "Good morning Mari. I call him today. Can you send me a photo of his last letter?", 17),
    Line(HERS, "Sí, aquí está.", 16.6, photo=True),
    Line(OURS, "Thank you, that helps. We talk about it on Thursday.", 16),
    Line(HERS, "Hoy vino un técnico, pero no pudo arreglarla. ¿Qué hago esta noche? Hace mucho frío.", 2.5),
)
ABOUT_THE_PAPERS = (
    Line(OURS, "Hola Rosa, el formulario de la ayuda está listo. Traiga el lunes sus dos últimas nóminas.", 19),
    Line(HERS, "Las tengo. ¿Puedo ir a las cuatro y media? Mi turno termina a las cuatro.", 18),
    Line(OURS, "A las cuatro y media está bien. La espero en la entrada, con la intérprete.", 6),
    Line(HERS, "Gracias.", 5.5),
)


def write_to_each_other(walk: Walk) -> None:
    """As they do it: each from their own page."""
    name = walk.who.identity.full_name
    if name == AT_HER_DOOR:
        _lead(walk, _client(walk), "La calefacción", ABOUT_THE_HEATING)
    elif name == COMES_ON_MONDAY:
        thread = _lead(walk, _client(walk), "", ABOUT_THE_PAPERS)
        _send_pay_slip(walk, _client(walk))
        with clock.at(walk.now - timedelta(hours=ABOUT_THE_PAPERS[-1].hours - 1)):
            delivery.let_thread_rest(actor=walk.worker, thread=thread)


def _client(walk: Walk) -> Actor:
    with reading(walk.worker):
        account = facts(PortalAccount, because=LOOKING_BACK).get(THEIR_OWN, person_id=walk.fresh_case().person_id)
    return actors.client(agency_id=walk.house.agency.id, account_id=account.pk, person_id=account.person_id)


def _send_pay_slip(walk: Walk, me: Actor) -> None:
    """From her own page, this morning: nobody has looked at it."""
    paper = OwnPaper(new_id(), "Mi nómina de octubre", Sent("nomina.jpg", _letter()))
    with clock.at(walk.now - timedelta(hours=3)):
        delivery.send_paper(actor=me, case=walk.fresh_case(), paper=paper)


def _lead(walk: Walk, me: Actor, about: str, lines: tuple[Line, ...]) -> MessageThread:
    first = lines[0]
    with clock.at(walk.now - timedelta(hours=first.hours)):
        said = Said(new_id(), first.words, about)
        if first.theirs:
            begun = delivery.write_to_team(actor=me, program=walk.house.programs[walk.who.program], said=said)
        else:
            begun = delivery.begin_thread(actor=walk.worker, case=walk.fresh_case(), said=said)
    for line in lines[1:]:
        _go_on(walk, me, begun, line)
    with reading(walk.worker):
        thread: MessageThread = facts(MessageThread, because=LOOKING_BACK).get(pk=begun.thread_id)
    return thread


def _go_on(walk: Walk, me: Actor, begun: Message, line: Line) -> None:
    """Whoever answers has read what was written before."""
    writer = me if line.theirs else walk.worker
    file = Sent("carta.jpg", _letter()) if line.photo else None
    with clock.at(walk.now - timedelta(hours=line.hours + 0.2)), reading(writer):
        thread = open_thread(writer, begun.thread_id).thread
    with clock.at(walk.now - timedelta(hours=line.hours)):
        delivery.write_message(actor=writer, thread=thread, said=Said(new_id(), line.words, file=file))


def _letter() -> bytes:
    """A page as somebody photographs it on a table."""
    table = Image.new("RGB", (900, 680), "#6b5d4f")
    pen = ImageDraw.Draw(table)
    pen.polygon([(140, 60), (760, 40), (790, 640), (110, 650)], fill="#f6f3ea")
    lines = ("To the tenant of flat 3", "", "The heating is being looked at.", "We ask for your patience.")
    for number, words in enumerate(lines):
        pen.text((200, 130 + number * 70), words, fill="#333333", font_size=32)
    drawn = io.BytesIO()
    table.save(drawn, "JPEG", quality=80)
    return drawn.getvalue()
