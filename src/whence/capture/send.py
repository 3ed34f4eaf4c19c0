"""Sending: bytes go to an address that a person named, and what it answers comes back.

For services that are asked with a POST, as time-stamping authorities are. Nothing of what is
captured names such an address, so that private ones may be reached; no proxies, cookies or keys
are used, redirects are not followed, and answers are bounded.
"""

from __future__ import annotations

import httpx

from whence.capture.request import USER_AGENT
from whence.errors import UsageError

SECONDS = 20.0
MOST = 1_000_000
"""Bytes taken of an answer."""


def send(address: str, content: bytes, media_type: str) -> bytes:
    """What ``address`` answers to ``content``.

    Raises:
        UsageError: no address, no answer, or an answer that is no success.
    """
    headers = {"Content-Type": media_type, "User-Agent": USER_AGENT}
    try:
        with (
            httpx.Client(trust_env=False, timeout=SECONDS) as client,
            client.stream("POST", address, content=content, headers=headers) as response,
        ):
            if response.status_code != 200:
                reason = f"answered with status {response.status_code}; try another server"
                raise UsageError(f"{address}: {reason}")
            answer = b""
            for piece in response.iter_bytes():
                answer += piece
                if len(answer) > MOST:
                    raise UsageError(f"{address}: answered with too much; try another server")
            return answer
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UsageError(f"{address}: cannot be asked ({reason}); check the address") from error
