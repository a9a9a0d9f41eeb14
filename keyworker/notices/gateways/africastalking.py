"""Africa's Talking's SMS API, by its public documentation: api.africastalking.com/version1/messaging."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
    plus,
    same,
)

ADDRESS = "https://api.africastalking.com"
TAKEN = frozenset({100, 101, 102})  # processed, sent, queued
BROKEN = 500  # its own words: internal error
FINAL = {"Success": True, "Failed": False, "Rejected": False, "AbsentSubscriber": False, "Expired": False}
ON_ITS_WAY = frozenset({"Sent", "Submitted", "Buffered"})


@dataclass(frozen=True, slots=True)
class AfricasTalkingGateway:
    settings: Settings
    needs: Sequence[str] = ("account", "secret", "signing_secret")
    reaches_people: bool = True

    def send(self, text: OutText) -> Outcome:
        fields = {"username": self.settings.account, "to": text.to, "message": text.words}
        if self.settings.sender:
            fields["from"] = self.settings.sender
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "apiKey": self.settings.secret,
        }
        url = f"{self.settings.url or ADDRESS}/version1/messaging"
        try:
            answer = wire.post(self.settings, url, urlencode(fields).encode(), headers)
        except wire.NotReached:
            return NotTaken(again=True)
        except wire.NoAnswer:
            return Unknown()
        return _outcome(answer.body) if answer.status in {200, 201} else wire.outcome_of(answer.status)

    def read(self, call: Call) -> list[Came | Receipt]:
        """It signs nothing: only whoever knows the word in the address it calls is believed."""
        if not same(call.query.get("secret", ""), self.settings.signing_secret):
            raise Unsigned
        form = call.form()
        key, status = form.get("id", "")[:LONGEST], form.get("status", "")
        if key and (delivered := FINAL.get(status)) is not None:
            return [Receipt(key, delivered)]
        if status in ON_ITS_WAY:
            return []
        if key and form.get("from"):
            return [Came(key, plus(form["from"]), form.get("text", ""))]
        raise Unreadable


def _outcome(body: bytes) -> Outcome:
    try:
        sent = json.loads(body)["SMSMessageData"]
        if not sent["Recipients"]:
            return NotTaken(again=False)
        first = sent["Recipients"][0]
        code = int(first["statusCode"])
        if code in TAKEN:
            return Taken(str(first["messageId"])[:LONGEST])
    except (ValueError, KeyError, TypeError, IndexError):
        return Unknown()
    return Unknown() if code == BROKEN else NotTaken(again=False)
