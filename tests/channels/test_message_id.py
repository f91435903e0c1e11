"""The client's own id of a message: what it may look like, and what it may not carry."""

from __future__ import annotations

import json
import uuid

import pytest

from waypost.channels.inbox import Incoming
from waypost.errors import ChannelError


def parsed(**fields: object) -> Incoming:
    return Incoming.parse(json.dumps({"sender": "a", "message": "hi", **fields}).encode())


@pytest.mark.parametrize("message_id", ["a" * 8, "A-z_0123", "z9" * 32, str(uuid.UUID(int=7, version=4)), uuid.uuid5(uuid.NAMESPACE_DNS, "x").hex])
def test_an_id_of_the_client_is_the_id_of_the_message(message_id: str) -> None:
    assert parsed(message_id=message_id).id == message_id


def test_without_one_the_message_gets_an_id_of_ours() -> None:
    assert len(parsed().id) == len(parsed(message_id=None).id) == 32


@pytest.mark.parametrize(
    "message_id", ["", "short-7", "a" * 65, "with blank", "ünïcode-id", "dotted.id.1", "line\nbreak", 12345678, True, ["a" * 8], {"id": "a" * 8}]
)
def test_another_id_is_refused(message_id: object) -> None:
    with pytest.raises(ChannelError) as refused:
        parsed(message_id=message_id)
    assert (refused.value.status, refused.value.reason) == (400, "bad_message_id")


def test_a_private_key_is_no_id() -> None:
    with pytest.raises(ChannelError, match="bad_message_id"):
        parsed(message_id="4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318")


def test_the_id_of_a_proxy_counts_when_the_client_gave_none() -> None:
    body = {"sender": "a", "message": "hi"}
    proxied, own = (Incoming.parse(json.dumps({**body, **more}).encode(), None, "0" * 32) for more in ({}, {"message_id": "own-id-1"}))
    assert (proxied.id, own.id) == ("0" * 32, "own-id-1")
