"""Tells Hypothesis which strategy belongs to which type, so that ``st.from_type(Account)`` works without an import.

The entry point ``hypothesis`` of this package calls :func:`register` whenever Hypothesis is imported. It runs for
whoever imports Hypothesis beside us, so it imports neither pytest nor the strategies, and needs no extra: a strategy is
made when somebody first draws from it.
"""

import functools
import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from cyclades_accounts import (
    campaign,
    identifiers,
    logins,
    messages,
    model,
    papillons,
    passwords,
    pdf,
    provisioning,
    retention,
    rosters,
    sealing,
)

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

STRATEGIES: Final[dict[Any, str]] = {
    campaign.Campaign: "campaigns",
    campaign.SchoolJob: "school_jobs",
    identifiers.AccountId: "account_ids",
    identifiers.CandidateId: "candidate_ids",
    identifiers.DocumentId: "document_ids",
    identifiers.Ine: "ines",
    identifiers.Login: "logins",
    identifiers.RunId: "run_ids",
    identifiers.SessionId: "session_ids",
    identifiers.Uai: "uais",
    logins.Letters: "letters",
    logins.Numbers: "numbers",
    logins.PrenomNom: "login_policies",
    logins.RandomLetters: "random_letters",
    model.Account: "accounts",
    model.AccountReport: "account_reports",
    model.Candidate: "candidates",
    model.Candidature: "candidatures",
    model.Credential: "credentials",
    model.Document: "documents",
    model.Erasure: "erasures",
    model.ErasureReport: "erasure_reports",
    model.ExamSession: "exam_sessions",
    model.Group: "groups",
    model.ImposedLoginsReport: "imposed_logins_reports",
    model.IssuedLogin: "issued_logins",
    model.LeftOut: "left_out",
    model.LoginExplanation: "login_explanations",
    model.Notice: "notices",
    model.OpeningReport: "opening_reports",
    model.Outcome: "outcomes",
    model.Page: "pages",
    model.PasswordHash: "password_hashes",
    model.PastCredential: "past_credentials",
    model.ProvisionalPassword: "passwords",
    model.PurgeReport: "purge_reports",
    model.Refusal: "refusals",
    model.ReprintReport: "reprint_reports",
    model.ResealReport: "reseal_reports",
    model.RosterLine: "roster_lines",
    model.RosterReport: "roster_reports",
    model.Run: "runs",
    model.RunReport: "run_reports",
    model.School: "schools",
    model.SchoolReport: "school_reports",
    model.SealedPapillon: "sealed_papillons",
    model.Standing: "standings",
    papillons.EmailPapillon: "email_papillons",
    papillons.Layout: "layouts",
    papillons.Papillon: "papillons",
    papillons.PapillonBatch: "papillon_batches",
    papillons.PapillonTexts: "papillon_texts",
    passwords.Argon2Parameters: "argon2_parameters",
    passwords.Argon2idHasher: "hashers",
    passwords.Blocklist: "blocklists",
    passwords.CharacterClass: "character_classes",
    passwords.ChosenPasswordPolicy: "chosen_password_policies",
    passwords.ForbiddenCharacters: "forbidden_characters",
    passwords.ForbiddenStarts: "forbidden_starts",
    passwords.Groups: "character_groups",
    passwords.NoOwnerNames: "owner_name_rules",
    passwords.Owner: "owners",
    passwords.PassphrasePolicy: "passphrase_policies",
    passwords.PasswordPolicy: "password_policies",
    passwords.PasswordValidity: "password_validities",
    passwords.Rule: "password_rules",
    pdf.FontFile: "font_files",
    pdf.Letterhead: "letterheads",
    pdf.ListStyle: "list_styles",
    pdf.PdfListWriter: "pdf_list_writers",
    pdf.PapillonStyle: "papillon_styles",
    pdf.ReportlabRenderer: "renderers",
    provisioning.Coverage: "coverages",
    provisioning.Criteria: "criteria",
    provisioning.LoginCheck: "login_checks",
    provisioning.OpenedDocument: "opened_documents",
    provisioning.PasswordChange: "password_changes",
    provisioning.Plan: "plans",
    provisioning.Provisioning: "services",
    provisioning.Request: "requests",
    provisioning.Tools: "services",
    retention.AllOf: "all_of",
    retention.AnyOf: "any_of",
    retention.RetentionRule: "retention_rules",
    retention.KeptDocument: "kept_documents",
    retention.OlderThan: "older_than",
    retention.SessionOver: "session_over",
    rosters.Diagnosis: "diagnoses",
    rosters.LineReader: "line_readers",
    rosters.ListTable: "list_tables",
    rosters.Preamble: "preambles",
    rosters.Preflight: "preflights",
    rosters.ReadLine: "read_lines",
    rosters.ReaderOptions: "reader_options",
    rosters.RosterColumns: "roster_columns",
    rosters.RosterEntry: "roster_entries",
    rosters.RosterFile: "roster_files",
    rosters.RosterFormat: "roster_formats",
    rosters.RosterProblem: "roster_problems",
    rosters.RosterStream: "roster_streams",
    sealing.AesGcmSealer: "sealers",
    sealing.HmacPseudonymizer: "pseudonymizers",
    sealing.KeyRing: "key_rings",
}
"""The name of a strategy of :mod:`cyclades_accounts.testing.strategies` for each type.

Types that are not here Hypothesis puts together itself, of the types of their fields."""

SHIPPED: Final[dict[type, Sequence[Any]]] = {
    messages.Messages: [messages.FRENCH_MESSAGES],
    messages.NoticeText: list(messages.FRENCH_MESSAGES.notices.values()),
    messages.RefusalText: list(messages.FRENCH_MESSAGES.refusals.values()),
    passwords.PolicyTexts: [passwords.FRENCH_POLICY_TEXTS, passwords.ENGLISH_POLICY_TEXTS],
    pdf.PrintedListTexts: [pdf.FRENCH_PRINTED_LIST_TEXTS],
    rosters.DiagnosisTexts: [rosters.FRENCH_DIAGNOSIS_TEXTS],
    rosters.ListTexts: [rosters.FRENCH_LIST_TEXTS],
    rosters.PreflightTexts: [rosters.FRENCH_PREFLIGHT_TEXTS],
    rosters.ProblemText: list(rosters.FRENCH_ROSTER_TEXTS.texts.values()),
    rosters.RosterTexts: [rosters.FRENCH_ROSTER_TEXTS, rosters.ENGLISH_ROSTER_TEXTS],
}
"""Sentences with places for facts, in braces: any text would do for the type, and hardly one for its reader. They are
drawn as we ship them."""


@functools.cache
def register() -> None:
    """Register a strategy for each type, once."""
    from hypothesis import strategies as st  # noqa: PLC0415  # Hypothesis imports us: we must be whole before it is

    for kind, name in STRATEGIES.items():
        st.register_type_strategy(kind, functools.partial(_strategy, name))
    for kind, values in SHIPPED.items():
        st.register_type_strategy(kind, st.sampled_from(values))


def _strategy(name: str, _asked: object) -> "SearchStrategy[Any]":
    made: SearchStrategy[Any] = getattr(importlib.import_module("cyclades_accounts.testing.strategies"), name)()
    return made
