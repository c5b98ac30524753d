CREATE FUNCTION public.cyclades_refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'constraint ' || TG_NAME, CONSTRAINT = TG_NAME;
END
$$;
CREATE TABLE public.cyclades_accounts (
    id character varying NOT NULL COLLATE pg_catalog."C",
    candidate_id character varying NOT NULL COLLATE pg_catalog."C",
    login character varying NOT NULL COLLATE pg_catalog."C",
    kind character varying NOT NULL COLLATE pg_catalog."C",
    issued_by character varying COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    replaced_by character varying COLLATE pg_catalog."C",
    credential_version integer,
    credential_state character varying COLLATE pg_catalog."C",
    password_hash character varying COLLATE pg_catalog."C",
    password_issued_at timestamp with time zone,
    password_expires_at timestamp with time zone,
    password_first_used_at timestamp with time zone,
    password_revoked_at timestamp with time zone,
    password_run character varying COLLATE pg_catalog."C",
    past character varying NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_cyclades_accounts_chosen CHECK ((((credential_state)::text <> 'chosen'::text) OR (password_expires_at IS NULL))),
    CONSTRAINT ck_cyclades_accounts_credential_state CHECK (((credential_state)::text = ANY ((ARRAY['provisional'::character varying, 'chosen'::character varying])::text[]))),
    CONSTRAINT ck_cyclades_accounts_credential_version CHECK ((credential_version >= 1)),
    CONSTRAINT ck_cyclades_accounts_credential_whole CHECK ((((credential_version IS NULL) = (credential_state IS NULL)) AND ((credential_version IS NULL) = (password_hash IS NULL)) AND ((credential_version IS NULL) = (password_issued_at IS NULL)) AND ((credential_version IS NULL) = (password_run IS NULL)) AND ((credential_version IS NOT NULL) OR (password_expires_at IS NULL)) AND ((credential_version IS NOT NULL) OR (password_first_used_at IS NULL)) AND ((credential_version IS NOT NULL) OR (password_revoked_at IS NULL)))),
    CONSTRAINT ck_cyclades_accounts_generated CHECK ((((kind)::text = 'email'::text) OR ((issued_by IS NOT NULL) AND (credential_version IS NOT NULL)))),
    CONSTRAINT ck_cyclades_accounts_kind CHECK (((kind)::text = ANY ((ARRAY['prenom.nom'::character varying, 'email'::character varying])::text[]))),
    CONSTRAINT ck_cyclades_accounts_login CHECK ((((login)::text <> ''::text) AND ((login)::text = lower((login)::text)))),
    CONSTRAINT ck_cyclades_accounts_replaced CHECK (((replaced_by IS NULL) OR ((closed_at IS NOT NULL) AND ((replaced_by)::text <> (id)::text))))
);
CREATE TABLE public.cyclades_candidates (
    id character varying NOT NULL COLLATE pg_catalog."C",
    family_name character varying NOT NULL COLLATE pg_catalog."C",
    given_names character varying NOT NULL COLLATE pg_catalog."C",
    birth_date date,
    usage_name character varying COLLATE pg_catalog."C",
    former_schools text NOT NULL,
    CONSTRAINT ck_cyclades_candidates_id_length CHECK (((length((id)::text) >= 1) AND (length((id)::text) <= 100))),
    CONSTRAINT ck_cyclades_candidates_not_blank CHECK ((((family_name)::text <> ''::text) AND ((given_names)::text <> ''::text)))
);
CREATE TABLE public.cyclades_candidatures (
    candidate_id character varying NOT NULL COLLATE pg_catalog."C",
    school character varying NOT NULL COLLATE pg_catalog."C",
    session character varying NOT NULL COLLATE pg_catalog."C",
    status character varying NOT NULL COLLATE pg_catalog."C",
    email character varying COLLATE pg_catalog."C",
    serie character varying NOT NULL COLLATE pg_catalog."C",
    division character varying NOT NULL COLLATE pg_catalog."C",
    qualification character varying NOT NULL COLLATE pg_catalog."C",
    category character varying NOT NULL COLLATE pg_catalog."C",
    number character varying COLLATE pg_catalog."C",
    CONSTRAINT ck_cyclades_candidatures_session CHECK (((session)::text <> ''::text)),
    CONSTRAINT ck_cyclades_candidatures_status CHECK (((status)::text = ANY ((ARRAY['Inscrit'::character varying, 'Pré-inscrit'::character varying, 'En cours'::character varying, 'Non inscrit'::character varying, 'Démissionnaire'::character varying, 'Radié'::character varying, 'Annulé'::character varying])::text[])))
);
CREATE TABLE public.cyclades_counters (
    stem character varying NOT NULL COLLATE pg_catalog."C",
    last integer NOT NULL,
    CONSTRAINT ck_cyclades_counters_last CHECK ((last >= 0))
);
CREATE TABLE public.cyclades_documents (
    rank bigint NOT NULL,
    id character varying NOT NULL COLLATE pg_catalog."C",
    run_id character varying NOT NULL COLLATE pg_catalog."C",
    school character varying NOT NULL COLLATE pg_catalog."C",
    session character varying NOT NULL COLLATE pg_catalog."C",
    title character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL COLLATE pg_catalog."C",
    layout character varying NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    papillons integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    type character varying NOT NULL COLLATE pg_catalog."C",
    purged_at timestamp with time zone,
    sealed bytea,
    CONSTRAINT ck_cyclades_documents_counts CHECK (((size >= 0) AND (papillons >= 1))),
    CONSTRAINT ck_cyclades_documents_purged CHECK (((purged_at IS NULL) = (sealed IS NOT NULL)))
);
ALTER TABLE public.cyclades_documents ALTER COLUMN rank ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cyclades_documents_rank_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cyclades_erased_logins (
    digest character varying NOT NULL COLLATE pg_catalog."C",
    key_id character varying NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_cyclades_erased_logins_digest CHECK ((substr((digest)::text, 1, (length((key_id)::text) + 1)) = ((key_id)::text || ':'::text)))
);
CREATE TABLE public.cyclades_issued_logins (
    login character varying NOT NULL COLLATE pg_catalog."C",
    imposed_on character varying COLLATE pg_catalog."C",
    account_id character varying COLLATE pg_catalog."C",
    issued_at timestamp with time zone,
    run_id character varying COLLATE pg_catalog."C",
    stem character varying COLLATE pg_catalog."C",
    number integer,
    CONSTRAINT ck_cyclades_issued_logins_issued_or_imposed CHECK ((((imposed_on IS NULL) = (account_id IS NOT NULL)) AND ((account_id IS NULL) = (issued_at IS NULL)) AND ((account_id IS NULL) = (run_id IS NULL)) AND ((imposed_on IS NULL) OR (stem IS NULL)))),
    CONSTRAINT ck_cyclades_issued_logins_login CHECK ((((login)::text <> ''::text) AND ((login)::text = lower((login)::text)))),
    CONSTRAINT ck_cyclades_issued_logins_number CHECK ((((stem IS NULL) = (number IS NULL)) AND ((number IS NULL) OR (number >= 1))))
);
CREATE TABLE public.cyclades_journal (
    rank bigint NOT NULL,
    run_id character varying NOT NULL COLLATE pg_catalog."C",
    school character varying COLLATE pg_catalog."C",
    candidate_id character varying COLLATE pg_catalog."C",
    at timestamp with time zone NOT NULL,
    report character varying NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_cyclades_journal_run_id_length CHECK (((length((run_id)::text) >= 1) AND (length((run_id)::text) <= 100)))
);
ALTER TABLE public.cyclades_journal ALTER COLUMN rank ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cyclades_journal_rank_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cyclades_merged_candidates (
    lost character varying NOT NULL COLLATE pg_catalog."C",
    kept character varying NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT ck_cyclades_merged_candidates_two_keys CHECK (((lost)::text <> (kept)::text))
);
CREATE TABLE public.cyclades_papillons (
    rank bigint NOT NULL,
    run_id character varying NOT NULL COLLATE pg_catalog."C",
    account_id character varying NOT NULL COLLATE pg_catalog."C",
    credential_version integer NOT NULL,
    sealed bytea NOT NULL,
    CONSTRAINT ck_cyclades_papillons_credential_version CHECK ((credential_version >= 1))
);
ALTER TABLE public.cyclades_papillons ALTER COLUMN rank ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.cyclades_papillons_rank_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.cyclades_schema (
    version integer NOT NULL
);
CREATE TABLE public.cyclades_schools (
    uai character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL COLLATE pg_catalog."C",
    manages_candidates boolean NOT NULL,
    CONSTRAINT ck_cyclades_schools_uai CHECK (
CASE
    WHEN ((uai)::text ~ '^[0-9]{7}[A-Z]$'::text) THEN (substr('ABCDEFGHJKLMNPRSTUVWXYZ'::text, (mod((substr((uai)::text, 1, 7))::integer, 23) + 1), 1) = substr((uai)::text, 8))
    ELSE false
END)
);
INSERT INTO public.cyclades_accounts VALUES ('51fdba71e302df9065a667b038758675', '000000006AA', 'ali.roux@example.org', 'email', NULL, '2025-01-14 09:35:00+00', NULL, NULL, 1, 'chosen', '$argon2id$v=19$m=8,t=1,p=1$scczNmZ+BcGZ7YoSFSB3JQ$067Bzs5Bqeo5h9NjRegchhFzhi4Tt48eUvbwWU9Smrg', '2025-01-14 09:35:00+00', NULL, NULL, NULL, 'email', '[]');
INSERT INTO public.cyclades_accounts VALUES ('5408a03bb80cc3d4c3cd96db68563558', '000000002AA', 'lea.martin2', 'prenom.nom', '0350001L', '2025-01-14 09:34:00+00', NULL, NULL, 2, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$Nu6fHe3jmcA3eGCe1stuqA$zXApYTLfUm5hmGsXOcighoIesSuCrf4Rs8D3J5/uTJI', '2025-01-14 09:37:00+00', '2026-01-01 12:00:00+00', NULL, NULL, 'renewal', '[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO public.cyclades_accounts VALUES ('4659cf7e284c9bbf62585768c697b85a', '000000003AA', 'zoe.dherve', 'prenom.nom', '0350001L', '2025-01-14 09:34:00+00', NULL, NULL, 3, 'chosen', '$argon2id$v=19$m=8,t=1,p=1$YQ2ubxNjWdkIGwqbVn+y5A$1vpCFrHjnY7uke/BAd5uC7xvsT8GRwY3pydg6GoRHic', '2025-01-14 09:39:00+00', NULL, NULL, NULL, 'change', '[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}, {"version": 2, "state": "provisional", "issued_at": "2025-01-14T09:37:00+00:00", "run_id": "renewal"}]');
INSERT INTO public.cyclades_accounts VALUES ('020de7f1b15e11dd48ae1b4f887fc354', '000000007AA', 'eve.legoff', 'prenom.nom', '0350002M', '2025-01-14 09:36:00+00', '2025-01-14 09:40:00+00', '9d08c3cb7415617ceebb19fab1dda4bf', 1, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$+XNSlovdEgNgjRFEcealDQ$uv26wuVkjoOV0+SCQHEtRZixgFLSYnOfYkjrAou51H0', '2025-01-14 09:36:00+00', '2026-01-01 12:00:00+00', NULL, NULL, 'creation-2', '[]');
INSERT INTO public.cyclades_accounts VALUES ('9d08c3cb7415617ceebb19fab1dda4bf', '000000007AA', 'eve.legoff2', 'prenom.nom', '0350002M', '2025-01-14 09:36:00+00', NULL, NULL, 1, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$IU5x1b3ii0qjHQ0R6hOsrg$zudhIIlIE/ulb18ddZbL0n0rB2zPTe+/3y/xsEtQFFI', '2025-01-14 09:36:00+00', '2026-01-01 12:00:00+00', NULL, NULL, 'creation-2', '[]');
INSERT INTO public.cyclades_accounts VALUES ('ab6f32f334ff0edf2b7f0c717fb3bcee', '000000004AA', 'lukasz.boeuf', 'prenom.nom', '0350001L', '2025-01-14 09:34:00+00', '2025-01-14 09:41:00+00', NULL, 2, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$UfnOu/uvpOqooPCyS6vviQ$9A8TQStAIxJ1bzxbn5mut5Ay6IL0aHGIG8ka81x3/JA', '2025-01-14 09:37:00+00', '2026-01-01 12:00:00+00', NULL, NULL, 'renewal', '[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO public.cyclades_accounts VALUES ('fb16e20d150f9614bd273afbe4e17eef', '000000001AA', 'lea.martin', 'prenom.nom', '0350001L', '2025-01-14 09:34:00+00', NULL, NULL, 2, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$t/PPMQy9nX6YifApMKkgQQ$4uob0ZOfa1HVq8b0RelM3ySgcJS++NN3o6xXoQ5hGh0', '2025-01-14 09:37:00+00', '2026-01-01 12:00:00+00', NULL, '2025-01-14 09:43:00+00', 'renewal', '[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T09:34:00+00:00", "run_id": "creation"}]');
INSERT INTO public.cyclades_accounts VALUES ('ab9344bb4e18fdf73b433e6a6a2223f1', 'E 7 b', 'eve.legoff3', 'prenom.nom', '0350002M', '2025-01-14 11:32:00+00', NULL, NULL, 2, 'provisional', '$argon2id$v=19$m=8,t=1,p=1$qVxOB2THX30Iv7LToJzXSQ$P7YgxX3d+Uv+iPMe6+fIc+ws5rJdF5CXv5eZYmHFrlQ', '2025-01-14 11:36:00+00', '2026-01-01 12:00:00+00', NULL, NULL, 'regeneration', '[{"version": 1, "state": "provisional", "issued_at": "2025-01-14T11:32:00+00:00", "run_id": "creation-3"}]');
INSERT INTO public.cyclades_candidates VALUES ('000000001AA', 'MARTIN', 'Léa', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('000000002AA', 'MARTIN', 'Léa', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('000000003AA', 'D''HERVÉ', 'Zoé Anne', NULL, NULL, '["0350002M"]');
INSERT INTO public.cyclades_candidates VALUES ('000000004AA', 'BŒUF', 'Łukasz', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('000000005AA', 'PETIT', 'Nils', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('000000006AA', 'ROUX', 'Ali', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('000000007AA', 'LE GOFF', 'Ève', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidates VALUES ('E 7 b', 'LE GOFF', 'Ève', NULL, NULL, '[]');
INSERT INTO public.cyclades_candidatures VALUES ('000000001AA', '0350001L', 'DNB-2025', 'Inscrit', 'famille1@example.org', 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000002AA', '0350001L', 'DNB-2025', 'Inscrit', 'famille2@example.org', 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000003AA', '0350001L', 'DNB-2025', 'Inscrit', 'famille3@example.org', 'Générale', '3B', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000004AA', '0350001L', 'DNB-2025', 'Inscrit', 'famille4@example.org', 'Générale', '3B', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000005AA', '0350001L', 'DNB-2025', 'Inscrit', NULL, 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000006AA', '0350002M', 'DNB-2025', 'Inscrit', 'famille6@example.org', 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('000000007AA', '0350002M', 'DNB-2025', 'Inscrit', 'famille7@example.org', 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_candidatures VALUES ('E 7 b', '0350002M', 'DNB-2025', 'Inscrit', 'famille8@example.org', 'Générale', '3A', '', 'SCOLAIRE', NULL);
INSERT INTO public.cyclades_counters VALUES ('lea.martin', 2);
INSERT INTO public.cyclades_counters VALUES ('lukasz.boeuf', 1);
INSERT INTO public.cyclades_counters VALUES ('zoe.dherve', 1);
INSERT INTO public.cyclades_counters VALUES ('eve.legoff', 3);
INSERT INTO public.cyclades_documents VALUES (1, '0d6e840b2017dc1a773a36bfc13fd763', 'creation', '0350001L', 'DNB-2025', 'Papillon de connexion', 'papillons-0350001L-DNB-2025-20250114-one-per-page-0d6e840b.pdf', 'one-per-page', 160, 4, '2025-01-14 09:34:00+00', 'PDF', NULL, '\x4359434101086669787475726573ca41e6c5d5f9816e291366d90a0f38d4224ef6ca392b3d36cd9f113264c68838d01f8e1263790f3dc0c51b8ade747d9dfc4ed33baca13d5f4e48aba1c66dc538793c249420ba254e1e5700d8c0c819413839da291367eaa01e099ea424921da065f2c89dec1cdf28b768593dc6ce2e007262ea93ade481550d4e4f404f44e77955cb729c04247dd0a530b7eebd44c474802828534292138cdb6d4afd9f423fac2d01e2f93b1434d747a5b35d14dcc06b61b44c7044382a0d6c9e61ca');
INSERT INTO public.cyclades_documents VALUES (2, '51c17fdaea5556981c68a5f07161acd5', 'creation', '0350001L', 'DNB-2025', 'Papillon de connexion', 'papillons-0350001L-DNB-2025-20250114-two-per-page-51c17fda.pdf', 'two-per-page', 160, 4, '2025-01-14 09:34:00+00', 'PDF', NULL, '\x4359434101086669787475726573be4f3f373d8f3c6c88252cb538fb0f49c8754e625841d5e0c80f7fe5b00fb5ef5e08462462ff5e5a54e84db475234d2c83cab0996f1e786eca0a7c22d8823872aec972ccfbc9b5fde01924d0b3745dd76306a734f9dc46c4301c1852d488292060732a553c8e2fe51290ad0591b511b04c859d3895a0402a5c86d9bd553b88f8dde284aedeef08ce073c96cbe311ff5a0e5328785cf0f0835ebbdb5c840d9071debb86c4fdf722f20eb2a01f3f8ede3d57cc72abc48ec35a9adc327d');
INSERT INTO public.cyclades_documents VALUES (3, 'a3b3033926e334f262bca11a0d6cca67', 'creation-2', '0350002M', 'DNB-2025', 'Papillon de connexion', 'papillons-0350002M-DNB-2025-20250114-one-per-page-a3b30339.pdf', 'one-per-page', 82, 2, '2025-01-14 09:36:00+00', 'PDF', NULL, '\x4359434101086669787475726573788949062e8878f402b2adaaa8485a388efcb778cc0cdc76fb0dc7e037d8eeed3db2d1bac7aea422785f6b7198b785c026cb337da1a32a15f6fe45546f919f2c3e916b08bce750d41a2ce29539198266a533808b0f05bd142ffb5578063694ee9bda9778ae8563318d0d5c2df384');
INSERT INTO public.cyclades_documents VALUES (4, '98f3780325f30cdbd767ce912b143639', 'creation-2', '0350002M', 'DNB-2025', 'Papillon de connexion', 'papillons-0350002M-DNB-2025-20250114-two-per-page-98f37803.pdf', 'two-per-page', 82, 2, '2025-01-14 09:36:00+00', 'PDF', NULL, '\x435943410108666978747572657330d1c84961511d6eb72c38eab3b8a86d6c336f8cfe832555262bee095558b7d358dcdf75cbfebc2417a0324b7b71e3783e5465b42541c058f229adb4d7f0f50caf3d989c7e21d231688045839ba266260a9769f79239e2cef5ceb6d445ed548fae812576d6b9bf69761ac3813f29');
INSERT INTO public.cyclades_documents VALUES (5, 'b9f613ed015193be2b1279a80a57119c', 'renewal', '0350001L', 'DNB-2025', 'Papillon de connexion', 'papillons-0350001L-DNB-2025-20250114-one-per-page-b9f613ed.pdf', 'one-per-page', 160, 4, '2025-01-14 09:37:00+00', 'PDF', NULL, '\x435943410108666978747572657365bc017f36507360d3c398e769fa5ec3f3c0e1b88154f560a8f4aa12985049af2b2b2286099dad016981a36c2f176c2784281eb671243ae441822a8bb86bcf1d0f38c3a722d6ad2a772e47a5c15258387699886f2e342bb139e0947f3ae43345055173bc05916674fab42a9b33307506a2a3c5d806a476ab7d7ebe62b4a1b3eca9d938c2ce2e45109f051b2bf09e1d879736c1459606a3bd1b83fe843e9fbcc825a446a2260386fb462da80f9be3aef89d2e9bf3337840ccb0403279');
INSERT INTO public.cyclades_documents VALUES (6, '6cdada59112d4cdb4e58bac3aa2a0703', 'renewal', '0350001L', 'DNB-2025', 'Papillon de connexion', 'papillons-0350001L-DNB-2025-20250114-two-per-page-6cdada59.pdf', 'two-per-page', 160, 4, '2025-01-14 09:37:00+00', 'PDF', NULL, '\x43594341010866697874757265732e21aa5c42d2a63eb5ebd117a03644e57b7ce0a00e70d394cb18700df46dd0062009a03534a023441ff09a84e2269ee46b2389732862d070fb3d37c33aaf2a5415f2765d97c2cac963e6d43a715c2bfb119b4e97c02a46adced7a35ccd7d57602104af72d423f727fbf2448a8ff5a263eca8e1e8068164ffa07968119e6c83cb8d8ca6af4d39cdfe98dd63f811b42b68793c7ea61c83a48b419b4ce6028d7dad34f6a6eb6ca802e5b726d8f19eb7b72c353e92e912899161d9e44e63');
INSERT INTO public.cyclades_documents VALUES (7, '507833d5a7e8ffa134aa9796f33acb90', 'creation-3', '0350002M', 'DNB-2025', 'Papillon de connexion', 'papillons-0350002M-DNB-2025-20250114-one-per-page-507833d5.pdf', 'one-per-page', 48, 1, '2025-01-14 11:32:00+00', 'PDF', NULL, '\x4359434101086669787475726573a3496c35e8e946a5ee0fc19043de9b8d50cb9708e7a998076142160336905d92a61b39db4e3131f421fe52adae5064728e002abe8caac9c735f6b1055721492a55627f532685e7a8444e920e');
INSERT INTO public.cyclades_documents VALUES (8, '5a4fa38babf59da9d22d8a2421c5065e', 'creation-3', '0350002M', 'DNB-2025', 'Papillon de connexion', 'papillons-0350002M-DNB-2025-20250114-two-per-page-5a4fa38b.pdf', 'two-per-page', 48, 1, '2025-01-14 11:32:00+00', 'PDF', NULL, '\x435943410108666978747572657303874b4a7b166d627a2099df1aec663870ba9df2c3f785ede0692ed206ba55b2dd452c85e3c2b85fc773345a51fef5d848a51fff06a692eda52f811ae29e12ea99df792d92878d3531a72c2a');
INSERT INTO public.cyclades_documents VALUES (9, '4be7f95f525ba05919237e8ce22f75e2', 'regeneration', '0350002M', 'DNB-2025', 'Dupliqué', 'papillons-0350002M-DNB-2025-20250114-one-per-page-4be7f95f.pdf', 'one-per-page', 48, 1, '2025-01-14 11:36:00+00', 'PDF', NULL, '\x435943410108666978747572657343c04142118d2412cca42c7936a9496aa940275c0db3941a0b96a3e0369891462d4c7d8ab1820d04371ac22eafe5dcb4b00701d2ab9ebc3bc3891a044d6fbd11688427293bfabe88024337a0');
INSERT INTO public.cyclades_documents VALUES (10, '49cbcfff715047d646075db99dafa5fa', 'reprint', '0350002M', 'DNB-2025', 'Papillon de connexion', 'papillons-0350002M-DNB-2025-20250114-two-per-page-49cbcfff.pdf', 'two-per-page', 48, 1, '2025-01-14 11:37:00+00', 'PDF', NULL, '\x43594341010866697874757265730d42fae3b194182adb5792114c32428b68bd3e7f1cb2603e54bfc274d555dc1744e578635bf66b14b329686fbbd7aa66de7d1143de6fa2b19a76002e73de740b645642933bb7cafc728109cf');
INSERT INTO public.cyclades_issued_logins VALUES ('lea.martin', NULL, 'fb16e20d150f9614bd273afbe4e17eef', '2025-01-14 09:34:00+00', 'creation', 'lea.martin', 1);
INSERT INTO public.cyclades_issued_logins VALUES ('lea.martin2', NULL, '5408a03bb80cc3d4c3cd96db68563558', '2025-01-14 09:34:00+00', 'creation', 'lea.martin', 2);
INSERT INTO public.cyclades_issued_logins VALUES ('lukasz.boeuf', NULL, 'ab6f32f334ff0edf2b7f0c717fb3bcee', '2025-01-14 09:34:00+00', 'creation', 'lukasz.boeuf', 1);
INSERT INTO public.cyclades_issued_logins VALUES ('zoe.dherve', NULL, '4659cf7e284c9bbf62585768c697b85a', '2025-01-14 09:34:00+00', 'creation', 'zoe.dherve', 1);
INSERT INTO public.cyclades_issued_logins VALUES ('ali.roux@example.org', NULL, '51fdba71e302df9065a667b038758675', '2025-01-14 09:35:00+00', 'email', NULL, NULL);
INSERT INTO public.cyclades_issued_logins VALUES ('eve.legoff', NULL, '020de7f1b15e11dd48ae1b4f887fc354', '2025-01-14 09:36:00+00', 'creation-2', 'eve.legoff', 1);
INSERT INTO public.cyclades_issued_logins VALUES ('eve.legoff2', NULL, '9d08c3cb7415617ceebb19fab1dda4bf', '2025-01-14 09:36:00+00', 'creation-2', 'eve.legoff', 2);
INSERT INTO public.cyclades_issued_logins VALUES ('nils.choisi', '000000005AA', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.cyclades_issued_logins VALUES ('eve.legoff3', NULL, 'ab9344bb4e18fdf73b433e6a6a2223f1', '2025-01-14 11:32:00+00', 'creation-3', 'eve.legoff', 3);
INSERT INTO public.cyclades_issued_logins VALUES ('eve.le-goff', 'E 7 b', NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.cyclades_journal VALUES (1, 'school-1', '0350001L', NULL, '2025-01-14 09:30:00+00', '{"run": {"id": "school-1", "activity": "register_school", "subject": "0350001L", "actor": "", "at": "2025-01-14T09:30:00+00:00", "school": "0350001L"}, "uai": "0350001L", "manages_candidates": true, "_type": "SchoolReport"}');
INSERT INTO public.cyclades_journal VALUES (2, 'school-2', '0350002M', NULL, '2025-01-14 09:31:00+00', '{"run": {"id": "school-2", "activity": "register_school", "subject": "0350002M", "actor": "", "at": "2025-01-14T09:31:00+00:00", "school": "0350002M"}, "uai": "0350002M", "manages_candidates": true, "_type": "SchoolReport"}');
INSERT INTO public.cyclades_journal VALUES (3, 'roster-1', '0350001L', NULL, '2025-01-14 09:32:00+00', '{"run": {"id": "roster-1", "activity": "register_roster", "subject": "0350001L DNB-2025", "actor": "", "at": "2025-01-14T09:32:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "added": ["000000001AA", "000000002AA", "000000003AA", "000000004AA", "000000005AA"], "updated": [], "unchanged": [], "missing": [], "conflicting": [], "merged": [], "notices": [], "_type": "RosterReport"}');
INSERT INTO public.cyclades_journal VALUES (4, 'roster-2', '0350002M', NULL, '2025-01-14 09:33:00+00', '{"run": {"id": "roster-2", "activity": "register_roster", "subject": "0350002M DNB-2025", "actor": "", "at": "2025-01-14T09:33:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "added": ["000000006AA", "000000007AA", "old-key"], "updated": [], "unchanged": [], "missing": [], "conflicting": [], "merged": [], "notices": [], "_type": "RosterReport"}');
INSERT INTO public.cyclades_journal VALUES (5, 'creation', '0350001L', NULL, '2025-01-14 09:34:00+00', '{"run": {"id": "creation", "activity": "generate", "subject": "0350001L DNB-2025 d0f9061b62c7", "actor": "secr\u00e9tariat", "at": "2025-01-14T09:34:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 5, "outcomes": [{"candidate_id": "000000001AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "lea.martin", "former_login": null, "account_id": "fb16e20d150f9614bd273afbe4e17eef", "credential_version": 1, "refusal": null}, {"candidate_id": "000000002AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "lea.martin2", "former_login": null, "account_id": "5408a03bb80cc3d4c3cd96db68563558", "credential_version": 1, "refusal": null}, {"candidate_id": "000000005AA", "name": "PETIT Nils", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "refused", "login": null, "former_login": null, "account_id": null, "credential_version": null, "refusal": {"reason": "NO_EMAIL", "facts": []}}, {"candidate_id": "000000004AA", "name": "B\u0152UF \u0141ukasz", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "created", "login": "lukasz.boeuf", "former_login": null, "account_id": "ab6f32f334ff0edf2b7f0c717fb3bcee", "credential_version": 1, "refusal": null}, {"candidate_id": "000000003AA", "name": "D''HERV\u00c9 Zo\u00e9 Anne", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "created", "login": "zoe.dherve", "former_login": null, "account_id": "4659cf7e284c9bbf62585768c697b85a", "credential_version": 1, "refusal": null}], "documents": ["0d6e840b2017dc1a773a36bfc13fd763", "51c17fdaea5556981c68a5f07161acd5"], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (6, 'email', NULL, '000000006AA', '2025-01-14 09:35:00+00', '{"run": {"id": "email", "activity": "register_email_account", "subject": "000000006AA", "actor": "", "at": "2025-01-14T09:35:00+00:00", "school": null}, "candidate_id": "000000006AA", "account_id": "51fdba71e302df9065a667b038758675", "login": "ali.roux@example.org", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (7, 'creation-2', '0350002M', NULL, '2025-01-14 09:36:00+00', '{"run": {"id": "creation-2", "activity": "generate", "subject": "0350002M DNB-2025 7a87fa3ec6a2", "actor": "", "at": "2025-01-14T09:36:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 3, "outcomes": [{"candidate_id": "old-key", "name": "LE GOFF Eve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "eve.legoff", "former_login": null, "account_id": "020de7f1b15e11dd48ae1b4f887fc354", "credential_version": 1, "refusal": null}, {"candidate_id": "000000007AA", "name": "LE GOFF \u00c8ve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "eve.legoff2", "former_login": null, "account_id": "9d08c3cb7415617ceebb19fab1dda4bf", "credential_version": 1, "refusal": null}, {"candidate_id": "000000006AA", "name": "ROUX Ali", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "ali.roux@example.org", "former_login": null, "account_id": "51fdba71e302df9065a667b038758675", "credential_version": null, "refusal": null}], "documents": ["a3b3033926e334f262bca11a0d6cca67", "98f3780325f30cdbd767ce912b143639"], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (8, 'renewal', '0350001L', NULL, '2025-01-14 09:37:00+00', '{"run": {"id": "renewal", "activity": "generate", "subject": "0350001L DNB-2025 42299c5c754e", "actor": "", "at": "2025-01-14T09:37:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 5, "outcomes": [{"candidate_id": "000000001AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "renewed", "login": "lea.martin", "former_login": null, "account_id": "fb16e20d150f9614bd273afbe4e17eef", "credential_version": 2, "refusal": null}, {"candidate_id": "000000002AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "renewed", "login": "lea.martin2", "former_login": null, "account_id": "5408a03bb80cc3d4c3cd96db68563558", "credential_version": 2, "refusal": null}, {"candidate_id": "000000005AA", "name": "PETIT Nils", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "refused", "login": null, "former_login": null, "account_id": null, "credential_version": null, "refusal": {"reason": "NO_EMAIL", "facts": []}}, {"candidate_id": "000000004AA", "name": "B\u0152UF \u0141ukasz", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "renewed", "login": "lukasz.boeuf", "former_login": null, "account_id": "ab6f32f334ff0edf2b7f0c717fb3bcee", "credential_version": 2, "refusal": null}, {"candidate_id": "000000003AA", "name": "D''HERV\u00c9 Zo\u00e9 Anne", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "renewed", "login": "zoe.dherve", "former_login": null, "account_id": "4659cf7e284c9bbf62585768c697b85a", "credential_version": 2, "refusal": null}], "documents": ["b9f613ed015193be2b1279a80a57119c", "6cdada59112d4cdb4e58bac3aa2a0703"], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (9, 'open-b9f613ed015193be2b1279a80a57119c', '0350001L', NULL, '2025-01-14 09:38:00+00', '{"run": {"id": "open-b9f613ed015193be2b1279a80a57119c", "activity": "open_document", "subject": "0350001L b9f613ed015193be2b1279a80a57119c", "actor": "", "at": "2025-01-14T09:38:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "source": "renewal", "document_id": "b9f613ed015193be2b1279a80a57119c", "_type": "OpeningReport"}');
INSERT INTO public.cyclades_journal VALUES (10, 'change', NULL, '000000003AA', '2025-01-14 09:39:00+00', '{"run": {"id": "change", "activity": "change_password", "subject": "zoe.dherve", "actor": "", "at": "2025-01-14T09:39:00+00:00", "school": null}, "candidate_id": "000000003AA", "account_id": "4659cf7e284c9bbf62585768c697b85a", "login": "zoe.dherve", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (11, 'merge', '0350002M', '000000007AA', '2025-01-14 09:40:00+00', '{"run": {"id": "merge", "activity": "merge", "subject": "0350002M old-key", "actor": "", "at": "2025-01-14T09:40:00+00:00", "school": "0350002M"}, "candidate_id": "000000007AA", "account_id": "9d08c3cb7415617ceebb19fab1dda4bf", "login": "eve.legoff2", "closed_account_id": "020de7f1b15e11dd48ae1b4f887fc354", "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (12, 'close', '0350001L', '000000004AA', '2025-01-14 09:41:00+00', '{"run": {"id": "close", "activity": "close", "subject": "0350001L 000000004AA", "actor": "", "at": "2025-01-14T09:41:00+00:00", "school": "0350001L"}, "candidate_id": "000000004AA", "account_id": "ab6f32f334ff0edf2b7f0c717fb3bcee", "login": "lukasz.boeuf", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (13, 'impose', '0350001L', NULL, '2025-01-14 09:42:00+00', '{"run": {"id": "impose", "activity": "impose_logins", "subject": "0350001L b0830d06d6d2", "actor": "", "at": "2025-01-14T09:42:00+00:00", "school": "0350001L"}, "school": "0350001L", "logins": [{"candidate_id": "000000005AA", "login": "nils.choisi", "refusal": null}], "_type": "ImposedLoginsReport"}');
INSERT INTO public.cyclades_journal VALUES (14, 'revoke', '0350001L', '000000001AA', '2025-01-14 09:43:00+00', '{"run": {"id": "revoke", "activity": "revoke", "subject": "0350001L 000000001AA", "actor": "", "at": "2025-01-14T09:43:00+00:00", "school": "0350001L"}, "candidate_id": "000000001AA", "account_id": "fb16e20d150f9614bd273afbe4e17eef", "login": "lea.martin", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (15, 'roster-3', '0350002M', NULL, '2025-01-14 11:31:00+00', '{"run": {"id": "roster-3", "activity": "register_roster", "subject": "0350002M DNB-2025", "actor": "Mme Martin", "at": "2025-01-14T11:31:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "added": ["E 7 b"], "updated": [], "unchanged": [], "missing": ["000000006AA", "000000007AA"], "conflicting": [], "merged": [], "notices": [], "_type": "RosterReport"}');
INSERT INTO public.cyclades_journal VALUES (16, 'creation-3', '0350002M', NULL, '2025-01-14 11:32:00+00', '{"run": {"id": "creation-3", "activity": "generate", "subject": "0350002M DNB-2025 44cfbae383a7", "actor": "Mme Martin", "at": "2025-01-14T11:32:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 3, "outcomes": [{"candidate_id": "000000007AA", "name": "LE GOFF \u00c8ve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "eve.legoff2", "former_login": null, "account_id": "9d08c3cb7415617ceebb19fab1dda4bf", "credential_version": null, "refusal": null, "has_email_papillon": false}, {"candidate_id": "E 7 b", "name": "LE GOFF \u00c8ve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "created", "login": "eve.legoff3", "former_login": null, "account_id": "ab9344bb4e18fdf73b433e6a6a2223f1", "credential_version": 1, "refusal": null, "has_email_papillon": false}, {"candidate_id": "000000006AA", "name": "ROUX Ali", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "ali.roux@example.org", "former_login": null, "account_id": "51fdba71e302df9065a667b038758675", "credential_version": null, "refusal": null, "has_email_papillon": false}], "documents": ["507833d5a7e8ffa134aa9796f33acb90", "5a4fa38babf59da9d22d8a2421c5065e"], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (17, 'close-spaced', '0350002M', 'E 7 b', '2025-01-14 11:33:00+00', '{"run": {"id": "close-spaced", "activity": "close", "subject": "0350002M E 7 b", "actor": "", "at": "2025-01-14T11:33:00+00:00", "school": "0350002M"}, "candidate_id": "E 7 b", "account_id": "ab9344bb4e18fdf73b433e6a6a2223f1", "login": "eve.legoff3", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (18, 'reopen-spaced', '0350002M', 'E 7 b', '2025-01-14 11:34:00+00', '{"run": {"id": "reopen-spaced", "activity": "reopen", "subject": "0350002M E 7 b", "actor": "", "at": "2025-01-14T11:34:00+00:00", "school": "0350002M"}, "candidate_id": "E 7 b", "account_id": "ab9344bb4e18fdf73b433e6a6a2223f1", "login": "eve.legoff3", "closed_account_id": null, "_type": "AccountReport"}');
INSERT INTO public.cyclades_journal VALUES (19, 'supplementary', '0350001L', NULL, '2025-01-14 11:35:00+00', '{"run": {"id": "supplementary", "activity": "generate", "subject": "0350001L DNB-2025 76c822534a31", "actor": "Mme Martin", "at": "2025-01-14T11:35:00+00:00", "school": "0350001L"}, "school": "0350001L", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 5, "outcomes": [{"candidate_id": "000000001AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "lea.martin", "former_login": null, "account_id": "fb16e20d150f9614bd273afbe4e17eef", "credential_version": null, "refusal": null, "has_email_papillon": false}, {"candidate_id": "000000002AA", "name": "MARTIN L\u00e9a", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "kept", "login": "lea.martin2", "former_login": null, "account_id": "5408a03bb80cc3d4c3cd96db68563558", "credential_version": null, "refusal": null, "has_email_papillon": false}, {"candidate_id": "000000005AA", "name": "PETIT Nils", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "refused", "login": null, "former_login": null, "account_id": null, "credential_version": null, "refusal": {"reason": "NO_EMAIL", "facts": []}, "has_email_papillon": false}, {"candidate_id": "000000004AA", "name": "B\u0152UF \u0141ukasz", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "refused", "login": "lukasz.boeuf", "former_login": null, "account_id": "ab6f32f334ff0edf2b7f0c717fb3bcee", "credential_version": null, "refusal": {"reason": "ACCOUNT_CLOSED", "facts": [["closed_on", "2025-01-14"], ["login", "lukasz.boeuf"]]}, "has_email_papillon": false}, {"candidate_id": "000000003AA", "name": "D''HERV\u00c9 Zo\u00e9 Anne", "group": {"grouping": "Division de classe", "labels": ["3B"]}, "kind": "kept", "login": "zoe.dherve", "former_login": null, "account_id": "4659cf7e284c9bbf62585768c697b85a", "credential_version": null, "refusal": null, "has_email_papillon": false}], "documents": [], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (20, 'regeneration', '0350002M', NULL, '2025-01-14 11:36:00+00', '{"run": {"id": "regeneration", "activity": "regenerate", "subject": "0350002M DNB-2025 d8ee15722ea5", "actor": "M. Roux", "at": "2025-01-14T11:36:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "grouping": "Division de classe", "roster_size": 1, "outcomes": [{"candidate_id": "E 7 b", "name": "LE GOFF \u00c8ve", "group": {"grouping": "Division de classe", "labels": ["3A"]}, "kind": "renewed", "login": "eve.legoff3", "former_login": null, "account_id": "ab9344bb4e18fdf73b433e6a6a2223f1", "credential_version": 2, "refusal": null, "has_email_papillon": false}], "documents": ["4be7f95f525ba05919237e8ce22f75e2"], "notices": [], "_type": "RunReport"}');
INSERT INTO public.cyclades_journal VALUES (21, 'reprint', '0350002M', NULL, '2025-01-14 11:37:00+00', '{"run": {"id": "reprint", "activity": "reprint", "subject": "0350002M 4be7f95f525ba05919237e8ce22f75e2 fc33dbf557f8", "actor": "", "at": "2025-01-14T11:37:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "source": "regeneration", "printed": ["ab9344bb4e18fdf73b433e6a6a2223f1"], "left_out": [], "documents": ["49cbcfff715047d646075db99dafa5fa"], "_type": "ReprintReport"}');
INSERT INTO public.cyclades_journal VALUES (22, 'open-reprint', '0350002M', NULL, '2025-01-14 11:38:00+00', '{"run": {"id": "open-reprint", "activity": "open_document", "subject": "0350002M 49cbcfff715047d646075db99dafa5fa", "actor": "", "at": "2025-01-14T11:38:00+00:00", "school": "0350002M"}, "school": "0350002M", "session": "DNB-2025", "source": "reprint", "document_id": "49cbcfff715047d646075db99dafa5fa", "_type": "OpeningReport"}');
INSERT INTO public.cyclades_journal VALUES (23, 'impose-spaced', '0350002M', NULL, '2025-01-14 11:39:00+00', '{"run": {"id": "impose-spaced", "activity": "impose_logins", "subject": "0350002M fd8f86d9d9af", "actor": "", "at": "2025-01-14T11:39:00+00:00", "school": "0350002M"}, "school": "0350002M", "logins": [{"candidate_id": "E 7 b", "login": "eve.le-goff", "refusal": null}], "_type": "ImposedLoginsReport"}');
INSERT INTO public.cyclades_merged_candidates VALUES ('old-key', '000000007AA');
INSERT INTO public.cyclades_papillons VALUES (1, 'creation', 'fb16e20d150f9614bd273afbe4e17eef', 1, '\x4359434101086669787475726573751fb8e114b826741b6040c845800309aa9cf716e1612df3a4a658f8bc73de786a1c138aa3964f6fa87bb2cdc24174800cdf1b05a2beb3dbd19f6e9524956ca30deccc14f07c42bbb6ff95265b021f430a06b3056b2f9775ded0a6de625d3efc0d43ef3716207ff34dab06b671934c528ad535b03bb7d28a3967c5c8fd651cf1d6039084e2bfd8d264d09af26116510da5b6ff4c9756de268614b34338affe0053ebdc7379ff557b267026dcfdbf00f04fef8e9e9644cc09d458aa680b13bb5d4c32694456211371c1dda226ad8f75ce59d54e0da5283eeebb6f8dadf1bf5d8686677582c05bd8e08b5a8562e1c10a14338153f28ec040a46a8d88ea34203793977d6a22800ad0cf94f85b330d3e7123a5d626797dddbeb5722f4e251b5720e944798058bd713a87e369dfacef3133e9d7f2bfa1293b');
INSERT INTO public.cyclades_papillons VALUES (2, 'creation', '5408a03bb80cc3d4c3cd96db68563558', 1, '\x4359434101086669787475726573e199ebdf3624be99901c135a240ebdc6bbdb551ea360fefbba4ae0c26dab0b710efad3306b7f1b7a0fe8f49bcb09e1f9acf4e297460d9e02285b27b13e5b122f1b626d8d65ec834c4a9b351969e8ab6f6dab29bbca3aa0a5fe17e5cde0335e966823a7bc58f094c78d790dc14e10eeea80b4683fff49ffb95085b473b62cb14779c34ce1d012577e217de96b00daa7cb2d0f58f7befd0eebc26297b1ad33f8c22a0bc98665faa2dbd0d6a999df99f8a01d57fd26a0b621d208584ca2870d1c325abcaf0e9850f216ea98c6d450d28f37a584e6147b014b38d6a2ed39d835a3b0fa5e3715117590220e509a81988c806607289590fbf4da92fcbacbc6b53d57e6824d3ced0059f07b92a526a08816cf70fcf3d1f05eba6f89f292f48f63f1fa7e35ed3ad464aaf1af130ddaa0b73171cbb20ae083904ab4');
INSERT INTO public.cyclades_papillons VALUES (3, 'creation', 'ab6f32f334ff0edf2b7f0c717fb3bcee', 1, '\x435943410108666978747572657366d92fcb86e0285c8795f125b28b1c78b5cd82c176f04fabc4df31e1ed7e9fa66b5d6a100902cfe30f363dcb0da1e22df4383ed653b78a25d958ce0e15347c58093a3dedf80041875813de457b5c921b5b0f7464cad3e6ab83403bdba09965c7f7a625cad45fdd464b5e34df1fa7010256a540c1c02e6d31dcbd8f29fec8783d0fbbbbadc707bdf128fef2c371e15684f30b75dbd3fa0cf56a877b595bef93b7f0aa07a428a8124689e354f83942873b6c5b2bfce6365473cd81cff42731271900bb192646955552501b281f0f27a888a8c07ab621758277d379dfd06134e54cd4473c44ccacb1a79d000d88f4268c384755f1d9c4ec20b740ee3ef6ba8090c0ca2a786d3195f45a95d5fe7f47590b8cc1407002b44e13f6bb3166f954d8098382a086c90e3d186e46f7306b9a7a26bec01d13758e874080c245');
INSERT INTO public.cyclades_papillons VALUES (4, 'creation', '4659cf7e284c9bbf62585768c697b85a', 1, '\x435943410108666978747572657356571ee1992da560b6861c5880db664eece120e05c54a471198bbab92ce56ab1c153d3d7374ce5ed72be59578a7252721bdefdb1c1d9e5722aac3b8c1d6c8c29fbdb19c8c0eb2b5daa901f68a8b69464e94d0f62a5e359a009e7d913f40d9080a15d079b177a617aefef1335bd741ac534352f00c6a3716d04b33d0c6b5ecab1374d7886591acfdbf94224e0487a34d52e60a63afe0b66104c3f518dc21e9fa999905bbcab83fb1380ca804cbbe1f60518e25e448d6174472d1c81109be3bf2e5ba3685f39a57617c3389c9121a6b083450578dfcef43ce1fb16784c4c3d78ac687358dddae33eaef76d379d0e5a768622f1e16c121bb3668c028fd67c86d35a7c596cd204e30862f28ddfc7fd002d673d6d7078d8039116cea574c625ab7dd3665b5332328578cbd87ebaf38a234a07ae0ab31f2f795d416330fbadf9');
INSERT INTO public.cyclades_papillons VALUES (5, 'creation-2', '020de7f1b15e11dd48ae1b4f887fc354', 1, '\x43594341010866697874757265737dfd285881acee3daf90ea56bf6efa344a8f7665a03c0d1e81a77f20f528aa70447a1c39edf61a5c2260ca85c690472cdd124213def2022a4d19744c61f34ce1da1fff07c85dcaae02bc12c88d0d5c1047115150d1c91b2afaa9550b733190757fce2000e9f09bb77568cf891754733e992c24d8c08e38ed64b53d10127047c4892ac28af90d2f206384e9962ae2a7ffc67fc91bead125dc54dd7cbb22c3521e3ef2a7e712b896ab65c74f085b203ee41956a94306d5bb2ba2e4117de352a49d201275b4fab4ce79276afa8b8570c686f58e26767b44ea70e24cab81a3d7cd2658d6fbe2b7e739e021573301060d33db992fa9c2fa2ad896b8f9a236d3f1e5327d815def04e007ca8de85147394026b1a5dbc1cec96758a65789059fc025d8b49aee29dc38dd733c4407e10a5bbd4033db77241d8710');
INSERT INTO public.cyclades_papillons VALUES (6, 'creation-2', '9d08c3cb7415617ceebb19fab1dda4bf', 1, '\x43594341010866697874757265733d6065235beb71623560f5d7c69f3252c9c53b6b58b336e3b40d23011426587a71b747376c53c8a94b30c143f6fa00b3ba043c643c447d7a6dde76fef29f770412a26adc2384f1199ce2b97f4a93d6bcd4a336a352190f2100c16a30c2dda4e94513f7c29cd2012baa437eae3489fc4cb6d31842c0044f7b58fb6d481d165dc209ca35e2f01642384690ced77b2afd5f8e2de54d2e2fbffa4975a6dcf4a9fb2d55cb3f8304b598e6657f80f0b66e909d8b68c69219469b3777a8a0d45a2e0a43166f8a3fd73b5dd2ec4d90c900fd1195546570864c1461afb025d40a73a7e3a209de09cd120884345b812af451f958abbe51e62d7848eeb5dcaf38a5a5d92be6e830a926c412dff52ff37396aaff67f051b8af1f27fe68700d1a384c6d6efd0e060145b4b3d1eaa1e961cf0230a9a7dc1b14d1f6d6cd5b40');
INSERT INTO public.cyclades_papillons VALUES (7, 'renewal', 'fb16e20d150f9614bd273afbe4e17eef', 2, '\x4359434101086669787475726573fccd86bef30ca33cf2f1150e0f405e4870a20148d360083e1fe0250b85b2bd7eb24f236ed6bed0e79abb74fdc1c8dc1565c43749916e90f6dcda99cf3aadff17491f1fbdeb86c00d7de7379fdcdb6a03f9bf7f5439337817925587b896377429955b7d04279c76e5a2cd4f235cc87725c3a45cbd4dd8bfed5b903e600fd81070a3dd5714af468128cae36feda8759aa70b13569c1a39d42dce7a7c5d54c7a4a8e4a40e285fca4a4b3c4ceae52afd8319d581f59e112206705bc5159693fd0227584289c16d10512525082763b3f357bc6405a419e606b91d4740cf5e723d50c6802976bd4c6f10bd3a4e65157031ecaf38ae8b465c23dae8fd9989c9d0104a9f2a0cebca7d0de550eff3bba011f4c7603867360b05d085f9da56f54471f0912aa07155f535eb52451a68775e271aae16f032bd1a6bcf');
INSERT INTO public.cyclades_papillons VALUES (8, 'renewal', '5408a03bb80cc3d4c3cd96db68563558', 2, '\x4359434101086669787475726573ab0bc77e76607cd95b570575736948777b0914cf4e4d26ddcc9400f65cc336af6fc73215c687f1a821f29b5788ab225a585663f638439d7bef448a45c8aa51300837bdf6a3345d7bcd1a3c2a1eb93cf0167b6a757630f746716d93d3e00e57722476941a380ba967dbede8391c38f421ccf8307ef090ed5b25a112854ec095ca679c1115c94451626cf64c941dc7b2cbc43f67dbe25476f1d95746f57ebb9cfb33efc47d4111338473f91c1d0c847a2442de1f21c1d73cd293556de6246937e6edec3bfc4184f4fd9e414562c688a9d70ce7d9f39859ebe3afe51d74adf31eaa6dfe3f67d7062304ed564a4e9a622a87468c129b804e7dbcb5e2eb55973f0687027c16327c3960de6cf4ce8894f8761dad5a6f37bce18321f2d3221f8bdd65e292dfc287ac8a999795e49f152cc105e6c52ebc73455623');
INSERT INTO public.cyclades_papillons VALUES (9, 'renewal', 'ab6f32f334ff0edf2b7f0c717fb3bcee', 2, '\x435943410108666978747572657300f83cda24c3021cb55d046055802cf8226185ac6ea7b814ab6662f7617efba67b3353d6f5378894f08a4da25159e250a8f9e55f4feca7d62ea4337d2f72d0baca210a37ef597fa5c231c3e2491bcce4fb0eeba1a81187d5e29b5ca419064ee8aa06581cf4041b8a7fbcb6fa6949ecac0649d818492e7fed9fe6f290c9ca2d01c4deecbeaba576f504b5ea8cc75759af5166a5203ef525dc6fd9da36658098e6a7ed516e4d21c468815f63df78f2daab27a1c44ec03d034e0d12c24752e6b575c9e85aa80283778a4eaef1ebbecbcd7b003f0e5878efaaeffbc5bad3f314b901acfdc26edd5ba8c4038dbcee32747fe194b17de27dad4c3896eb95ea26704d05b2d29ccfc4ac1a1c1edc475339f9952689fb8a896d627c0647673266c5d2b1e9a615eb7c0f8f0f1590287e695fcc6f9c7d1137637e5e9698445c');
INSERT INTO public.cyclades_papillons VALUES (10, 'renewal', '4659cf7e284c9bbf62585768c697b85a', 2, '\x4359434101086669787475726573d75ad1240696fcbffd3187c09b7cc2bcbf7b5cd5fe0651edc0479a1e53553f9c6ff7534446fec4b6101e51980c681ce02c26da1edc5b6dfd93395bbb66063366bf1b5a95f9fb71d50bd3ecee060890b51e3102b71da69078b0fd910a115a0ffb54ba869731039fdf2ee36a5d9c4897f26b75183a63665e98a64af9a663429987b88103d25967bdc46959940fcf45355cd3404ad383db978279f05a6906ff1c3a36b5958deb11a46681e8b99b15a24bf74f87bb0928f7d70d62317f7d610da05fa78b420ec82d7c3844b72f43d5ac850d4e4ad106d4c9ebea31bd231688d9ce7616de7c9eebaba028309698174254342a4946fb87f331ab6c9c5849410154a3ab9263b52d71d5a4dc0c1d552a4ca26df83f4e912812fc9ec5d6a9f05526e8d7512f03c2d620f69749fa808eec9ff6cba8056a94262d2839f603776f1a77');
INSERT INTO public.cyclades_papillons VALUES (11, 'creation-3', 'ab9344bb4e18fdf73b433e6a6a2223f1', 1, '\x43594341010866697874757265733ab1b650ac58cc184032f89ede4bb2217fd0f8ccdfdf309b2e4583ab565321fc9c7a2681a6268a1a12a9bf488c2396f0c65bb68524364d51a62b68cc77b77327eea1bd462ec9c2681f1b68aa156be791cc320af6471649c0ab85a050835a575938b58e30dedecddda2ef3e1cf7bcf89417e5eac45227fd171f9031f38a107748cf3765fb7f3c8584f00d524db10fa7dd6f0ee76053ab8214d807e4770ad27d464182b37f4b27ca791fb98bc31e978a90a0d3981782f7daa6ebfc883d336dec027bf63b5e5c6d80a2e01753710f2dc308307020171c59684d69d944a68b2c8dc82daa76adc44ac203ae3b8dbd72c005d3bf6e83162fe561a32f216aba389aa7e39050465b900f126b90ca79a5f2060511fb9dc2a15d4a634a24a34044c3d38b345807caa04ef795c8cef18fec381f0b90a0be949bcde93c6a');
INSERT INTO public.cyclades_papillons VALUES (12, 'regeneration', 'ab9344bb4e18fdf73b433e6a6a2223f1', 2, '\x435943410108666978747572657342a88aa9dc62287057f307b02a58125344a573fd54df102dc70ff93e9a0601057468ff4409205fb34cb0e266baf4a68f1ed0e0a56b20f34f06e4cd65c66a1051d47709c5fcb0c1dad98ee6be428f355cb2a8ec8f3ec7b55738cc1308d7dc74b244a593cd6260813f807a12e981b8f8b4fb4ed5fd1ddcc8c4126d567521a428587a44f0e700733e6dc7e988925042c113b2808a1e0738e1aa364917a6e02aeed1b2c293763f160e25d4487a61cf434564c76afa3af775812833f7cf2867f9680e522e1e6e21eca596b4d83be2654db05f533e6f8b0e538e04249f8c4d16d3e16e6e4a155225737e73e1f6a4becf4d8e4f9c25765cfd5ef6a0922c26205fdad87ea5a5a8c36a027bd614972419a050ef71ebbb8cd375a80be6419373a0470322e1428155ed7f17be4d91a94a7d4483356c9aeffeb2d6231987');
INSERT INTO public.cyclades_papillons VALUES (13, 'reprint', 'ab9344bb4e18fdf73b433e6a6a2223f1', 2, '\x43594341010866697874757265733eca332d34f520002fb836cb1d15faed7def2b34eb92f9eeda17ebe3912eaa3be746ee5873cdc83ca91fb7c486112d502fc4f56ee78baa33fdb49036e1765ce5db7b87caba5794c357c770e17c091ee0718c64fb20f2b57cc6585663d238f9d9b438ab2eb45b7d1b48a41fdb9f43c16dea6444a099cc462fe37a559feeed2f31225198dcdf3fdceb7a2139e4de09b312a3d907f513ea6598852de1aa075bababb81910812eb7c207ce8230cf1d4619e5b39233631c1deacfc041c2875c70db965bb62c14aaa0660225b9a153d4361be9ce50b0aa9f5066dc9f854a2e033f22a948da5a09bcd38e568612aba01d3929dc135ffe902c7e93d7798846efc1329480c7fed240412230723d26e56ef1968d5f6582b1ae82260c4f9d4e52c5fdb9b9bc4ccc275da321f5211b4e84607c1ae4ea6bddc644396da12f');
INSERT INTO public.cyclades_schema VALUES (4);
INSERT INTO public.cyclades_schools VALUES ('0350001L', 'Collège Anita Conti', true);
INSERT INTO public.cyclades_schools VALUES ('0350002M', 'Collège Paul Féval', true);
SELECT pg_catalog.setval('public.cyclades_documents_rank_seq', 10, true);
SELECT pg_catalog.setval('public.cyclades_journal_rank_seq', 23, true);
SELECT pg_catalog.setval('public.cyclades_papillons_rank_seq', 13, true);
ALTER TABLE ONLY public.cyclades_accounts
    ADD CONSTRAINT pk_cyclades_accounts PRIMARY KEY (id);
ALTER TABLE ONLY public.cyclades_candidates
    ADD CONSTRAINT pk_cyclades_candidates PRIMARY KEY (id);
ALTER TABLE ONLY public.cyclades_candidatures
    ADD CONSTRAINT pk_cyclades_candidatures PRIMARY KEY (candidate_id, school, session);
ALTER TABLE ONLY public.cyclades_counters
    ADD CONSTRAINT pk_cyclades_counters PRIMARY KEY (stem);
ALTER TABLE ONLY public.cyclades_documents
    ADD CONSTRAINT pk_cyclades_documents PRIMARY KEY (rank);
ALTER TABLE ONLY public.cyclades_erased_logins
    ADD CONSTRAINT pk_cyclades_erased_logins PRIMARY KEY (digest);
ALTER TABLE ONLY public.cyclades_issued_logins
    ADD CONSTRAINT pk_cyclades_issued_logins PRIMARY KEY (login);
ALTER TABLE ONLY public.cyclades_journal
    ADD CONSTRAINT pk_cyclades_journal PRIMARY KEY (rank);
ALTER TABLE ONLY public.cyclades_merged_candidates
    ADD CONSTRAINT pk_cyclades_merged_candidates PRIMARY KEY (lost);
ALTER TABLE ONLY public.cyclades_papillons
    ADD CONSTRAINT pk_cyclades_papillons PRIMARY KEY (rank);
ALTER TABLE ONLY public.cyclades_schema
    ADD CONSTRAINT pk_cyclades_schema PRIMARY KEY (version);
ALTER TABLE ONLY public.cyclades_schools
    ADD CONSTRAINT pk_cyclades_schools PRIMARY KEY (uai);
ALTER TABLE ONLY public.cyclades_accounts
    ADD CONSTRAINT uq_cyclades_accounts_login UNIQUE (login);
ALTER TABLE ONLY public.cyclades_documents
    ADD CONSTRAINT uq_cyclades_documents_id UNIQUE (id);
ALTER TABLE ONLY public.cyclades_issued_logins
    ADD CONSTRAINT uq_cyclades_issued_logins_imposed_on UNIQUE (imposed_on);
ALTER TABLE ONLY public.cyclades_journal
    ADD CONSTRAINT uq_cyclades_journal_run_id UNIQUE (run_id);
ALTER TABLE ONLY public.cyclades_papillons
    ADD CONSTRAINT uq_cyclades_papillons_run_id_account_id_credential_version UNIQUE (run_id, account_id, credential_version);
CREATE INDEX ix_cyclades_accounts_candidate_id ON public.cyclades_accounts USING btree (candidate_id);
CREATE INDEX ix_cyclades_accounts_replaced_by ON public.cyclades_accounts USING btree (replaced_by) WHERE (replaced_by IS NOT NULL);
CREATE INDEX ix_cyclades_candidatures_school_session ON public.cyclades_candidatures USING btree (school, session);
CREATE INDEX ix_cyclades_documents_run_id ON public.cyclades_documents USING btree (run_id);
CREATE INDEX ix_cyclades_documents_school_session_created_at ON public.cyclades_documents USING btree (school, session, created_at);
CREATE INDEX ix_cyclades_erased_logins_key_id ON public.cyclades_erased_logins USING btree (key_id);
CREATE INDEX ix_cyclades_issued_logins_account_id ON public.cyclades_issued_logins USING btree (account_id);
CREATE INDEX ix_cyclades_issued_logins_run_id ON public.cyclades_issued_logins USING btree (run_id);
CREATE INDEX ix_cyclades_issued_logins_stem ON public.cyclades_issued_logins USING btree (stem);
CREATE INDEX ix_cyclades_journal_candidate_id ON public.cyclades_journal USING btree (candidate_id);
CREATE INDEX ix_cyclades_journal_school_at ON public.cyclades_journal USING btree (school, at);
CREATE INDEX ix_cyclades_merged_candidates_kept ON public.cyclades_merged_candidates USING btree (kept);
CREATE INDEX ix_cyclades_papillons_account_id ON public.cyclades_papillons USING btree (account_id);
CREATE UNIQUE INDEX uq_cyclades_accounts_standing ON public.cyclades_accounts USING btree (candidate_id) WHERE (replaced_by IS NULL);
CREATE TRIGGER tr_cyclades_accounts_version BEFORE UPDATE ON public.cyclades_accounts FOR EACH ROW WHEN ((COALESCE(new.credential_version, 0) < old.credential_version)) EXECUTE FUNCTION public.cyclades_refuse();
CREATE TRIGGER tr_cyclades_counters_last BEFORE UPDATE ON public.cyclades_counters FOR EACH ROW WHEN (((new.last < old.last) OR ((new.stem)::text <> (old.stem)::text))) EXECUTE FUNCTION public.cyclades_refuse();
CREATE TRIGGER tr_cyclades_documents_purged BEFORE UPDATE ON public.cyclades_documents FOR EACH ROW WHEN (((old.purged_at IS NOT NULL) AND (new.purged_at IS NULL))) EXECUTE FUNCTION public.cyclades_refuse();
CREATE TRIGGER tr_cyclades_erased_logins_digest BEFORE DELETE ON public.cyclades_erased_logins FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.cyclades_refuse();
CREATE TRIGGER tr_cyclades_issued_logins_line BEFORE UPDATE ON public.cyclades_issued_logins FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.cyclades_refuse();
CREATE TRIGGER tr_cyclades_journal_report BEFORE DELETE ON public.cyclades_journal FOR EACH ROW WHEN (true) EXECUTE FUNCTION public.cyclades_refuse();
ALTER TABLE ONLY public.cyclades_accounts
    ADD CONSTRAINT fk_cyclades_accounts_candidate_id FOREIGN KEY (candidate_id) REFERENCES public.cyclades_candidates(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_accounts
    ADD CONSTRAINT fk_cyclades_accounts_replaced_by FOREIGN KEY (replaced_by) REFERENCES public.cyclades_accounts(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_candidatures
    ADD CONSTRAINT fk_cyclades_candidatures_candidate_id FOREIGN KEY (candidate_id) REFERENCES public.cyclades_candidates(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_candidatures
    ADD CONSTRAINT fk_cyclades_candidatures_school FOREIGN KEY (school) REFERENCES public.cyclades_schools(uai) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_documents
    ADD CONSTRAINT fk_cyclades_documents_run_id FOREIGN KEY (run_id) REFERENCES public.cyclades_journal(run_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_documents
    ADD CONSTRAINT fk_cyclades_documents_school FOREIGN KEY (school) REFERENCES public.cyclades_schools(uai) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_issued_logins
    ADD CONSTRAINT fk_cyclades_issued_logins_account_id FOREIGN KEY (account_id) REFERENCES public.cyclades_accounts(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_issued_logins
    ADD CONSTRAINT fk_cyclades_issued_logins_imposed_on FOREIGN KEY (imposed_on) REFERENCES public.cyclades_candidates(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_issued_logins
    ADD CONSTRAINT fk_cyclades_issued_logins_run_id FOREIGN KEY (run_id) REFERENCES public.cyclades_journal(run_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_merged_candidates
    ADD CONSTRAINT fk_cyclades_merged_candidates_kept FOREIGN KEY (kept) REFERENCES public.cyclades_candidates(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_papillons
    ADD CONSTRAINT fk_cyclades_papillons_account_id FOREIGN KEY (account_id) REFERENCES public.cyclades_accounts(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.cyclades_papillons
    ADD CONSTRAINT fk_cyclades_papillons_run_id FOREIGN KEY (run_id) REFERENCES public.cyclades_journal(run_id) DEFERRABLE INITIALLY DEFERRED;
