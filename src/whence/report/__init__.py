"""The report: a Trace shown to people, as one HTML page or in a terminal.

``mask_trace`` hides protected people, ``render_report`` writes the page, ``print_summary``
prints the short form, ``word_revision`` words what was changed in one page. None of them changes
what was found, and none says what is true.
"""

from whence.report.html import render_report
from whence.report.mask import mask_trace
from whence.report.terminal import print_summary, word_revision

__all__ = ["mask_trace", "print_summary", "render_report", "word_revision"]
