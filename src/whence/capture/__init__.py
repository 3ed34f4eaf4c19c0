"""Capture: what a person names — files, addresses, feeds, archives — as bytes with a hash.

The first stage, and the only one that touches the network. In the order of the data:
:mod:`inputs` opens each input and says where it goes; :mod:`files` finds paths, :mod:`fetch`
(on :mod:`addresses`, :mod:`connect`, :mod:`robots`) gets web addresses safely, and
:mod:`inflate` unpacks; :mod:`sniff` recognises the kind; :mod:`jsonlines`, :mod:`warc` and
:mod:`feeds` take the collections apart; :mod:`page` makes the Capture. :mod:`limits` bounds
them all.
"""

from whence.capture.fetch import USER_AGENT, Fetched, Fetcher
from whence.capture.inputs import capture_inputs
from whence.capture.limits import Limits
from whence.capture.page import ANALYSIS_LINE, ARTICLE_LINE, PLAIN_TEXT

__all__ = [
    "ANALYSIS_LINE",
    "ARTICLE_LINE",
    "PLAIN_TEXT",
    "USER_AGENT",
    "Fetched",
    "Fetcher",
    "Limits",
    "capture_inputs",
]
