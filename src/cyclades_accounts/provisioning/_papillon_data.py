"""A slip as data, to be sealed at once and drawn again later (M8, M16)."""

import json
from datetime import date, datetime
from typing import Final

from cyclades_accounts.errors import SealerFailedError
from cyclades_accounts.identifiers import AccountId, Login
from cyclades_accounts.model import Group, Grouping, ProvisionalPassword, Run, SealedPapillon, papillon_context
from cyclades_accounts.papillons import AnyPapillon, EmailPapillon, Papillon
from cyclades_accounts.provisioning._guard import call
from cyclades_accounts.provisioning._tools import Tools

_NO_PASSWORD: Final = 1
"""Version under which a slip without password is kept; its standing never depends on it."""


def seal_papillon(tools: Tools, run: Run, papillon: AnyPapillon) -> SealedPapillon:
    """Return the slip sealed under its run, account and version.

    Raises:
        SealerFailedError: the sealer failed.
    """
    version = papillon.credential_version if isinstance(papillon, Papillon) else _NO_PASSWORD
    context = papillon_context(run.id, papillon.account_id, version)
    sealed = call(SealerFailedError, lambda: tools.sealer.seal(dump_papillon(papillon), context))
    return SealedPapillon(run.id, papillon.account_id, version, sealed)


def open_papillon(tools: Tools, sealed: SealedPapillon) -> AnyPapillon:
    """Return the slip that was sealed.

    Raises:
        WrongKeyError: the sealer lacks the key.
        AlteredDocumentError: the stored bytes are not the ones that were sealed.
        SealerFailedError: the sealer failed.
    """
    return load_papillon(call(SealerFailedError, lambda: tools.sealer.open(sealed.sealed, sealed.context)))


def dump_papillon(papillon: AnyPapillon) -> bytes:
    """Return the data of a slip as JSON, password included: to be sealed at once."""
    data: dict[str, object] = {
        "account_id": papillon.account_id,
        "birth_date": papillon.birth_date.isoformat() if papillon.birth_date else None,
        "division": papillon.division,
        "family_name": papillon.family_name,
        "given_names": papillon.given_names,
        "group": [papillon.group.grouping.name, *papillon.group.labels],
        "login": papillon.login,
    }
    if isinstance(papillon, Papillon):
        data["credential_version"] = papillon.credential_version
        data["expires_at"] = papillon.expires_at.isoformat()
        data["password"] = papillon.password.reveal()
    else:
        data["last_day"] = papillon.last_day.isoformat()
    return json.dumps(data, ensure_ascii=False, sort_keys=True).encode()


def load_papillon(data: bytes) -> AnyPapillon:
    """Return the slip that :func:`dump_papillon` wrote."""
    read = json.loads(data)
    grouping, *labels = read["group"]
    shared = {
        "account_id": AccountId(read["account_id"]),
        "family_name": read["family_name"],
        "given_names": read["given_names"],
        "birth_date": date.fromisoformat(read["birth_date"]) if read["birth_date"] else None,
        "group": Group(Grouping[grouping], tuple(labels)),
        "division": read["division"],
        "login": Login(read["login"]),
    }
    if "password" not in read:
        return EmailPapillon(**shared, last_day=date.fromisoformat(read["last_day"]))
    return Papillon(
        **shared,
        credential_version=read["credential_version"],
        password=ProvisionalPassword(read["password"]),
        expires_at=datetime.fromisoformat(read["expires_at"]),
    )
