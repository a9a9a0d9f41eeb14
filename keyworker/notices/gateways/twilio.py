"""Twilio's Programmable Messaging, by its public documentation: api.twilio.com/2010-04-01 and X-Twilio-Signature."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1
from hmac import new as hmac
from urllib.parse import quote, urlencode

from keyworker.notices.gateways import wire
from keyworker.notices.gateways.contract import (
    LONGEST,
    Call,
    Came,
    NotTaken,
    Outcome,
    OutText,
    Receipt,
    Settings,
    Taken,
    Unknown,
    Unreadable,
    Unsigned,
    same,
)

ADDRESS = "https://api.twilio.com"
FINAL = {"delivered": True, "read": True, "undelivered": False, "failed": False}
ON_ITS_WAY = frozenset({"accepted", "scheduled", "queued", "sending", "sent", "receiving", "received", "canceled"})


def signature(secret: str, url: str, form: dict[str, str]) -> str:
    """HMAC-SHA1 over the whole address and the fields in order of their names; its makers chose the hash."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    return base64.b64encode(hmac(secret.encode(), signed.encode(), sha1).digest()).decode()


@dataclass(frozen=True, slots=True)
class TwilioGateway:
    settings: Settings
    needs: Sequence[str] = ("account", "secret", "sender")
    reaches_people: bool = True

    def send(self, text: OutText) -> Outcome:
        """It takes no key of ours by which it would know a text again, so what is unknown stays unknown."""
        account = quote(self.settings.account, safe="")
        url = f"{self.settings.url or ADDRESS}/2010-04-01/Accounts/{account}/Messages.json"
        who = base64.b64encode(f"{self.settings.account}:{self.settings.secret}".encode()).decode()
        body = urlencode({"To": text.to, "From": self.settings.sender, "Body": text.words}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {who}"}
        try:
            answer = wire.post(self.settings, url, body, headers)
        except wire.NotReached:
            return NotTaken(again=True)
        except wire.NoAnswer:
            return Unknown()
        return _taken(answer.body) if answer.status in {200, 201} else wire.outcome_of(answer.status)

    def read(self, call: Call) -> list[Came | Receipt]:
        try:
            form = call.form()
        except Unreadable as error:
            raise Unsigned from error
        expected = signature(self.settings.secret, call.url, form) if self.settings.secret else ""
        if not same(call.headers.get("x-twilio-signature", ""), expected):
            raise Unsigned
        key, status = form.get("MessageSid", "")[:LONGEST], form.get("MessageStatus", "")
        if key and (delivered := FINAL.get(status)) is not None:
            return [Receipt(key, delivered)]
        if status in ON_ITS_WAY:
            return []
        if key and form.get("From"):
            return [Came(key, form["From"], form.get("Body", ""))]
        raise Unreadable


def _taken(body: bytes) -> Outcome:
    """A yes without a key is still a yes: it must not be sent again."""
    try:
        return Taken(str(json.loads(body)["sid"])[:LONGEST])
    except (ValueError, KeyError, TypeError):
        return Unknown()
