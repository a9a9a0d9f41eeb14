"""When a form may be brought in, published, retired, and filled in."""

import re
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from keyworker.base.decision import Decision, no, yes


def may_publish(status: str) -> Decision:
    """Only a draft is published; a form in use is changed by publishing its next version."""
    if status == "draft":
        return yes()
    if status == "published":
        return no(_("This version is in use already."))
    return no(_("This version was taken out of use. Bring it in again with a new version number."))


def may_edit(status: str) -> Decision:
    """Only a draft may change: answers given to a version must always be read as they were asked."""
    return yes() if status == "draft" else no(_("This version cannot change any more. Begin its next version."))


def next_version(version: str, *, taken: Collection[str]) -> str:
    """The name of the version after this one: its last number one higher, and not in use."""
    last = re.search(r"\d+(?=\D*$)", version)
    if last is None:
        return next_version(f"{version}-1", taken=taken)
    following = f"{version[: last.start()]}{int(last[0]) + 1}{version[last.end() :]}"
    return next_version(following, taken=taken) if following in taken else following


def may_retire(status: str) -> Decision:
    """Only a form in use is taken out of use."""
    if status == "published":
        return yes()
    return no(_("This version is not in use."))


def may_start(status: str) -> Decision:
    """A new filling-in needs the version in use. One begun earlier may be finished after the form was retired."""
    if status == "published":
        return yes()
    return no(_("This form is not in use. Choose the one that is."))


def may_replace(status: str | None, *, same_content: bool) -> Decision:
    """A version that people may have answered stays as it was asked; a draft may still change."""
    if status is None or status == "draft" or same_content:
        return yes()
    return no(_("This version is here already and says something else. Give the new one another version number."))


def may_keep(status: str, *, valid: bool) -> Decision:
    """Finished answers stay as they were given; and only answers that fit the form are kept."""
    if status == "completed":
        return no(_("These answers are finished and cannot be changed. Fill the form in again instead."))
    if not valid:
        return no(_("Some answers must be put right first."))
    return yes()
