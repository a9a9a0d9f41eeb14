"""Vonage's SMS API, by its public documentation: rest.nexmo.com/sms/json and signed webhooks (SHA-256 HMAC)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as hmac
from urllib.parse import urlencode

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
    is_fresh,
    plus,
    same,
)
from keyworker.notices.segments import is_gsm7

ADDRESS = "https://rest.nexmo.com"
SENT, TOO_FAST, BUSY = "0", "1", "5"
FINAL = {"delivered": True, "expired": False, "failed": False, "rejected": False}
ON_ITS_WAY = frozenset({"accepted", "buffered", "unknown"})


def signature(secret: str, form: dict[str, str]) -> str:
    """HMAC-SHA256 over the fields in order of their names, `&` and `=` in their values made harmless."""
    named = sorted((name, value) for name, value in form.items() if name != "sig")
    signed = "".join(f"&{name}={value.replace('&', '_').replace('=', '_')}" for name, value in named)
    return hmac(secret.encode(), signed.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class VonageGateway:
    settings: Settings
    needs: Sequence[str] = ("account", "secret", "signing_secret", "sender")
    reaches_people: bool = True

    def send(self, text: OutText) -> Outcome:
        """Our key travels as its reference and comes back with the receipt."""
        fields = {
            "api_key": self.settings.account,
            "api_secret": self.settings.secret,
            "from": self.settings.sender.lstrip("+"),
            "to": text.to.lstrip("+"),
            "text": text.words,
            "type": "text" if is_gsm7(text.words) else "unicode",
            "client-ref": text.key,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{self.settings.url or ADDRESS}/sms/json"
        try:
            answer = wire.post(self.settings, url, urlencode(fields).encode(), headers)
        except wire.NotReached:
            return NotTaken(again=True)
        except wire.NoAnswer:
            return Unknown()
        return _outcome(answer.body) if answer.status == 200 else wire.outcome_of(answer.status)

    def read(self, call: Call) -> list[Came | Receipt]:
        try:
            form = call.form()
        except Unreadable as error:
            raise Unsigned from error
        expected = signature(self.settings.signing_secret, form) if self.settings.signing_secret else ""
        if not is_fresh(form.get("timestamp", "")) or not same(form.get("sig", "").lower(), expected):
            raise Unsigned
        key, status = form.get("messageId", "")[:LONGEST], form.get("status", "")
        if key and (delivered := FINAL.get(status)) is not None:
            return [Receipt(key, delivered, ours=form.get("client-ref", ""))]
        if status in ON_ITS_WAY:
            return []
        if key and form.get("msisdn") and "text" in form:
            return [Came(key, plus(form["msisdn"]), form["text"])]
        raise Unreadable


def _outcome(body: bytes) -> Outcome:
    """Every answer is 200 there; what became of the text stands inside."""
    try:
        first = json.loads(body)["messages"][0]
        status = str(first["status"])
        if status == SENT:
            return Taken(str(first["message-id"])[:LONGEST])
    except (ValueError, KeyError, TypeError, IndexError):
        return Unknown()
    return Unknown() if status == BUSY else NotTaken(again=status == TOO_FAST)
