//! An empty database of either kind.

use tempfile::TempDir;

use super::postgres::cluster;

pub struct Database {
    pub url: String,
    pub directory: TempDir,
}

impl Database {
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("test.db").display());
        Self { url, directory }
    }

    pub fn postgres() -> Option<Self> {
        let url = cluster()?.new_database();
        Some(Self {
            url,
            directory: tempfile::tempdir().unwrap(),
        })
    }

    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }
}

/// Runs a test on SQLite and, where it is installed, on PostgreSQL.
pub fn for_each_database(test: impl Fn(&Database)) {
    for database in [Some(Database::sqlite()), Database::postgres()]
        .into_iter()
        .flatten()
    {
        eprintln!("on {}", database.url.split(':').next().unwrap());
        test(&database);
    }
}
