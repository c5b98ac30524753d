-- As cyclades_owner, after SqlStore.open(…, migrate=True): once, and after each migration.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO cyclades_app;
REVOKE INSERT, UPDATE, DELETE ON cyclades_schema FROM cyclades_app;
-- The ledger: lines come and are erased, digests stay.
REVOKE UPDATE ON cyclades_issued_logins FROM cyclades_app;
REVOKE UPDATE, DELETE ON cyclades_erased_logins FROM cyclades_app;
GRANT UPDATE (login) ON cyclades_erased_logins TO cyclades_app;
-- The journal: reports come, get a number and are redacted.
REVOKE UPDATE, DELETE ON cyclades_journal FROM cyclades_app;
GRANT UPDATE (report, redactions, number) ON cyclades_journal TO cyclades_app;
REVOKE UPDATE ON cyclades_reported_names FROM cyclades_app;
-- Sessions stay.
REVOKE DELETE ON cyclades_sessions FROM cyclades_app;
-- Documents and slips: sealed anew, purged, never moved.
REVOKE DELETE ON cyclades_documents FROM cyclades_app;
REVOKE UPDATE ON cyclades_papillons FROM cyclades_app;
GRANT UPDATE (sealed) ON cyclades_papillons TO cyclades_app;
