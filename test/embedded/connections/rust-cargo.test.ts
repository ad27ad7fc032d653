import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const program =
  'use rusqlite::Connection;\nfn open() -> rusqlite::Result<()> {\n    let conn = Connection::open("app.db")?;\n    Ok(())\n}\n';

/** A program with manifests, and what is known of foreign keys: on by the SQLite that libsqlite3-sys brings. */
function built(
  name: string,
  files: Readonly<Record<string, string>>,
  foreignKeys: string | undefined,
): ConnectionCase {
  return {
    name: `Cargo: ${name}`,
    files: { 'src/main.rs': program, ...files },
    expected: ['rusqlite app.db []'],
    effective: { foreign_keys: foreignKeys },
  };
}

const locked = (...needs: string[]): string =>
  `[[package]]\nname = "libsqlite3-sys"\nversion = "0.37.0"\ndependencies = [\n${needs.map((one) => ` "${one}",\n`).join('')}]\n\n[[package]]\nname = "rusqlite"\nversion = "0.39.0"\n`;

const cargo: readonly ConnectionCase[] = [
  built(
    'the feature bundled',
    { 'Cargo.toml': '[dependencies]\nrusqlite = { version = "0.39", features = ["bundled"] }\n' },
    'on',
  ),
  built(
    'a table of its own, over several lines',
    {
      'Cargo.toml':
        '[dependencies.rusqlite]\nversion = "0.39"\nfeatures = [\n  "chrono",\n  "bundled-full",\n]\n',
    },
    'on',
  ),
  built(
    'nothing asks for it, and nothing is locked',
    { 'Cargo.toml': '[dependencies]\nrusqlite = "0.39"\n' },
    undefined,
  ),
  built(
    'the lock file needs no compiler: the machine’s SQLite',
    { 'Cargo.toml': '[dependencies]\nrusqlite = "0.39"\n', 'Cargo.lock': locked('pkg-config', 'vcpkg') },
    'off',
  ),
  built(
    'the lock file needs one, and no manifest asks',
    { 'Cargo.toml': '[dependencies]\nrusqlite = "0.39"\n', 'Cargo.lock': locked('cc', 'pkg-config') },
    undefined,
  ),
  built(
    'the workspace asks for all',
    {
      'Cargo.toml': '[workspace.dependencies]\nrusqlite = { version = "0.39", features = ["bundled"] }\n',
      'crates/a/Cargo.toml': '[dependencies]\nrusqlite.workspace = true\n',
      'Cargo.lock': locked('cc', 'pkg-config'),
    },
    'on',
  ),
  built(
    'libsqlite3-sys is asked for it, for what is linked once',
    {
      'Cargo.toml':
        '[dependencies]\nrusqlite = "0.39"\nlibsqlite3-sys = { version = "*", features = ["bundled"] }\n',
    },
    'on',
  ),
  built(
    'another package of the workspace brings it',
    {
      'Cargo.toml': '[dependencies]\nrusqlite = "0.39"\nsqlx = { version = "0.9", features = ["sqlite"] }\n',
    },
    'on',
  ),
  built(
    'tests alone have it',
    {
      'Cargo.toml':
        '[dependencies]\nrusqlite = "0.39"\n[dev-dependencies]\nrusqlite = { version = "0.39", features = ["bundled"] }\n',
    },
    undefined,
  ),
  built(
    'a feature that is no default turns it on',
    { 'Cargo.toml': '[dependencies]\nrusqlite = "0.39"\n[features]\nstatic = ["rusqlite/bundled"]\n' },
    undefined,
  ),
  built(
    'a default feature turns it on',
    {
      'Cargo.toml':
        '[dependencies]\nrusqlite = "0.39"\n[features]\ndefault = ["static"]\nstatic = ["rusqlite/bundled"]\n',
    },
    'on',
  ),
  built(
    'one target has it',
    {
      'Cargo.toml':
        '[dependencies]\nrusqlite = "0.39"\n[target.\'cfg(windows)\'.dependencies]\nrusqlite = { version = "0.39", features = ["bundled"] }\n',
    },
    undefined,
  ),
  built('a manifest that is broken', { 'Cargo.toml': '[dependencies\nrusqlite = {' }, undefined),
];

testConnections('rust', cargo);
