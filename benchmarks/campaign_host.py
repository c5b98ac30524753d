"""The host of ``campaign.py``: invented schools, a database, and a factory that measures each job on its worker."""

import functools
import hashlib
import os
import pwd
import random
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen
from sqlalchemy import Engine, create_engine, event, text

from cyclades_accounts import Candidate, Candidature, CandidatureStatus, ExamSession, Provisioning, Registry, School
from cyclades_accounts.identifiers import uai_key_letter
from cyclades_accounts.memory import InMemoryStore
from cyclades_accounts.model import Password, PasswordHash, RosterReport
from cyclades_accounts.passwords import Argon2idHasher, PasswordHasher
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore

URL: Final = "CAMPAIGN_URL"
"""Environment variable: the database."""
HASH: Final = "CAMPAIGN_HASH"
"""Environment variable: ``argon2id``, or ``stand-in``, which answers with a hash made once, or ``asleep``, which takes
the time of one for it, and no processor."""
MEASURES: Final = "CAMPAIGN_MEASURES"
"""Environment variable: the folder into which each worker writes a line for each job."""

SESSION: Final = ExamSession.of("DNB", 2025, date(2025, 7, 15))
NOW: Final = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)

FAMILIES: Final = """
ABGRALL BERNARD CADIOU DANIEL EVEN FLOCH GARNIER HAMON ILLIEN JÉGOU KERBRAT LAMBERT MADEC NICOLAS OLLIVIER PERROT QUÉRÉ
RENAULT SALAÜN TANGUY URVOAS VASSEUR WEBER YVEN ZIMMER AUBRY BRIAND COLLET DURAND ESNAULT FAVRE GICQUEL
"""
NAMES: Final = """
Adèle Arthur Anaïs Bastien Camille Clément Chloé Corentin Diane Driss Éloïse Enzo Fanny Gabin Gaëlle Hugo Inès Ismaël
Jade Jules Kenza Killian Léna Loïc Maëlys Mathéo Nina Nolan Océane Oscar Pauline Raphaël Romane Sacha
"""
ORDINARY: Final = 0.03
"""Share of the pupils with one given name and one family name; the others have two of each."""
_FAMILIES, _NAMES = len(FAMILIES.split()), len(NAMES.split())
HOMONYMS: Final = ORDINARY**2 / (_FAMILIES * _NAMES) + (1 - ORDINARY) ** 2 / (
    _FAMILIES * (_FAMILIES - 1) * _NAMES * (_NAMES - 1)
)
"""How likely two pupils taken at random are homonyms: once in 600,000 times, and a pupil of the nation has 1.4."""


def school(number: int) -> School:
    """Return an invented school."""
    digits = f"{350_001 + number:07}"
    return School(digits + uai_key_letter(digits), f"Collège inventé n° {number}", manages_candidates=True)


def roster(number: int, size: int) -> list[Candidature]:
    """Return the pupils of a school, 30 a division; the same each time."""
    chance, families, names = random.Random(number), FAMILIES.split(), NAMES.split()
    pupils = []
    for each in range(size):
        count = 1 if chance.random() < ORDINARY else 2
        candidate = Candidate(
            f"{number * 1_000 + each:09}AA",
            " ".join(chance.sample(families, count)),
            "-".join(chance.sample(names, count)),
            birth_date=date(2010, chance.randint(1, 12), chance.randint(1, 28)),
        )
        email = f"famille{each}@example.org"
        uai, division = school(number).uai, f"3{'ABCDEFGHIJ'[each // 30 % 10]}"
        status = CandidatureStatus.INSCRIT
        pupils.append(Candidature(candidate, uai, SESSION, status, email, serie="Générale", division=division))
    return pupils


def register(number: int, size: int) -> int:
    """Register a school and its pupils."""
    return _register(kept_open(), number, size).registered


def warm_up(number: int) -> int:
    """Load what a process loads once (fonts, tables, the decoy), so that the first job costs what the others cost."""
    provisioning = evolve(kept_open(), store=InMemoryStore(), hasher=StandIn())
    _register(provisioning, number, 30)
    desk = provisioning.desk(school(number).uai, SESSION, actor="benchmark")
    return len(desk.generate().created) + len(kept_open().hasher.decoy)


def _register(provisioning: Provisioning, number: int, size: int) -> RosterReport:
    registry = Registry(provisioning, actor="benchmark")
    registry.register_school(school(number))
    return registry.register_roster(school(number).uai, SESSION, roster(number, size))


# ------------------------------------------------------------------------------------------------- on a worker


@frozen
class Measure:
    """What a job cost on its worker: the seconds of its processor, and those of the clock."""

    cpu: float
    """Of the whole job: reading, naming, drawing, hashing, rendering, sealing, writing. Without a database server's."""
    hashing: float
    """Those of :attr:`cpu` in which a password was hashed."""
    seconds: float
    """What the clock says of the whole job."""
    statements: int
    peak: int
    """Most memory that the worker has ever held, in KiB."""


