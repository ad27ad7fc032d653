<?php

/** What the tests read back from real connections of PHP. */

const PRAGMAS = [
    'journal_mode', 'busy_timeout', 'synchronous', 'foreign_keys', 'cache_size',
    'temp_store', 'mmap_size', 'wal_autocheckpoint', 'journal_size_limit', 'locking_mode',
];

/** @param callable(string): mixed $scalar runs SQL and returns the first value */
function pragmas(callable $scalar): array
{
    $values = [];
    foreach (PRAGMAS as $name) {
        $values[$name] = $scalar("PRAGMA $name");
    }
    return $values;
}

/** Runs SQL on whatever a driver opens, and returns the first value. */
function scalarOf(object $db): callable
{
    if ($db instanceof PDO) {
        return fn (string $sql) => $db->query($sql)->fetchColumn();
    }
    if ($db instanceof SQLite3) {
        return fn (string $sql) => $db->querySingle($sql);
    }
    if ($db instanceof Doctrine\DBAL\Connection) {
        return fn (string $sql) => $db->fetchOne($sql);
    }
    return fn (string $sql) => current((array) $db->selectOne($sql));
}

/** The mode of a transaction that was begun on a connection, seen from a second one. */
function modeSeenBeside(string $path): string
{
    $other = new SQLite3($path);
    return @$other->exec('CREATE TABLE IF NOT EXISTS seen (x)') ? 'deferred' : 'immediate';
}

function packageVersion(string $package): string
{
    $version = (string) shell_exec('dpkg-query -W -f=\'${Version}\' ' . escapeshellarg($package) . ' 2>/dev/null');
    return preg_replace('/^\d+:|[+~-].*$/', '', $version);
}
