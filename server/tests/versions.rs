//! A database of another version is told and left alone.

mod support;

use std::process::{Command, Output};

use sqlx::{Connection as _, SqliteConnection};
use support::{Database, Server};

/// A database that the server has made and closed, and its file.
fn made() -> (Database, std::path::PathBuf) {
    let database = Database::sqlite();
    assert!(Server::start(&database).stop().success());
    let file = database.directory.path().join("test.db");
    (database, file)
}

/// Changes what the database says about its migrations.
fn change(database: &Database, statement: &'static str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut on = SqliteConnection::connect(&database.url).await.unwrap();
        let done = sqlx::query(statement).execute(&mut on).await.unwrap();
        assert_eq!(done.rows_affected(), 1);
        on.close().await.unwrap();
    });
}

fn start(database: &Database) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pricewright-server"))
        .args(["--listen", "127.0.0.1:0", "--database", &database.url])
        .output()
        .unwrap()
}

/// The server does not start, says this, and has changed nothing.
#[track_caller]
fn refused(database: &Database, file: &std::path::Path, expected: &str) {
    let before = std::fs::read(file).unwrap();
    let output = start(database);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(expected), "{told}");
    assert!(output.stdout.is_empty());
    assert!(std::fs::read(file).unwrap() == before);
}

#[test]
fn a_database_of_a_later_version_is_left_alone() {
    let (database, file) = made();
    change(
        &database,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, x'00', 0)",
    );
    let expected = "error: the database is one of a later version, which has migration `9999`: start that version";
    refused(&database, &file, expected);
}

#[test]
fn a_database_whose_tables_were_made_otherwise_is_left_alone() {
    let (database, file) = made();
    change(
        &database,
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2",
    );
    refused(
        &database,
        &file,
        "error: the database is one of another version, whose migration `2` is another one",
    );
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let database = Database::sqlite();
    let file = database.directory.path().join("test.db");
    std::fs::write(&file, "a list of mugs\n".repeat(100)).unwrap();
    refused(&database, &file, "error: the database cannot be opened");
}

#[cfg(unix)]
#[test]
fn a_database_is_read_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let database = Database::sqlite();
    let server = Server::start(&database);
    server.admin().get("/v1/catalogs").expect(200);
    let mut seen = 0;
    for file in std::fs::read_dir(database.directory.path()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", file.path().display());
        seen += 1;
    }
    // the database with its log and index, its lock, the first token
    assert_eq!(seen, 5);
}
