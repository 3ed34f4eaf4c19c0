"""Packing: a Capture becomes the records that keep it, and the records a Capture again.

A page fetched over HTTP becomes a request and a response for each hop, as they went over the wire;
anything else one resource. Where the very bytes were kept before, a revisit stands for them and
refers to the first (identical-payload-digest, ISO 28500:2017, 6.7.2). Last comes a metadata
record: what was given beside, and what the headers of WARC have no place for. Where undoing the
codings of a response does not give the capture's content, as for a gzip file behind an address,
that content follows as a conversion.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from whence.capture.response import head_length
from whence.model import Capture, Exchange, Given, Hop
from whence.vault.entry import canonical, read_time, time_text
from whence.vault.facts import target_of
from whence.vault.payload import answer_content, answer_payload, body_of
from whence.vault.record import IDENTICAL, Record, digest, header_uri, make_record

CAPTURE_NOTES = "application/vnd.whence.capture+json"
"""Media type of the metadata record of a capture."""
_REQUEST = "application/http;msgtype=request"
_RESPONSE = "application/http;msgtype=response"


Find = Callable[[bytes], Record | None]
"""Gives the record that keeps a body of this SHA-256, if there is one."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The records of a capture; ``main`` holds its bytes, or refers to where they are."""

    records: tuple[Record, ...]
    main: Record

    @property
    def again(self) -> bool:
        """Whether the very bytes were kept before."""
        return self.main.type == "revisit"


def pack(capture: Capture, place: str, find: Find) -> Packed:
    """The records that keep ``capture``; their ids are made of ``place`` and their number."""
    ids = _Ids(place)
    uri = header_uri(target_of(capture))
    taken = time_text(capture.taken)
    if capture.exchange:
        records = _exchanged(capture.exchange, ids, find)
        main = records[-1]
    else:
        main = _resource(capture, uri, taken, ids, find)
        records = [main]
    if capture.exchange and answer_content(capture.exchange.hops[-1].response) != capture.content:
        records.append(
            make_record(
                "conversion",
                ids.next(),
                taken,
                capture.content,
                capture.media_type,
                Target_URI=uri,
                Refers_To=f"<{main.id}>",
            )
        )
    notes = canonical(_notes_of(capture))
    about = f"<{main.id}>"
    records.append(
        make_record(
            "metadata", ids.next(), taken, notes, CAPTURE_NOTES, Target_URI=uri, Refers_To=about
        )
    )
    return Packed(tuple(records), main)


def unpack(records: Sequence[Record], first: Record | None) -> Capture:
    """The capture that ``records`` keep; ``first`` is the record that a revisit refers to.

    Raises:
        ValueError: they keep none, or not the one that they say.
    """
    *kept, last = records
    if last.headers.get("Content-Type") != CAPTURE_NOTES or not kept:
        raise ValueError("not the records of a capture")
    try:
        notes = json.loads(last.block)
        exchange = _exchange_of(notes["hops"], kept, first)
        if kept[-1].type == "conversion" or (not exchange and kept[-1].type == "resource"):
            content = kept[-1].block
        elif exchange:
            content = answer_content(exchange.hops[-1].response) or b""
        else:
            content = _body_of(kept[-1], first)
        capture = Capture(
            id=notes["id"],
            content=content,
            media_type=notes["media_type"],
            sha256=notes["sha256"],
            taken=read_time(notes["taken"]),
            url=notes["url"],
            charset=notes["charset"],
            given=Given(**notes["given"]),
            within=notes["within"],
            exchange=exchange,
        )
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ValueError("not the records of a capture") from error
    if hashlib.sha256(content).hexdigest() != capture.sha256:
        raise ValueError("its content is not what its digest says")
    return capture


def _exchanged(exchange: Exchange, ids: _Ids, find: Find) -> list[Record]:
    records: list[Record] = []
    for number, hop in enumerate(exchange.hops, 1):
        asked, answered = ids.next(), ids.next()
        common = {
            "Target_URI": header_uri(hop.url),
            "IP_Address": header_uri(hop.address) or None,
        }
        date = time_text(hop.time)
        request = make_record(
            "request", asked, date, hop.request, _REQUEST, **common, Concurrent_To=f"<{answered}>"
        )
        last = number == len(exchange.hops)
        records += [request, _response(hop, answered, common, find if last else _nowhere)]
    return records


