"""Capture: what a person names — files, addresses, feeds, archives — as bytes with a hash.

The first stage, and the only one that touches the network. In the order of the data:
:mod:`inputs` opens each input and says where it goes; :mod:`files` finds paths, :mod:`fetch`
(on :mod:`addresses`, :mod:`connect`, :mod:`request`, :mod:`robots`) gets web addresses
safely, and :mod:`inflate` unpacks; :mod:`sniff` recognises the kind; :mod:`jsonlines`, :mod:`warc`
and :mod:`feeds` take the collections apart, :mod:`response` reads stored answers; :mod:`page`
makes the Capture, :mod:`post` that of a pasted text. :mod:`limits` bounds them all; :mod:`send`
asks services.
"""

from whence.capture.fetch import Fetched, Fetcher
from whence.capture.inputs import capture_inputs
from whence.capture.limits import Limits
from whence.capture.page import ANALYSIS_LINE, ARTICLE_LINE
from whence.capture.request import USER_AGENT

__all__ = [
    "ANALYSIS_LINE",
    "ARTICLE_LINE",
    "USER_AGENT",
    "Fetched",
    "Fetcher",
    "Limits",
    "capture_inputs",
]
