"""The canary: a password that a whole life of an account must leave on the slip and nowhere else."""

import base64
import binascii
import copy
import importlib
import io
import json
import logging
import pickle
import pkgutil
import re
import sqlite3
import traceback
import urllib.parse
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from attrs import evolve

import cyclades_accounts
from cyclades_accounts import Criteria, Generation, Provisioning, Renew
from cyclades_accounts.errors import CycladesAccountsError, StoreFailedError
from cyclades_accounts.identifiers import DocumentId
from cyclades_accounts.messages import FRENCH_MESSAGES
from cyclades_accounts.model import Password, Secret
from cyclades_accounts.papillons import PapillonBatch
from cyclades_accounts.passwords import TESTS_ONLY, Argon2idHasher
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.provisioning import OpenedDocument
from cyclades_accounts.retention import OlderThan
from cyclades_accounts.rosters import write_liste_detaillee
from cyclades_accounts.sealing import AesGcmSealer, HmacPseudonymizer, KeyRing
from cyclades_accounts.sql import SqlStore
from tests.support import NOW, OTHER_SCHOOL, SCHOOL, SESSION, UAI, candidature, desk, ine, make_school, registry

CHOSEN: Final = "canari-choisi-par-la-candidate"
TYPED: Final = "canari-mal-saisi"


def forms(secret: str) -> set[bytes]:
    """Return a secret as it might stand in a file: in several encodings, escaped, and turned around."""
    plain = secret.encode()
    return {
        plain,
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        secret.encode("utf-32-le"),
        base64.b64encode(plain).rstrip(b"="),
        base64.b64encode(b"x" + plain)[4:-4],
        base64.b64encode(b"xx" + plain)[4:-4],
        binascii.hexlify(plain),
        binascii.hexlify(plain).upper(),
        json.dumps(secret).strip('"').encode(),
        urllib.parse.quote(secret).encode(),
        repr(secret)[1:-1].encode(),
        secret[::-1].encode(),
        plain.translate(bytes((value + 13) % 256 for value in range(256))),
        zlib.compress(plain)[2:-4],
    }


def found_in(secrets: set[str], text: bytes) -> list[str]:
    """Return the secrets that stand in a text in any form."""
    return [secret for secret in secrets if any(form in text for form in forms(secret))]


class Channels(logging.Handler):
    """Whatever comes out: the log of every library at its most talkative, standard output and error, exceptions."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.text = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record with all that it carries."""
        self.text.write(f"{record.getMessage()} {record.args!r} {record.__dict__!r}\n")

    def shown(self, value: object) -> None:
        """Show a value in every way that a careless host might."""
        self.text.write(f"{value!r} {value!s} {value}\n")
        with suppress(Exception):
            self.text.write(repr(vars(value)))
        with suppress(Exception):
            self.text.write(repr(attrs.asdict(value)))  # type: ignore[arg-type]  # whatever it is
        with suppress(Exception):
            self.text.write(repr(pickle.dumps(value)))
        with suppress(Exception):
            self.text.write(repr(copy.deepcopy(value)))
        with suppress(Exception):
            self.text.write(json.dumps(value, default=repr))

    def raised(self, error: BaseException) -> None:
        """Show an exception, with its cause, its context and the locals of every frame of the library and below."""
        described = traceback.TracebackException.from_exception(error, capture_locals=True)
        frames = [frame for frame in described.stack if "tests" not in Path(frame.filename).parts]
        self.text.write(f"{error!r} {error} {[(frame.name, frame.locals) for frame in frames]!r}\n")
        self.shown(error)
        for earlier in (error.__cause__, error.__context__):
            if earlier is not None:
                self.raised(earlier)


