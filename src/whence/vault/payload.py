"""Payloads: what a record keeps, without what came round it.

The body of a response is what follows its head, as it came over the wire; its payload is that
without the transfer coding, which digests are made of (ISO 28500:2017, 5.9); its content is the
payload without the content coding. Those of a resource are its block.
"""

from __future__ import annotations

import hashlib

from whence.capture.response import head_length, read_response
from whence.errors import CaptureError
from whence.vault.record import LARGEST, Record


def body_of(record: Record) -> bytes:
    """The bytes that a record keeps, by which they are known again."""
    start = head_length(record.block) if record.type == "response" else 0
    return record.block[start:]


def body_digest(record: Record) -> bytes:
    """The SHA-256 of :func:`body_of`."""
    return hashlib.sha256(body_of(record)).digest()


def payload_of(record: Record) -> bytes:
    """What the payload digest of a record is made of."""
    return answer_payload(record.block) if record.type == "response" else record.block


def answer_payload(answer: bytes) -> bytes:
    """The payload of an HTTP answer; of what is none, what follows its head."""
    response = read_response(answer)
    return response.payload if response else answer[head_length(answer) :]


def answer_content(answer: bytes) -> bytes | None:
    """The content of an HTTP answer; None where its codings cannot be undone."""
    response = read_response(answer)
    try:
        return response.content("", LARGEST) if response else None
    except CaptureError:
        return None
