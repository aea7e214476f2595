//! The server as a process: started on a free port, stopped by its id.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use super::client::Client;
use super::database::Database;

pub struct Server {
    pub address: String,
    pub token: String,
    process: Child,
}

impl Server {
    /// Starts it, with its logs in what the test prints.
    pub fn start(database: &Database) -> Self {
        Self::start_with(database, &[])
    }

    /// The same with more arguments. A second start on the same database has the first one's token.
    pub fn start_with(database: &Database, arguments: &[&str]) -> Self {
        Self::start_in(database, arguments, &[])
    }

    /// The same with more variables of the environment.
    pub fn start_in(database: &Database, arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let file: PathBuf = database.directory.path().join("token");
        let mut process = Command::new(env!("CARGO_BIN_EXE_pricewright-server"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--database",
                &database.url,
                "--token-file",
            ])
            .arg(&file)
            .args(arguments)
            .env(
                "PRICEWRIGHT_LOG",
                std::env::var("PRICEWRIGHT_LOG").unwrap_or("warn".to_owned()),
            )
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next().expect("the server told no address").unwrap();
        let address = line.split_whitespace().last().unwrap().to_owned();
        assert!(address.starts_with("http://127.0.0.1:"), "{line}");
        let token = std::fs::read_to_string(&file).unwrap().trim().to_owned();
        Self {
            address,
            token,
            process,
        }
    }

    /// Who may do everything.
    pub fn admin(&self) -> Client {
        self.client(&self.token)
    }

    pub fn client(&self, token: &str) -> Client {
        Client::new(&self.address, Some(token))
    }

    pub fn stranger(&self) -> Client {
        Client::new(&self.address, None)
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// As a loss of power would: no chance to finish anything.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Waits for its end.
    pub fn wait(mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }

    /// Sends a signal such as `-TERM` to its process.
    pub fn signal(&self, signal: &str) {
        let sent = Command::new("kill")
            .args([signal, &self.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// As a service manager would, and waits for its end.
    pub fn stop(self) -> std::process::ExitStatus {
        self.signal("-TERM");
        self.wait()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
