//! A copy of the database in one file, whole and of one moment, also while a server writes.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Connection as _};

use crate::fault::Fault;
use crate::store::sqlite_file;

/// Copies the database of this URL into a new file.
///
/// # Errors
/// A file that is there already or cannot be written, a database that is not there, and PostgreSQL, which has its
/// own tools for it.
pub async fn backup(database: &str, file: &Path) -> Result<(), Fault> {
    let Some(from) = sqlite_file(database) else {
        return Err(Fault::new(
            "a PostgreSQL database is copied by its own tools: `pg_dump --format=custom --file=FILE URL`, \
             and brought back by `pg_restore --clean --if-exists --dbname=URL FILE`",
        ));
    };
    let failed = |error: &dyn std::fmt::Display| {
        Fault::new(format!("`{}` cannot be copied: {error}", from.display()))
    };
    if file.exists() {
        let shown = file.display();
        return Err(Fault::new(format!(
            "`{shown}` is there already: name a new file"
        )));
    }
    let part = part_of(file);
    let copied = copy(&from, &part).await;
    if let Err(error) = copied {
        let _ = fs::remove_file(&part);
        return Err(failed(&error));
    }
    // a name that appears only when the copy is whole, and takes nobody's place
    let named = fs::hard_link(&part, file).and_then(|()| fs::remove_file(&part));
    named.map_err(|error| failed(&error))
}

/// Copies, and checks the copy.
async fn copy(from: &Path, part: &Path) -> sqlx::Result<()> {
    // made here, so that only its owner can read it
    new_private(part)?;
    let mut open = SqliteConnectOptions::new()
        .filename(from)
        .create_if_missing(false)
        .disable_statement_logging()
        .connect()
        .await?;
    sqlx::query("VACUUM INTO ?")
        .bind(part.to_string_lossy().into_owned())
        .execute(&mut open)
        .await?;
    open.close().await?;
    let mut copy: SqliteConnection = SqliteConnectOptions::new()
        .filename(part)
        .create_if_missing(false)
        .read_only(true)
        .connect()
        .await?;
    let told: String = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_one(&mut copy)
        .await?;
    copy.close().await?;
    if told != "ok" {
        return Err(sqlx::Error::Protocol(told));
    }
    File::open(part)?.sync_all()?;
    Ok(())
}

fn new_private(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// The name of the copy until it is whole.
fn part_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}
