"""A school's run from end to end: the whole memo, on the roster of an invented collège.

Writes the store (SQLite), the sealing key, the slips (PDF) and the list with the logins (CSV) into ``first_run/`` in
the current directory. Run it twice: every activity has a run id of its own, so the second time each returns the report
it left and changes nothing. Delete ``first_run/`` to start again.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
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
    ExamSession,
    Grouping,
    OutcomeKind,
    Provisioning,
    School,
)
from cyclades_accounts.errors import ServiceNotGrantedError
from cyclades_accounts.model import Candidate, Candidature, CandidatureStatus, Outcome, RosterReport, RunReport
from cyclades_accounts.papillons import ONE_PER_PAGE, TWO_PER_PAGE
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.rosters import FRENCH_ROSTER_TEXTS, read_liste_detaillee, write_liste_detaillee
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore

HERE = Path(__file__).parent
FOLDER = Path("first_run")
SESSION = ExamSession(2025, last_day=date(2025, 12, 31))
SCHOOL = School(school_data.SCHOOL_UAI, school_data.SCHOOL_NAME, manages_candidates=True)
OTHER_SCHOOL = School(school_data.OTHER_UAI, school_data.OTHER_NAME, manages_candidates=True)
JANUARY = datetime(2025, 1, 14, 9, 30, tzinfo=UTC)
FEBRUARY = JANUARY + timedelta(days=31)
ACTOR = "secrétariat"
LAYOUTS = {layout.name: layout.label for layout in (ONE_PER_PAGE, TWO_PER_PAGE)}

console = Console(width=100 if not sys.stdout.isatty() else None, highlight=False)


def main() -> None:
    """Run every activity of the memo in the order of a school year."""
    FOLDER.mkdir(exist_ok=True)
    with closing(SqlStore.open(f"sqlite:///{FOLDER / 'cyclades.sqlite'}")) as store:
        service = Provisioning(store=store, renderer=ReportlabRenderer(), sealer=AesGcmSealer(open_key_ring()))
        without_the_service(service)
        register(service)
        before_the_run(service)
        report = generate(service)
        documents(service, report)
        roster_list(service)
        supplementary_run(service)
        forced_run(service)
        lost_slip(service)
        documents_again(service, report)
    console.print(f"\nEverything is in [bold]{FOLDER}/[/]. Run it again: nothing changes.")


def open_key_ring() -> KeyRing:
    """Read the sealing key, or create it beside the store.

    For the example alone: a host keeps the key where the database's backups are not (a secret manager, a KMS, a file of
    another machine), because whoever holds both holds every password on every slip.
    """
    path = FOLDER / "sealing.key"
    if not path.exists():
        ring = KeyRing.generate("first-run")
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(ring.keys[ring.current])
    return KeyRing("first-run", {"first-run": path.read_bytes()})


def step(title: str) -> None:
    """Print the heading of a step."""
    console.print()
    console.rule(f"[bold]{title}", align="left")


def without_the_service(service: Provisioning) -> None:
    """M1: without the service nothing is done."""
    step("M1  The service « gestion des candidats en établissement »")
    not_yet = School(SCHOOL.uai, SCHOOL.name)
    if service.report("01-school-granted") is None:
        service.register_school(not_yet, run_id="01-school", actor="gestionnaire", now=JANUARY)
        try:
            service.generate(SCHOOL.uai, SESSION, now=JANUARY)
        except ServiceNotGrantedError as refusal:
            console.print(f"Refused, as it should be: {refusal}")
    service.register_school(SCHOOL, run_id="01-school-granted", actor="gestionnaire", now=JANUARY)
    service.register_school(OTHER_SCHOOL, run_id="01-other-school", actor="gestionnaire", now=JANUARY)
    console.print(f"The exam manager has granted it to {SCHOOL.name} ({SCHOOL.uai}).")


def register(service: Provisioning) -> None:
    """M2, M3: read the file, say what is wrong with it, register the good lines."""
    step("The roster: what CYCLADES exports")
    read_and_register(service, "liste_detaillee.csv", run_id="02-roster", now=JANUARY)

    # One pupil came from another school, which had already generated his account (M7).
    transferred = Candidate(school_data.TRANSFERRED_INE, *school_data.TRANSFERRED_NAME)
    there = Candidature(transferred, OTHER_SCHOOL.uai, SESSION, CandidatureStatus.INSCRIT, "ancien@example.org")
    service.register_roster(OTHER_SCHOOL.uai, SESSION, [there], run_id="03-other-roster", now=JANUARY)
    service.generate(OTHER_SCHOOL.uai, SESSION, run_id="04-other-run", now=JANUARY)
    # Another one has made an account in the espace candidat, from an e-mail address (M8).
    service.register_email_account(
        school_data.EMAIL_ACCOUNT_INE, school_data.EMAIL_ACCOUNT_ADDRESS, run_id="05-email-account", now=JANUARY
    )
    console.print(
        f"{transferred.full_name} brings an account from {OTHER_SCHOOL.name}; "
        f"another pupil uses {school_data.EMAIL_ACCOUNT_ADDRESS}."
    )


def read_and_register(service: Provisioning, name: str, *, run_id: str, now: datetime) -> RosterReport:
    """Read a roster file and register its good lines."""
    file = read_liste_detaillee(HERE / name, school=SCHOOL.uai, session=SESSION.id)
    console.print(f"{name}: {len(file.candidatures)} candidatures, {len(file.problems)} problem(s).")
    for problem in file.problems:
        console.print(f"  [yellow]{FRENCH_ROSTER_TEXTS.sentence(problem)}[/] {FRENCH_ROSTER_TEXTS.cure(problem)}")
    report = service.register_roster(SCHOOL.uai, SESSION, file.candidatures, run_id=run_id, actor=ACTOR, now=now)
    console.print(
        f"Registered: {len(report.added)} added, {len(report.updated)} updated, {len(report.unchanged)} unchanged, "
        f"{len(report.missing)} no longer in the file (kept)."
    )
    return report


def before_the_run(service: Provisioning) -> None:
    """M3, M4: « je dois vérifier les candidatures de mes élèves avant de tenter de générer leurs comptes »."""
    step("M2-M4  Before the run: what would happen")
    plan = service.plan(SCHOOL.uai, SESSION)
    show_counts(plan.by_group().items())
    show_refusals(plan.refused)
    serie = service.plan(SCHOOL.uai, SESSION, grouping=Grouping.SERIE)
    console.print("By série: " + ", ".join(f"{group.label} {sum(n.values())}" for group, n in serie.by_group().items()))


def generate(service: Provisioning) -> RunReport:
    """M5, M6, M9, M12: the run."""
    step("M6  The run")
    with hashing() as progress:
        report = service.generate(
            SCHOOL.uai, SESSION, run_id="06-generate", actor=ACTOR, now=JANUARY, progress=progress
        )
    show_report(report)
    step("M5, M12  Are all the accounts there?")
    coverage = service.coverage(SCHOOL.uai, SESSION, now=JANUARY)
    console.print(service.coverage_message(coverage))
    for line in coverage.groups:
        console.print(f"  {line.group.label:<4} {line.with_account:>3} / {line.candidates}")
    return report


def documents(service: Provisioning, report: RunReport) -> None:
    """M9, M16: the documents, one and two slips per page."""
    step("M9, M16  The documents")
    show_documents(service)
    for document in service.documents(SCHOOL.uai, SESSION, size=100).items:
        if document.id in report.documents:
            (FOLDER / document.name).write_bytes(service.open_document(document.id).content)
            console.print(f"Written: {FOLDER / document.name}")


def roster_list(service: Provisioning) -> None:
    """M13: the list with the logins."""
    step("M13  The « Liste détaillée » with the logins")
    lines = service.roster_list(SCHOOL.uai, SESSION)
    path = FOLDER / "liste_detaillee_avec_identifiants.csv"
    path.write_bytes(write_liste_detaillee(lines, school=SCHOOL, session=SESSION, edited_at=JANUARY))
    console.print(f"Written: {path}. Some of the logins:")
    for line in lines[:6]:
        candidate = line.candidature.candidate
        console.print(f"  {candidate.full_name:<34} {line.login or FRENCH_MESSAGES.no_account}")


def supplementary_run(service: Provisioning) -> None:
    """M6: a month later, newcomers and corrected files; nobody else is touched."""
    step("M6  A month later: the supplementary run")
    read_and_register(service, "liste_detaillee_complement.csv", run_id="07-roster", now=FEBRUARY)
    report = service.generate(SCHOOL.uai, SESSION, run_id="08-supplement", actor=ACTOR, now=FEBRUARY)
    show_report(report)
    console.print("New: " + ", ".join(f"{o.name} → {o.login}" for o in report.created))


def forced_run(service: Provisioning) -> None:
    """M7, M8: « Forcer la création d'un nouveau mot de passe », where the pupil with the e-mail account is."""
    division = "3B"
    step(f"M7, M8  A forced run for {division}")
    report = service.generate(
        SCHOOL.uai,
        SESSION,
        groups=[division],
        renew_existing=True,
        run_id="09-forced",
        actor=ACTOR,
        now=FEBRUARY + timedelta(hours=1),
    )
    show_report(report)
    show_refusals(report.refused)


