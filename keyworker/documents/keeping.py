"""Taking a file in and giving it out, as part of the action or page of the record that holds it."""

import io
import struct
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps

from keyworker.agencies.models import Program
from keyworker.base import context
from keyworker.base.actor import ActorKind
from keyworker.base.decision import Refused, insist, no
from keyworker.base.ids import new_id
from keyworker.base.models import change
from keyworker.documents import vault
from keyworker.documents.models import Document
from keyworker.documents.rules import JPEG, PNG, may_take, name_to_keep

MOST_PIXELS = 40_000_000
FORMATS = {JPEG: "JPEG", PNG: "PNG"}
# A letter that was photographed stays readable. No colour profile, no place, no time.
HOW_DRAWN: dict[str, dict[str, Any]] = {
    JPEG: {"quality": 92, "exif": b"", "icc_profile": None},
    PNG: {"exif": b"", "icc_profile": None},
}


def take_in(program: Program, *, name: str, content: bytes) -> Document:
    """Keep a file; called inside the action that makes its holder. Raises `Refused` with a reason in words.

    When the action fails, up to its commit, the file is removed with it. Pictures are drawn anew, which leaves
    behind where and when they were taken (ASVS 5.0 14.2.8).
    """
    kind = insist(may_take(content, name)).facts["media_type"]
    if kind.startswith("image/"):
        content = _redrawn(content, kind)
    opened, key = context.current(), new_id()
    actor = opened.actor
    opened.undo.append(partial(vault.forget, key, actor.agency_id))
    document = Document(
        id=key,
        program=program,
        name=name_to_keep(name, kind),
        media_type=kind,
        size=len(content),
        sha256=sha256(content).digest(),
        wrapped_key=vault.keep(key, actor.agency_id, content),
        added_by_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )
    document.save(force_insert=True)
    return document


def shrunk(content: bytes, *, longest: int) -> bytes:
    """A picture as a JPEG whose longer side has no more dots than that. Raises `Refused` for what is no picture."""
    kind = insist(may_take(content)).facts["media_type"]
    if kind not in FORMATS:
        raise Refused(no(_("This is no picture. Send a JPEG or PNG.")))
    with Image.open(io.BytesIO(_redrawn(content, kind)), formats=[FORMATS[kind]]) as picture:
        small = picture.convert("RGB")
        small.thumbnail((longest, longest))
        drawn = io.BytesIO()
        small.save(drawn, format="JPEG", quality=85)
        return drawn.getvalue()


def erase(document: Document) -> None:
    """Remove a document for good, once the change that asks for it stands: its bytes, and what tells of them."""
    change(document, name="", sha256=b"")
    transaction.on_commit(partial(vault.forget, document.id, document.agency_id))


def give_out(document: Document) -> Iterator[bytes]:
    """The plain content of a document whose holder was required. Raises `Unreadable`."""
    return vault.read(document.id, document.agency_id, bytes(document.wrapped_key))


def _redrawn(content: bytes, kind: str) -> bytes:
    """The same picture, upright, as nothing but its dots. Its size is known before any of them is drawn."""
    # Whoever makes papers lets half a picture pass for a whole one, for the whole process; here it must not.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(no(_("This picture is too large. Send a smaller one.")))
            upright = ImageOps.exif_transpose(picture)
            see_through = upright.info.get("transparency")
            upright.info = {} if see_through is None else {"transparency": see_through}
            drawn = io.BytesIO()
            upright.save(drawn, format=FORMATS[kind], **HOW_DRAWN[kind])
            return drawn.getvalue()
    except (OSError, ValueError, SyntaxError, struct.error, EOFError, Image.DecompressionBombError) as error:
        raise Refused(no(_("This picture cannot be read. Send it again, or take a new one."))) from error
