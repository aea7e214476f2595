//! The first token: made when there is none that could make others, shown once.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::Path;

use uuid::Uuid;

use super::scope::Role;
use super::secret::{hash, new_secret};
use crate::fault::Fault;
use crate::store::Store;
use crate::store::epochs::{self, Kept};
use crate::store::rights::Rights;
use crate::store::tokens::{self, TokenRow};
use crate::time::Instant;

/// Makes a token for everything where there is none, and tells it: into `file`, or on standard output.
///
/// # Errors
/// When the database does not answer, or the file cannot be written; there is no token then.
pub async fn first_token(
    store: &Store,
    requests_per_minute: u32,
    file: Option<&Path>,
) -> Result<(), Fault> {
    let failed =
        |error: sqlx::Error| Fault::new(format!("the first token cannot be made: {error}"));
    let mut change = store.change().await.map_err(failed)?;
    // several instances may start at once: only one gets further at a time
    epochs::begin(change.on(), Kept::Tokens)
        .await
        .map_err(failed)?;
    let now = Instant::now().0;
    if tokens::has_manager(change.on(), now)
        .await
        .map_err(failed)?
    {
        return Ok(());
    }
    let secret = new_secret("pw")
        .map_err(|error| Fault::new(format!("the first token cannot be made: {error}")))?;
    let row = TokenRow {
        hash: hash(&secret),
        id: Uuid::now_v7().simple().to_string(),
        rights: Rights {
            label: "first token".to_owned(),
            scopes: Role::Admin
                .scopes()
                .iter()
                .map(|scope| scope.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            catalogs: String::new(),
            networks: String::new(),
            origins: String::new(),
            fixed_order: String::new(),
            buyer_inputs: String::new(),
            requests_per_minute: requests_per_minute.into(),
        },
        client: None,
        created_at: Instant::now().0,
        expires_at: None,
    };
    tokens::add(change.on(), &row).await.map_err(failed)?;
    // told before it is stored: a token that is stored and not known would lock everybody out
    tell(&secret, file)?;
    change.commit().await.map_err(failed)
}

fn tell(secret: &str, file: Option<&Path>) -> Result<(), Fault> {
    let Some(file) = file else {
        println!("first admin token, shown this once: {secret}");
        return Ok(());
    };
    write_private(file, secret)
        .map_err(|error| Fault::new(format!("`{}` cannot be written: {error}", file.display())))
}

/// Writes a file that only its owner can read.
fn write_private(file: &Path, secret: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut opened = options.open(file)?;
    writeln!(opened, "{secret}")?;
    opened.sync_all()
}
