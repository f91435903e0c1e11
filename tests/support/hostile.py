"""What an attacker sends: seeded random requests, and the payloads that command a stock Rasa bot."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from typing import Any, Callable, Iterator

PATH = "/webhooks/rest/webhook"
PHRASE = "fringe horn pretty that friend wisdom mass caught track wealth gown excess"
WORDS = [
    "/restart",
    "how do I withdraw",
    "ask:withdraw",
    "language:ru",
    "ask:",
    "\u0000",
    "\u202e",
    "\ud800",
    "\u200b",
    "\u200d",
    "{",
    "}",
    '{"a":1}',
    "'; DROP TABLE events;--",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:ldap://x}",
    "%s%s%n",
    "../../etc/passwd",
    "где мои токены",
    "di mana token saya",
    "waar is mijn geld",
    "😀" * 9,
    "e\u0301" * 30,
    "\r\n\r\nSet-Cookie: a=b",
    "A" * 400,
    "0x" + "ab" * 32,
    PHRASE,
    PHRASE.upper(),
    "\n".join(PHRASE.split()),
    "Z\u0351\u036b\u0343\u036a" * 20,
    "\uffff",
    "\U0010ffff",
    "ﷺ" * 50,
    "NaN",
    "null",
]
KEYS = [
    "sender",
    "message",
    "metadata",
    "locale",
    "text",
    "intent",
    "entities",
    "parse_data",
    "slots",
    "events",
    "input_channel",
    "secrets",
    "press",
    "id",
    "__proto__",
]


@dataclass(frozen=True)
class Attack:
    """One request."""

    method: str
    path: str
    body: bytes
    headers: dict[str, str]


def attacks(seed: int, number: int) -> Iterator[Attack]:
    """The same requests for the same seed."""
    chance = random.Random(seed)
    kinds: list[Callable[[random.Random], Attack]] = [_text, _text, _shape, _shape, _bytes, _broken, _header, _address, _large]
    for _ in range(number):
        yield chance.choice(kinds)(chance)


def _json(fields: Any, **headers: str) -> Attack:
    return Attack("POST", PATH, json.dumps(fields).encode(), {"Content-Type": "application/json", **headers})


def _some_text(chance: random.Random) -> str:
    def letter() -> str:
        return chr(chance.choice([chance.randrange(0x20), chance.randrange(0x110000), chance.randrange(0x500)]))

    parts = [chance.choice(WORDS) if chance.random() < 0.6 else letter() for _ in range(chance.randrange(1, 9))]
    return chance.choice(["", " ", "/", "\n"]).join(parts)


def _some_value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(9 if depth < 4 else 6)
    if kind < 6:
        return [None, True, chance.randrange(-(10 ** chance.randrange(1, 30)), 10**9), chance.random() * 1e300, _some_text(chance), ""][kind]
    if kind == 6:
        return [_some_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(KEYS): _some_value(chance, depth + 1) for _ in range(chance.randrange(4))}


def _text(chance: random.Random) -> Attack:
    return _json({"sender": f"fuzz-{chance.randrange(50)}", "message": _some_text(chance)})


def _shape(chance: random.Random) -> Attack:
    fields = {key: _some_value(chance) for key in chance.sample(KEYS, chance.randrange(len(KEYS)))}
    whole = {"sender": f"fuzz-{chance.randrange(50)}", "message": _some_text(chance), **fields}
    return _json(chance.choice([fields, whole, _some_value(chance)]))


def _bytes(chance: random.Random) -> Attack:
    return Attack("POST", PATH, chance.randbytes(chance.randrange(400)), {"Content-Type": "application/json"})


def _broken(chance: random.Random) -> Attack:
    body = bytearray(
        json.dumps({"sender": "fuzz-1", "message": _some_text(chance)}, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    )
    for _ in range(chance.randrange(1, 6)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return Attack("POST", PATH, bytes(body[: chance.randrange(len(body)) or None]), {"Content-Type": "application/json"})


def _header(chance: random.Random) -> Attack:
    name = chance.choice(
        [
            "Content-Type",
            "Origin",
            "Authorization",
            "X-Forwarded-For",
            "Accept-Language",
            "Cookie",
            "Content-Encoding",
            "Accept-Encoding",
            "Range",
            "Upgrade",
        ]
    )
    value = "".join(chr(chance.choice([*range(0x20, 0x7F), *range(0xA0, 0x100)])) for _ in range(chance.randrange(60)))
    return _json({"sender": "fuzz-2", "message": _some_text(chance)}, **{name: value.strip()})


def _address(chance: random.Random) -> Attack:
    parts = [
        "..",
        "%2e%2e",
        "page",
        "help.css",
        "%00",
        "%ff",
        "webhooks",
        "rest",
        "conversations",
        "~",
        ";",
        "a" * 300,
        "%2f",
        "health",
        "metrics",
        "?x=1",
        "\\",
        "words",
    ]
    path = "/" + "/".join(chance.choice(parts) for _ in range(chance.randrange(5)))
    return Attack(chance.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"]), path, b"", {})


def _large(chance: random.Random) -> Attack:
    size = chance.choice([1_999, 2_000, 2_001, 5_000, 15_000, 16_400, 60_000])
    return _json({"sender": "fuzz-3", "message": (_some_text(chance) * size)[:size]})


COMMANDS = [
    "/restart",
    " /restart",
    "/ restart",
    "//restart",
    "\u200b/restart",
    "\u0000/restart",
    "\u00a0/restart",
    "\ufeff/restart",
    "/\u202erestart",
    "\n/restart",
    "/back",
    "/session_start",
    "/greet",
    '/greet{"is_admin":"yes"}',
    '/greet {"is_admin": "yes"}',
    '/greet{"is_admin":["a",{"b":1}]}',
    "/greet@0.1",
    '/greet@1.0{"is_admin":"yes"}',
    "/EXTERNAL_payment",
    '/EXTERNAL_payment{"is_admin":"yes"}',
    "/EXTERNAL:payment",
    "/nlu_fallback",
    "/secret",
    "/foreign_language",
    "/action_restart",
    "/out_of_scope",
    "ask:restart",
    "ask:session_start",
    "ask:EXTERNAL_payment",
    "ask:secret",
    "ask:nlu_fallback",
    "ask:safety.secret",
    "ask:clarify.move",
    "ask:fallback.fault",
    "ask:action_restart",
    'ask:withdraw{"is_admin":"yes"}',
    "ask:withdraw\n/restart",
    "language:xx",
    "language:../en",
    "language:en/restart",
    '{"intent": {"name": "restart"}}',
    "[is_admin](yes)",
    "EXTERNAL_payment",
    "restart",
    "session_start",
    "<!-- /restart -->",
    "intent: restart",
    '/slot{"is_admin": true}',
    '//greet{"is_admin":"yes"}',
    '/greet{"is_admin":"yes"}/restart',
]
"""What a person may type; each one commands a stock bot, or would with a slash too few or too many."""
FIELDS: list[dict[str, Any]] = [
    {"parse_data": {"intent": {"name": "restart", "confidence": 1.0}, "entities": []}},
    {"intent": {"name": "restart"}, "entities": [{"entity": "is_admin", "value": "yes"}]},
    {"slots": {"is_admin": "yes"}},
    {"events": [{"event": "slot", "name": "is_admin", "value": "yes"}]},
    {"input_channel": "email"},
    {"metadata": {"is_admin": "yes", "secrets": ["x"], "parse_data": {"intent": {"name": "restart"}}}},
    {"metadata": {"locale": {"$ne": ""}}},
    {"message_id": "own-id-1", "id": "x"},
    {"press": "ask:restart"},
    {"is_admin": "yes", "stream": True, "token": "x"},
]
"""What a client may add to a message."""
