//! A PostgreSQL of the tests' own, in a temporary directory, on a socket there. It ends with the process
//! that started it, however that ends: a shell waits for the end of its input, then stops it by its id.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

pub struct Cluster {
    bin: PathBuf,
    directory: TempDir,
    _shell: Child,
}

/// The cluster of this test binary; none where PostgreSQL is not installed. Where `CI` is set that is a
/// failure.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    let cluster = CLUSTER.get_or_init(|| binaries().map(Cluster::start));
    if cluster.is_none() {
        let told = "SKIPPED: tests on PostgreSQL: `initdb` is neither in /usr/lib/postgresql/*/bin nor on the PATH";
        assert!(std::env::var_os("CI").is_none(), "{told}");
        eprintln!("{told}");
    }
    cluster.as_ref()
}

impl Cluster {
    fn start(bin: PathBuf) -> Self {
        let directory = tempfile::Builder::new()
            .prefix("pricewright-postgres-")
            .tempdir()
            .unwrap();
        let path = directory.path();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(path));
        }
        let data = path.join("data");
        run(as_postgres(&bin.join("initdb"))
            .args([
                "-U",
                "postgres",
                "--auth=trust",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C",
                "-D",
            ])
            .arg(&data));
        let script = r#"
            "$@" 2>"$LOG" </dev/null &
            server=$!
            i=0
            until [ -S "$SOCKETS/.s.PGSQL.5432" ] && "$BIN/pg_isready" -q -h "$SOCKETS"; do
              i=$((i + 1))
              if [ $i -gt 600 ] || ! kill -0 $server; then cat "$LOG" >&2; exit 1; fi
              sleep 0.05
            done
            echo ready
            cat >/dev/null
            kill -QUIT $server
            wait $server
            rm -rf "$SOCKETS"
        "#;
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]);
        let server = as_postgres(&bin.join("postgres"));
        shell.arg(server.get_program()).args(server.get_args());
        // what a kill -9 of the server under test must survive is its own commit, not a loss of power
        shell.args([
            "-c",
            "fsync=off",
            "-c",
            "listen_addresses=",
            "-c",
            "max_connections=200",
        ]);
        shell.arg("-k").arg(path).arg("-D").arg(&data);
        shell
            .env("LOG", path.join("log"))
            .env("SOCKETS", path)
            .env("BIN", &bin);
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(shell.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line, "ready\n", "PostgreSQL did not start");
        Self {
            bin,
            directory,
            _shell: shell,
        }
    }

    /// The URL of a new, empty database.
    pub fn new_database(&self) -> String {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let path = self.directory.path();
        run(Command::new(self.bin.join("createdb"))
            .arg("-h")
            .arg(path)
            .args(["-U", "postgres", &name]));
        format!(
            "postgres://postgres@localhost/{name}?host={}",
            path.display()
        )
    }
}

fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    found.sort();
    found.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path));
    found
        .into_iter()
        .find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout == b"0\n"
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "--",
        ])
        .arg(program);
    command
}

fn run(command: &mut Command) {
    let output = command.current_dir("/").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
}
