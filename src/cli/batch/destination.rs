//! Where results go: standard output, or a file that is replaced once all is written.

use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, IsTerminal as _, Stdout, Write};
use std::path::{Path, PathBuf};

use super::super::files::{Fault, beside, unreadable};

/// Bytes that are written at once.
const BUFFER: usize = 256 * 1024;

/// Where results go.
pub(super) struct Destination {
    to: To,
    /// Whoever read standard output has read enough.
    closed: bool,
}

enum To {
    Standard(BufWriter<Stdout>),
    File(Unfinished),
}

/// A file's new content beside it, which goes if it is not finished.
struct Unfinished {
    writer: BufWriter<File>,
    beside: PathBuf,
    path: PathBuf,
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // after it took its place nothing is left of it
        drop(fs::remove_file(&self.beside));
    }
}

impl Destination {
    /// A file, or standard output.
    pub(super) fn open(path: Option<&Path>) -> Result<Self, Fault> {
        let to = match path {
            None => To::Standard(BufWriter::with_capacity(BUFFER, std::io::stdout())),
            Some(path) => {
                let beside = beside(path);
                let file = File::create(&beside)
                    .map_err(|error| Fault::Unreadable(unreadable(path, &error)))?;
                To::File(Unfinished {
                    writer: BufWriter::with_capacity(BUFFER, file),
                    beside,
                    path: path.to_owned(),
                })
            }
        };
        Ok(Self { to, closed: false })
    }

    /// Whether people see the results at once.
    pub(super) fn is_terminal(&self) -> bool {
        matches!(&self.to, To::Standard(writer) if writer.get_ref().is_terminal())
    }

    /// Whether nobody reads what is written.
    pub(super) const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Writes results.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.each(|writer| writer.write_all(bytes))
    }

    /// Sends on what is kept, so that a reader gets each chunk at once.
    pub(super) fn flush(&mut self) -> Result<(), Fault> {
        self.each(|writer| writer.flush())
    }

    /// Puts a file in its place; whether it was one.
    pub(super) fn finish(mut self) -> Result<bool, Fault> {
        self.flush()?;
        let To::File(file) = &self.to else {
            return Ok(false);
        };
        fs::rename(&file.beside, &file.path)
            .map_err(|error| Fault::Unreadable(unreadable(&file.path, &error)))?;
        Ok(true)
    }

    fn each(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<(), Fault> {
        if self.closed {
            return Ok(());
        }
        let (written, path) = match &mut self.to {
            To::Standard(writer) => (write(writer), Path::new("standard output")),
            To::File(file) => (write(&mut file.writer), file.path.as_path()),
        };
        match written {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            written => written.map_err(|error| Fault::Unreadable(unreadable(path, &error))),
        }
    }
}