def lost_slip(service: Provisioning) -> None:
    """M14: one pupil has lost the slip; the old password is refused at once."""
    step("M14  A lost slip")
    key = school_data.TRANSFERRED_INE
    report = service.regenerate(
        SCHOOL.uai,
        SESSION,
        Criteria(candidates=[key]),
        title="Papillon perdu",
        run_id="10-lost",
        actor=ACTOR,
        now=FEBRUARY + timedelta(days=1),
    )
    show_report(report)
    (slip,) = (one.papillon for one in service.open_document(report.documents[0]).papillons)
    check = service.check_login(f" {slip.login.upper()} ", slip.password.reveal(), now=FEBRUARY + timedelta(days=2))
    console.print(f"{slip.login}: the new slip is {check.verdict.value}, must change: {check.must_change}.")
    show_documents(service)


def documents_again(service: Provisioning, report: RunReport) -> None:
    """M16: the same bytes again, at any time."""
    step("M16  The first documents, fetched again")
    for document in service.documents(SCHOOL.uai, SESSION, size=100).items:
        if document.id in report.documents:
            opened = service.open_document(document.id, actor=ACTOR, now=FEBRUARY + timedelta(days=3))
            same = (FOLDER / document.name).read_bytes() == opened.content
            holding = f"{len(opened.holding)} of {document.papillons} slips still hold"
            console.print(f"{document.name}: {'the same bytes' if same else 'DIFFERENT BYTES'}, {holding}")
            if not same:
                sys.exit(1)


@contextmanager
def hashing() -> Iterator[Callable[[int, int], None]]:
    """Show a bar while passwords are hashed; gives what the library calls."""
    columns = TextColumn("Hashing passwords"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("hashing", total=None, visible=False)
        yield lambda done, total: progress.update(task, completed=done, total=total, visible=True)


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


def show_documents(service: Provisioning) -> None:
    """Print the list of documents as the memo shows it."""
    page = service.documents(SCHOOL.uai, SESSION)
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
    console.print(service.documents_message(page))


if __name__ == "__main__":
    main()
