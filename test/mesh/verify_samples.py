"""Checks the samples by another implementation of everything: canonical form, Ed25519, hex.

usage: verify_samples.py DOCS_SAMPLES; prints one JSON object, sample by what was found.
"""

import base64
import json
import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def number(value):
    """As ECMAScript writes it; Python finds the same shortest digits."""
    if isinstance(value, int):
        return str(value)
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits[:-2] if digits.endswith(".0") else digits
    power = int(exponent)
    if -7 < power < 21:
        raise ValueError(f"{value}: not needed here, so not written")
    return f"{digits}e{power:+d}"


def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return json.dumps(value, ensure_ascii=False)


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def judge(sample, keys):
    message = sample["message"]
    envelope = {name: member for name, member in message.items() if name != "sig"}
    text = canonical(envelope)
    if "canonical" in sample:
        if sample["canonical"] != text:
            return "another canonical text"
        if bytes.fromhex(sample["canonicalHex"]) != text.encode():
            return "other canonical bytes"
        if sample["signature"] != message["sig"]["value"]:
            return "another signature than in the message"
    sig = message.get("sig")
    if sig is None:
        return "unsigned"
    key = keys[sig["kid"]]
    if sig["alg"] != "EdDSA" or len(sig["value"]) != 86:
        return "malformed"
    try:
        Ed25519PublicKey.from_public_bytes(unpadded(key["publicKey"])).verify(unpadded(sig["value"]), text.encode())
    except InvalidSignature:
        return "false"
    return "sound" if key["pinned"] else "sound, by a stranger"


def main():
    folder = pathlib.Path(sys.argv[1])
    keys = {key["kid"]: key for key in json.loads((folder / "keys.json").read_text())["keys"]}
    for key in keys.values():
        public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key["secretHex"])).public_key()
        assert public.public_bytes(Encoding.Raw, PublicFormat.Raw) == unpadded(key["publicKey"]), key["kid"]
    found = {}
    for path in sorted(folder.glob("*/*.json")):
        sample = json.loads(path.read_text())
        if "message" in sample:
            found[f"{path.parent.name}/{path.stem}"] = judge(sample, keys)
    print(json.dumps(found))


main()
