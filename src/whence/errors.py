"""What can go wrong, as one tree. Each message names the input and the cure.

WhenceError
├── UsageError       the call itself is wrong: exit status 2
├── CaptureError     an input could not be got: refused, missing, too large, not safe
├── ReadError        an input was got but holds no article that can be read
├── VaultError       a vault cannot be opened, written to, or is not what was signed
└── WeightsError     a model's file is missing or not what its card says
"""

from __future__ import annotations


class WhenceError(Exception):
    """The root of the tree."""


class UsageError(WhenceError):
    """The call itself is wrong."""


class InputError(WhenceError):
    """One input could not be used; the others go on.

    ``input`` is its name as the user knows it, ``reason`` what is wrong and what to do.
    """

    def __init__(self, input: str, reason: str) -> None:  # noqa: A002 - the design's word
        super().__init__(f"{input}: {reason}")
        self.input = input
        self.reason = reason


class CaptureError(InputError):
    """The input could not be got: refused, missing, too large, not safe."""


class ReadError(InputError):
    """The input was got but holds no article that can be read."""


class VaultError(WhenceError):
    """A vault cannot be opened or written to, or it is not what was signed."""


class WeightsError(WhenceError):
    """A model's file is missing or not what its card says."""
