import { hashText } from '../../text/hash.ts';
import { nameOf } from '../../text/paths.ts';
import { directionsOf, type PlainIndex } from './index-change.ts';
import type { MigrationRequest, WrittenMigration } from './new-migration.ts';
import { nextVersion, slugOf } from './version.ts';

/** A revision behind the only head of the history (https://alembic.sqlalchemy.org/en/latest/tutorial.html). */
export function writeAlembic({
  change,
  database,
  project,
  now,
}: MigrationRequest): WrittenMigration | undefined {
  const revisions = database.files.flatMap((file) => {
    const script = project.scripts.get(file.path);
    return script?.revision === undefined
      ? []
      : [{ file, revision: script.revision, follows: script.follows }];
  });
  const followed = new Set(revisions.flatMap(({ follows }) => follows ?? []));
  const [head, ...others] = revisions.filter(({ revision }) => !followed.has(revision));
  if (!head || others.length > 0) return undefined;
  const names = revisions.map(({ revision }) => revision);
  const counted = names.every((name) => /^\d+$/.test(name))
    ? nextVersion(head.revision, names, now)
    : undefined;
  const revision = counted ?? hashText(`${head.revision}\n${change.title}`).slice(0, 12);
  const name = nameFor(head, revision, slugOf(change.title), now);
  const { plain, up, down } = directionsOf(change, callOf, executes);
  // https://alembic.sqlalchemy.org/en/latest/autogenerate.html: it takes what the models lack for removed.
  const note =
    plain?.kind === 'add'
      ? '\nDeclare it in the model, too: autogenerate drops what only the database has.\n'
      : '';
  const title = change.title.slice(0, 1).toUpperCase() + change.title.slice(1);
  const text = `"""${title}

Revision ID: ${revision}
Revises: ${head.revision}
Create Date: ${now.toISOString().slice(0, 19).replace('T', ' ')}
${note}
"""
from alembic import op

revision = ${quoted(revision)}
down_revision = ${quoted(head.revision)}
branch_labels = None
depends_on = None


def upgrade():
${up}

def downgrade():
${down}`;
  return { files: [{ path: `${head.file.folder}/${name}`, text }] };
}

/** The file's name as the head's is made: `<revision>_<words>.py`, perhaps behind a time. */
function nameFor(
  { file, revision: last }: { readonly file: { readonly path: string }; readonly revision: string },
  revision: string,
  slug: string,
  now: Date,
): string {
  const plain = `${revision}_${slug}.py`;
  const name = nameOf(file.path);
  const at = name.indexOf(`${last}_`);
  const front = name.slice(0, Math.max(at, 0));
  const time = /^(\d{4}[\d._-]*\d)([-_])$/.exec(front);
  if (!time) return plain;
  const digits = (time[1] as string).replace(/\D/g, '');
  const next = [8, 12, 14].includes(digits.length) ? now.toISOString().replace(/\D/g, '') : undefined;
  if (next === undefined) return plain;
  let position = 0;
  const stamp = (time[1] as string).replace(/\d/g, () => next[position++] ?? '');
  return `${stamp}${time[2]}${plain}`;
}

function callOf({ name, table, columns, unique }: PlainIndex, kind: 'add' | 'drop'): string {
  if (kind === 'drop') return `    op.drop_index(${quoted(name)}, table_name=${quoted(table)})\n`;
  const list = columns.map(quoted).join(', ');
  return `    op.create_index(${quoted(name)}, ${quoted(table)}, [${list}]${unique ? ', unique=True' : ''})\n`;
}

function executes(statements: readonly string[]): string {
  // In a text() of SQLAlchemy a colon in front of a word is a parameter; op.execute() makes one of a string.
  return statements
    .map((sql) => `    op.execute(${quoted(sql.replace(/(^|[^:]):(?=\w)/g, '$1\\:'))})\n`)
    .join('');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