@contextmanager
def listening(channels: Channels) -> Iterator[None]:
    """Turn every logger there is to DEBUG and listen."""
    loggers = [logging.getLogger(), *map(logging.getLogger, logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in loggers]
    logging.getLogger().addHandler(channels)
    try:
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        yield
    finally:
        logging.getLogger().removeHandler(channels)
        for logger, level in levels:
            logger.setLevel(level)


class Talkative:
    """A port that fails with all that it was given."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        """Return a method that fails."""

        def fail(*args: Any, **named: Any) -> Any:
            told = [one.reveal() if isinstance(one, Password) else one for one in args]
            message = f"{name} was given {told} {named} {[vars(one) for one in args if hasattr(one, '__dict__')]}"
            raise RuntimeError(message)

        return fail if callable(getattr(self.inner, name)) else getattr(self.inner, name)


def slips(service: Provisioning, document: DocumentId) -> set[str]:
    """Return the passwords of a document."""
    return {one.papillon.password.reveal() for one in desk(service).documents.open(document).papillons}


def a_life(service: Provisioning, channels: Channels) -> set[str]:
    """Live through everything that touches a password, show all that comes back, and return the passwords."""
    for school in (SCHOOL, OTHER_SCHOOL):
        registry(service).register_school(school)
    registry(service).register_roster(
        UAI, SESSION, [candidature(number, f"NOM{'ABCD'[number - 1]}") for number in (1, 2, 3, 4)]
    )
    channels.shown(service)
    plan = desk(service).plan()
    run = desk(service).execute(plan, run_id="first", progress=lambda *told: channels.shown(told))
    secrets = slips(service, run.documents[0])
    opened = desk(service).documents.open(run.documents[0])
    forced = desk(service, now=NOW).generate(Generation(renew=Renew.ALL))
    secrets |= slips(service, forced.documents[0])
    again = desk(service, now=NOW).regenerate(Criteria(candidates=[ine(1)]), title="Perdu")
    secrets |= (late := slips(service, again.documents[0]))
    for one in (plan, run, forced, again, desk(service).coverage(), desk(service).documents.page()):
        channels.shown(one)
    for slip in opened.papillons:
        channels.shown(slip)
        channels.shown(slip.papillon)
        channels.shown(FRENCH_MESSAGES.standing(slip.standing))
    channels.text.write(repr(opened))
    login = again.renewed[0].login
    assert login
    channels.shown(service.candidates.check_login(login, TYPED))
    channels.shown(service.candidates.check_login(login, next(iter(late))))
    channels.shown(service.candidates.change_password(login, next(iter(late)), login))
    channels.shown(service.candidates.change_password(login, next(iter(late)), CHOSEN))
    channels.shown(service.candidates.check_login(login, CHOSEN))
    channels.shown(desk(service).accounts.revoke(ine(2)))
    channels.shown(desk(service).documents.reprint(forced.documents[0]))
    channels.shown(desk(service).documents.reseal())
    lines = desk(service).roster_list()
    channels.shown(write_liste_detaillee(lines, school=SCHOOL, session=SESSION, edited_at=NOW).decode())
    failing(service, channels, login)
    channels.shown(desk(service).documents.purge(OlderThan(10_000)))
    channels.shown(desk(service).accounts.erase(ine(3)))
    channels.shown(desk(service).documents.journal(size=100))
    return secrets | {CHOSEN, TYPED}


def failing(service: Provisioning, channels: Channels, login: str) -> None:
    """Let each port fail while it holds a password, and let the host hand over what is none."""
    for broken in (
        evolve(service, renderer=Talkative(service.renderer)),
        evolve(service, sealer=Talkative(service.sealer)),
        evolve(service, hasher=Talkative(service.hasher)),
    ):
        one_after_the_other(broken, channels, login)
    for wrong in (None, 5):
        try:
            service.candidates.check_login(login, wrong)  # type: ignore[arg-type]  # the mistake
        except Exception as error:  # noqa: BLE001  # whatever comes out is looked at
            channels.raised(error)


def one_after_the_other(broken: Provisioning, channels: Channels, login: str) -> None:
    """Try every activity that handles passwords, and show what it raises."""
    document = desk(broken).documents.page().items[0].id
    for work in (
        lambda: desk(broken).generate(Generation(renew=Renew.ALL)),
        lambda: broken.candidates.check_login(login, CHOSEN),
        lambda: broken.candidates.change_password(login, CHOSEN, TYPED),
        lambda: desk(broken).documents.open(document),
        lambda: desk(broken).documents.reprint(document),
        desk(broken).documents.reseal,
    ):
        try:
            work()
        except CycladesAccountsError as error:
            channels.raised(error)


def broken_database(service: Provisioning, path: Path, channels: Channels) -> None:
    """Let the database refuse what a run writes, at the last moment: passwords are drawn, slips made."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE cyclades_papillons RENAME TO elsewhere")
    try:
        desk(service).generate(Generation(renew=Renew.ALL))
    except StoreFailedError as error:
        channels.raised(error)
        channels.text.write("THE DATABASE FAILED")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], str, bytes, Provisioning]:
    """Live once over a real SQLite file, with real PDFs; return passwords, what was shown, and the files' bytes."""
    folder = tmp_path_factory.mktemp("store")
    channels = Channels()
    with closing(SqlStore.open(folder / "accounts.db")) as store, listening(channels):
        service = Provisioning(
            store=store,
            renderer=ReportlabRenderer(),
            sealer=AesGcmSealer(KeyRing.generate("k")),
            pseudonymizer=HmacPseudonymizer(KeyRing.generate("p")),
            hasher=Argon2idHasher(TESTS_ONLY),
            weak_hasher_for_tests=True,
            clock=lambda: NOW,
        )
        passwords = a_life(service, channels)
        broken_database(service, folder / "accounts.db", channels)
        on_disk = b"".join(path.read_bytes() for path in sorted(folder.iterdir()))  # the log of SQLite too
    return passwords, channels.text.getvalue(), on_disk, service


