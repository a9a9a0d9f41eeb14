"""Text gateways on a real socket, each shaped by what its makers publish. They check what they are sent, as those do.

Twilio: www.twilio.com/docs/messaging/api/message-resource. Vonage: developer.vonage.com/en/api/sms and
…/messaging/sms/guides/… on signing messages. Africa's Talking: docs.africastalking.com/sms. The generic one: our own
docs/how-to/connect-a-text-gateway.md.
"""

import base64
import hmac
import json
import threading
import time
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode

ACCOUNT, SECRET, SENDER = "AC-account", "a-secret-that-nobody-guesses", "+12025550100"
SIGNING = "another-secret"


class Wrong(Exception):
    """What was sent is not what the provider documents."""


def _form(handler, body):
    if handler.headers["Content-Type"] != "application/x-www-form-urlencoded":
        raise Wrong("not a form")
    return dict(parse_qsl(body.decode(), strict_parsing=True))


def generic(handler, body, number):
    """Signed JSON: HMAC-SHA256 over timestamp, dot, body."""
    stamp = handler.headers["X-Keyworker-Timestamp"]
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
    if handler.headers["X-Keyworker-Signature"] != f"sha256={expected}":
        raise Wrong("signature")
    said = json.loads(body)
    if handler.headers["Idempotency-Key"] != said["id"]:
        raise Wrong("key")
    return said["to"], said["text"], 202, {"id": f"g-{number}"}


def twilio(handler, body, number):
    who = base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()
    if handler.headers["Authorization"] != f"Basic {who}":
        raise Wrong("who")
    if handler.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
        raise Wrong("address")
    form = _form(handler, body)
    if form["From"] != SENDER or set(form) != {"To", "From", "Body"}:
        raise Wrong("fields")
    return form["To"], form["Body"], 201, {"sid": f"SM{number:032d}", "status": "queued", "num_segments": "1"}


def vonage(handler, body, number):
    form = _form(handler, body)
    if (form["api_key"], form["api_secret"], handler.path) != (ACCOUNT, SECRET, "/sms/json"):
        raise Wrong("who")
    if form["to"].startswith("+") or form["type"] not in {"text", "unicode"}:
        raise Wrong("fields")
    said = {"status": "0", "message-id": f"v-{number}", "to": form["to"], "client-ref": form["client-ref"]}
    return f"+{form['to']}", form["text"], 200, {"message-count": "1", "messages": [said]}


def africastalking(handler, body, number):
    form = _form(handler, body)
    if handler.headers["apiKey"] != SECRET or handler.headers["Accept"] != "application/json":
        raise Wrong("who")
    if handler.path != "/version1/messaging" or form["username"] != ACCOUNT:
        raise Wrong("address")
    one = {"statusCode": 101, "number": form["to"], "status": "Success", "messageId": f"ATXid_{number}"}
    return form["to"], form["message"], 201, {"SMSMessageData": {"Message": "Sent to 1/1", "Recipients": [one]}}


SHAPES = {"generic": generic, "twilio": twilio, "vonage": vonage, "africastalking": africastalking}


class _Counter(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.asked += 1
        if server.answering == "nothing":
            self.connection.close()
            return None
        if isinstance(server.answering, int):
            return self._say(server.answering, {"error": "as the test wants it"}, location="/elsewhere")
        try:
            to, words, status, said = SHAPES[server.shape](self, body, len(server.taken) + 1)
        except (Wrong, KeyError, ValueError, TypeError) as error:
            server.complaints.append(repr(error))
            return self._say(400, {"error": "bad request"})
        server.taken.append((to, words))
        return self._say(status, said)

    def _say(self, status, said, location=""):
        body = json.dumps(said).encode()
        self.send_response(status)
        if location and status // 100 == 3:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Nothing is written to the tests' output."""


@contextmanager
def gateway(shape="generic"):
    """`taken` is (number, words) of each text; `answering` a status, "nothing" to cut the line, None to do its work."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counter)
    server.shape, server.taken, server.complaints, server.answering, server.asked = shape, [], [], None, 0
    server.url = f"http://127.0.0.1:{server.server_address[1]}" + ("/texts" if shape == "generic" else "")
    # It looks often whether it is to end: the tests start many, and wait for each.
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def settings_for(server):
    """How Keyworker is told of it."""
    return {
        "gateway": server.shape, "url": server.url, "account": ACCOUNT, "secret": SECRET, "signing_secret": SIGNING,
        "sender": SENDER, "agency": "", "private": True,
    }  # fmt: skip


# How each provider signs a call to us, written from its documentation and not from our own code.
def signed(shape, url, fields, *, now=None, secret=None):
    """(address, body, content type, headers) of a call, as the provider would make it."""
    now = str(int(now or time.time()))
    if shape == "generic":
        body = json.dumps(fields).encode()
        mac = hmac.new((secret or SECRET).encode(), f"{now}.".encode() + body, sha256).hexdigest()
        return url, body, "application/json", {"x-keyworker-timestamp": now, "x-keyworker-signature": f"sha256={mac}"}
    if shape == "twilio":
        signed_words = url + "".join(name + fields[name] for name in sorted(fields))
        mac = hmac.new((secret or SECRET).encode(), signed_words.encode(), "sha1").digest()
        return url, _encoded(fields), FORM, {"x-twilio-signature": base64.b64encode(mac).decode()}
    if shape == "vonage":
        fields = {**fields, "timestamp": now, "nonce": "n-1"}
        safe = {name: value.replace("&", "_").replace("=", "_") for name, value in fields.items()}
        words = "".join(f"&{name}={safe[name]}" for name in sorted(safe))
        mac = hmac.new((secret or SIGNING).encode(), words.encode(), sha256).hexdigest().upper()
        return url, _encoded({**fields, "sig": mac}), FORM, {}
    return f"{url}?secret={secret or SIGNING}", _encoded(fields), FORM, {}


FORM = "application/x-www-form-urlencoded"


def _encoded(fields):
    return urlencode(fields).encode()


def answer_of(shape, key, number, words):
    """The fields of a call that brings somebody's text."""
    bare = number.lstrip("+")
    return {
        "generic": {"kind": "text", "id": key, "from": number, "text": words},
        "twilio": {"MessageSid": key, "From": number, "To": SENDER, "Body": words, "NumSegments": "1"},
        "vonage": {"messageId": key, "msisdn": bare, "to": SENDER.lstrip("+"), "text": words, "type": "text"},
        "africastalking": {"id": key, "from": number, "to": "1234", "text": words, "date": "2026-01-01 00:00:00"},
    }[shape]


def receipt_of(shape, key, *, delivered):
    """The fields of a call that says what became of a text of ours."""
    yes = delivered
    return {
        "generic": {"kind": "receipt", "id": key, "state": "delivered" if yes else "failed"},
        "twilio": {"MessageSid": key, "MessageStatus": "delivered" if yes else "undelivered", "To": "+12025550143"},
        "vonage": {"messageId": key, "status": "delivered" if yes else "rejected", "err-code": "0", "msisdn": "1202"},
        "africastalking": {"id": key, "status": "Success" if yes else "Failed", "phoneNumber": "+12025550143"},
    }[shape]
