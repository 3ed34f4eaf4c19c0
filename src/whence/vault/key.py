"""The key: what an installation signs its ledgers with, and what others check them by.

An Ed25519 key (RFC 8032), made once and kept beside the vault in a file that its owner alone may
read. Its public half stands in the ledger's first entry. Keys and signatures that go out are
written as the Go team's signed notes do (https://c2sp.org/signed-note): a name, a four-byte mark
of name and key, and the bytes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from whence.errors import VaultError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"
"""The mark of Ed25519 in a signed note."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What signatures are checked by: 32 bytes."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != 32:
            raise ValueError("an Ed25519 key has 32 bytes")

    @property
    def name(self) -> str:
        """What the holder is called in signed notes: made of the key itself."""
        return f"whence-vault-{hashlib.sha256(self.raw).hexdigest()[:16]}"

    @property
    def mark(self) -> bytes:
        """The four bytes by which a signed note tells keys apart."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def text(self) -> str:
        """The key as signed notes write it: name, mark and bytes, on one line."""
        packed = base64.b64encode(_ED25519 + self.raw).decode()
        return f"{self.name}+{self.mark.hex()}+{packed}"

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the holder signed ``message`` so."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - heavy
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_public_key(text: str) -> PublicKey:
    """The key that :attr:`PublicKey.text` wrote.

    Raises:
        ValueError: it is none.
    """
    name, mark, packed = [*text.strip().split("+", 2), "", ""][:3]
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not a public key") from error
    if raw[:1] != _ED25519:
        raise ValueError("not an Ed25519 key")
    key = PublicKey(raw[1:])
    if (key.name, key.mark.hex()) != (name, mark):
        raise ValueError("a public key whose name is not its own")
    return key


@dataclass(frozen=True, slots=True)
class Key:
    """What an installation signs with."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """Its public half."""
        return PublicKey(self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``."""
        return self.private.sign(message)


def make_key(path: Path) -> Key:
    """A new key, kept at ``path``, which its owner alone may read.

    Raises:
        VaultError: the place cannot be written to, or holds something already.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    private = Ed25519PrivateKey.generate()
    packed = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.parent.mkdir(0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise VaultError(f"{path}: the key cannot be written ({error.strerror})") from error
    return Key(private)


def read_key(path: Path) -> Key:
    """The key kept at ``path``.

    Raises:
        VaultError: there is none, it is no key, or others may read it.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        load_pem_private_key,
    )

    try:
        open_to_others = os.name == "posix" and path.stat().st_mode & 0o077
        packed = path.read_bytes()
    except OSError as error:
        raise VaultError(f"{path}: the key cannot be read ({error.strerror})") from error
    if open_to_others:
        raise VaultError(f"{path}: others may read the key; run chmod 600 on it")
    try:
        private = load_pem_private_key(packed, None)
    except (ValueError, TypeError) as error:
        raise VaultError(f"{path}: not a key; put back the copy you kept of it") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise VaultError(f"{path}: not an Ed25519 key; put back the copy you kept of it")
    return Key(private)
