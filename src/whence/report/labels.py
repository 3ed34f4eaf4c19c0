"""The words under which the report shows what the model calls by one (``labels.toml``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from whence.model import Commitment, Distance, Firmness, Standing
from whence.report.visible import one_line
from whence.tables import read_table

_LABELS: dict[str, dict[str, Any]] = read_table("whence.report", "labels.toml")


@dataclass(frozen=True, slots=True)
class Label:
    """A word, and what it means."""

    word: str
    meaning: str


def standing_label(standing: Standing) -> Label:
    """How a claim stands, and what that does and does not say."""
    return Label(standing.value, _LABELS["standing"][standing.value])


def commitment_label(commitment: Commitment) -> Label:
    """What a holder does with a content."""
    return Label(commitment.value, _LABELS["commitment"][commitment.value])


def distance_label(distance: Distance) -> str:
    """How the content is passed on; empty for ``neutral``."""
    return str(_LABELS["distance"][distance.value])


def firmness_label(firmness: Firmness) -> Label:
    """The step on the scale from 0 to 5, and its words."""
    return Label(str(int(firmness)), _LABELS["firmness"][str(int(firmness))])


def origin_label(origin: str) -> str:
    """Where a metadatum was read from; unknown origins by their own name."""
    return str(_LABELS["origin"].get(origin, one_line(origin)))


def count_label(changed: str, number: int) -> str:
    """What was changed so many times between two captures of a page."""
    one, many = _LABELS["changed"][changed]
    return str(one if number == 1 else many.format(number))


def commitments() -> tuple[Label, ...]:
    """All commitments, for a legend."""
    return tuple(commitment_label(commitment) for commitment in Commitment)


def firmnesses() -> tuple[Label, ...]:
    """All steps of firmness, firmest first, for a legend."""
    return tuple(firmness_label(firmness) for firmness in sorted(Firmness, reverse=True))
