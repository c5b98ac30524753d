-- Each statement gives no row where the tables belong together.
-- A line of the ledger whose counter is behind it, or gone: the next login of the stem would be one of before.
SELECT line.login, line.number, counter.last
FROM cyclades_issued_logins AS line
LEFT JOIN cyclades_counters AS counter ON counter.stem = line.stem
WHERE line.stem IS NOT NULL AND coalesce(counter.last, 0) < line.number;

-- An account whose login is not in the ledger.
SELECT account.id, account.login
FROM cyclades_accounts AS account
LEFT JOIN cyclades_issued_logins AS line ON line.login = account.login AND line.account_id = account.id
WHERE line.login IS NULL;

-- A line of the ledger whose account or whose run is not there.
SELECT line.login, line.account_id, line.run_id
FROM cyclades_issued_logins AS line
LEFT JOIN cyclades_accounts AS account ON account.id = line.account_id
LEFT JOIN cyclades_journal AS run ON run.run_id = line.run_id
WHERE line.account_id IS NOT NULL AND (account.id IS NULL OR run.run_id IS NULL);

-- A slip or a document whose run is not there.
SELECT run_id FROM cyclades_papillons
UNION
SELECT run_id FROM cyclades_documents
EXCEPT
SELECT run_id FROM cyclades_journal;
