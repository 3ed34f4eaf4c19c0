"""The home: where an installation keeps its vault and its key.

``WHENCE_HOME``, or the platform's folder for a user's data. The key lies beside the vault and not
in it, so that a vault can be given away whole.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """An installation's folder."""

    folder: Path

    @property
    def vault(self) -> Path:
        """Where the vault is."""
        return self.folder / "vault"

    @property
    def key(self) -> Path:
        """Where the key is."""
        return self.folder / "key.pem"


def find_home() -> Home:
    """The home of whoever runs this."""
    named = os.environ.get("WHENCE_HOME")
    if named:
        return Home(Path(named).absolute())
    from platformdirs import user_data_path  # noqa: PLC0415 - only where it is needed

    return Home(user_data_path("whence", appauthor=False))
