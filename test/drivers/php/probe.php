<?php

/** Opens a new database with each driver of PHP and no options, and prints what it reads back: one probe a line. */

require __DIR__ . '/read-back.php';
foreach (['Illuminate/Database', 'Doctrine/DBAL'] as $library) {
    @include "/usr/share/php/$library/autoload.php";
}

/** @param callable(string): object $open opens a path; @param callable(object): void $begin begins a transaction */
function probe(string $driver, string $version, callable $open, ?callable $begin): void
{
    $path = tempnam(sys_get_temp_dir(), 'probe');
    $db = $open($path);
    $scalar = scalarOf($db);
    $answer = [
        'driver' => $driver,
        'version' => $version,
        'sqlite' => $scalar('SELECT sqlite_version()'),
        'pragmas' => pragmas($scalar),
    ];
    if ($begin) {
        $begin($db);
        $answer['begin'] = modeSeenBeside($path);
        $db instanceof Illuminate\Database\Connection || $db instanceof PDO || $db instanceof Doctrine\DBAL\Connection
            ? $db->rollBack()
            : null;
    }
    $scalar('PRAGMA journal_mode = WAL');
    $answer['inWal'] = pragmas(scalarOf($open($path)));
    echo json_encode($answer), "\n";
    foreach (['', '-wal', '-shm'] as $suffix) {
        @unlink($path . $suffix);
    }
}

$begin = fn ($db) => $db->beginTransaction();
probe('pdo-sqlite', PHP_VERSION, fn ($path) => new PDO("sqlite:$path"), $begin);
probe('php-sqlite3', PHP_VERSION, fn ($path) => new SQLite3($path), null);

if (class_exists('Illuminate\Database\Capsule\Manager')) {
    probe('laravel', packageVersion('php-illuminate-database'), function ($path) {
        $capsule = new Illuminate\Database\Capsule\Manager();
        $capsule->addConnection(['driver' => 'sqlite', 'database' => $path]);
        return $capsule->getConnection();
    }, $begin);
}
if (class_exists('Doctrine\DBAL\DriverManager')) {
    $version = packageVersion('php-doctrine-dbal');
    foreach (['pdo_sqlite' => 'doctrine-pdo-sqlite', 'sqlite3' => 'doctrine-sqlite3'] as $name => $driver) {
        probe($driver, $version, fn ($path) => Doctrine\DBAL\DriverManager::getConnection(['driver' => $name, 'path' => $path]), $begin);
    }
}
