-- The tables of an application that runs exams already: integer keys, no INE, labels of its own.
create table etablissement (
    id integer primary key,
    rne text not null unique,
    nom text not null,
    gestion_candidats integer not null
);
create table eleve (
    id integer primary key,
    nom text not null,
    prenoms text,
    nom_usage text,
    ne_le date
);
create table inscription (
    eleve_id integer not null references eleve,
    etablissement_id integer not null references etablissement,
    examen text not null,
    annee integer not null,
    etat text not null,
    courriel text,
    serie text,
    classe text,
    categorie text,
    primary key (eleve_id, etablissement_id, examen, annee)
);
create index inscription_of_school on inscription (etablissement_id, annee);
