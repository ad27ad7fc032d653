"""Opens a new database with each driver that is installed, and prints what it reads back, one line of JSON a driver."""

import asyncio
import importlib.metadata
import json
import os
import re
import sqlite3
import sys
import tempfile
import traceback

PRAGMAS = [
    "journal_mode",
    "busy_timeout",
    "synchronous",
    "foreign_keys",
    "cache_size",
    "temp_store",
    "mmap_size",
    "wal_autocheckpoint",
    "journal_size_limit",
    "locking_mode",
]


def version(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def begun(statements):
    """The mode of the first transaction among the statements that a connection ran."""
    for statement in statements:
        match = re.match(r"BEGIN\s*(\w*)", statement, re.I)
        if match:
            mode = match.group(1).lower()
            return mode if mode in ("immediate", "exclusive") else "deferred"
    return None


class Probe:
    """How one driver opens a file; `write` writes in a transaction of the driver's own API.

    `open_` gives a function that asks for the first row of a query, the driver's handle, and one that traces it.
    """

    def __init__(self, driver, package, open_, write=None):
        self.driver, self.package, self.open, self.write = driver, package, open_, write


def dbapi(connect):
    """A driver that gives a connection of the DB-API at once."""

    def open_(path):
        connection = connect(path)
        return (lambda sql: connection.execute(sql).fetchone()), connection, connection.set_trace_callback

    return open_


def open_pysqlite3(path):
    import pysqlite3

    return dbapi(pysqlite3.connect)(path)


def write_dbapi(handle):
    handle.execute("CREATE TABLE IF NOT EXISTS t (a)")
    handle.execute("INSERT INTO t VALUES (1)")
    handle.commit()


def open_aiosqlite(path):
    import aiosqlite

    async def start():
        connection = aiosqlite.connect(path)
        await connection
        return connection

    connection = LOOP.run_until_complete(start())

    def ask(sql):
        async def run():
            async with connection.execute(sql) as cursor:
                return await cursor.fetchone()

        return LOOP.run_until_complete(run())

    return ask, connection, tracer(connection)


def tracer(connection):
    """Traces a connection that lives in a thread of its own."""
    return lambda callback: LOOP.run_until_complete(connection.set_trace_callback(callback))


def write_aiosqlite(handle):
    async def run():
        await handle.execute("CREATE TABLE IF NOT EXISTS t (a)")
        await handle.execute("INSERT INTO t VALUES (1)")
        await handle.commit()

    LOOP.run_until_complete(run())


def open_apsw(path):
    import apsw

    connection = apsw.Connection(path)
    return (lambda sql: connection.execute(sql).fetchone()), None, None


def engine_of(create):
    def open_(path):
        engine = create(path)
        connection = engine.connect()

        def raw():
            # Through the connection, which without a pool is closed once nothing holds it.
            return connection.connection.dbapi_connection

        return (lambda sql: raw().execute(sql).fetchone()), connection, raw().set_trace_callback

    return open_


def create_sqlalchemy(path):
    import sqlalchemy

    return sqlalchemy.create_engine(f"sqlite:///{path}")


def create_sqlmodel(path):
    import sqlmodel

    return sqlmodel.create_engine(f"sqlite:///{path}")


def create_flask(path):
    import flask
    import flask_sqlalchemy

    app = flask.Flask("probe")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{path}"
    database = flask_sqlalchemy.SQLAlchemy(app)
    with app.app_context():
        return database.engine


def create_dataset(path):
    import dataset

    return dataset.connect(f"sqlite:///{path}").engine


def write_engine(handle):
    handle.exec_driver_sql("CREATE TABLE IF NOT EXISTS t (a)")
    handle.exec_driver_sql("INSERT INTO t VALUES (1)")
    if hasattr(handle, "commit"):
        handle.commit()


def open_django(path):
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": path}})
        django.setup()
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = path
    connection.ensure_connection()

    def ask(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()

    return ask, connection, connection.connection.set_trace_callback


def write_django(handle):
    from django.db import transaction

    with transaction.atomic():
        handle.cursor().execute("CREATE TABLE IF NOT EXISTS t (a)")


def open_peewee(path):
    import peewee

    database = peewee.SqliteDatabase(path)
    return (lambda sql: database.execute_sql(sql).fetchone()), database, database.connection().set_trace_callback


def write_peewee(handle):
    with handle.atomic():
        handle.execute_sql("CREATE TABLE IF NOT EXISTS t (a)")


def open_sqlite_utils(path):
    import sqlite_utils

    database = sqlite_utils.Database(path)
    return (lambda sql: database.conn.execute(sql).fetchone()), database.conn, database.conn.set_trace_callback


def open_databases(path):
    import databases

    database = databases.Database(f"sqlite+aiosqlite:///{path}")
    connection = LOOP.run_until_complete(connected(database))
    raw = connection.raw_connection

    def ask(sql):
        async def run():
            async with raw.execute(sql) as cursor:
                return await cursor.fetchone()

        return LOOP.run_until_complete(run())

    return ask, connection, tracer(raw)


async def connected(database):
    await database.connect()
    connection = database.connection()
    await connection.__aenter__()
    return connection


def write_databases(handle):
    async def run():
        async with handle.transaction():
            await handle.execute("CREATE TABLE IF NOT EXISTS t (a)")

    LOOP.run_until_complete(run())


def open_tortoise(path):
    from tortoise.backends.sqlite.client import SqliteClient

    client = SqliteClient(path, connection_name="default", fetch_inserted=True)
    LOOP.run_until_complete(client.create_connection(with_db=True))

    def ask(sql):
        async def run():
            return (await client.execute_query(sql))[1][0]

        return LOOP.run_until_complete(run())

    return ask, client, tracer(client._connection)


PROBES = [
    Probe("sqlite3", None, dbapi(sqlite3.connect), write_dbapi),
    Probe("pysqlite3", "pysqlite3-binary", open_pysqlite3, write_dbapi),
    Probe("aiosqlite", "aiosqlite", open_aiosqlite, write_aiosqlite),
    Probe("apsw", "apsw", open_apsw),
    Probe("sqlalchemy", "SQLAlchemy", engine_of(create_sqlalchemy), write_engine),
    Probe("sqlmodel", "sqlmodel", engine_of(create_sqlmodel), write_engine),
    Probe("flask-sqlalchemy", "Flask-SQLAlchemy", engine_of(create_flask), write_engine),
    Probe("dataset", "dataset", engine_of(create_dataset), write_engine),
    Probe("django", "Django", open_django, write_django),
    Probe("peewee", "peewee", open_peewee, write_peewee),
    Probe("sqlite-utils", "sqlite-utils", open_sqlite_utils, write_dbapi),
    Probe("databases", "databases", open_databases, write_databases),
    Probe("tortoise-orm", "tortoise-orm", open_tortoise),
]

LOOP = asyncio.new_event_loop()


def read(ask):
    return {name: ask(f"PRAGMA {name}")[0] for name in PRAGMAS}


def run(probe, folder):
    installed = sys.version.split()[0] if probe.package is None else version(probe.package)
    if installed is None:
        return None
    path = os.path.join(folder, f"{probe.driver}.db")
    ask, _, _ = probe.open(path)
    answer = {
        "driver": probe.driver,
        "version": installed,
        "sqlite": ask("SELECT sqlite_version()")[0],
        "pragmas": read(ask),
    }
    wal = os.path.join(folder, f"{probe.driver}-wal.db")
    made = sqlite3.connect(wal)
    made.execute("PRAGMA journal_mode = WAL")
    made.close()
    ask, handle, trace = probe.open(wal)
    answer["inWal"] = read(ask)
    if probe.write:
        statements = []
        trace(statements.append)
        probe.write(handle)
        mode = begun(statements)
        if mode:
            answer["begin"] = mode
    return answer


def main():
    with tempfile.TemporaryDirectory() as folder:
        for probe in PROBES:
            answer = run(probe, folder)
            if answer:
                print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    # Drivers leave threads behind that wait for their connections to be closed.
    os._exit(0)
