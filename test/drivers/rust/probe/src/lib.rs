//! What every probe prints.

use std::path::PathBuf;

pub const PRAGMAS: [&str; 10] = [
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
];

/// A path to a database that does not exist yet.
pub fn fresh(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("preflight-rust-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    path
}

/// Removes what `fresh` made.
pub fn clean() {
    let _ = std::fs::remove_dir_all(std::env::temp_dir().join(format!("preflight-rust-{}", std::process::id())));
}

pub fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let all: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{key:?}:{value}")).collect();
    format!("{{{}}}", all.join(","))
}

pub fn text(value: impl ToString) -> String {
    format!("{:?}", value.to_string())
}

/// One line for one driver: what it makes of a new file, and of one in WAL mode.
pub fn probe(driver: &str, sqlite: &str, pragmas: &[String], in_wal: &[String], begin: Option<&str>) {
    let read = |values: &[String]| object(PRAGMAS.iter().copied().zip(values.iter().map(text)));
    let mut pairs = vec![
        ("driver", text(driver)),
        ("sqlite", text(sqlite)),
        ("pragmas", read(pragmas)),
        ("inWal", read(in_wal)),
    ];
    if let Some(begin) = begin {
        pairs.push(("begin", text(begin)));
    }
    println!("{}", object(pairs));
}

/// One line for one claim: what was read after something was done.
pub fn claim(name: &str, read: &[String]) {
    let values: Vec<String> = read.iter().map(text).collect();
    println!("{}", object([("claim", text(name)), ("read", format!("[{}]", values.join(",")))]));
}
