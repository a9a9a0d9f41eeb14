"""Which files are taken in: by what they contain, never by what they are called."""

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes

LARGEST = 10 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}

# How people call the kinds of file that are kept; a browser can show each.
KINDS = {
    "application/pdf": _("PDF"),
    "image/png": _("Picture"),
    "image/jpeg": _("Picture"),
    "text/plain": _("Text"),
}


def media_type(content: bytes) -> str | None:
    """What the bytes are: PDF, PNG, JPEG or plain UTF-8 text; None for anything else."""
    for signature, found in SIGNATURES.items():
        if content.startswith(signature):
            return found
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if any(ord(c) < 32 and c not in "\n\r\t\f" for c in text) else "text/plain"


def may_take(content: bytes) -> Decision:
    """Whether a file may be kept, with its media type."""
    if not content:
        return no(_("This file is empty."))
    if len(content) > LARGEST:
        return no(_("This file is larger than 10 MB. Send a smaller one."))
    found = media_type(content)
    if found is None:
        return no(_("This kind of file cannot be kept. Use PDF, JPEG, PNG or plain text."))
    return yes(media_type=found)
