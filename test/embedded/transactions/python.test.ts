import { type TransactionCase, testTransactions } from '../../support/transactions.ts';

const cases: TransactionCase[] = [
  {
    name: 'BEGIN as a statement, up to commit()',
    source: `def take(conn):
    conn.execute("BEGIN")
    row = conn.execute("SELECT id FROM job").fetchone()
    conn.execute("UPDATE job SET done = 1")
    conn.commit()
`,
    transactions: ['deferred [read write] complete upgrade 3→4'],
  },
  {
    name: 'the connection as a context is no BEGIN: Python begins before the first write',
    source: `def take(conn):
    with conn:
        row = conn.execute("SELECT id FROM job").fetchone()
        conn.execute("UPDATE job SET done = 1")
`,
    transactions: [],
  },
  {
    name: 'atomic of Django: a read that runs at once, and a lazy one',
    source: `from django.db import transaction

def take(pk):
    with transaction.atomic():
        job = Job.objects.get(pk=pk)
        job.save()

def lazy(pk):
    with transaction.atomic():
        jobs = Job.objects.filter(pk=pk)
        Job.objects.create()
`,
    transactions: ['driver [read write] complete upgrade 5→6', 'driver [write]'],
  },
  {
    name: 'atomic of Django: a lock that is no lock, and a function that writes',
    source: `from django.db import transaction

def take(queryset, uid):
    with transaction.atomic():
        job = queryset.select_for_update().get(uid=uid)
        close_job(job)

def close_job(job):
    Job.objects.get_or_create(pk=job.pk)
    job.save()

def look(queryset, uid):
    with transaction.atomic():
        job = queryset.select_for_update().get(uid=uid)
        show(job)

def show(job):
    render(job)
`,
    transactions: ['driver [read write] upgrade 5→6', 'driver [read]'],
  },
  {
    name: 'atomic of Django: what a function does first is left open',
    source: `from django.db import transaction

def take(uid):
    with transaction.atomic():
        job = find(uid)
        job.save()

def find(uid):
    return Job.objects.get(pk=uid)
`,
    transactions: ['driver [write]'],
  },
  {
    name: 'atomic of Django: a model is made, checked and saved',
    source: `from django.db import transaction
from . import models

def make(uid):
    with transaction.atomic():
        job = models.Job(uid=uid)
        job.validate_unique()
        job.save()

def other(uid):
    with transaction.atomic():
        job = services.Job(uid=uid)
        job.validate_unique()
        job.save()
`,
    transactions: ['driver [read write] complete upgrade 7→8', 'driver [read write]'],
  },
  {
    name: 'atomic as a decorator, and what may write before',
    source: `from django.db import transaction

@transaction.atomic
def take(pk):
    check(pk)
    job = Job.objects.get(pk=pk)
    job.save()
`,
    transactions: ['driver [read write]'],
  },
  {
    name: 'atomic of peewee with a mode',
    source: `from peewee import SqliteDatabase

def f(db):
    with db.atomic('IMMEDIATE'):
        db.execute_sql("DELETE FROM t")
    with db.atomic():
        db.execute_sql("DELETE FROM t")
`,
    transactions: ['immediate [write] complete', 'driver [write] complete'],
  },
  {
    name: 'a request to a server while the lock is held',
    source: `def f(conn):
    conn.execute("BEGIN IMMEDIATE")
    requests.post("https://a.example")
    time.sleep(1)
    conn.execute("COMMIT")
`,
    transactions: ['immediate [] outside requests.post outside time.sleep'],
  },
  {
    name: 'commit in each round, and once',
    source: `def a(conn, rows):
    for row in rows:
        conn.execute("INSERT INTO t VALUES (?)", (row,))
        conn.commit()

def b(conn, rows):
    for row in rows:
        conn.execute("INSERT INTO t VALUES (?)", (row,))
    conn.commit()

def c(conn, rows):
    for row in rows:
        conn.execute("INSERT INTO t VALUES (?)", (row,))
        conn.commit()
        time.sleep(1)
`,
    loopWrites: [3],
  },
  {
    name: 'f-strings, formats and the operator',
    source: `def find(cur, name: str, kind, number: int):
    cur.execute(f"SELECT id FROM t WHERE name = '{name}' AND n = {number}")
    cur.execute("SELECT id FROM t WHERE kind = '%s'" % kind)
    cur.execute("SELECT id FROM t WHERE name = '{}'".format(name))
    cur.execute(f"SELECT id FROM t WHERE n = {number + 1}")
`,
    filled: ['quoted parameter name', 'quoted parameter kind', 'quoted parameter name'],
  },
  {
    name: 'data of a request, bound and put in',
    source: `def view(request):
    cur.execute(f"SELECT id FROM t WHERE name = '{request.GET['name']}'")
    n = int(request.GET["n"])
    cur.execute(f"SELECT id FROM t WHERE n = {n}")
    cur.execute("SELECT id FROM t WHERE name = ?", (request.GET["name"],))
`,
    filled: ["quoted request request.GET['name']"],
  },
  {
    name: 'a name that is checked, escaped, or a format',
    source: `def find(cur, name, text, fmt_format):
    if name not in ALLOWED:
        return
    text = text.replace("'", "''")
    cur.execute(f"SELECT id FROM t WHERE name = '{name}' AND x = '{text}' AND strftime('{fmt_format}', d) = 1")
`,
    filled: [],
  },
];

testTransactions('python', cases);
