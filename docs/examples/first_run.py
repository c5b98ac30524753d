"""A school's run from end to end: the whole memo, on the roster of an invented collège.

Writes the store (SQLite), the sealing key, the slips (PDF) and the list with the logins (CSV) into ``first_run/`` in
the current directory. Run it twice: every activity has a run id of its own, so the second time each returns the report
it left and changes nothing. Delete ``first_run/`` to start again.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import invented_school as school_data
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from cyclades_accounts import (
    FRENCH_MESSAGES,
    Criteria,
    Desk,
    ExamSession,
    Generation,
    Grouping,
    OutcomeKind,
    Provisioning,
    Renew,
    School,
)
from cyclades_accounts.errors import ServiceNotGrantedError
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus, Outcome, Phase, RunReport
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.provisioning import Registry, RunProgress
from cyclades_accounts.rosters import FRENCH_ROSTER_TEXTS, read_roster, write_liste_detaillee
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore

HERE = Path(__file__).parent
FOLDER = Path("first_run")
SESSION = ExamSession.of("DNB", 2025, date(2025, 12, 31))
LAST_YEAR = ExamSession.of("DNB", 2024, date(2024, 12, 31))
SCHOOL = School(school_data.SCHOOL_UAI, school_data.SCHOOL_NAME, manages_candidates=True)
OTHER_SCHOOL = School(school_data.OTHER_UAI, school_data.OTHER_NAME, manages_candidates=True)
JANUARY = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
LAST_JANUARY = JANUARY - timedelta(days=366)
FEBRUARY = JANUARY + timedelta(days=31)
ACTOR = "secrétariat"
LAYOUTS = {layout.name: layout.label for layout in (ONE_PER_PAGE, TWO_PER_PAGE)}

console = Console(width=100 if not sys.stdout.isatty() else None, highlight=False)


def main() -> None:
    """Run every activity of the memo in the order of a school year."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with closing(SqlStore.open(f"sqlite:///{FOLDER / 'cyclades.sqlite'}")) as store:
        provisioning = Provisioning(store=store, renderer=ReportlabRenderer(), sealer=AesGcmSealer(open_key_ring()))
        without_the_service(provisioning)
        register(provisioning)
        desk = desk_on(provisioning, JANUARY)
        before_the_run(desk)
        report = generate(desk)
        documents(desk, report)
        roster_list(desk)
        supplementary_run(provisioning)
        forced_run(provisioning)
        lost_slip(provisioning)
        documents_again(provisioning, report)
    console.print(f"\nEverything is in [bold]{FOLDER}/[/]. Run it again: nothing changes.")


def desk_on(provisioning: Provisioning, now: datetime) -> Desk:
    """Return the desk of the school's secretary at a moment of the story; a real host leaves ``now`` to the clock."""
    return provisioning.desk(SCHOOL.uai, SESSION, actor=ACTOR, now=now)


def open_key_ring() -> KeyRing:
    """Read the sealing key, or create it beside the store.

    For the example alone: a host keeps the key where the database's backups are not (a secret manager, a KMS, a file of
    another machine), because whoever holds both holds every password on every slip.
    """
    path = FOLDER / "sealing.key"
    if not path.exists():
        ring = KeyRing.generate("first-run")
        write(path, ring.keys[ring.current])
    return KeyRing("first-run", {"first-run": path.read_bytes()})


