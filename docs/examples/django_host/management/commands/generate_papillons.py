"""``generate_papillons UAI FOLDER``: a run for the pupils of a school, and the slips that it prints."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cyclades_accounts import ExamSession
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.identifiers import parse_uai
from django_host.host import provisioning


class Command(BaseCommand):
    """Generate the missing accounts of a school, and write the documents of the run."""

    help = "Create the accounts that the pupils of a school do not have yet, and write their slips into a folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the school, the folder and the session."""
        parser.add_argument("uai", type=parse_uai)
        parser.add_argument("folder", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--last-day", type=date.fromisoformat, required=True)
        parser.add_argument("--actor", required=True, help="who asks for it; the journal keeps it")
        parser.add_argument("--run-id", help="a name for this piece of work: the same one in a retry")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401  # Django's signature
        """Do it; a refusal of the library is the command's error."""
        del args
        try:
            self._run(ExamSession.of("DNB", options["year"], options["last_day"]), options)
        except CycladesAccountsError as error:
            raise CommandError(str(error)) from error

    def _run(self, session: ExamSession, options: dict[str, Any]) -> None:
        desk = provisioning().desk(options["uai"], session, actor=options["actor"])
        report = desk.generate(run_id=options["run_id"])
        for document_id in report.documents:
            opened = desk.documents.open(document_id)
            path = options["folder"] / opened.document.name
            with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(opened.content)
            self.stdout.write(str(path))
        self.stdout.write(f"run {report.run.id}: {len(report.created)} created, {len(report.refused)} refused")
