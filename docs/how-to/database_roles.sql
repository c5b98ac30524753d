-- Once, as a superuser, in a database that holds these tables alone.
CREATE ROLE cyclades_owner LOGIN;
CREATE ROLE cyclades_app LOGIN;
GRANT USAGE, CREATE ON SCHEMA public TO cyclades_owner;
GRANT USAGE ON SCHEMA public TO cyclades_app;
