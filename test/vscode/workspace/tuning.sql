PRAGMA synchronus = NORMAL;
