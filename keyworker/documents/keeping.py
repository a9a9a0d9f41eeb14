"""Taking a file in and giving it out, as part of the action or page of the record that holds it."""

import io
from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from keyworker.agencies.models import Program
from keyworker.base import context
from keyworker.base.actor import ActorKind
from keyworker.base.decision import Refused, insist, no
from keyworker.base.ids import new_id
from keyworker.documents import vault
from keyworker.documents.models import Document
from keyworker.documents.rules import may_take

MOST_PIXELS = 40_000_000


def take_in(program: Program, *, name: str, content: bytes) -> Document:
    """Keep a file; called inside the action that makes its holder. Raises `Refused` with a reason in words.

    When the action fails, up to its commit, the file is removed with it. Pictures are drawn anew, which leaves
    behind where and when they were taken (ASVS 5.0 14.2.8).
    """
    kind = insist(may_take(content)).facts["media_type"]
    if kind.startswith("image/"):
        content = _redrawn(content)
    opened, key = context.current(), new_id()
    actor = opened.actor
    opened.undo.append(partial(vault.forget, key, actor.agency_id))
    document = Document(
        id=key,
        program=program,
        name=name[-160:],
        media_type=kind,
        size=len(content),
        sha256=sha256(content).digest(),
        wrapped_key=vault.keep(key, actor.agency_id, content),
        added_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    document.save(force_insert=True)
    return document


def give_out(document: Document) -> Iterator[bytes]:
    """The plain content of a document whose holder was required. Raises `Unreadable`."""
    return vault.read(document.id, document.agency_id, bytes(document.wrapped_key))


def _redrawn(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(no(_("This picture is too large. Send a smaller one.")))
            drawn = io.BytesIO()
            upright = ImageOps.exif_transpose(picture)
            clean = Image.new(upright.mode, upright.size)
            clean.paste(upright)
            clean.save(drawn, format=picture.format)
            return drawn.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(no(_("This picture cannot be read. Send it again, or take a new one."))) from error
