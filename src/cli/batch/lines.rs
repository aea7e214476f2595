//! A batch's file, record by record.
//!
//! Takes bytes, gives the lines of newline-delimited JSON or the rows of CSV, in chunks. A row
//! ends where a line does outside of quotes. Promises memory bounded by a chunk and one record
//! more, whatever the file says, and the line at which each record begins.

use std::fs::File;
use std::io::{BufRead, BufReader, Chain, Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::super::files::{Fault, unreadable};

/// Bytes of one line or row: an order of the most items that one may have.
pub(super) const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Records of a chunk.
const CHUNK: usize = 1024;
/// Bytes after which a chunk takes no more records: a quote is many times its order's length.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Bytes that are asked of the file at once.
const BUFFER: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
/// What may stand between the cells of a row, the first where a header does not tell.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// A line or a row that is not empty.
pub(super) struct Record {
    /// How many records stand before it.
    pub index: u64,
    /// The line at which it begins, from 1.
    pub line: u64,
    /// Its bytes, with the end of its line; none where it is too long to be kept.
    pub bytes: Option<Vec<u8>>,
    /// Whether it ends with the file, within quotes.
    pub unclosed: bool,
}

type Input = BufReader<Chain<Cursor<Vec<u8>>, Box<dyn Read + Send>>>;

/// What is left of a file.
pub(super) struct Lines {
    path: PathBuf,
    input: Input,
    /// Lines that were read.
    line: u64,
    bytes: u64,
    records: u64,
    /// Only in CSV may a record have several lines.
    quotes: Option<Quotes>,
}

impl Lines {
    /// Opens a file, or standard input for `-`. A byte order mark is passed over.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let input: std::io::Result<Box<dyn Read + Send>> = if path == Path::new("-") {
            Ok(Box::new(std::io::stdin()))
        } else {
            File::open(path).map(|file| -> Box<dyn Read + Send> { Box::new(file) })
        };
        input
            .and_then(|input| Self::over(path, input))
            .map_err(|error| Fault::Unreadable(unreadable(path, &error)))
    }

    fn over(path: &Path, mut input: Box<dyn Read + Send>) -> std::io::Result<Self> {
        let mut start = Vec::new();
        let mark = u64::try_from(BYTE_ORDER_MARK.len()).unwrap_or_default();
        input.by_ref().take(mark).read_to_end(&mut start)?;
        if start == BYTE_ORDER_MARK {
            start.clear();
        }
        Ok(Self {
            path: path.to_owned(),
            input: BufReader::with_capacity(BUFFER, Cursor::new(start).chain(input)),
            line: 0,
            bytes: 0,
            records: 0,
            quotes: None,
        })
    }

    /// The header of CSV and its separator: of those that may be, the one that it has most of
    /// outside of quotes. What follows is rows.
    pub(super) fn header(&mut self) -> Result<Option<(Record, u8)>, Fault> {
        self.quotes = Some(Quotes::default());
        let header = self.record()?;
        let separator = self.quotes.as_mut().map_or(b',', Quotes::settle);
        self.records = 0;
        Ok(header.map(|header| (header, separator)))
    }

    /// The next records; none at the end.
    pub(super) fn chunk(&mut self) -> Result<Vec<Record>, Fault> {
        let mut chunk = Vec::new();
        let mut bytes = 0_usize;
        while chunk.len() < CHUNK && bytes < CHUNK_BYTES {
            let Some(record) = self.record()? else { break };
            bytes = bytes.saturating_add(record.bytes.as_ref().map_or(0, Vec::len));
            chunk.push(record);
        }
        Ok(chunk)
    }

    /// How much of the file was read.
    pub(super) const fn bytes_read(&self) -> u64 {
        self.bytes
    }

    fn record(&mut self) -> Result<Option<Record>, Fault> {
        loop {
            let record = self
                .next()
                .map_err(|error| Fault::Unreadable(unreadable(&self.path, &error)))?;
            match record {
                Some(record) if self.is_blank(&record) => {}
                Some(record) => {
                    self.records = self.records.saturating_add(1);
                    return Ok(Some(record));
                }
                None => return Ok(None),
            }
        }
    }

    /// Whether nothing stands in a record: an empty line, a row of empty cells.
    fn is_blank(&self, record: &Record) -> bool {
        let separator = self.quotes.as_ref().and_then(|quotes| quotes.separator);
        let empty = |byte: &u8| byte.is_ascii_whitespace() || Some(*byte) == separator;
        record
            .bytes
            .as_ref()
            .is_some_and(|bytes| bytes.iter().all(empty))
    }

    fn next(&mut self) -> std::io::Result<Option<Record>> {
        let line = self.line.saturating_add(1);
        let mut kept = Some(Vec::new());
        let mut is_empty = true;
        loop {
            let available = match self.input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = available.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(available.len(), |end| end.saturating_add(1));
            let part = available.get(..length).unwrap_or_default();
            let at_end = part.is_empty();
            is_empty &= at_end;
            keep(&mut kept, part);
            let within_quotes = self.quotes.as_mut().is_some_and(|quotes| quotes.pass(part));
            self.input.consume(length);
            self.bytes = self
                .bytes
                .saturating_add(u64::try_from(length).unwrap_or_default());
            if end.is_some() {
                self.line = self.line.saturating_add(1);
            }
            if at_end || (end.is_some() && !within_quotes) {
                return Ok((!is_empty).then_some(Record {
                    index: self.records,
                    line,
                    bytes: kept,
                    unclosed: within_quotes,
                }));
            }
        }
    }
}

