#!/bin/sh
# Brings Temporal's two databases to the schema of this image. May run again at any time: a
# database that has a schema is only updated.
#
# SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD: read by temporal-sql-tool itself.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

set_up() {
    temporal-sql-tool --plugin postgres12 --database "$1" setup-schema --version 0.0
    temporal-sql-tool --plugin postgres12 --database "$1" update-schema \
        --schema-dir "$schemas/$2/versioned"
}

set_up temporal temporal
set_up temporal_visibility visibility
echo "Temporal's schemas are up to date"
