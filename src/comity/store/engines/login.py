"""The login for a SPARQL endpoint: from the environment to a header, and never into any text."""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass, field

from comity.errors import BadParameter

USER = "COMITY_ENDPOINT_USER"
PASSWORD = "COMITY_ENDPOINT_PASSWORD"  # the name of the variable, not what it holds
TOKEN = "COMITY_ENDPOINT_TOKEN"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user with a password (RFC 7617), a bearer token (RFC 6750), or neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> Credentials:
        """Read the login from the environment.

        Raises BadParameter, without showing what it found, for a login that no header can hold.
        """
        user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
        token = token.strip()  # read from a file, it may end a line
        if token and (user or password):
            raise BadParameter(
                f"{TOKEN} is set, and so is {USER if user else PASSWORD}: comity sends only one.",
                "Unset the one that the endpoint does not want.",
            )
        if password and not user:
            raise BadParameter(f"{PASSWORD} is set without {USER}.", "Set both, or neither.")
        for name, said, unfit in ((USER, user, ":"), (PASSWORD, password, ""), (TOKEN, token, " ")):
            odd = not said.isprintable() or (unfit and unfit in said)
            if odd or (name == TOKEN and not said.isascii()):
                raise BadParameter(
                    f"{name} has a character that a login cannot have.",
                    "Set it again without line ends, colons in the user or spaces in the token.",
                )
        return cls(user, password, token)

    def headers(self) -> dict[str, str]:
        """Return the header that lets us in, or none."""
        if self.token:
            return {"Authorization": f"Bearer {self.token}"}
        if self.user:
            return {"Authorization": f"Basic {self._basic()}"}
        return {}

    def secrets(self) -> tuple[str, ...]:
        """Return every text that must not appear in a message, the longest first."""
        basic = self._basic() if self.user else ""
        return tuple(sorted(filter(None, (basic, self.password, self.token)), key=len)[::-1])

    def _basic(self) -> str:
        return b64encode(f"{self.user}:{self.password}".encode()).decode()
