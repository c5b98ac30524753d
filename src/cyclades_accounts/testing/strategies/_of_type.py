"""The strategy of each public type."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from cyclades_accounts import (
    campaign,
    eligibility,
    identifiers,
    lists,
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
from cyclades_accounts.testing.strategies import (
    _accounts,
    _campaigns,
    _eligibility,
    _keys,
    _layouts,
    _login_policies,
    _papillons,
    _passwords,
    _people,
    _plans,
    _reports,
    _retention,
    _rosters,
    _services,
)
from cyclades_accounts.testing.strategies._values import values

OF_TYPE: Final[Mapping[Any, Callable[[], st.SearchStrategy[Any]]]] = {
    campaign.Campaign: _campaigns.campaigns,
    eligibility.Rules: _eligibility.eligibility_rules,
    identifiers.AccountId: _keys.account_ids,
    identifiers.CandidateId: _keys.candidate_ids,
    identifiers.DocumentId: _keys.document_ids,
    identifiers.Ine: _keys.ines,
    identifiers.Login: _keys.logins,
    identifiers.RunId: _keys.run_ids,
    identifiers.SessionId: _keys.session_ids,
    identifiers.Uai: _keys.uais,
    logins.Letters: _login_policies.letters,
    logins.Numbers: _login_policies.numbers,
    logins.PrenomNom: _login_policies.login_policies,
    logins.RandomLetters: _login_policies.random_letters,
    model.Account: _accounts.accounts,
    model.AccountsReport: _reports.accounts_reports,
    model.Candidate: _people.candidates,
    model.Candidature: _people.candidatures,
    model.Credential: _accounts.credentials,
    model.Document: _accounts.documents,
    model.ErasureReport: _reports.erasure_reports,
    model.ExamSession: _keys.exam_sessions,
    model.Group: _reports.groups,
    model.ImposedLoginsReport: _reports.imposed_logins_reports,
    model.IssuedLogin: _accounts.issued_logins,
    model.LoginExplanation: _plans.login_explanations,
    model.NoCandidature: _people.no_candidatures,
    model.Notice: _reports.notices,
    model.Outcome: _reports.outcomes,
    model.Password: _accounts.passwords,
    model.PasswordHash: _accounts.password_hashes,
    model.ProvisionalPassword: _accounts.passwords,
    model.PurgeReport: _reports.purge_reports,
    model.Refusal: _reports.refusals,
    model.ResealReport: _reports.reseal_reports,
    model.RunReport: _reports.run_reports,
    model.SealedPapillon: _accounts.sealed_papillons,
    model.Standing: _reports.standings,
    papillons.DocumentFormat: lambda: st.sampled_from(
        [papillons.PDF, papillons.DocumentFormat("HTML", "text/html", "html")]
    ),
    papillons.EmailPapillon: _papillons.email_papillons,
    papillons.Layout: _layouts.layouts,
    papillons.Papillon: _papillons.papillons,
    papillons.PapillonBatch: _papillons.papillon_batches,
    papillons.PapillonTexts: _layouts.papillon_texts,
    passwords.Argon2Parameters: _passwords.argon2_parameters,
    passwords.CharacterClass: _passwords.character_classes,
    passwords.ChosenPasswordPolicy: _passwords.chosen_password_policies,
    passwords.ForbiddenCharacters: _passwords.forbidden_characters,
    passwords.ForbiddenStarts: _passwords.forbidden_starts,
    passwords.Groups: _passwords.character_groups,
    passwords.NoOwnerNames: _passwords.owner_name_rules,
    passwords.Owner: _passwords.owners,
    passwords.PassphrasePolicy: _passwords.passphrase_policies,
    passwords.PasswordPolicy: _passwords.password_policies,
    passwords.PasswordValidity: _passwords.password_validities,
    passwords.Rule: _passwords.password_rules,
    pdf.FontFile: _layouts.font_files,
    pdf.Letterhead: _layouts.letterheads,
    pdf.ListStyle: _layouts.list_styles,
    pdf.PapillonStyle: _layouts.papillon_styles,
    pdf.ReportlabRenderer: lambda: values(pdf.ReportlabRenderer, letterhead_of=st.none()),
    provisioning.Coverage: _plans.coverages,
    provisioning.Criteria: _plans.criteria,
    provisioning.Desk: _services.desks,
    provisioning.DeskAccounts: lambda: _services.desks().map(lambda desk: desk.accounts),
    provisioning.DeskDocuments: lambda: _services.desks().map(lambda desk: desk.documents),
    provisioning.OpenedDocument: lambda: values(provisioning.OpenedDocument, content=st.binary()),
    provisioning.Registry: _services.registries,
    provisioning.Upkeep: _services.upkeeps,
    provisioning.Provisioning: _services.services,
    provisioning.Request: _plans.requests,
    provisioning.Generation: _plans.generations,
    provisioning.Host: _services.services,
    retention.AllOf: _retention.all_of,
    retention.AnyOf: _retention.any_of,
    retention.OlderThan: _retention.older_than,
    retention.RetentionRule: _retention.retention_rules,
    retention.SessionOver: _retention.session_over,
    rosters.Diagnosis: _rosters.diagnoses,
    lists.ListTable: _rosters.list_tables,
    rosters.ReaderOptions: _rosters.reader_options,
    rosters.RosterColumns: _rosters.roster_columns,
    rosters.RosterFile: _rosters.roster_files,
    rosters.RosterFormat: _rosters.roster_formats,
    sealing.KeyRing: _services.key_rings,
}
"""Types whose fields have bounds or depend on each other. Of all others :func:`values` draws each field by its type."""

SHIPPED: Final[Mapping[type, list[Any]]] = {
    messages.Messages: [messages.FRENCH_MESSAGES],
    messages.NoticeText: list(messages.FRENCH_MESSAGES.notices.values()),
    messages.RefusalText: list(messages.FRENCH_MESSAGES.refusals.values()),
    passwords.PolicyTexts: [passwords.FRENCH_POLICY_TEXTS, passwords.ENGLISH_POLICY_TEXTS],
    pdf.PrintedListTexts: [pdf.FRENCH_PRINTED_LIST_TEXTS],
    rosters.DiagnosisTexts: [rosters.FRENCH_DIAGNOSIS_TEXTS],
    rosters.ListTexts: [rosters.FRENCH_LIST_TEXTS],
    rosters.PreflightTexts: [rosters.FRENCH_PREFLIGHT_TEXTS],
    rosters.ProblemText: list(rosters.FRENCH_ROSTER_TEXTS.texts.values()),
    rosters.RosterTexts: [rosters.FRENCH_ROSTER_TEXTS],
}
"""Sentences with places for facts, in braces. A text drawn at random would lack the places: we draw the values that we
ship."""


def of_type(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401  # a class, or a NewType
    """Return the strategy of a public type."""
    if kind in SHIPPED:
        return st.sampled_from(SHIPPED[kind])
    return OF_TYPE[kind]() if kind in OF_TYPE else values(kind)