/// Adds a part to a record, or gives the record up where it is too long.
fn keep(kept: &mut Option<Vec<u8>>, part: &[u8]) {
    if let Some(bytes) = kept {
        if bytes.len().saturating_add(part.len()) > MOST_BYTES {
            *kept = None;
        } else {
            bytes.extend_from_slice(part);
        }
    }
}

/// Where in a row the bytes are, by the rules of the library that reads the cells afterwards.
#[derive(Default)]
struct Quotes {
    at: At,
    /// None until the header is read.
    separator: Option<u8>,
    /// How many of each stand outside of quotes.
    seen: [usize; SEPARATORS.len()],
}

#[derive(Clone, Copy, Default)]
enum At {
    #[default]
    CellStart,
    Cell,
    Quoted,
    /// After a quote within quotes: it closes them, or is one of two.
    AfterQuote,
}

impl Quotes {
    /// Goes over bytes; whether their end is within quotes.
    fn pass(&mut self, bytes: &[u8]) -> bool {
        for byte in bytes {
            self.at = match (self.at, *byte) {
                (At::Quoted, b'"') => At::AfterQuote,
                (At::Quoted, _) | (At::CellStart | At::AfterQuote, b'"') => At::Quoted,
                (_, b'\n' | b'\r') => At::CellStart,
                (_, byte) if self.separates(byte) => At::CellStart,
                _ => At::Cell,
            };
        }
        matches!(self.at, At::Quoted)
    }

    fn separates(&mut self, byte: u8) -> bool {
        if let Some(separator) = self.separator {
            return byte == separator;
        }
        let candidate = SEPARATORS.iter().position(|separator| *separator == byte);
        if let Some(count) = candidate.and_then(|at| self.seen.get_mut(at)) {
            *count = count.saturating_add(1);
        }
        candidate.is_some()
    }

    /// Chooses the separator: of equally many the first.
    fn settle(&mut self) -> u8 {
        let counted = SEPARATORS.iter().zip(self.seen).rev();
        let most = counted.max_by_key(|(_, count)| *count);
        let separator = most.map_or(b',', |(separator, _)| *separator);
        self.separator = Some(separator);
        separator
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cell::RowReader;
    use super::*;

    fn over(text: &str) -> Lines {
        Lines::over(
            Path::new("rows.csv"),
            Box::new(Cursor::new(text.to_owned())),
        )
        .unwrap()
    }

    fn rest(lines: &mut Lines) -> Vec<Record> {
        let Ok(records) = lines.chunk() else {
            panic!("text is readable");
        };
        records
    }

    #[test]
    fn records_know_where_they_begin() {
        let mut lines = over("\u{feff}a;b,c;d\n\n1;\"2\n3\";4\n ; ;\r\n5;6;7");
        let Ok(Some((header, separator))) = lines.header() else {
            panic!("a header");
        };
        assert_eq!((header.line, separator), (1, b';'));
        assert_eq!(header.bytes.as_deref(), Some(&b"a;b,c;d\n"[..]));
        let found: Vec<_> = rest(&mut lines)
            .into_iter()
            .map(|record| (record.index, record.line, record.bytes.unwrap()))
            .collect();
        let expected = [
            (0, 3, b"1;\"2\n3\";4\n".to_vec()),
            (1, 6, b"5;6;7".to_vec()),
        ];
        assert_eq!(found, expected);
        assert!(rest(&mut lines).is_empty());
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_library(parts in prop::collection::vec("[a,\" \n]|\r\n", 0..40)) {
            let text = parts.concat();
            let is_blank = |cells: &[String]| cells.iter().all(|cell| cell.trim().is_empty());
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let expected: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .filter(|cells: &Vec<String>| !is_blank(cells))
                .collect();
            let mut lines = over(&text);
            lines.quotes = Some(Quotes { separator: Some(b','), ..Quotes::default() });
            let mut rows = RowReader::new(b',');
            let found: Vec<Vec<String>> = rest(&mut lines)
                .iter()
                .map(|record| std::str::from_utf8(record.bytes.as_deref().unwrap()).unwrap())
                .map(|row| rows.cells(row).unwrap().iter().map(str::to_owned).collect())
                .filter(|cells: &Vec<String>| !is_blank(cells))
                .collect();
            prop_assert_eq!(found, expected, "{:?}", text);
        }
    }
}