class Counters:
    """What the hasher and the database of this process have done since the last job."""

    hashing = 0.0
    statements = 0


@frozen
class Stopwatch:
    """Hashes, and counts the seconds of the processor."""

    inner: PasswordHasher = field(factory=Argon2idHasher)

    def hash(self, password: Password) -> PasswordHash:
        """Hash, and note the time."""
        start = time.thread_time()
        made = self.inner.hash(password)
        Counters.hashing += time.thread_time() - start
        return made

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # a method or a value of the hasher inside
        """Hand on the rest of the port."""
        return getattr(self.inner, name)


@frozen
class StandIn(Argon2idHasher):
    """Makes hashes as long as real ones, at no cost. For measuring all the rest."""

    def hash(self, password: Password) -> PasswordHash:
        """Return a digest behind the beginning of a real hash."""
        made = hashlib.sha256(password.reveal().encode()).hexdigest()[:32]
        return PasswordHash(Argon2idHasher().decoy[:-32] + made)  # the decoy is made once, for all that are equal

    def verify(self, password_hash: PasswordHash, password: Password) -> bool:
        """Compare digests."""
        return password_hash == StandIn().hash(password)


@frozen
class Asleep(StandIn):
    """Takes a hash's time and no processor: for measuring how workers stand in each other's way, on any machine."""

    def hash(self, password: Password) -> PasswordHash:
        """Sleep, and return a digest."""
        time.sleep(0.02)
        return super().hash(password)


HASHERS: Final[dict[str, type[Argon2idHasher]]] = {"argon2id": Argon2idHasher, "stand-in": StandIn, "asleep": Asleep}


@functools.cache
def kept_open() -> Provisioning:
    """Open the database once a process."""
    store = SqlStore.open(os.environ[URL])

    @event.listens_for(Engine, "before_cursor_execute")
    def _(*arguments: object) -> None:
        del arguments
        Counters.statements += 1

    return Provisioning(
        store=store,
        renderer=ReportlabRenderer(),
        sealer=AesGcmSealer(KeyRing("bench", {"bench": bytes(32)})),
        hasher=Stopwatch(HASHERS[os.environ[HASH]]()),
        hash_workers=1,  # a process for each processor: threads would only stand in each other's way
        clock=lambda: NOW,
    )


@contextmanager
def open_service() -> Iterator[Provisioning]:
    """Give the host's provisioning to a job, and write down what the job cost."""
    provisioning = kept_open()
    _ = provisioning.hasher.decoy  # made before the clock runs
    Counters.hashing, Counters.statements = 0.0, 0
    clock, cpu = time.perf_counter(), time.process_time()
    yield provisioning
    cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with (Path(os.environ[MEASURES]) / f"{os.getpid()}").open("a") as file:
        file.write(f"{cpu} {Counters.hashing} {clock} {Counters.statements} {peak}\n")


def measures(folder: Path) -> list[list[Measure]]:
    """Return what the workers wrote down: a list for each, in the order of its jobs."""
    found = []
    for path in sorted(folder.iterdir()):
        lines = [line.split() for line in path.read_text().splitlines()]
        found.append([Measure(float(a), float(b), float(c), int(d), int(e)) for a, b, c, d, e in lines])
    return found


# ---------------------------------------------------------------------------------------------------- databases


@frozen
class Database:
    """A database of its own, gone afterwards."""

    url: str
    home: Path

    def size(self) -> int:
        """Return how many bytes it takes."""
        if self.url.startswith("sqlite"):
            return sum(path.stat().st_size for path in self.home.iterdir())
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found: int = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        engine.dispose()
        return found

    def cpu(self) -> float:
        """Return the processor seconds of a server and of those of its processes that have ended; Linux tells."""
        if self.url.startswith("sqlite"):
            return 0.0
        pid = (self.home / "data" / "postmaster.pid").read_text().split("\n")[0]
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def sqlite() -> Iterator[Database]:
    """Give a file in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield Database(f"sqlite:///{folder}/accounts.sqlite", Path(folder))


@contextmanager
def postgresql() -> Iterator[Database]:
    """Run a server of the installed PostgreSQL over a Unix socket, as it is by default: it waits for the disk."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    root = os.geteuid() == 0  # as which it refuses to run
    user = "postgres" if root else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(home, user)
    who: dict[str, Any] = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if root else {}

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(home / "data"), *arguments]
        with (home / "log").open("a") as log:
            subprocess.run(command, cwd=home, stdout=log, stderr=log, check=True, **who)  # noqa: S603  # PostgreSQL's own, with our words

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")
        run("pg_ctl", "-w", "-l", str(home / "server"), "-o", f"-k {home} -c listen_addresses=", "start")
        try:
            yield Database(f"postgresql+psycopg://postgres@/postgres?host={home}", home)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)
