"""A telephone in software: it makes keys and signs with them, honestly or not (WebAuthn level 2, section 6)."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

TOUCHED, KNEW_THEM, NEW_KEY = 0x01, 0x04, 0x40
HERE = "http://testserver"


@dataclass
class Phone:
    """`count` is what it says when it is asked next; 0 never counts."""

    origin: str = HERE
    count: int = 1
    knew_them: bool = True
    name: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    def make(self, options):
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        held = AttestedCredentialData.create(
            Aaguid.NONE, self.name, ES256.from_cryptography_key(self.private.public_key())
        )
        data = AuthenticatorData.create(self._site(asked["rp"]["id"]), self._flags() | NEW_KEY, self.count, bytes(held))
        return self._answer(
            clientDataJSON=self._words("webauthn.create", asked),
            attestationObject=websafe_encode(AttestationObject.create("none", data, {})),
        )

    def sign(self, options, **other):
        asked = options["publicKey"]
        data = AuthenticatorData.create(self._site(asked["rpId"]), self._flags(), self.count)
        words = self._words("webauthn.get", asked)
        signed = self.private.sign(bytes(data) + sha256(websafe_decode(words)).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": words,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signed),
            "userHandle": self.handle,
        }
        return self._answer(**{**answer, **other})

    def _answer(self, **response):
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})

    def _words(self, kind, asked):
        said = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return websafe_encode(json.dumps(said).encode())

    def _flags(self):
        return TOUCHED | (KNEW_THEM if self.knew_them else 0)

    def _site(self, host):
        return sha256(host.encode()).digest()