def write(path: Path, content: bytes) -> None:
    """Write a file that its owner alone may read: slips show passwords, lists show logins."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(content)


def step(title: str) -> None:
    """Print the heading of a step."""
    console.print()
    console.rule(f"[bold]{title}", align="left")


def without_the_service(provisioning: Provisioning) -> None:
    """M1: without the service nothing is done."""
    step("M1  The service « gestion des candidats en établissement »")
    registry, desk = Registry(provisioning, actor="gestionnaire", now=JANUARY), desk_on(provisioning, JANUARY)
    not_yet = School(SCHOOL.uai, SCHOOL.name)
    if desk.documents.report("01-school-granted") is None:
        registry.register_school(not_yet, run_id="01-school")
        try:
            desk.generate()
        except ServiceNotGrantedError as refusal:
            console.print(f"Refused, as it should be: {refusal}")
    registry.register_school(SCHOOL, run_id="01-school-granted")
    registry.register_school(OTHER_SCHOOL, run_id="01-other-school")
    console.print(f"The exam manager has granted it to {SCHOOL.name} ({SCHOOL.uai}).")


def register(provisioning: Provisioning) -> None:
    """M2, M3: read the file, say what is wrong with it, register the good lines."""
    step("The roster: what CYCLADES exports")
    registry = Registry(provisioning, actor=ACTOR, now=JANUARY)
    read_and_register(registry, "liste_detaillee.csv", run_id="02-roster")

    # One pupil came from another school, which had already generated his account (M7).
    transferred = Candidate(school_data.TRANSFERRED_INE, *school_data.TRANSFERRED_NAME, date(2010, 3, 3))
    there = Candidature(transferred, OTHER_SCHOOL.uai, LAST_YEAR, CandidatureStatus.INSCRIT, "ancien@example.org")
    registry.register_roster(OTHER_SCHOOL.uai, LAST_YEAR, [there], run_id="03-other-roster")
    provisioning.desk(OTHER_SCHOOL.uai, LAST_YEAR, actor=ACTOR, now=LAST_JANUARY).generate(run_id="04-other-run")
    # Another one has made an account in the espace candidat, from an e-mail address (M8).
    provisioning.candidates.register_email_account(
        school_data.EMAIL_ACCOUNT_INE, school_data.EMAIL_ACCOUNT_ADDRESS, run_id="05-email-account", now=JANUARY
    )
    console.print(
        f"{transferred.full_name} brings an account from {OTHER_SCHOOL.name}; "
        f"another pupil uses {school_data.EMAIL_ACCOUNT_ADDRESS}."
    )


def read_and_register(registry: Registry, name: str, *, run_id: str) -> None:
    """Read a roster file and register its good lines."""
    file = read_roster(HERE / name, uai=SCHOOL.uai, session_id=SESSION.id)
    console.print(f"{name}: {len(file.candidatures)} candidatures, {len(file.problems)} problem(s).")
    for problem in file.problems:
        console.print(f"  [yellow]{FRENCH_ROSTER_TEXTS.sentence(problem)}[/] {FRENCH_ROSTER_TEXTS.cure(problem)}")
    report = registry.register_roster(SCHOOL.uai, SESSION, file.candidatures, run_id=run_id)
    console.print(
        f"Registered: {len(report.added)} added, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
        f"{len(report.missing)} no longer in the file (kept)."
    )


def before_the_run(desk: Desk) -> None:
    """M3, M4: « je dois vérifier les candidatures de mes élèves avant de tenter de générer leurs comptes »."""
    step("M2-M4  Before the run: what would happen")
    plan = desk.plan()
    show_counts(plan.by_group().items())
    show_refusals(plan.refused)
    serie = desk.plan(Generation(grouping=Grouping.SERIE))
    console.print("By série: " + ", ".join(f"{group.label} {sum(n.values())}" for group, n in serie.by_group().items()))


def generate(desk: Desk) -> RunReport:
    """M5, M6, M9, M12: the run."""
    step("M6  The run")
    with hashing() as progress:
        report = desk.generate(run_id="06-generate", progress=progress)
    show_report(report)
    step("M5, M12  Are all the accounts there?")
    coverage = desk.coverage()
    console.print(desk.coverage_message(coverage))
    for line in coverage.groups:
        console.print(f"  {line.group.label:<4} {line.with_account:>3} / {line.candidates}")
    return report


def documents(desk: Desk, report: RunReport) -> None:
    """M9, M16: the documents, one and two slips per page."""
    step("M9, M16  The documents")
    show_documents(desk)
    for document in desk.documents.page(size=100).items:
        if document.id in report.documents:
            write(FOLDER / document.name, desk.documents.open(document.id).content)
            console.print(f"Written: {FOLDER / document.name}")


def roster_list(desk: Desk) -> None:
    """M13: the list with the logins."""
    step("M13  The « Liste détaillée » with the logins")
    lines = desk.roster_list()
    path = FOLDER / "liste_detaillee_avec_identifiants.csv"
    write(path, write_liste_detaillee(lines, school=SCHOOL, session=SESSION, edited_at=JANUARY))
    console.print(f"Written: {path}. Some of the logins:")
    for line in lines[:6]:
        candidate = line.candidature.candidate
        console.print(f"  {candidate.full_name:<34} {line.login or FRENCH_MESSAGES.no_account}")


def supplementary_run(provisioning: Provisioning) -> None:
    """M6: a month later, newcomers and corrected files; nobody else is touched."""
    step("M6  A month later: the supplementary run")
    registry = Registry(provisioning, actor=ACTOR, now=FEBRUARY)
    read_and_register(registry, "liste_detaillee_complement.csv", run_id="07-roster")
    report = desk_on(provisioning, FEBRUARY).generate(run_id="08-supplement")
    show_report(report)
    console.print("New: " + ", ".join(f"{o.name} → {o.login}" for o in report.created))


def forced_run(provisioning: Provisioning) -> None:
    """M7, M8: « Forcer la création d'un nouveau mot de passe », where the pupil with the e-mail account is."""
    division = "3B"
    step(f"M7, M8  A forced run for {division}")
    desk = desk_on(provisioning, FEBRUARY + timedelta(hours=1))
    report = desk.generate(Generation(groups=[division], renew=Renew.ALL), run_id="09-forced")
    show_report(report)
    show_refusals(report.refused)


