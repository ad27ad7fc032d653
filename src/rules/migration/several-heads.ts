import type { LogicalDatabase } from '../../project/databases.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { nameOf } from '../../text/paths.ts';
import { defineRule } from '../rule.ts';

const django = (name: string, parent: string | undefined, field: string): string =>
  `from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [${parent === undefined ? '' : `("shop", "${parent}")`}]

    operations = [
        migrations.CreateModel(
            name="${name}",
            fields=[("id", models.BigAutoField(primary_key=True)), ("${field}", models.TextField())],
        ),
    ]
`;
const project = (third: string | undefined): Record<string, string> => ({
  'site/settings.py':
    "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3', 'OPTIONS': {'timeout': 20, 'transaction_mode': 'IMMEDIATE', 'init_command': 'PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL'}}}\n",
  'shop/migrations/0001_initial.py': django('Book', undefined, 'title'),
  'shop/migrations/0002_author.py': django('Author', '0001_initial', 'name'),
  'shop/migrations/0002_shelf.py': django('Shelf', third, 'room'),
});

export default defineRule({
  id: 'migration/several-heads',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds migrations of Django or Alembic whose history ends in several places.',
    why: 'Two branches that are merged each follow the same migration. `manage.py migrate` stops with “Conflicting migrations detected”, `alembic upgrade head` with “Multiple head revisions are present”.',
    sources: [
      'https://docs.djangoproject.com/en/stable/topics/migrations/#version-control',
      'https://alembic.sqlalchemy.org/en/latest/branches.html',
    ],
    bad: [project('0001_initial')],
    good: [
      project('0002_author'),
      // The application has a name that its folder has not.
      Object.fromEntries(
        Object.entries(project('0002_author')).map(([path, text]) => [path.replace('shop', 'store'), text]),
      ),
    ],
  },
  *checkDatabase(database, project) {
    for (const [first, ...others] of headsOf(database, project)) {
      for (const other of others) {
        if (!first) continue;
        const command = database.tool === 'django' ? 'manage.py migrate' : 'alembic upgrade head';
        yield {
          file: other.path,
          range: { start: 0, end: other.text.search(/[\r\n]|$/) },
          message: `The history ends in ${nameOf(first.path)} and in ${nameOf(other.path)}. ${command} refuses to run.`,
          help:
            database.tool === 'django'
              ? 'Run manage.py makemigrations --merge, or let one depend on the other.'
              : 'Run alembic merge heads, or let one follow the other.',
        };
      }
    }
  },
});

/** The migrations that none follows, by application; only of histories that are all there and have no branches of their own. */
function headsOf({ tool, files }: LogicalDatabase, { scripts }: Project): SourceFile[][] {
  if (tool !== 'django' && tool !== 'alembic') return [];
  const members = files.flatMap((file) => {
    const script = scripts.get(file.path);
    return script?.revision === undefined ? [] : [{ file, script, revision: script.revision }];
  });
  // What an application is called in dependencies is written elsewhere: its own are told by their folder and name.
  const keyOf = (file: SourceFile, name: string): string =>
    tool === 'django' ? `${file.folder} ${name.slice(name.lastIndexOf('.') + 1)}` : name;
  const followed = new Set(
    members.flatMap(({ file, script }) => (script.follows ?? []).map((name) => keyOf(file, name))),
  );
  const groups = new Map<string, SourceFile[]>();
  const torn = new Set<string>();
  for (const { file, script, revision } of members) {
    const group = tool === 'django' ? file.folder : '';
    // Squashed migrations, and branches that are meant.
    const isBranched =
      script.replaces?.length || /^\s*(?:branch_labels|depends_on)\b[^=\n]*=\s*(?!None)\S/m.test(file.text);
    if (isBranched || (tool === 'django' && /\brun_before\b/.test(file.text))) torn.add(group);
    if (!followed.has(keyOf(file, revision))) groups.set(group, [...(groups.get(group) ?? []), file]);
  }
  return [...groups].flatMap(([group, heads]) => (torn.has(group) || heads.length < 2 ? [] : [heads]));
}
