BEGIN TRANSACTION;
CREATE TABLE cyclades_accounts (
	id TEXT NOT NULL, 
	candidate_id TEXT NOT NULL, 
	login TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	issued_by TEXT, 
	created_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	replaced_by TEXT, 
	credential_version INTEGER, 
	credential_state TEXT, 
	password_hash TEXT, 
	password_issued_at DATETIME, 
	password_expires_at DATETIME, 
	password_first_used_at DATETIME, 
	password_revoked_at DATETIME, 
	password_run TEXT, 
	past TEXT NOT NULL, 
	CONSTRAINT pk_cyclades_accounts PRIMARY KEY (id), 
	CONSTRAINT ck_cyclades_accounts_kind CHECK (kind IN ('prenom.nom', 'email')), 
	CONSTRAINT ck_cyclades_accounts_credential_state CHECK (credential_state IN ('provisional', 'chosen')), 
	CONSTRAINT ck_cyclades_accounts_credential_version CHECK (credential_version >= 1), 
	CONSTRAINT ck_cyclades_accounts_credential_whole CHECK ((credential_version IS NULL) = (credential_state IS NULL) AND (credential_version IS NULL) = (password_hash IS NULL) AND (credential_version IS NULL) = (password_issued_at IS NULL) AND (credential_version IS NULL) = (password_run IS NULL) AND (credential_version IS NOT NULL OR password_expires_at IS NULL) AND (credential_version IS NOT NULL OR password_first_used_at IS NULL) AND (credential_version IS NOT NULL OR password_revoked_at IS NULL)), 
	CONSTRAINT ck_cyclades_accounts_generated CHECK (kind = 'email' OR (issued_by IS NOT NULL AND credential_version IS NOT NULL)), 
	CONSTRAINT ck_cyclades_accounts_replaced CHECK (replaced_by IS NULL OR (closed_at IS NOT NULL AND replaced_by <> id)), 
	CONSTRAINT fk_cyclades_accounts_candidate_id FOREIGN KEY(candidate_id) REFERENCES cyclades_candidates (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT uq_cyclades_accounts_login UNIQUE (login), 
	CONSTRAINT fk_cyclades_accounts_replaced_by FOREIGN KEY(replaced_by) REFERENCES cyclades_accounts (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_accounts" VALUES('756aa0a5aaf8c10be03595b8d78866cc','000000001AA','lea.martin','prenom.nom','0350001L','2025-01-14 09:34:00.000000',NULL,NULL,2,'provisional','$argon2id$v=19$m=8,t=1,p=1$x8ebuXTL028JmVYq57CZoA$1423ynhJ1vl++Hqk2/r7y0SvRlMJnlCIPWKqUon70kE','2025-01-14 09:37:00.000000','2026-01-01 12:00:00.000000',NULL,'2025-01-14 09:43:00.000000','renewal','[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO "cyclades_accounts" VALUES('80469177106f94b8dce3043808dfbac4','000000002AA','lea.martin2','prenom.nom','0350001L','2025-01-14 09:34:00.000000',NULL,NULL,2,'provisional','$argon2id$v=19$m=8,t=1,p=1$0qwYdR65MGyJ9m8zCuZDvg$cIg8W3DUbmyfJ6ilQo0kpyNmBtt0GJgyf2o09bH7pqI','2025-01-14 09:37:00.000000','2026-01-01 12:00:00.000000',NULL,NULL,'renewal','[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO "cyclades_accounts" VALUES('d89bcdb6c131cc7b787198aae8f3f300','000000004AA','lukasz.boeuf','prenom.nom','0350001L','2025-01-14 09:34:00.000000','2025-01-14 09:41:00.000000',NULL,2,'provisional','$argon2id$v=19$m=8,t=1,p=1$YDUmEWpTYoxQz0XwiqQhOA$jXkCImcIzb7EGUWMHxIjB0Ws1m9eQnzic8uVieBW/ns','2025-01-14 09:37:00.000000','2026-01-01 12:00:00.000000',NULL,NULL,'renewal','[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO "cyclades_accounts" VALUES('4d440e052860aaad1148ece2a28aa829','000000003AA','zoe.dherve','prenom.nom','0350001L','2025-01-14 09:34:00.000000',NULL,NULL,3,'chosen','$argon2id$v=19$m=8,t=1,p=1$QYUqGCZpHNFnC8rdfTFwOA$JI8129Oxo1Vg01KM8nbh5HgeXUunm4YaJ+R2IHsr2lA','2025-01-14 09:39:00.000000',NULL,NULL,NULL,'change','[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}, {"version": 2, "state": "provisional", "issued_at": "2025-01-14T09:37:00+00:00", "run_id": "renewal"}]');
INSERT INTO "cyclades_accounts" VALUES('a99e43a68a145c70eeb286db6b18f557','000000006AA','ali.roux@example.org','email',NULL,'2025-01-14 09:35:00.000000',NULL,NULL,1,'chosen','$argon2id$v=19$m=8,t=1,p=1$GPWPIoKRRRMJaIHEebffpg$/JOexAA79Ya1e7W3lUYrv+V8Pddkceqpa8bWgF4R2b4','2025-01-14 09:35:00.000000',NULL,NULL,NULL,'email','[]');
INSERT INTO "cyclades_accounts" VALUES('93793500cfc71ddbc808c5833de0835e','000000007AA','eve.legoff','prenom.nom','0350002M','2025-01-14 09:36:00.000000','2025-01-14 09:40:00.000000','dfa79216d08549fd81c9de2c76230cc3',1,'provisional','$argon2id$v=19$m=8,t=1,p=1$ltIsqvi+GZYUgMgmJ3IB5g$PNFUWpE5NJvtX3gKz+RVEdXezZdF5FbKQi603Y5sB3Y','2025-01-14 09:36:00.000000','2026-01-01 12:00:00.000000',NULL,NULL,'creation-2','[]');
INSERT INTO "cyclades_accounts" VALUES('dfa79216d08549fd81c9de2c76230cc3','000000007AA','eve.legoff2','prenom.nom','0350002M','2025-01-14 09:36:00.000000',NULL,NULL,1,'provisional','$argon2id$v=19$m=8,t=1,p=1$Z0/PRhZz8GDfGhN8sLnCkA$SvCO0Pkrnsffg6JXbKsgZFLpkzHFLqRtM+ziQNURi3s','2025-01-14 09:36:00.000000','2026-01-01 12:00:00.000000',NULL,NULL,'creation-2','[]');
CREATE TABLE cyclades_candidates (
	id TEXT NOT NULL, 
	family_name TEXT NOT NULL, 
	given_names TEXT NOT NULL, 
	birth_date DATE, 
	usage_name TEXT, 
	former_schools TEXT NOT NULL, 
	CONSTRAINT pk_cyclades_candidates PRIMARY KEY (id), 
	CONSTRAINT ck_cyclades_candidates_not_blank CHECK (id <> '' AND family_name <> '' AND given_names <> '')
);
INSERT INTO "cyclades_candidates" VALUES('000000001AA','MARTIN','Léa',NULL,NULL,'[]');
INSERT INTO "cyclades_candidates" VALUES('000000002AA','MARTIN','Léa',NULL,NULL,'[]');
INSERT INTO "cyclades_candidates" VALUES('000000003AA','D''HERVÉ','Zoé Anne',NULL,NULL,'["0350002M"]');
INSERT INTO "cyclades_candidates" VALUES('000000004AA','BŒUF','Łukasz',NULL,NULL,'[]');
INSERT INTO "cyclades_candidates" VALUES('000000005AA','PETIT','Nils',NULL,NULL,'[]');
INSERT INTO "cyclades_candidates" VALUES('000000006AA','ROUX','Ali',NULL,NULL,'[]');
INSERT INTO "cyclades_candidates" VALUES('000000007AA','LE GOFF','Ève',NULL,NULL,'[]');
CREATE TABLE cyclades_candidatures (
	candidate_id TEXT NOT NULL, 
	school TEXT NOT NULL, 
	session TEXT NOT NULL, 
	status TEXT NOT NULL, 
	email TEXT, 
	serie TEXT NOT NULL, 
	division TEXT NOT NULL, 
	qualification TEXT NOT NULL, 
	category TEXT NOT NULL, 
	number TEXT, 
	CONSTRAINT pk_cyclades_candidatures PRIMARY KEY (candidate_id, school, session), 
	CONSTRAINT ck_cyclades_candidatures_status CHECK (status IN ('Inscrit', 'Pré-inscrit', 'En cours', 'Non inscrit', 'Démissionnaire', 'Radié', 'Annulé')), 
	CONSTRAINT fk_cyclades_candidatures_candidate_id FOREIGN KEY(candidate_id) REFERENCES cyclades_candidates (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cyclades_candidatures_school FOREIGN KEY(school) REFERENCES cyclades_schools (uai) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_candidatures" VALUES('000000001AA','0350001L','DNB-2025','Inscrit','famille1@example.org','Générale','3A','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000002AA','0350001L','DNB-2025','Inscrit','famille2@example.org','Générale','3A','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000003AA','0350001L','DNB-2025','Inscrit','famille3@example.org','Générale','3B','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000004AA','0350001L','DNB-2025','Inscrit','famille4@example.org','Générale','3B','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000005AA','0350001L','DNB-2025','Inscrit',NULL,'Générale','3A','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000006AA','0350002M','DNB-2025','Inscrit','famille6@example.org','Générale','3A','','SCOLAIRE',NULL);
INSERT INTO "cyclades_candidatures" VALUES('000000007AA','0350002M','DNB-2025','Inscrit','famille7@example.org','Générale','3A','','SCOLAIRE',NULL);
CREATE TABLE cyclades_counters (
	stem TEXT NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_cyclades_counters PRIMARY KEY (stem), 
	CONSTRAINT ck_cyclades_counters_last CHECK (last >= 0)
);
INSERT INTO "cyclades_counters" VALUES('lea.martin',2);
INSERT INTO "cyclades_counters" VALUES('lukasz.boeuf',1);
INSERT INTO "cyclades_counters" VALUES('zoe.dherve',1);
INSERT INTO "cyclades_counters" VALUES('eve.legoff',2);
CREATE TABLE cyclades_documents (
	rank INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	run_id TEXT NOT NULL, 
	school TEXT NOT NULL, 
	session TEXT NOT NULL, 
	title TEXT NOT NULL, 
	name TEXT NOT NULL, 
	layout TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	papillons INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	type TEXT NOT NULL, 
	purged_at DATETIME, 
	sealed BLOB, 
	CONSTRAINT pk_cyclades_documents PRIMARY KEY (rank), 
	CONSTRAINT ck_cyclades_documents_counts CHECK (size >= 0 AND papillons >= 1), 
	CONSTRAINT ck_cyclades_documents_purged CHECK ((purged_at IS NULL) = (sealed IS NOT NULL)), 
	CONSTRAINT uq_cyclades_documents_id UNIQUE (id), 
	CONSTRAINT fk_cyclades_documents_run_id FOREIGN KEY(run_id) REFERENCES cyclades_journal (run_id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cyclades_documents_school FOREIGN KEY(school) REFERENCES cyclades_schools (uai) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_documents" VALUES(1,'d64859e7c2e8bcdf0e91022d3e507341','creation','0350001L','DNB-2025','Papillon de connexion','papillons-0350001L-DNB-2025-20250114-one-per-page-d64859e7.pdf','one-per-page',160,4,'2025-01-14 09:34:00.000000','PDF',NULL,X'4359434101086669787475726573EB72009D7CCE13B3B51E7B52F8FA84E103700F9E06F8433C1C8D900189B8066F1016E1318D00DFF9271371C5E31B6607084B486E2B70BFC59DE657B70AC0851C41E55D755E8ED25F1223BC2F3182FAB9D399D089B46438767547521167B1302403153A5B30108583ABCDCF2312482A584E1B762C8C10B77678ED54D93D34D5E177168A804424E65DF0B37D0107BE2899AA2EA26135AB73467403CCDCEE114ACB67CEAEA20E7B00D2DB3CFB7DFC508C911850E687112B956CDFA34758');
INSERT INTO "cyclades_documents" VALUES(2,'b07eb0edf3eb869a448472baa723f9be','creation','0350001L','DNB-2025','Papillon de connexion','papillons-0350001L-DNB-2025-20250114-two-per-page-b07eb0ed.pdf','two-per-page',160,4,'2025-01-14 09:34:00.000000','PDF',NULL,X'4359434101086669787475726573211AEB69F2C4944C02963AD07242C5A53322CF3DB7A57411A0FB0C893784FBE979717237EA85572F884F408BC067AEC63F6CA8EEB07E8BBA1A5E189F894DB0B0D32C149CC1977F9D934849651B8C57421169B7BC0D8B6410C3D4FC0C77D5225B9917D2D0C00286904ECF1DA453F53E36D349DBECBDB547AE88EA853D9011D01EFB48F9F367C6A839105EC44E7E4A73CAA55864886AD8D34D74A14BA0C31CD5B4699CBA9C495C24F71D4EDB71B351399D979E37693E5E21994CFD2E51');
INSERT INTO "cyclades_documents" VALUES(3,'f05b8d967a1e306b8b7502b0280a9669','creation-2','0350002M','DNB-2025','Papillon de connexion','papillons-0350002M-DNB-2025-20250114-one-per-page-f05b8d96.pdf','one-per-page',82,2,'2025-01-14 09:36:00.000000','PDF',NULL,X'4359434101086669787475726573E63F434BE713DBB0358EA7A319171CABF911500DB71D31043244DA769B2E8F10CC3FCF76598B42301EA9DE7B8041EB486B41A877FD3D816B57D37E152C2A1E35C4830B1071CA661368A76531A5AEFD9CAB3E1E9A6235A21EC99E3DEBECE848AF637B2D50EE05913DDFB340418A32');
INSERT INTO "cyclades_documents" VALUES(4,'f3590d6cedcc346925b8177b7b0a0535','creation-2','0350002M','DNB-2025','Papillon de connexion','papillons-0350002M-DNB-2025-20250114-two-per-page-f3590d6c.pdf','two-per-page',82,2,'2025-01-14 09:36:00.000000','PDF',NULL,X'43594341010866697874757265739E3112B78B2A7D10C326F4A67D6700E85F196AA63419BECDCC18962D05D05DD2680B4C48E2771A6F7694D875FED45BAC5B138E7FD1369542A9A1A4762A034930B1E52ED89F7D36E234EF7FC587732E27B0943D72064E93AF370B0E1B3BB212F4077BE76D28207BC9A152486F1672');
INSERT INTO "cyclades_documents" VALUES(5,'0d3501c8328286855177f08ebacb0148','renewal','0350001L','DNB-2025','Papillon de connexion','papillons-0350001L-DNB-2025-20250114-one-per-page-0d3501c8.pdf','one-per-page',160,4,'2025-01-14 09:37:00.000000','PDF',NULL,X'4359434101086669787475726573B523EB8A28CB056F958AF0C64DD962892D40538BF138E97E6E85E849349D2BD155F5B0AB6C09654E530EC686074584B190D0292ADA1540EE92E9E4730A478B900C34A8F73BCF273520C594BA83512C8E5C78190734C7B988F149DE7BD7AC808690F3E4BE3245C073CBB3ECF0B63A684061ECFDED779A9BD7FAD5FD2056A423A2C350A23130C02094573F1964DCC1BD1D847372ABD42C94B6741965C08B42CFC2F915F8AF1F30A020A775112725212C417B57099298D958B8E0886515');
INSERT INTO "cyclades_documents" VALUES(6,'f63106c0305e9f09e135593e960f6a8a','renewal','0350001L','DNB-2025','Papillon de connexion','papillons-0350001L-DNB-2025-20250114-two-per-page-f63106c0.pdf','two-per-page',160,4,'2025-01-14 09:37:00.000000','PDF',NULL,X'43594341010866697874757265739E23F9421CEB584B6E2152E599B1EFA5B454CD0B51849D9AB8D2F15DECCF1A741440E36EADFB21A12953180D3516A4AF68F6325A27A683B086F4F0CED3E35C44BE3D8303B119E23CF0C3E99838FFFD751B540DDD4BA2CB9437B709943FBDA3629826D43E803742592963B40797A0550E239AA3080B840985A66C44AC74509FA9ADD5398ADFB587ADC13E4DC160242594CC72AA258F58437434E06BC69153FACF36D08BB22975A19B62EF6D01EF8FE3644E3860085EBE17045A60ED24');
CREATE TABLE cyclades_erased_logins (
	digest TEXT NOT NULL, 
	key_id TEXT NOT NULL, 
	CONSTRAINT pk_cyclades_erased_logins PRIMARY KEY (digest), 
	CONSTRAINT ck_cyclades_erased_logins_not_blank CHECK (digest <> '')
);
CREATE TABLE cyclades_issued_logins (
	login TEXT NOT NULL, 
	imposed_on TEXT, 
	account_id TEXT, 
	issued_at DATETIME, 
	run_id TEXT, 
	stem TEXT, 
	number INTEGER, 
	CONSTRAINT pk_cyclades_issued_logins PRIMARY KEY (login), 
	CONSTRAINT ck_cyclades_issued_logins_issued_or_imposed CHECK ((imposed_on IS NULL) = (account_id IS NOT NULL) AND (account_id IS NULL) = (issued_at IS NULL) AND (account_id IS NULL) = (run_id IS NULL) AND (imposed_on IS NULL OR stem IS NULL)), 
	CONSTRAINT ck_cyclades_issued_logins_number CHECK ((stem IS NULL) = (number IS NULL) AND (number IS NULL OR number >= 1)), 
	CONSTRAINT uq_cyclades_issued_logins_imposed_on UNIQUE (imposed_on), 
	CONSTRAINT fk_cyclades_issued_logins_imposed_on FOREIGN KEY(imposed_on) REFERENCES cyclades_candidates (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cyclades_issued_logins_account_id FOREIGN KEY(account_id) REFERENCES cyclades_accounts (id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cyclades_issued_logins_run_id FOREIGN KEY(run_id) REFERENCES cyclades_journal (run_id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_issued_logins" VALUES('lea.martin',NULL,'756aa0a5aaf8c10be03595b8d78866cc','2025-01-14 09:34:00.000000','creation','lea.martin',1);
INSERT INTO "cyclades_issued_logins" VALUES('lea.martin2',NULL,'80469177106f94b8dce3043808dfbac4','2025-01-14 09:34:00.000000','creation','lea.martin',2);
INSERT INTO "cyclades_issued_logins" VALUES('lukasz.boeuf',NULL,'d89bcdb6c131cc7b787198aae8f3f300','2025-01-14 09:34:00.000000','creation','lukasz.boeuf',1);
INSERT INTO "cyclades_issued_logins" VALUES('zoe.dherve',NULL,'4d440e052860aaad1148ece2a28aa829','2025-01-14 09:34:00.000000','creation','zoe.dherve',1);
INSERT INTO "cyclades_issued_logins" VALUES('ali.roux@example.org',NULL,'a99e43a68a145c70eeb286db6b18f557','2025-01-14 09:35:00.000000','email',NULL,NULL);
INSERT INTO "cyclades_issued_logins" VALUES('eve.legoff',NULL,'93793500cfc71ddbc808c5833de0835e','2025-01-14 09:36:00.000000','creation-2','eve.legoff',1);
INSERT INTO "cyclades_issued_logins" VALUES('eve.legoff2',NULL,'dfa79216d08549fd81c9de2c76230cc3','2025-01-14 09:36:00.000000','creation-2','eve.legoff',2);
INSERT INTO "cyclades_issued_logins" VALUES('nils.choisi','000000005AA',NULL,NULL,NULL,NULL,NULL);
CREATE TABLE cyclades_journal (
	rank INTEGER NOT NULL, 
	run_id TEXT NOT NULL, 
	school TEXT, 
	candidate_id TEXT, 
	at DATETIME NOT NULL, 
	report TEXT NOT NULL, 
	CONSTRAINT pk_cyclades_journal PRIMARY KEY (rank), 
	CONSTRAINT uq_cyclades_journal_run_id UNIQUE (run_id)
);
INSERT INTO "cyclades_journal" VALUES(1,'school-1','0350001L',NULL,'2025-01-14 09:30:00.000000','{"run": {"id": "school-1", "activity": "register_school", "subject": "0350001L", "actor": "", "at": "2025-01-14T09:30:00+00:00", "school": "0350001L"}, "uai": "0350001L", "manages_candidates": true, "_type": "SchoolReport"}');
INSERT INTO "cyclades_journal" VALUES(2,'school-2','0350002M',NULL,'2025-01-14 09:31:00.000000','{"run": {"id": "school-2", "activity": "register_school", "subject": "0350002M", "actor": "", "at": "2025-01-14T09:31:00+00:00", "school": "0350002M"}, "uai": "0350002M", "manages_candidates": true, "_type": "SchoolReport"}');
INSERT INTO "cyclades_journal" VALUES(3,'roster-1','0350001L',NULL,'2025-01-14 09:32:00.000000','{"run": {"id": "roster-1", "activity": "register_roster", "subject": "0350001L DNB-2025", "actor": "", "at": "2025-01-14T09:32:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "added": ["000000001AA", "000000002AA", "000000003AA", "000000004AA", "000000005AA"], "updated": [], "unchanged": [], "missing": [], "conflicting": [], "merged": [], "notices": [], "_type": "RosterReport"}');
INSERT INTO "cyclades_journal" VALUES(4,'roster-2','0350002M',NULL,'2025-01-14 09:33:00.000000','{"run": {"id": "roster-2", "activity": "register_roster", "subject": "0350002M DNB-2025", "actor": "", "at": "2025-01-14T09:33:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "added": ["000000006AA", "000000007AA", "old-key"], "updated": [], "unchanged": [], "missing": [], "conflicting": [], "merged": [], "notices": [], "_type": "RosterReport"}');
INSERT INTO "cyclades_journal" VALUES(5,'creation','0350001L',NULL,'2025-01-14 09:34:00.000000','{"run": {"id": "creation", "activity": "generate", "subject": "0350001L DNB-2025 d0f9061b62c7", "actor": "secr\u00e9tariat", "at": "2025-01-14T09:34:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 5, "outcomes": [{"candidate_id": "000000001AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "lea.martin", "former_login": null, "account_id": "756aa0a5aaf8c10be03595b8d78866cc", "credential_version": 1, "refusal": null}, {"candidate_id": "000000002AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "lea.martin2", "former_login": null, "account_id": "80469177106f94b8dce3043808dfbac4", "credential_version": 1, "refusal": null}, {"candidate_id": "000000005AA", "name": "PETIT Nils", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "refused", "login": null, "former_login": null, "account_id": null, "credential_version": null, "refusal": {"reason": "NO_EMAIL", "facts": []}}, {"candidate_id": "000000004AA", "name": "B\u0152UF \u0141ukasz", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "created", "login": "lukasz.boeuf", "former_login": null, "account_id": "d89bcdb6c131cc7b787198aae8f3f300", "credential_version": 1, "refusal": null}, {"candidate_id": "000000003AA", "name": "D''HERV\u00c9 Zo\u00e9 Anne", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "created", "login": "zoe.dherve", "former_login": null, "account_id": "4d440e052860aaad1148ece2a28aa829", "credential_version": 1, "refusal": null}], "documents": ["d64859e7c2e8bcdf0e91022d3e507341", "b07eb0edf3eb869a448472baa723f9be"], "notices": [], "_type": "RunReport"}');
INSERT INTO "cyclades_journal" VALUES(6,'email',NULL,'000000006AA','2025-01-14 09:35:00.000000','{"run": {"id": "email", "activity": "register_email_account", "subject": "000000006AA", "actor": "", "at": "2025-01-14T09:35:00+00:00", "school": null}, "candidate_id": "000000006AA", "account_id": "a99e43a68a145c70eeb286db6b18f557", "login": "ali.roux@example.org", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO "cyclades_journal" VALUES(7,'creation-2','0350002M',NULL,'2025-01-14 09:36:00.000000','{"run": {"id": "creation-2", "activity": "generate", "subject": "0350002M DNB-2025 7a87fa3ec6a2", "actor": "", "at": "2025-01-14T09:36:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 3, "outcomes": [{"candidate_id": "old-key", "name": "LE GOFF Eve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "eve.legoff", "former_login": null, "account_id": "93793500cfc71ddbc808c5833de0835e", "credential_version": 1, "refusal": null}, {"candidate_id": "000000007AA", "name": "LE GOFF \u00c8ve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "eve.legoff2", "former_login": null, "account_id": "dfa79216d08549fd81c9de2c76230cc3", "credential_version": 1, "refusal": null}, {"candidate_id": "000000006AA", "name": "ROUX Ali", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "ali.roux@example.org", "former_login": null, "account_id": "a99e43a68a145c70eeb286db6b18f557", "credential_version": null, "refusal": null}], "documents": ["f05b8d967a1e306b8b7502b0280a9669", "f3590d6cedcc346925b8177b7b0a0535"], "notices": [], "_type": "RunReport"}');
INSERT INTO "cyclades_journal" VALUES(8,'renewal','0350001L',NULL,'2025-01-14 09:37:00.000000','{"run": {"id": "renewal", "activity": "generate", "subject": "0350001L DNB-2025 42299c5c754e", "actor": "", "at": "2025-01-14T09:37:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 5, "outcomes": [{"candidate_id": "000000001AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "renewed", "login": "lea.martin", "former_login": null, "account_id": "756aa0a5aaf8c10be03595b8d78866cc", "credential_version": 2, "refusal": null}, {"candidate_id": "000000002AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "renewed", "login": "lea.martin2", "former_login": null, "account_id": "80469177106f94b8dce3043808dfbac4", "credential_version": 2, "refusal": null}, {"candidate_id": "000000005AA", "name": "PETIT Nils", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "refused", "login": null, "former_login": null, "account_id": null, "credential_version": null, "refusal": {"reason": "NO_EMAIL", "facts": []}}, {"candidate_id": "000000004AA", "name": "B\u0152UF \u0141ukasz", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "renewed", "login": "lukasz.boeuf", "former_login": null, "account_id": "d89bcdb6c131cc7b787198aae8f3f300", "credential_version": 2, "refusal": null}, {"candidate_id": "000000003AA", "name": "D''HERV\u00c9 Zo\u00e9 Anne", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "renewed", "login": "zoe.dherve", "former_login": null, "account_id": "4d440e052860aaad1148ece2a28aa829", "credential_version": 2, "refusal": null}], "documents": ["0d3501c8328286855177f08ebacb0148", "f63106c0305e9f09e135593e960f6a8a"], "notices": [], "_type": "RunReport"}');
INSERT INTO "cyclades_journal" VALUES(9,'open-0d3501c8328286855177f08ebacb0148','0350001L',NULL,'2025-01-14 09:38:00.000000','{"run": {"id": "open-0d3501c8328286855177f08ebacb0148", "activity": "open_document", "subject": "0350001L 0d3501c8328286855177f08ebacb0148", "actor": "", "at": "2025-01-14T09:38:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "source": "renewal", "document_id": "0d3501c8328286855177f08ebacb0148", "_type": "OpeningReport"}');
INSERT INTO "cyclades_journal" VALUES(10,'change',NULL,'000000003AA','2025-01-14 09:39:00.000000','{"run": {"id": "change", "activity": "change_password", "subject": "zoe.dherve", "actor": "", "at": "2025-01-14T09:39:00+00:00", "school": null}, "candidate_id": "000000003AA", "account_id": "4d440e052860aaad1148ece2a28aa829", "login": "zoe.dherve", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO "cyclades_journal" VALUES(11,'merge','0350002M','000000007AA','2025-01-14 09:40:00.000000','{"run": {"id": "merge", "activity": "merge", "subject": "0350002M old-key", "actor": "", "at": "2025-01-14T09:40:00+00:00", "school": "0350002M"}, "candidate_id": "000000007AA", "account_id": "dfa79216d08549fd81c9de2c76230cc3", "login": "eve.legoff2", "closed_account_id": "93793500cfc71ddbc808c5833de0835e", "_type": "AccountReport"}');
INSERT INTO "cyclades_journal" VALUES(12,'close','0350001L','000000004AA','2025-01-14 09:41:00.000000','{"run": {"id": "close", "activity": "close", "subject": "0350001L 000000004AA", "actor": "", "at": "2025-01-14T09:41:00+00:00", "school": "0350001L"}, "candidate_id": "000000004AA", "account_id": "d89bcdb6c131cc7b787198aae8f3f300", "login": "lukasz.boeuf", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO "cyclades_journal" VALUES(13,'impose','0350001L',NULL,'2025-01-14 09:42:00.000000','{"run": {"id": "impose", "activity": "impose_logins", "subject": "0350001L b0830d06d6d2", "actor": "", "at": "2025-01-14T09:42:00+00:00", "school": "0350001L"}, "school": "0350001L", "logins": [{"candidate_id": "000000005AA", "login": "nils.choisi", "refusal": null}], "_type": "ImposedLoginsReport"}');
INSERT INTO "cyclades_journal" VALUES(14,'revoke','0350001L','000000001AA','2025-01-14 09:43:00.000000','{"run": {"id": "revoke", "activity": "revoke", "subject": "0350001L 000000001AA", "actor": "", "at": "2025-01-14T09:43:00+00:00", "school": "0350001L"}, "candidate_id": "000000001AA", "account_id": "756aa0a5aaf8c10be03595b8d78866cc", "login": "lea.martin", "closed_account_id": null, "_type": "AccountReport"}');
CREATE TABLE cyclades_merged_candidates (
	lost TEXT NOT NULL, 
	kept TEXT NOT NULL, 
	CONSTRAINT pk_cyclades_merged_candidates PRIMARY KEY (lost), 
	CONSTRAINT ck_cyclades_merged_candidates_two_keys CHECK (lost <> kept), 
	CONSTRAINT fk_cyclades_merged_candidates_kept FOREIGN KEY(kept) REFERENCES cyclades_candidates (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_merged_candidates" VALUES('old-key','000000007AA');
CREATE TABLE cyclades_papillons (
	rank INTEGER NOT NULL, 
	run_id TEXT NOT NULL, 
	account_id TEXT NOT NULL, 
	credential_version INTEGER NOT NULL, 
	sealed BLOB NOT NULL, 
	CONSTRAINT pk_cyclades_papillons PRIMARY KEY (rank), 
	CONSTRAINT uq_cyclades_papillons_run_id_account_id_credential_version UNIQUE (run_id, account_id, credential_version), 
	CONSTRAINT ck_cyclades_papillons_credential_version CHECK (credential_version >= 1), 
	CONSTRAINT fk_cyclades_papillons_run_id FOREIGN KEY(run_id) REFERENCES cyclades_journal (run_id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_cyclades_papillons_account_id FOREIGN KEY(account_id) REFERENCES cyclades_accounts (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "cyclades_papillons" VALUES(1,'creation','756aa0a5aaf8c10be03595b8d78866cc',1,X'4359434101086669787475726573E87FF640CD73FD42F307B311BD7CDD3762920D9CAAA9BD94CBE5052997C95F939F3679D2D9DF03D2E53DF5586F331AB4498F6B772ADF95327DF6FABE4FE68885E1C4844D3EC5089F6C986E4EE88894116844CCDAE067DC535832FB9765EA5C105D437D72D8BF2C44D18F828922AFE7E7B561D5F7397E7D22B4BA34A211D8162DBB9C17C9C2D3F596B68F2DF0CF729E71457A8DE2B6FA4090F70C114DA578F67338A3DB69C65C4136E62F905BD994C5D3078A8522B0F21339DBC5B2DEA7E8F09271512AEAFE1064796C35462F6F39CA87C0260AB5BD46155EE720F393FB38BEED01DF23C62851C104A0EAE081DAC956407C1E0527CC1D001CC76F81D3AEF00EED46E1B81B416641D2EC3730B41A1F056803BB8178C73553CCEECCAC6F1D4B3177762C1B9B0E11B5AEF077A36E05721AD171E260962786');
INSERT INTO "cyclades_papillons" VALUES(2,'creation','80469177106f94b8dce3043808dfbac4',1,X'4359434101086669787475726573E69275390A00092E43FB0D23411457990F5E076286188F187BA855CCC03594D35235309D7B8F56712A381B246150928BD2E90DBD5584EA8821A897D3086C804CCD1E08527F8838315CC929F9ED5831AB52302E3634CF6B66432B42FBD275E0462DCF994CB6C201BAE68AAAA3BDF531A91FA1F51D689E6E47AC2B70F65F84CD7994DA1609B44234EB286C04AD21C0DF85B1B9ACF3624B3815C8F7F55F6609DB53544C66D32131F55B46872ADF788437F916AA455DB5D2E9B6F4853E4E12B2B3F486C5EFA26A8C3F0CDBB77355FF9F19A04355C15FCD293284648BB1848AB346FEEE24E0DD213B05F5DF83A9062E86FDA3D28D4B60DEDD7A08F2092BA9A3FB9F14804E593BA6D31D3EFABB89ACEB9D4CFB7DB397A87414B17E7003616A5CE72A44F5B1F40CCB5FA7E79075C39D8F062B5F66400F1D22DC4C');
INSERT INTO "cyclades_papillons" VALUES(3,'creation','d89bcdb6c131cc7b787198aae8f3f300',1,X'4359434101086669787475726573A6F127025F75E8B611E1ED14D2A6BE5E9776090B3C5E4C286153E075FFFF3A1F3CA17EE3ACEC5A18142ABD06591441927BD44B852D5193BA4D28D27FC196B7D1B932691E299DC1E48FF9BBC12BDF49CE4A17681C25DF0C0967B4AA8CB9F25B6F58E37C98116279EF69FD3AB78C02F416DEC9E675DC8849139A9CA53E0AEF7AE6A280CFE9A4A7D0B39E8A1662AC464AF2C254E182B17E372B7D33EC8B25E32EB398EB4A84F3CB0B3AD01BE70AC51132FDD4D4244E80AE1E7635970D04C691B21788F9F548AD0C7D5D5D6CB3AB41C2879BCA6FCE528015772C31F1CD9ED8B5B02C28E413F39927868CEF2B107457439826A975070603C75CA6EE0F17BB7976274F66FB0FBE14B8D97907FFEF43478407EE6F3AEE4D03FC97F18FB73D42690088E23CE8EDA31876C4466AE4B35F5DAC0C8B81F11E468641F322F5E8');
INSERT INTO "cyclades_papillons" VALUES(4,'creation','4d440e052860aaad1148ece2a28aa829',1,X'4359434101086669787475726573BE8932A3C7BF9B927968C7CEC6F5A89D1877050C90C06480F8A1831696B17DD8B5D4BD774B6C7EC9F01D47A4B078679F296E20DC531D6A8FA6B41EE2A7ACF8C5132439095CB8874553CCCCEC1EDE2471E8EAC058F9FACCB87126768336075D776B88EFB400E3E8C9F174E3B65C05262BA7B58831F5E90303461C288B64CA41E5AB2B6CE39FC2E0A0C6391C5F9C6ACAD16899044B90C28BB4A519C73C8234C467B5EC30E1A698E1AC491CE5D4E794EEEB4E10A3BB7E67603238CEF1BB63D11087CB2FAEBAC86289FDA7D8E65F6153E3DE74C9E1257CFC6F7D32CCF6C77578BC7D2AA9E67B83D660A05D4CCD1747B8DABAF79B489099C89C2B5F6BDB1A11A4D9B83AF242AFBE7A3037035994B90831342AB1A9C77C5B1F457F03542708B008B5A4F2134EAA436314FC332B0457289DEA43B26D2E1233E209653C7B0698D8');
INSERT INTO "cyclades_papillons" VALUES(5,'creation-2','93793500cfc71ddbc808c5833de0835e',1,X'4359434101086669787475726573586432D66B397EB0BF849679E71C755BB83C7A5F40C1067A1A88FE94F96551BDF45E0EE7642959DC0FADE5F226D971AF5EC0C6CCCB2B1F3299673C09C8AD78D38BF4A35B62ECC87377D4CF914FBC83B4246687F955BCC0E83EA9FB94293C46E36D78CEBEA984D61856FD6AC6D3327367DDF59130B4EEBE3E94CBD3A96316F97D9498E2AECABE8D0FC8FB6931A23F5B040456C553A973D3E0958E6E7D83A9AF4A51D74DD6BC2CB18EEDBF62C94EE00BE028B5C415F3E5E86F50DE5A716B297032E0972BF16F98B1B7857E8230516DAA14A3E394EA5F6EA2E3CDCB3117C47ECDAE76267CA5A46323ACA42659C08A7C9298A68E0637397239548445CEDC45AC83B30EB2C3AAAB266FBB4531F3E6C19E255C98D56D6D7A6BB35ABB09770C3D92472035B73F0620AAC6F59A2BAF0A3D2B1470500D8DED9D4B');
INSERT INTO "cyclades_papillons" VALUES(6,'creation-2','dfa79216d08549fd81c9de2c76230cc3',1,X'4359434101086669787475726573CCB183E207098C27135D321A52D698CDF03BFAD1998F21F1B55665175E3D32E1508F46C548D6E26EE976CB09F0B3A2417834570515608979061BBC0D69403C1616D76AF0CCA86816301613CFB53FB64B3775BCCD14CBB1A40266B7F2A8181C977C680D3AE615BE67D71E45292672B717C9485B95B2C63D5A2BE4EA27829FEE34424C151A96112EB5CAFA29BBD869E43ED43A9C2322F5DFA1750763DDC161361A149E5FB3130F75FC73FB514466D65A5090A5FF181D0B2BD51D73F18AAC5C0FAD54DC5313AECC2E644B6A5541212ECE7E046B2E3C45A89CB7A8FE6C54BB84A9A3E3308B480F0C19A6FDCA984493E90F477065A82D70D93FE0B1D0E6B1921A73586348056DF1E63003111B60CF09E2D195D3E3FC2A990B3A1E54A469DAC8C54A75E84E27D8A9F2CDB81529408E1CCB4081161A5F23408DCBBC');
INSERT INTO "cyclades_papillons" VALUES(7,'renewal','756aa0a5aaf8c10be03595b8d78866cc',2,X'4359434101086669787475726573ECACEF3872AD5302BDFE9BCBD233A1C0F3CF5544D26E67F23EC8B805A4DC94F9E57AE49337ECE2BB8E15000399BD8E0CCE2AD028EAD030289A7D9B84863800DC5523856E161DA9805ED1AF4BB541239EE3A378A7B263DD2D3AD97A5E947D231E3AA35505AA0FAC988ABF853868D8F11AE02CF825C6332E8DEF0802AC7F82472B8C8E5B8D4B682827189D62E513EFADC79CFEA4A2E7258298B00E602B580662F2580E8909B6B8B30CAD3362720A40EA1ACD21655A44DCB6EB9CF32D92FBE126D2FB3037FC62BF3859BE156B69955AEB701906207BC7AEE2E777B2086AABE59DE8C525FC169B290C0DB5E0A209ECE04393E35D420129725FBAD47C7FD641C472172A9689B44C50CFEC4A331CAF8996206AADD12853F6CCB23B7F3C4CC56B5924C1CA00554913D310466DFD1FCBF0F9D2B314947DA5A463');
INSERT INTO "cyclades_papillons" VALUES(8,'renewal','80469177106f94b8dce3043808dfbac4',2,X'4359434101086669787475726573FBBA9C5095AFE7B96C4F78EC8014BB03B2958959CB451827E3001EDF1DC90BFC50B2949D16EA07229421BA13C92478D3298192C73F39A2AC35CC00E5465A2491FE6ECDC61FAFDE4B1F3F737D598B1896C438F2B73F6F109D8D656DC8259FA5C1D0DD049855383B1E7C0C95CAD2F69F4E3F94D848272E330A3145973A8A8492C8334BC4B9888F26E8EB061E27E74DC1A3E07688BDC197EDC71A506ADD05D0CA932EB21E9F517D5352C54D0AD66E46172CCB3EAE44485908CA04B4F43EF9DE8656A3D5498A752F2EA0326C69074519D8A36E7A61F9F2A1C9B5CCA35CE6654754A08D6BA7D75A714A76B61F3605CEF20F906CBE9B0184A52F2714CA34F48A4B0A7696912CCA1942F1CF0A34D1CD86D4162E5171DCE7D0FB0B1B2506139905877AD4E591E4247ACAC904065594A83638E0ADA7F4CA8473888E');
INSERT INTO "cyclades_papillons" VALUES(9,'renewal','d89bcdb6c131cc7b787198aae8f3f300',2,X'435943410108666978747572657363D3E4316645B3D3E848FF8C9827D315141CE49FC444C5926A18B5C7C142B1601E45C08E06A90C69FA6A4B3153DDD92C7E2FEFBD1EF6B121E6D888A1A97979EC015EF1A417F0BF2E41CD0C5D256C75DBF148F53E0A8C85ED8E6EC4C6A8F578DA92D3461BE18884341EBF579A6F9A06233B7C81044CCA2850F999FC6F46C3C99C85B7EA9C13D08E37F4694512A98989953B6DABA2393A621A8DD7B0DE314B6ADF4D6D4CB076BCE3968E7622836B1C7C900344ACECB7868335FFB0B362BDD0B58D91E82364BDE89995A172B866DC47DFB43B76D35621602B9C6C4BD1B7130F83F02E4A232EE7589C6297A6505F72CC0786DFC1A4273FC0F6F40084A5A08A270A2B1E21190E60C9614498C4000B2603C900C8B1DF6D922508947E10EE8F5D92BB5476420B5EEAC37BD8853327F1CE7ADAA18F856AAF1DEB107A0291');
INSERT INTO "cyclades_papillons" VALUES(10,'renewal','4d440e052860aaad1148ece2a28aa829',2,X'4359434101086669787475726573320234385CB6A90F583D1E8E8424F5AA5AC19AA578861172CAD1CF713F89AC8F823950813BCBC05FCDBB3E99262D61D8823EF96B343619971E27E21FFEDC93007F7BDFF9C9D93C8A99216B6DDCE91F66EEB81AC378EB5642B46F9D7D8BE7EF9D970ED22958C8C71F91A601463E9CAF1419DC871B3745D78B96EFFA55C7B48303CC4939BDE346C203927C111FF5C75C8EFCA3901C1FFE3EAD2E3CE95CB2DAFD32B36831B6662C655E3C8B84A05517887228E09E355E1CB08D36A12CCBC89F375FE498D70AA9C07A91863DAF32383F147FE50592771730CFD24EE2C5793F7A124710307D055B4B27B9CC183169D38C209F8605A2E03A7FAE46E51072FB19701199F323F909A04E6897552ACB92420704846117145FC29C7625E13B77232729F172D1FCC033257BBCF0670011C2CED06B1CF2F4406299605D5C74FEAE7AE9');
CREATE TABLE cyclades_schema (
	version INTEGER NOT NULL, 
	CONSTRAINT pk_cyclades_schema PRIMARY KEY (version)
);
INSERT INTO "cyclades_schema" VALUES(3);
CREATE TABLE cyclades_schools (
	uai TEXT NOT NULL, 
	name TEXT NOT NULL, 
	manages_candidates BOOLEAN NOT NULL, 
	CONSTRAINT pk_cyclades_schools PRIMARY KEY (uai), 
	CONSTRAINT ck_cyclades_schools_uai CHECK (length(uai) = 8)
);
INSERT INTO "cyclades_schools" VALUES('0350001L','Collège Anita Conti',1);
INSERT INTO "cyclades_schools" VALUES('0350002M','Collège Paul Féval',1);
CREATE INDEX ix_cyclades_erased_logins_key_id ON cyclades_erased_logins (key_id);
CREATE INDEX ix_cyclades_journal_school_at ON cyclades_journal (school, at);
CREATE INDEX ix_cyclades_journal_candidate_id ON cyclades_journal (candidate_id);
CREATE INDEX ix_cyclades_merged_candidates_kept ON cyclades_merged_candidates (kept);
CREATE INDEX ix_cyclades_candidatures_school_session ON cyclades_candidatures (school, session);
CREATE UNIQUE INDEX uq_cyclades_accounts_standing ON cyclades_accounts (candidate_id) WHERE replaced_by IS NULL;
CREATE INDEX ix_cyclades_accounts_candidate_id ON cyclades_accounts (candidate_id);
CREATE INDEX ix_cyclades_documents_run_id ON cyclades_documents (run_id);
CREATE INDEX ix_cyclades_documents_school_session_created_at ON cyclades_documents (school, session, created_at);
CREATE INDEX ix_cyclades_issued_logins_account_id ON cyclades_issued_logins (account_id);
CREATE INDEX ix_cyclades_issued_logins_stem ON cyclades_issued_logins (stem);
CREATE INDEX ix_cyclades_papillons_account_id ON cyclades_papillons (account_id);
COMMIT;