def lost_slip(provisioning: Provisioning) -> None:
    """M14: one pupil has lost the slip; the old password is refused at once."""
    step("M14  A lost slip")
    key = school_data.TRANSFERRED_INE
    desk = desk_on(provisioning, FEBRUARY + timedelta(days=1))
    report = desk.regenerate(Criteria(candidates=[key]), title="Papillon perdu", run_id="10-lost")
    show_report(report)
    (slip,) = (one.papillon for one in desk.documents.open(report.documents[0]).papillons)
    candidates, password = provisioning.candidates, slip.password.reveal()
    check = candidates.check_login(f" {slip.login.upper()} ", password, now=FEBRUARY + timedelta(days=2))
    console.print(f"{slip.login}: the new slip is {check.verdict.value}, must change: {check.must_change}.")
    show_documents(desk)


def documents_again(provisioning: Provisioning, report: RunReport) -> None:
    """M16: the same bytes again, at any time."""
    step("M16  The first documents, fetched again")
    desk = desk_on(provisioning, FEBRUARY + timedelta(days=3))
    for document in desk.documents.page(size=100).items:
        if document.id in report.documents:
            opened = desk.documents.open(document.id)
            same = (FOLDER / document.name).read_bytes() == opened.content
            holding = f"{len(opened.holding)} of {document.papillons} slips still hold"
            console.print(f"{document.name}: {'the same bytes' if same else 'DIFFERENT BYTES'}, {holding}")
            if not same:
                sys.exit(1)


@contextmanager
def hashing() -> Iterator[RunProgress]:
    """Show a bar while passwords are hashed; gives what the library calls."""
    columns = TextColumn("Hashing passwords"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("hashing", total=None, visible=False)

        def show(phase: Phase, done: int, total: int) -> None:
            if phase is Phase.HASHING:
                progress.update(task, completed=done, total=total, visible=True)

        yield show


def show_report(report: RunReport) -> None:
    """Print the counts of a report, group by group."""
    show_counts(report.by_group().items())
    console.print(
        f"{report.roster_size} candidatures = {len(report.created)} created + {len(report.renewed)} renewed "
        f"+ {len(report.kept)} kept + {len(report.refused)} refused; {len(report.documents)} document(s)."
    )


def show_counts(groups: Iterable[tuple[object, dict[OutcomeKind, int]]]) -> None:
    """Print a table of outcomes by group."""
    table = Table("Division", *(kind.value for kind in OutcomeKind))
    for group, counts in groups:
        table.add_row(getattr(group, "label", ""), *(str(counts[kind] or "") for kind in OutcomeKind))
    console.print(table)


def show_refusals(refused: Iterable[Outcome]) -> None:
    """Print each refusal with its reason and its cure."""
    for outcome in refused:
        if outcome.refusal:
            console.print(
                f"  [yellow]{outcome.name}[/] ({outcome.group.label}) : {FRENCH_MESSAGES.refusal(outcome.refusal)}. "
                f"{FRENCH_MESSAGES.cure(outcome.refusal)}"
            )


def show_documents(desk: Desk) -> None:
    """Print the list of documents as the memo shows it."""
    page = desk.documents.page()
    table = Table(
        "Document", "Mise en page", "Taille", "Type", "Papillons", "Édité le", title="Liste des documents générés"
    )
    for document in page.items:
        table.add_row(
            document.title,
            LAYOUTS[document.layout],
            str(document.size),
            document.type,
            str(document.papillons),
            f"{document.created_at:%d/%m/%Y}",
        )
    console.print(table)
    console.print(desk.documents.page_message(page))


if __name__ == "__main__":
    main()
