//! A spreadsheet's packed files: what it is, and that it does not unpack beyond a limit.

use std::io::{self, Cursor, Read as _};

use crate::diagnostic::Code;

/// Bytes of a spreadsheet once unpacked.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// Files in a spreadsheet.
const MOST_FILES: usize = 10_000;

/// What a packed file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Why a spreadsheet cannot be read; the message follows its name.
#[derive(Debug)]
pub(super) struct Fault {
    pub code: Code,
    pub message: String,
}

impl Fault {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    pub(super) fn unreadable() -> Self {
        Self::new(Code::CsvSyntax, "is no spreadsheet, or is damaged")
    }
}

/// What the bytes are. First by the sizes that the packed files' directory declares, then by
/// unpacking each file into nothing, for a directory may lie.
pub(super) fn check(bytes: &[u8]) -> Result<Kind, Fault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::unreadable())?;
    let too_large = || {
        let message = format!("unpacks to more than {MOST_UNPACKED} bytes or {MOST_FILES} files");
        Fault::new(Code::TooLarge, message)
    };
    if archive.len() > MOST_FILES {
        return Err(too_large());
    }
    let mut declared = 0_u64;
    let mut kind = None;
    for index in 0..archive.len() {
        let file = archive
            .by_index_raw(index)
            .map_err(|_| Fault::unreadable())?;
        declared = declared.saturating_add(file.size());
        match file.name().map_err(|_| Fault::unreadable())?.as_ref() {
            "xl/workbook.xml" => kind = Some(Kind::Xlsx),
            "content.xml" => kind = kind.or(Some(Kind::Ods)),
            _ => {}
        }
    }
    if declared > MOST_UNPACKED {
        return Err(too_large());
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|_| Fault::unreadable())?;
        let mut bounded = file.take(left.saturating_add(1));
        let unpacked = io::copy(&mut bounded, &mut io::sink()).map_err(|_| Fault::unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    kind.ok_or_else(Fault::unreadable)
}