Lived = tuple[set[str], str, bytes, Provisioning]


def test_the_canary_sings_where_it_may(lived: Lived) -> None:
    """This test ensures that the search finds a secret in each form, and that there was something to find."""
    passwords, shown, on_disk, _ = lived
    assert len(passwords) >= 10
    assert len(shown) > 100_000
    assert len(on_disk) > 100_000
    assert "SELECT" in shown, "the database's log was heard"
    assert "THE DATABASE FAILED" in shown
    for secret in passwords:
        for form in forms(secret):
            assert found_in({secret}, b"before" + form + b"after") == [secret]


def test_nothing_is_shown(lived: Lived) -> None:
    """This test ensures that no repr, str, copy, pickle, log, report, list or traceback holds a password."""
    passwords, shown, _, _ = lived
    assert found_in(passwords, shown.encode(errors="surrogatepass")) == []


def test_nothing_is_stored_in_clear(lived: Lived) -> None:
    """This test ensures that the database file and its log hold no password in any encoding."""
    passwords, _, on_disk, _ = lived
    assert found_in(passwords, on_disk) == []


def test_nothing_stays_on_the_standard_streams(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """This test ensures that a life of accounts prints nothing at all."""
    with closing(SqlStore.open(tmp_path / "accounts.db")) as store:
        service = Provisioning(
            store=store,
            renderer=ReportlabRenderer(),
            sealer=AesGcmSealer(KeyRing.generate("k")),
            pseudonymizer=HmacPseudonymizer(KeyRing.generate("p")),
            hasher=Argon2idHasher(TESTS_ONLY),
            weak_hasher_for_tests=True,
            clock=lambda: NOW,
        )
        a_life(service, Channels())
    out = capsys.readouterr()
    assert (out.out, out.err) == ("", "")


KEY: Final = "canari-clef-de-trente-deux-bytes"
RING: Final = KeyRing("k", {"k": KEY.encode()})
HOME: Final = cyclades_accounts.__name__
OUTSIDE: Final = {"SealedPapillon.sealed", "Letterhead.content"}
"""Fields of bytes that are no secret: sealed already, or the host's own paper."""

WAYS: Final[dict[str, Callable[[Any], object]]] = {
    "repr": repr,
    "str": str,
    "format": format,
    "vars": vars,
    "dir": dir,
    "asdict": attrs.asdict,
    "asdict, its own level": lambda value: attrs.asdict(value, recurse=False),
    "astuple": attrs.astuple,
    "json": lambda value: json.dumps(value, default=repr),
    "json of asdict": lambda value: json.dumps(attrs.asdict(value), default=str),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "state": lambda value: value.__getstate__(),
    **{f"pickle {number}": partial(pickle.dumps, protocol=number) for number in range(pickle.HIGHEST_PROTOCOL + 1)},
    "changed": lambda value: attrs.asdict(evolve(value)),
}
"""How a value gives away what it holds, to a host that logs, stores or sends it."""


@pytest.fixture(scope="module")
def holding() -> tuple[set[str], dict[str, object]]:
    """Return secrets, and every kind of public value that holds one."""
    sealer, erasures = AesGcmSealer(RING), HmacPseudonymizer(RING)
    people = [candidature(number, f"NOM{'ABC'[number - 1]}") for number in (1, 2, 3)]
    service = make_school(*people, sealer=sealer, pseudonymizer=erasures, renderer=ReportlabRenderer())
    opened = desk(service).documents.open(desk(service).generate().documents[0])
    slips = tuple(one.papillon for one in opened.papillons)
    batch = PapillonBatch(UAI, SCHOOL.name, SESSION.label, SESSION.last_day, NOW.date(), slips)
    middle = len(opened.content) // 2
    content = repr(opened.content[middle : middle + 24])[2:-1]
    values = [RING, sealer, erasures, service, desk(service), service.upkeep(actor="x"), registry(service)]
    values += [service.candidates, desk(service).documents, desk(service).accounts, opened, opened.papillons[0]]
    values += [slips[0], batch, slips[0].password, Password(CHOSEN), Secret(TYPED)]
    secrets = {KEY, CHOSEN, TYPED, content, *(slip.password.reveal() for slip in slips)}
    return secrets, {type(one).__name__: one for one in values}


@pytest.mark.parametrize("way", WAYS)
def test_no_value_gives_its_secret_away(holding: tuple[set[str], dict[str, object]], way: str) -> None:
    """No public value that holds a key, a password or an opened document gives it away when it is serialised."""
    secrets, values = holding
    for name, value in values.items():
        try:
            shown = repr(WAYS[way](value))
        except (TypeError, ValueError, AttributeError, attrs.exceptions.NotAnAttrsClassError) as error:  # refused
            shown = repr(error)
        assert found_in(secrets, shown.encode()) == [], name


@pytest.mark.parametrize("way", ["asdict", "asdict, its own level", "astuple", "json of asdict", "state", "pickle 4"])
def test_each_way_gives_away_what_is_not_hidden(way: str) -> None:
    """The search finds a secret in a field of bytes, whose ``repr`` is switched off, by each of these ways."""
    assert found_in({KEY}, repr(WAYS[way](Careless(KEY.encode()))).encode()) == [KEY]


@attrs.frozen
class Careless:
    """What :class:`OpenedDocument` was."""

    content: bytes = attrs.field(repr=False)


def test_secrets_stay_wrapped() -> None:
    """Whoever adds a public value with a field of bytes wraps it, or says here why it is no secret."""
    rooms = [importlib.import_module(f"{HOME}.{one.name}") for one in pkgutil.iter_modules(cyclades_accounts.__path__)]
    public = [getattr(room, name) for room in rooms for name in getattr(room, "__all__", dir(room))]
    bare = {
        f"{kind.__name__}.{one.name}"
        for kind in public
        if isinstance(kind, type) and attrs.has(kind)
        for one in attrs.fields(kind)
        if re.search(r"\bbytes\b", str(one.type)) and not re.search("Secret|Callable", str(one.type))
    }
    assert bare == OUTSIDE


def test_what_is_wrapped_is_still_there(holding: tuple[set[str], dict[str, object]]) -> None:
    """A ring and an opened document have the fields they had, compare, and can be made of each other."""
    opened = holding[1]["OpenedDocument"]
    assert isinstance(opened, OpenedDocument)
    assert opened.content.startswith(b"%PDF")
    assert evolve(opened) == opened != evolve(opened, content=b"other")
    assert evolve(RING, keys={**RING.keys, "other": bytes(32)}).keys == {"k": KEY.encode(), "other": bytes(32)}
    assert evolve(RING) == RING != KeyRing("k", {"k": bytes(32)})
    assert Secret(TYPED) != TYPED
