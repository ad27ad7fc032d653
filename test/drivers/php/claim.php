<?php

/** Runs main.php of the folder that it is called in, or opens what config/database.php names, and reads back. */

require __DIR__ . '/read-back.php';

/** Laravel's own needs a package that Debian does not have beside it. */
function env(string $name, mixed $otherwise = null): mixed
{
    return getenv($name) === false ? $otherwise : getenv($name);
}

foreach (['Illuminate/Database', 'Doctrine/DBAL'] as $library) {
    @include_once "/usr/share/php/$library/autoload.php";
}

if (is_file('config/database.php')) {
    $config = require 'config/database.php';
    $settings = $config['connections'][$config['default']];
    touch($settings['database']);
    $capsule = new Illuminate\Database\Capsule\Manager();
    $capsule->addConnection($settings);
    $db = $capsule->getConnection();
} else {
    require 'main.php';
}
echo json_encode(['pragmas' => pragmas(scalarOf($db))]), "\n";
