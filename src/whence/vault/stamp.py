"""Time stamps: a signed head comes in, somebody else's word on when it was there goes out.

RFC 3161: a time-stamping authority is sent the SHA-256 of a text, and signs it together with the
time. Its answer is kept whole. That the answer speaks of the text is always checked; that its
certificate can be trusted is a person's judgement, who names the authority's root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from whence.errors import VaultError

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

QUERY_TYPE = "application/timestamp-query"
ANSWER_TYPE = "application/timestamp-reply"

Send = Callable[[str, bytes, str], bytes]
"""Sends bytes of a media type to an address; gives what it answers with."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time, and whether its certificate leads to a root that was given; None where none was."""

    time: datetime
    trusted: bool | None


def ask_stamp(server: str, text: bytes, send: Send) -> bytes:
    """What the authority at ``server`` answers for ``text``.

    Raises:
        VaultError: it cannot be reached, refuses, or answers something else.
    """
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415

    query = TimestampRequestBuilder(text, HashAlgorithm.SHA256).build()
    answer = send(server, query.as_bytes(), QUERY_TYPE)
    try:
        nonce = _answer_of(answer, text).tst_info.nonce
    except ValueError as error:
        raise VaultError(f"{server}: {error}; try another server") from error
    if nonce != query.nonce:
        raise VaultError(f"{server}: answered another question; try another server")
    return answer


def read_stamp(answer: bytes, text: bytes, roots: Sequence[bytes] = ()) -> Stamp:
    """What an answer says of ``text``; ``roots`` are certificates in PEM.

    Raises:
        ValueError: it is no time stamp, or not one of ``text``.
    """
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415

    found = _answer_of(answer, text)
    time = found.tst_info.gen_time
    time = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    if not roots:
        return Stamp(time, None)
    builder = VerifierBuilder()
    for root in read_roots(roots):
        builder = builder.add_root_certificate(root)
    try:
        return Stamp(time, bool(builder.build().verify_message(found, text)))
    except (VerificationError, ValueError):
        return Stamp(time, False)


def read_roots(roots: Sequence[bytes]) -> list[Certificate]:
    """The certificates of PEM files.

    Raises:
        VaultError: there is none in one of them.
    """
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415

    try:
        return [found for pem in roots for found in load_pem_x509_certificates(pem)]
    except ValueError as error:
        raise VaultError(
            "--tsa-root: not a certificate in PEM; give the authority's own"
        ) from error


def _answer_of(answer: bytes, text: bytes) -> TimeStampResponse:
    from rfc3161_client import PKIStatus, decode_timestamp_response  # noqa: PLC0415

    try:
        found = decode_timestamp_response(answer)
        granted = PKIStatus(found.status) in (PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS)
        imprint = found.tst_info.message_imprint.message if granted else b""
    except ValueError as error:
        raise ValueError("answered with no time stamp in DER") from error
    if not granted:
        raise ValueError("refused to stamp it")
    if imprint != hashlib.sha256(text).digest():
        raise ValueError("a time stamp of something else")
    return found
