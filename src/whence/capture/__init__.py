"""Capture: what a person names — files, addresses, feeds, archives — as bytes with a hash.

The first stage, and the only one that touches the network. In the order of the data:
:mod:`inputs` opens each input and says where it goes; :mod:`files` finds paths, :mod:`fetch`
(on :mod:`addresses`, :mod:`connect`, :mod:`request`, :mod:`robots`) gets web addresses
safely, and :mod:`inflate` and :mod:`zipped` unpack; :mod:`sniff` recognises the kind;
:mod:`jsonlines`, :mod:`warc`, :mod:`wacz`, :mod:`har`, :mod:`feeds`, :mod:`telegram` and
:mod:`x_archive` take the collections apart, :mod:`listed` the lists of addresses, and
:mod:`response` stored answers; :mod:`page` and :mod:`post` make the Capture. :mod:`limits` bounds
them all; :mod:`send` asks services.
"""

from whence.capture.fetch import Fetched, Fetcher
from whence.capture.inputs import capture_inputs
from whence.capture.limits import Limits
from whence.capture.page import ANALYSIS_LINE, ARTICLE_LINE, PLAIN_TEXT
from whence.capture.post import POST, paste_post
from whence.capture.request import USER_AGENT

__all__ = [
    "ANALYSIS_LINE",
    "ARTICLE_LINE",
    "PLAIN_TEXT",
    "POST",
    "USER_AGENT",
    "Fetched",
    "Fetcher",
    "Limits",
    "capture_inputs",
    "paste_post",
]
