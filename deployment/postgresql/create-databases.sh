#!/bin/sh
# Makes a role and its databases for Temporal and for the sessions, each closed to the other.
# May run again at any time; a changed password is taken over.
#
# PGHOST, PGUSER and PGPASSWORD: the server and its administrator.
# TEMPORAL_DATABASE_PASSWORD, SESSIONS_DATABASE_PASSWORD: of the two roles.
set -eu

: "${TEMPORAL_DATABASE_PASSWORD:?}" "${SESSIONS_DATABASE_PASSWORD:?}"

# The password travels in the environment, where other processes cannot read it.
create_role() {
    ROLE_PASSWORD="$2" psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=role="$1" \
        --dbname=postgres <<'SQL'
\getenv password ROLE_PASSWORD
SELECT format('CREATE ROLE %I', :'role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN PASSWORD :'password';
SQL
}

create_database() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set=database="$1" --set=role="$2" \
        --dbname=postgres <<'SQL'
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE CONNECT ON DATABASE :"database" FROM PUBLIC;
SQL
}

create_role temporal "$TEMPORAL_DATABASE_PASSWORD"
create_database temporal temporal
create_database temporal_visibility temporal
create_role design_sessions "$SESSIONS_DATABASE_PASSWORD"
create_database design_sessions design_sessions
echo "Databases are there: temporal, temporal_visibility, design_sessions"
