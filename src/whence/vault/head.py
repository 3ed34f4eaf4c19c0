"""Heads: the size and root of a ledger's tree, signed, as a small text.

The text is a checkpoint in the format of transparency logs (https://c2sp.org/tlog-checkpoint):
whose log, how many entries, the root in base64, an empty line, and the signature of the lines
above (https://c2sp.org/signed-note). It can be printed, sent, or read out over the telephone, and
whoever has it can later tell whether the ledger still begins with what was signed.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from whence.vault.key import Key, PublicKey

LONGEST_HEAD = 10_000
"""Bytes of the longest text that is read as a head."""
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Head:
    """A ledger's first ``size`` entries have this ``root``; ``origin`` names whose ledger."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign_head(key: Key, size: int, root: bytes) -> str:
    """The signed text of a head."""
    return sign_note(key, Head(key.public.name, size, root).body)


def sign_note(key: Key, body: str) -> str:
    """A signed note of some lines."""
    signature = base64.b64encode(key.public.mark + key.sign(body.encode())).decode()
    return f"{body}\n— {key.public.name} {signature}\n"


def read_head(text: str, key: PublicKey) -> Head:
    """The head of a signed text.

    Raises:
        ValueError: it is none, or the holder of ``key`` did not sign it.
    """
    body, gap, signatures = text.partition("\n\n")
    head = _read_body(body + "\n") if gap else None
    if head is None or not signatures.endswith("\n"):
        raise ValueError("not a checkpoint")
    for line in signatures[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(line)
        if not found:
            raise ValueError("not a checkpoint")
        if found[1] == key.name == head.origin:
            signature = _unpack(found[2])
            signed = key.verifies(signature[4:], head.body.encode())
            if signature[:4] == key.mark and signed:
                return head
            raise ValueError("its signature does not hold")
    raise ValueError(f"signed by {head.origin}, not by {key.name}")


def _read_body(body: str) -> Head | None:
    lines = body.split("\n")
    if len(lines) != 4 or not lines[0] or not re.fullmatch(r"0|[1-9][0-9]{0,17}", lines[1]):
        return None
    try:
        root = _unpack(lines[2])
    except ValueError:
        return None
    head = Head(lines[0], int(lines[1]), root)
    return head if len(root) == 32 and head.body == body else None


def _unpack(text: str) -> bytes:
    try:
        unpacked = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not a checkpoint") from error
    # One signature has one text: no loose bits at its end.
    if base64.b64encode(unpacked).decode() != text:
        raise ValueError("not a checkpoint")
    return unpacked
