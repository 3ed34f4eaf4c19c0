"""Tables: vocabulary that is data, as TOML files beside the code that reads them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read_table(package: str, name: str) -> dict[str, Any]:
    """The TOML file ``name`` that lies in ``package``."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
