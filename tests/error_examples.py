"""An example of every error, and what it says: at least one for each class, and one for each sentence it has."""

from datetime import date
from typing import Final

from cyclades_accounts import campaign, errors, memory, pdf, records, rosters, sql
from cyclades_accounts.errors import CycladesAccountsError
from cyclades_accounts.rosters import ProblemCode, RosterProblem

EXAMPLES: Final[list[tuple[CycladesAccountsError, str, str]]] = [
    (
        errors.InvalidValueError("uai", "0350001", "7 digits and a letter"),
        "uai cannot be what was given.",
        "Expected 7 digits and a letter.",
    ),
    (
        errors.MissingExtraError("sql", "sqlalchemy"),
        "The package sqlalchemy is not installed.",
        "Install cyclades_accounts[sql].",
    ),
    (
        errors.UnknownSchoolError("0350001L"),
        "The store knows no school 0350001L.",
        "Register it with registry.register_school(), or correct the UAI.",
    ),
    (
        errors.ServiceNotGrantedError("0350001L"),
        "School 0350001L does not have the service « gestion des candidats en établissement ».",
        (
            "The exam manager (gestionnaire des examens) grants it; then register the school with "
            "manages_candidates=True. Nothing was done."
        ),
    ),
    (
        errors.EmptyRosterError("0350001L", "DNB-2025"),
        "No candidature of school 0350001L for session DNB-2025.",
        "Check the file, the school and the session; register a roster that has at least one line.",
    ),
    (
        errors.DuplicateCandidatureError("ine1", (3, 7)),
        "One candidature stands twice in the roster (items 3 and 7).",
        "Keep one of the two. Nothing was registered.",
    ),
    (
        errors.ConflictingCandidateError("ine1", (3, 7), ("birth_date", "given_names")),
        "Two candidates have one key (items 3 and 7): they differ in birth_date, given_names.",
        "Correct the INE (or the key your resolver gave) of one of the two. Nothing was registered.",
    ),
    (
        errors.ForeignCandidatureError(4, "school", "0350001L", "0299871X"),
        "Item 4 of the roster is of another school.",
        "Check that the file belongs to this school and session. Nothing was registered.",
    ),
    (
        errors.UnknownCandidateError("ine1"),
        "The store knows no candidate of the key given.",
        "Register a roster that holds the candidate, or correct the key.",
    ),
    (
        errors.UnknownAccountError("ine1"),
        "The candidate has no account.",
        "Create it with desk.generate() or desk.regenerate().",
    ),
    (
        errors.AccountExistsError("ine1", "lea.martin"),
        "The candidate already has an account.",
        "Use that account: regenerate its password, or reopen it if it is closed.",
    ),
    (
        errors.WithdrawalTooLargeError(120, 150),
        "The roster would withdraw 120 of 150 candidatures.",
        "Check that it is the whole list; if it is, raise withdraw_up_to. Nothing was registered.",
    ),
    (
        errors.PasswordRefusedError(("LENGTH", "CONTAINS_LOGIN")),
        "The password breaks the rules LENGTH, CONTAINS_LOGIN.",
        "Ask for another password: chosen_policy.explain() says what it must be.",
    ),
    (
        errors.PerhapsKnownError("7"),
        "The person may have an account under another key.",
        "Confirm that they are two with desk.accounts.confirm_other(), or make one person of them with rekey().",
    ),
    (
        errors.OtherPersonError("7"),
        "The key now is of another person than the account under it.",
        "Give the other person another key; if only the name or the birth date was corrected, confirm_same().",
    ),
    (
        errors.OtherSchoolError("7", "0350002M"),
        "Another school holds the person: 0350002M.",
        "Ask for the transfer with desk.accounts.ask_transfer(), or have the host do it: provisioning.upkeep().",
    ),
    (
        errors.OtherSchoolError("7", ""),
        "The school does not hold the person.",
        "Ask for the transfer with desk.accounts.ask_transfer(), or have the host do it: provisioning.upkeep().",
    ),
    (
        errors.NoTransferError("7"),
        "No transfer waits for the person.",
        "List those that wait: desk.accounts.transfers().",
    ),
    (
        errors.LoginTakenError("lea.martin"),
        "The login was already issued.",
        "Choose another login: whoever it was issued to, it stays theirs, even after they are erased.",
    ),
    (
        errors.UnfoldableNameError("Жan", "Ж"),
        "A name holds a character that is not in the Latin alphabet.",
        "Enter the name as the French civil registry writes it, in Latin letters.",
    ),
    (
        errors.UnfoldableNameError("--", ""),
        "A name has no letter.",
        "Enter the name as the French civil registry writes it, in Latin letters.",
    ),
    (
        errors.ImpossiblePolicyError("PIN", "it has no class."),
        "The password policy PIN cannot be used: it has no class.",
        "Change its length, its classes or its exclusions.",
    ),
    (
        errors.UnknownGroupError("3A", ("3B", "3C")),
        "No group of the roster has the label given.",
        "Take labels of the groups there are: error.known lists them. Nothing was done.",
    ),
    (
        errors.NothingSelectedError("division 3A"),
        "No candidature matches the criteria.",
        "Check the criteria against the registered roster. Nothing was done.",
    ),
    (
        errors.LimitedToOneError(3),
        "The criteria match 3 candidatures, and the regeneration is limited to one.",
        "Narrow the criteria, or pass lift_limit=True (« Supprimer limitation à un élève »). Nothing was done.",
    ),
    (
        errors.SessionOverError("DNB-2025", date(2025, 12, 31)),
        "The accounts of session DNB-2025 serve until 2025-12-31, which is over.",
        "Use the present session, or one with a later last_day. Nothing was done.",
    ),
    (
        errors.SlipsOfTodayError("0350001L", 3),
        "The run would kill slips of school 0350001L that were made today: 3.",
        "Hand out those slips. To replace them all the same, ask without spare_slips_of_today. Nothing was done.",
    ),
    (
        errors.SessionDiffersError("DNB-2025", "DNB 2025", date(2025, 12, 31), "DNB", date(2025, 7, 15)),
        (
            "Session DNB-2025 was given with another label or last day than the store keeps: its last day is "
            "2025-12-31 there, and 2025-07-15 here."
        ),
        (
            "Give the id alone, or the session as it is kept; provisioning.upkeep(actor=…).set_session() changes it "
            "for all. Nothing was done."
        ),
    ),
    (
        errors.UnknownSessionError("DNB-2025"),
        "The store knows no session of the id given.",
        (
            "Correct the id, or give the whole session, such as ExamSession.of('DNB', 2025, last_day): the first "
            "activity that writes keeps it."
        ),
    ),
    (
        errors.StalePlanError("0350001L", "0123456789abcdef", "fedcba9876543210"),
        "The plan for school 0350001L no longer holds: it saw 0123456789ab, the store now is at fedcba987654.",
        "Plan again and execute the new plan. Nothing was done.",
    ),
    (
        errors.RunIdReusedError("r1"),
        "Run id r1 is taken: by another request, or by one about a person who was erased since.",
        (
            "Give every request an id of its own, and keep it to repeat just that, as the same actor. What was done "
            "for an erased person cannot be repeated. Nothing was done."
        ),
    ),
    (
        errors.UnprintableTextError("LÉA", "name", "ő"),
        "A slip has 'ő' (U+0151) in its name, and no font has it.",
        "Correct the name, or give the renderer a font that has the character.",
    ),
    (
        errors.UnprintableTextError("LÉA", "name", "e\u0301"),
        "A slip has 'e\u0301' (U+0065 U+0301) in its name, and no font has it.",
        "Correct the name, or give the renderer a font that has the character.",
    ),
    (
        errors.UnprintableTextError("LÉA", "password", ""),
        "A slip has a character in its password, and no font has it.",
        "Correct the name, or give the renderer a font that has the character.",
    ),
    (
        errors.UnknownDocumentError("d1"),
        "The school has no document of the id given.",
        "Take an id from desk.documents.page().",
    ),
    (
        errors.PurgedDocumentError("d1", "2026-01-01T00:00:00+00:00"),
        "The content of document d1 was purged at 2026-01-01T00:00:00+00:00.",
        (
            "Give new passwords with desk.regenerate(). Where desk.documents.standings() still tells of slips of the "
            "document, desk.documents.reprint() draws those that hold."
        ),
    ),
    (
        errors.WrongKeyError("k1", ("k2", "k3")),
        "The document was sealed with the key 'k1'; the ring holds k2, k3.",
        "Add that key to the ring; a key stays there as long as a document needs it.",
    ),
    (
        errors.WrongKeyError("k1"),
        "The document was sealed with the key 'k1'; the ring holds no key.",
        "Add that key to the ring; a key stays there as long as a document needs it.",
    ),
    (
        errors.AlteredDocumentError("document d1"),
        "The sealed bytes of document d1 were altered, belong to another document or to another key.",
        "Restore the document from a backup and check who can write to the store.",
    ),
    (
        errors.ErasureKeyError(("k1", "k2")),
        "The store holds erased logins under the keys k1, k2, which are not at hand.",
        "Give Provisioning a pseudonymizer, such as HmacPseudonymizer, that holds every key ever used to erase.",
    ),
    (
        errors.ErasureKeyError(),
        "Erasing a person needs a pseudonymizer, and this host has none.",
        "Give Provisioning a pseudonymizer, such as HmacPseudonymizer, that holds every key ever used to erase.",
    ),
    (
        errors.PortFailedError("builtins.OSError", "store.py:12"),
        "The port failed with builtins.OSError at store.py:12.",
        "Mend the port and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.PeopleFailedError("of_school", "0350001L DNB-2025", "builtins.OSError at people.py:12"),
        "The people of the host failed: of_school: builtins.OSError at people.py:12.",
        "Mend the host's reading of its tables and run again with the same run_id: nothing was done.",
    ),
    (
        errors.LoginPolicyFailedError("builtins.OSError", "store.py:12"),
        "The login policy failed with builtins.OSError at store.py:12.",
        "Mend the login policy and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.EligibilityFailedError("builtins.OSError", "store.py:12"),
        "The eligibility policy failed with builtins.OSError at store.py:12.",
        "Mend the eligibility policy and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.RendererFailedError("builtins.OSError", "store.py:12"),
        "The renderer failed with builtins.OSError at store.py:12.",
        "Mend the renderer and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.RandomnessFailedError("builtins.OSError", "store.py:12"),
        "The random source failed with builtins.OSError at store.py:12.",
        "Mend the random source and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.HasherFailedError("builtins.OSError", "store.py:12"),
        "The password hasher failed with builtins.OSError at store.py:12.",
        "Mend the password hasher and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.ThrottleFailedError("builtins.OSError", "throttle.py:12"),
        "The throttle failed with builtins.OSError at throttle.py:12.",
        "Mend the throttle: until then nobody logs in.",
    ),
    (
        errors.SealerFailedError("builtins.OSError", "store.py:12"),
        "The sealer failed with builtins.OSError at store.py:12.",
        "Mend the sealer and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.RetentionRuleFailedError("builtins.OSError", "store.py:12"),
        "The retention rule failed with builtins.OSError at store.py:12.",
        "Mend the retention rule and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.PseudonymizerFailedError("builtins.OSError", "store.py:12"),
        "The pseudonymizer failed with builtins.OSError at store.py:12.",
        "Mend the pseudonymizer and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.ClockFailedError("builtins.OSError", "store.py:12"),
        "The clock failed with builtins.OSError at store.py:12.",
        "Mend the clock and run again with the same run_id: no account and no password was changed.",
    ),
    (
        errors.StoreFailedError("builtins.OSError", "store.py:12"),
        "The store failed with builtins.OSError at store.py:12.",
        "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice.",
    ),
    (
        errors.StoreConflictError("builtins.OSError", "store.py:12"),
        "The store failed with builtins.OSError at store.py:12.",
        (
            "Run again with the same run_id, in a new transaction where the transaction is yours: others were on the "
            "same rows, and nothing was done."
        ),
    ),
    (
        campaign.FactoryFailedError("builtins.OSError", "host.py:12"),
        "The factory failed with builtins.OSError at host.py:12.",
        "Mend the factory and run the school again: what was done is found, and nothing is done twice.",
    ),
    (
        memory.NestedUnitError(),
        "A unit of work was opened inside another one of the same thread.",
        "Close the first one before you open the next, or pass it on.",
    ),
    (
        memory.DuplicateKeyError("d1"),
        "The store already holds d1.",
        "Give each document an id of its own, and seal a slip once.",
    ),
    (
        pdf.MissingFileError("a.ttf", "No such file"),
        "a.ttf cannot be read: No such file.",
        "Check the path, and that the program may read the file; a relative path begins at the working directory.",
    ),
    (
        pdf.UnusableFontError("a.otf", "PostScript"),
        "The font a.otf cannot be used: PostScript.",
        (
            "Take a TrueType file (usually .ttf) with a Unicode character map, whose licence lets it be embedded; "
            "fonts with PostScript outlines (usually .otf) must be converted first."
        ),
    ),
    (
        pdf.UnusableLetterheadError("a.pdf", "it has layers"),
        "The letterhead a.pdf cannot be used: it has layers.",
        (
            "Take a PNG, a JPEG, or a PDF whose first page stands upright, without encryption and layers, and whose "
            "fonts are all embedded: what a text program exports as PDF/A or PDF/UA."
        ),
    ),
    (
        sql.DatabaseFailedError("a.B", "INSERT cyclades_accounts", "40P01"),
        "The database failed with a.B (40P01) at INSERT cyclades_accounts.",
        "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice.",
    ),
    (
        sql.DatabaseFailedError("a.B", "INSERT cyclades_accounts"),
        "The database failed with a.B (no code) at INSERT cyclades_accounts.",
        "Mend the store and run again with the same run_id: what was done is found, and nothing is done twice.",
    ),
    (
        sql.ConstraintFailedError("a.B", "INSERT cyclades_accounts", "23505"),
        "The database failed with a.B (23505) at INSERT cyclades_accounts.",
        "Read which values must be unique, and what must be there, in cyclades_accounts.repositories.",
    ),
    (
        sql.DatabaseConflictError("a.B", "UPDATE cyclades_accounts", "40001"),
        "The database failed with a.B (40001) at UPDATE cyclades_accounts.",
        (
            "Run again with the same run_id, in a new transaction where the transaction is yours: others were on the "
            "same rows, and nothing was done."
        ),
    ),
    (
        sql.UnstorableTextError("U+0000"),
        "A text holds U+0000, which a database cannot store.",
        "Remove the character where the text comes from.",
    ),
    (
        sql.SchemaVersionError(None, 4),
        "The database does not hold the tables of cyclades_accounts.",
        "Call SqlStore.create_schema() once.",
    ),
    (
        sql.SchemaVersionError(3, 4),
        "The tables are of version 3; this library works with version 4.",
        "Stop the application and call SqlStore.migrate(), or sql.migrate(connection) in a migration of yours.",
    ),
    (
        sql.SchemaVersionError(5, 4),
        "The tables are of version 5; this library works with version 4.",
        "Use the version of cyclades_accounts that made the tables, or a newer one.",
    ),
    (
        sql.CopyDiffersError("cyclades_documents", 12, 11),
        "The copy of cyclades_documents differs from its source: 11 rows for 12.",
        "Look for triggers and rules on the table that are not the library's, and for other writers; copy again.",
    ),
    (
        records.UnknownRecordVersionError(3, 2),
        "The record has version 3; this library reads versions 1 to 2.",
        "Use the version of cyclades_accounts that wrote it, or a newer one.",
    ),
    (
        records.UnreadableRecordError("content.run.at", "is not a moment in ISO 8601"),
        "The record cannot be read: content.run.at is not a moment in ISO 8601.",
        "Restore the document from where it was kept: it was cut or altered.",
    ),
    (
        sql.UnsupportedDatabaseError("mysql"),
        "The SQL store does not know mysql.",
        "Use SQLite or PostgreSQL, or implement the ports of cyclades_accounts.repositories.",
    ),
    (
        sql.UnsafeTransactionError("It is DEFERRED.", "Begin it IMMEDIATE."),
        "It is DEFERRED.",
        "Begin it IMMEDIATE.",
    ),
    (
        rosters.BadArchiveError(12, "INE", "x", "y"),
        "Line 12, column 'INE': the archive is damaged, encrypted, or holds no .xml, .csv or .txt file.",
        "Take the original export. If this is a workbook, save it as « CSV UTF-8 ».",
    ),
    (
        rosters.OtherExportError(12, "INE", "x", "y"),
        "Line 12, column 'INE': this is an export of SIECLE, and not that of the pupils: it starts with 'x'.",
        "Export « ElevesSansAdresses » from SIECLE.",
    ),
    (
        rosters.WebPageError(12, "INE", "x", "y"),
        "Line 12, column 'INE': this is a web page that was saved in place of an export.",
        "Log in to the application again, and export the list.",
    ),
    (
        rosters.SeveralFilesError(12, "INE", "x", "y"),
        "Line 12, column 'INE': the archive holds several lists: x.",
        "Keep one list in the archive, or choose the file itself.",
    ),
    (
        rosters.WorkbookError(12, "INE", "x", "y"),
        "Line 12, column 'INE': this is a workbook, and no CSV file.",
        "Save the sheet of the pupils as « CSV UTF-8 ».",
    ),
    (
        rosters.BadXmlError(12, "INE", "x", "y"),
        "Line 12, column 'INE': the XML file is damaged, or in an encoding that is not read.",
        "Take the original export, unchanged.",
    ),
    (
        rosters.EmptyFileError(12, "INE", "x", "y"),
        "Line 12, column 'INE': The file is empty.",
        "Export the « Liste détaillée de mes élèves » from CYCLADES again.",
    ),
    (
        rosters.ForbiddenXmlError(12, "INE", "x", "y"),
        (
            "Line 12, column 'INE': the XML file declares a document type or an entity, which an export of SIECLE "
            "never does."
        ),
        "Do not open it elsewhere; take a fresh export from SIECLE.",
    ),
    (
        rosters.NoHeaderError(12, "INE", "x", "y"),
        "Line 12, column 'INE': No line names the columns.",
        (
            "Check that the file is a list of pupils, with the line that names its columns, or say how they are "
            "called; expected: y."
        ),
    ),
    (
        rosters.NulByteError(12, "INE", "x", "y"),
        (
            "Line 12, column 'INE': there is a NUL byte, which no text holds: the file is a workbook, in UTF-16, or "
            "damaged."
        ),
        "Save it as « CSV UTF-8 », not as a workbook or as Unicode text, or take the original export.",
    ),
    (
        rosters.RosterFileError(12, "INE", "x", "y"),
        "Line 12, column 'INE': The file is no list that can be read.",
        "Take the original export.",
    ),
    (
        rosters.TooBigError(12, "INE", "x", "y"),
        "Line 12, column 'INE': the file, a line or an archive is out of all proportion.",
        "Take the original export: this file is damaged, or no list of pupils.",
    ),
    (
        rosters.UnknownFormatError(12, "INE", "x", "y"),
        "Line 12, column 'INE': this XML file is no export of SIECLE: it starts with 'x'.",
        "Export « ElevesSansAdresses » from SIECLE.",
    ),
    (
        rosters.WrongSchoolError(12, "INE", "x", "y"),
        "Line 12, column 'INE': this is the file of school 'x', not of y.",
        "Take the file of school y. Nothing was read.",
    ),
    (
        rosters.FaultyRosterError((RosterProblem(ProblemCode.TWICE_IN_FILE, 3, "ine", "LÉA", "2"),)),
        "The roster has 1 problem(s). The first is TWICE_IN_FILE on line 3, column 'ine'.",
        "Correct the file, or read it without strict; FRENCH_ROSTER_TEXTS has a sentence and a cure for each.",
    ),
    (
        errors.CycladesAccountsError(),
        "Something went wrong.",
        "Read the error's fields.",
    ),
]
"""An error, its problem and its cure."""