def _response(hop: Hop, own: str, common: dict[str, str | None], find: Find) -> Record:
    body = hop.response[head_length(hop.response) :]
    payload = digest(answer_payload(hop.response))
    date = time_text(hop.time)
    common = {**common, "Payload_Digest": payload}
    first = _first_of(body, payload, find)
    if first:
        return _revisit(first, own, date, hop.response[: len(hop.response) - len(body)], common)
    cut = None if hop.whole else "unspecified"
    return make_record(
        "response",
        own,
        date,
        hop.response,
        _RESPONSE,
        **common,
        Truncated=cut,
    )


def _resource(capture: Capture, uri: str, date: str, ids: _Ids, find: Find) -> Record:
    payload = digest(capture.content)
    common: dict[str, str | None] = {"Target_URI": uri, "Payload_Digest": payload}
    first = _first_of(capture.content, payload, find)
    if first:
        return _revisit(first, ids.next(), date, b"", common)
    charset = f"; charset={header_uri(capture.charset)}" if capture.charset else ""
    kind = header_uri(capture.media_type) + charset
    return make_record("resource", ids.next(), date, capture.content, kind, **common)


def _first_of(body: bytes, payload: str, find: Find) -> Record | None:
    """The record that kept ``body`` before, if its payload is the same as well."""
    first = find(hashlib.sha256(body).digest()) if body else None
    return first if first and first.headers.get("WARC-Payload-Digest") == payload else None


def _revisit(
    first: Record, own: str, date: str, head: bytes, common: dict[str, str | None]
) -> Record:
    return make_record(
        "revisit",
        own,
        date,
        head,
        _RESPONSE,
        **common,
        Profile=IDENTICAL,
        Refers_To=f"<{first.id}>",
        Refers_To_Target_URI=first.headers["WARC-Target-URI"],
        Refers_To_Date=first.headers["WARC-Date"],
    )


def _notes_of(capture: Capture) -> dict[str, Any]:
    hops = capture.exchange.hops if capture.exchange else ()
    return {
        "id": capture.id,
        "media_type": capture.media_type,
        "sha256": capture.sha256,
        "taken": time_text(capture.taken),
        "url": capture.url,
        "charset": capture.charset,
        "given": asdict(capture.given),
        "within": capture.within,
        "hops": [
            {
                "url": hop.url,
                "address": hop.address,
                "time": time_text(hop.time),
                "whole": hop.whole,
            }
            for hop in hops
        ],
    }


def _exchange_of(
    hops: Sequence[dict[str, Any]], kept: Sequence[Record], first: Record | None
) -> Exchange | None:
    if not hops:
        return None
    found = []
    for number, hop in enumerate(hops):
        request, response = kept[2 * number], kept[2 * number + 1]
        answer = response.block
        if response.type == "revisit":
            answer += _body_of(response, first)
        found.append(
            Hop(
                hop["url"],
                hop["address"],
                read_time(hop["time"]),
                request.block,
                answer,
                hop["whole"],
            )
        )
    return Exchange(tuple(found))


def _body_of(revisit: Record, first: Record | None) -> bytes:
    """The body that a revisit stands for."""
    if first is None or revisit.headers.get("WARC-Refers-To", "").strip("<>") != first.id:
        raise ValueError("what it refers to is not there")
    if first.headers.get("WARC-Payload-Digest") != revisit.headers.get("WARC-Payload-Digest"):
        raise ValueError("what it refers to has other bytes")
    return body_of(first)


def _nowhere(_: bytes) -> Record | None:
    return None


class _Ids:
    """Ids of records, made of a place and a number: the same on any machine."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._count = 0

    def next(self) -> str:
        """The id of the next record."""
        self._count += 1
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{self._place}/{self._count}')}"
