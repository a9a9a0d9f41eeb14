"""Any gateway that speaks JSON and signs: ours to define, for a modem in the house or an aggregator's bridge."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import new as hmac
from typing import Any

from keyworker.base import clock
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

TIMESTAMP, SIGNATURE = "X-Keyworker-Timestamp", "X-Keyworker-Signature"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a dot and the body."""
    return "sha256=" + hmac(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class GenericGateway:
    settings: Settings
    needs: Sequence[str] = ("url", "secret")
    reaches_people: bool = True

    def send(self, text: OutText) -> Outcome:
        body = json.dumps(
            {"id": text.key, "to": text.to, "text": text.words, "sender": self.settings.sender}, ensure_ascii=False
        ).encode()
        timestamp = str(int(clock.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": text.key,
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self.settings.secret, timestamp, body),
        }
        try:
            answer = wire.post(self.settings, self.settings.url, body, headers)
        except wire.NotReached:
            return NotTaken(again=True)
        except wire.NoAnswer:
            return Unknown()
        return Taken(_key_in(answer.body) or text.key) if answer.status in {200, 201, 202} else _not(answer.status)

    def read(self, call: Call) -> list[Came | Receipt]:
        timestamp = call.headers.get(TIMESTAMP.lower(), "")
        expected = signature(self.settings.secret, timestamp, call.body) if self.settings.secret else ""
        if not is_fresh(timestamp) or not same(call.headers.get(SIGNATURE.lower(), ""), expected):
            raise Unsigned
        return [_said(_object(call.body))]


def _not(status: int) -> Outcome:
    return wire.outcome_of(status)


def _key_in(body: bytes) -> str:
    try:
        return str(_object(body).get("id", ""))[:LONGEST]
    except Unreadable:
        return ""


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(found, dict):
        raise Unreadable
    return found


def _said(said: dict[str, Any]) -> Came | Receipt:
    key = str(said.get("id", ""))[:LONGEST]
    if said.get("kind") == "text" and key and isinstance(said.get("from"), str):
        return Came(key, plus(said["from"]), str(said.get("text", "")))
    if said.get("kind") == "receipt" and said.get("state") in {"delivered", "failed"}:
        return Receipt(key, said["state"] == "delivered", ours=str(said.get("reference", "")))
    raise Unreadable
