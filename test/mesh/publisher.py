"""A publisher of prices, written from docs/mesh.md and docs/schemas alone.

usage: publisher.py HOST PORT ORGANISATION STORE KID SECRET_HEX EPOCH

Reads one command a line: `price SKU AMOUNT_MINOR`, `lose SKU AMOUNT_MINOR` (numbered, but never sent), `delete SKU`,
`head`. Answers snapshot asks of all gateways of the store, says `ready` when it
hears them, and tells of each. Ends with its input.
"""

import base64
import hashlib
import json
import sys
import threading
from datetime import datetime, timezone

import paho.mqtt.client as mqtt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def canonical(value):
    """RFC 8785, for text, integers, booleans, null, lists and objects."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, float):
        raise ValueError("a float has no place in a price")
    return json.dumps(value, ensure_ascii=False)


def sha256(data):
    return hashlib.sha256(data).digest()


def bucket_of(key):
    return sha256(key.encode())[0]


class Stream:
    """The price stream: newest item of every key, numbers, digest."""

    def __init__(self, epoch):
        self.epoch = epoch
        self.seq = 0
        self.items = {}

    def put(self, sku, body):
        version = self.items.get(sku, {}).get("version", 0) + 1
        self.items[sku] = {"sku": sku, "version": version, **body}
        self.seq += 1
        return {"stream": "price", "epoch": self.epoch, "firstSeq": self.seq, "lastSeq": self.seq, "items": [self.items[sku]]}

    def head(self):
        buckets = [bytes(32)] * 256
        for sku, item in self.items.items():
            entry = sha256(f"{sku}\n{self.epoch}\n{item['version']}".encode())
            at = bucket_of(sku)
            buckets[at] = bytes(a ^ b for a, b in zip(buckets[at], entry))
        return {
            "stream": "price",
            "epoch": self.epoch,
            "seq": self.seq,
            "count": len(self.items),
            "digest": sha256(b"".join(buckets)).hex(),
            "buckets": "".join(bucket[:4].hex() for bucket in buckets),
            "issuedAt": now(),
        }

    def snapshot(self, ask):
        wanted = ask["buckets"]
        items = [item for sku, item in self.items.items() if wanted == "all" or bucket_of(sku) in wanted]
        parts = [items[at : at + 200] for at in range(0, len(items), 200)] or [[]]
        for chunk, part in enumerate(parts):
            yield {
                "stream": "price",
                "epoch": self.epoch,
                "seq": self.seq,
                "buckets": wanted,
                "chunk": chunk,
                "chunks": len(parts),
                "items": part,
            }


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Publisher:
    def __init__(self, host, port, organisation, store, kid, secret_hex, epoch):
        self.root = f"{organisation}/shelf/v1/{store}"
        self.organisation, self.store, self.kid = organisation, store, kid
        self.key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret_hex))
        self.stream = Stream(epoch)
        self.count = 0
        self.lock = threading.Lock()
        versions = getattr(mqtt, "CallbackAPIVersion", None)
        self.client = mqtt.Client(*([versions.VERSION1] if versions else []), client_id="publisher-py")
        self.client.on_connect = self.on_connect
        self.client.on_message = self.on_message
        self.client.on_subscribe = lambda *_: print("ready", flush=True)
        self.client.connect(host, port)
        self.client.loop_start()

    def on_connect(self, client, _userdata, _flags, _code):
        client.subscribe(f"{self.root}/gw/+/ask/snapshot/price", qos=1)

    def on_message(self, _client, _userdata, message):
        gateway = message.topic.split("/")[5]
        ask = json.loads(message.payload)["data"]
        print("asked for", ask["buckets"], flush=True)
        with self.lock:
            for chunk in self.stream.snapshot(ask):
                self.send(f"to/{gateway}/reply/{ask['corr']}", "shelf.snapshot-chunk.v1", chunk)

    def send(self, topic, kind, data, retain=False):
        self.count += 1
        envelope = {
            "specversion": "1.0",
            "id": f"py-{self.stream.epoch}-{self.count}",
            "source": f"urn:{self.organisation}:publisher-py",
            "type": kind,
            "subject": self.store,
            "time": now(),
            "data": data,
        }
        signature = self.key.sign(canonical(envelope).encode())
        value = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
        envelope["sig"] = {"alg": "EdDSA", "kid": self.kid, "value": value}
        self.client.publish(f"{self.root}/{topic}", json.dumps(envelope), qos=1, retain=retain)

    def obey(self, command, sku=None, amount=None):
        with self.lock:
            if command == "head":
                self.send("head/price", "shelf.head.v1", self.stream.head(), retain=True)
                return
            point = {"from": "2026-01-01T00:00:00Z", "currency": "EUR", "kind": "regular"}
            body = {"deleted": True} if command == "delete" else {"timeline": [{**point, "amountMinor": int(amount)}]}
            fact = self.stream.put(sku, body)
            if command != "lose":
                self.send(f"fact/price/{sku}", "shelf.price.v1", fact)


def main():
    host, port, organisation, store, kid, secret_hex, epoch = sys.argv[1:]
    publisher = Publisher(host, int(port), organisation, store, kid, secret_hex, int(epoch))
    for line in sys.stdin:
        publisher.obey(*line.split())


main()
