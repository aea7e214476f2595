//! The database: SQLite in a file, or PostgreSQL by URL, with one text of SQL for both.
//!
//! Takes a URL; gives connections to read with, and [`Change`]s, each of which is stored whole or not at
//! all. Promises that what was committed survives a kill, that one process alone uses an SQLite file, and
//! that changes of one SQLite database wait for each other in line.

pub mod catalogs;
pub mod claims;
pub mod clients;
pub mod configurations;
pub mod deliveries;
pub mod epochs;
pub mod event;
pub mod idempotency;
pub mod numbers;
pub mod outbox;
pub mod price_groups;
pub mod quotes;
pub mod rights;
pub mod subscriptions;
pub mod tokens;
pub mod windows;

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Transaction};
use tokio::sync::{Mutex, Notify, OwnedMutexGuard};

use crate::fault::Fault;

/// Every change of the tables, in order.
static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file that this process alone uses.
    Sqlite,
    /// A server that several instances may share.
    Postgres,
}

/// The database. Copies share it.
#[derive(Clone, Debug)]
pub struct Store {
    /// Which one it is.
    pub kind: Kind,
    pool: AnyPool,
    /// SQLite has one writer: whoever wants to write waits here, in line.
    writing: Arc<Mutex<()>>,
    /// Told of every change that was stored.
    committed: Arc<Notify>,
    /// Held as long as the process lives.
    _lock: Option<Arc<File>>,
}

/// A change that is stored whole by [`commit`](Change::commit), or not at all.
#[derive(Debug)]
pub struct Change {
    transaction: Transaction<'static, Any>,
    committed: Arc<Notify>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Store {
    /// Opens the database, makes it where it is not there, and brings its tables up to date.
    ///
    /// # Errors
    /// A URL that is neither of both, a file that another process uses, a server that does not answer.
    pub async fn open(url: &str, connections: u32) -> Result<Self, Fault> {
        sqlx::any::install_default_drivers();
        let (kind, url, lock) = match sqlite_file(url) {
            Some(file) => {
                let (url, lock) = (sqlite_url(&file)?, lock(&file)?);
                // made here, so that only its owner can read it; what SQLite puts beside it is as private
                open_private(&file)?;
                (Kind::Sqlite, url, Some(lock))
            }
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                (Kind::Postgres, url.to_owned(), None)
            }
            None => {
                let scheme = url.split(':').next().unwrap_or_default();
                return Err(Fault::new(format!(
                    "the database's URL begins with `{scheme}:`: expected `sqlite:FILE` or `postgres://…`"
                )));
            }
        };
        let options: AnyConnectOptions = url
            .parse()
            .map_err(|error| Fault::new(format!("the database's URL cannot be read: {error}")))?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| Box::pin(prepare(connection, kind)))
            .connect_with(options.disable_statement_logging())
            .await
            .map_err(|error| Fault::new(format!("the database cannot be opened: {error}")))?;
        MIGRATIONS
            .run(&pool)
            .await
            .map_err(|error| outdated(&error))?;
        Ok(Self {
            kind,
            pool,
            writing: Arc::default(),
            committed: Arc::default(),
            _lock: lock.map(Arc::new),
        })
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> sqlx::Result<PoolConnection<Any>> {
        self.pool.acquire().await
    }

    /// Begins a change.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn change(&self) -> sqlx::Result<Change> {
        let (turn, transaction) = match self.kind {
            Kind::Sqlite => {
                let turn = Arc::clone(&self.writing).lock_owned().await;
                (Some(turn), self.pool.begin_with("BEGIN IMMEDIATE").await?)
            }
            Kind::Postgres => (None, self.pool.begin().await?),
        };
        Ok(Change {
            transaction,
            committed: Arc::clone(&self.committed),
            _turn: turn,
        })
    }

    /// Waits until this process has stored a change.
    pub async fn committed(&self) {
        self.committed.notified().await;
    }

    /// How many connections there are, and how many of them nobody uses.
    #[must_use]
    pub fn connections(&self) -> (u32, usize) {
        (self.pool.size(), self.pool.num_idle())
    }

    /// Lets go of every connection.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Change {
    /// What statements of the change run on.
    pub fn on(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Stores it.
    ///
    /// # Errors
    /// When the database does not; nothing is stored then, or it is not known.
    pub async fn commit(self) -> sqlx::Result<()> {
        self.transaction.commit().await?;
        self.committed.notify_one();
        Ok(())
    }
}

async fn prepare(connection: &mut AnyConnection, kind: Kind) -> sqlx::Result<()> {
    let settings = match kind {
        // FULL: what was committed survives also a loss of power
        Kind::Sqlite => {
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;"
        }
        // an instance that hangs in the middle of a change must not keep the others from theirs
        Kind::Postgres => {
            "SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s';"
        }
    };
    sqlx::raw_sql(settings).execute(connection).await?;
    Ok(())
}

/// Why the tables cannot be brought up to date; nothing has changed then.
fn outdated(error: &MigrateError) -> Fault {
    Fault::new(match error {
        MigrateError::VersionMissing(number) => format!(
            "the database is one of a later version, which has migration `{number}`: start that version, or bring back a copy from before"
        ),
        MigrateError::VersionMismatch(number) => format!(
            "the database is one of another version, whose migration `{number}` is another one: start that version"
        ),
        error => format!("the database cannot be brought up to date: {error}"),
    })
}

/// The file of an SQLite URL.
pub(crate) fn sqlite_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    Some(PathBuf::from(rest.split('?').next().unwrap_or(rest)))
}

fn sqlite_url(file: &Path) -> Result<String, Fault> {
    let Some(name) = file.to_str().filter(|name| !name.is_empty()) else {
        return Err(Fault::new(
            "the database's URL names no file: expected `sqlite:FILE`",
        ));
    };
    let escaped = name
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    Ok(format!("sqlite://{escaped}?mode=rwc"))
}

/// Keeps other processes away from an SQLite file: each would price from what it has in memory.
fn lock(file: &Path) -> Result<File, Fault> {
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    let opened = open_private(Path::new(&name))?;
    opened.try_lock().map_err(|_| {
        let shown = file.display();
        Fault::new(format!(
            "another process uses `{shown}`: stop it, or give both a PostgreSQL database"
        ))
    })?;
    Ok(opened)
}

/// Opens a file to write, and makes it where it is not there: then only its owner can read it.
fn open_private(file: &Path) -> Result<File, Fault> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(file)
        .map_err(|error| Fault::new(format!("`{}` cannot be opened: {error}", file.display())))
}
