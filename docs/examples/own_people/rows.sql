insert into etablissement values (1, '0350001L', 'Collège Anita Conti', 1);
insert into eleve values
    (1, 'BŒUF', 'Łukasz', null, '2010-03-14'),
    (2, 'D''HERVÉ', 'Zoé Anne', null, '2010-07-02'),
    (3, 'D''HERVÉ', 'Zoé', 'LE GOFF', '2010-11-30'),
    (4, 'MARTIN', 'Léa', null, '2010-01-31'),
    (5, 'ROUX', 'Ali', null, '2009-12-03'),
    (6, 'NGUYEN', null, null, '2010-05-21'),
    (7, 'GALLO', 'Maë', null, null);
insert into inscription values
    (1, 1, 'DNB', 2025, 'inscrit', 'boeuf@example.org', 'Générale', '3A', 'SCOLAIRE'),
    (2, 1, 'DNB', 2025, 'inscrit', 'zoe@example.org', 'Générale', '3A', 'SCOLAIRE'),
    (3, 1, 'DNB', 2025, 'pré-inscrit', 'dherve@example.org', 'Générale', '3B', 'SCOLAIRE'),
    (4, 1, 'DNB', 2025, 'inscrit', null, 'Générale', '3B', 'SCOLAIRE'),
    (5, 1, 'DNB', 2025, 'a démissionné', 'roux@example.org', 'Générale', '3B', 'SCOLAIRE'),
    (6, 1, 'DNB', 2025, 'inscrit', 'nguyen@example.org', 'Générale', '3A', 'SCOLAIRE'),
    (7, 1, 'DNB', 2025, 'liste d''attente', 'gallo@example.org', 'Professionnelle', '3C', 'SCOLAIRE');
