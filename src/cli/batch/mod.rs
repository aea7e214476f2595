//! `price CATALOG --batch FILE`: many orders, over all cores.
//!
//! Takes newline-delimited orders or CSV with one configuration a row, gives a quote or a total
//! for each, in the order of the file. Promises memory bounded by a chunk of the file, the same
//! bytes whatever the number of cores, and that a line that cannot be priced stops no other: its
//! result says why. While one chunk is priced, the results of the one before are written and the
//! next is read.

mod cell;
mod columns;
mod destination;
mod lines;
mod progress;
mod reading;
mod record;
mod results;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rayon::prelude::*;

use super::files::{self, Fault};
use super::output::Output;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::plan::Plan;
use columns::Columns;
use destination::Destination;
use lines::{Lines, Record};
use progress::Progress;
use reading::Reading;
use results::{Answer, Counts, Style};

/// Orders that one core prices before it takes others.
const PIECE: usize = 16;

// each option excludes an order itself: clap does not ask for a required option that is excluded
#[derive(Debug, Args)]
pub(super) struct Batch {
    /// Price the orders of a file: newline-delimited JSON, or CSV with one configuration a row;
    /// `-` reads standard input
    #[arg(long = "batch", value_name = "FILE", conflicts_with = "order")]
    pub(super) file: Option<PathBuf>,
    /// How the batch is written, where the name of its file does not say
    #[arg(long, value_enum, requires = "file", conflicts_with = "order")]
    format: Option<Format>,
    /// A line with the total of each order instead of its quote; CSV for CSV, or JSON with --json
    #[arg(long, requires = "file", conflicts_with = "order")]
    totals: bool,
    /// Where to write the results; standard output without it
    #[arg(
        long,
        short,
        visible_alias = "out",
        value_name = "FILE",
        requires = "file",
        conflicts_with = "order"
    )]
    output: Option<PathBuf>,
    /// Stop at the first line that cannot be priced
    #[arg(long, requires = "file", conflicts_with = "order")]
    strict: bool,
    /// Print neither a progress bar nor a summary
    #[arg(long, short, requires = "file", conflicts_with = "order")]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An order as JSON on each line
    Ndjson,
    /// A configuration in each row, columns by the ids of features and inputs
    Csv,
}

/// Prices the orders of a file.
pub(super) fn price(catalog: &Path, file: &Path, arguments: &Batch, json: bool) -> Output {
    let run = || -> Result<Output, Fault> {
        let plan = files::plan(catalog)?;
        let job = Job::new(&plan, file, arguments, json)?;
        let pool = rayon::ThreadPoolBuilder::new().build().map_err(|error| {
            let message = format!("no threads can be started: {error}");
            Fault::Unreadable(Diagnostic::new(Code::Usage, Place::nowhere(), message).into())
        })?;
        pool.install(|| job.run(arguments.output.as_deref()))
    };
    run().unwrap_or_else(|fault| fault.output(json))
}

/// A batch that can begin.
struct Job<'a> {
    file: &'a Path,
    lines: Lines,
    pricing: Pricing<'a>,
    quiet: bool,
}

/// What every core needs.
struct Pricing<'a> {
    plan: &'a Plan,
    reading: Reading<'a>,
    style: Style,
    strict: bool,
}

/// The results of some orders.
#[derive(Default)]
struct Piece {
    text: Vec<u8>,
    counts: Counts,
    /// The line that ends the batch, and why.
    stopped: Option<(u64, Diagnostics)>,
}

impl<'a> Job<'a> {
    fn new(plan: &'a Plan, file: &'a Path, arguments: &Batch, json: bool) -> Result<Self, Fault> {
        let format = format(file, arguments.format)?;
        let mut lines = Lines::open(file)?;
        let reading = match format {
            Format::Ndjson => Reading::Orders,
            Format::Csv => Reading::Rows(Columns::read(plan.data(), &mut lines)?),
        };
        let style = match &reading {
            _ if !arguments.totals => Style::Quotes,
            Reading::Rows(columns) if !json => Style::Rows {
                separator: columns.separator(),
            },
            _ => Style::Totals,
        };
        let pricing = Pricing {
            plan,
            reading,
            style,
            strict: arguments.strict,
        };
        Ok(Self {
            file,
            lines,
            pricing,
            quiet: arguments.quiet,
        })
    }

    fn run(mut self, output: Option<&Path>) -> Result<Output, Fault> {
        let mut chunk = self.lines.chunk()?;
        if chunk.is_empty() {
            return Err(self.pricing.reading.nothing(self.file));
        }
        let mut to = Destination::open(output)?;
        let progress = Progress::new(self.file, self.quiet || to.is_terminal());
        to.write(&self.pricing.style.heading())?;
        let mut counts = Counts::default();
        let mut results: Vec<Piece> = Vec::new();
        let mut stopped = None;
        while !chunk.is_empty() && stopped.is_none() && !to.is_closed() {
            let (pieces, next) = rayon::join(
                || self.pricing.pieces(&chunk),
                || write(&mut to, &results).and_then(|()| self.lines.chunk()),
            );
            (results, chunk) = (pieces, next?);
            let last = results.iter().position(|piece| piece.stopped.is_some());
            results.truncate(last.map_or(usize::MAX, |at| at.saturating_add(1)));
            for piece in &mut results {
                counts.add(&piece.counts);
                stopped = piece.stopped.take();
            }
            progress.show(self.lines.bytes_read(), &counts);
        }
        write(&mut to, &results)?;
        progress.finish();
        let told = counts.told();
        if let Some((line, found)) = stopped {
            let file = self.file.display();
            let told = format!("{found}\nstopped at line {line} of `{file}`: {told}");
            return Ok(Output::found_so_far(told));
        }
        let is_file = to.finish()?;
        let told = match counts.first_faulty() {
            _ if self.quiet => String::new(),
            Some(line) => format!("{told}, the first in line {line}"),
            None => told,
        };
        Ok(if !counts.all_priced() {
            Output::found_so_far(told)
        } else if is_file {
            Output::fine(told)
        } else {
            Output::fine(String::new())
        })
    }
}

impl Pricing<'_> {
    /// The results of a chunk, in the order of its orders.
    fn pieces(&self, chunk: &[Record]) -> Vec<Piece> {
        chunk
            .par_chunks(PIECE)
            // else a core takes up to a quarter of the chunk, and the other waits for it in the end
            .with_max_len(1)
            .map(|records| self.piece(records))
            .collect()
    }

    fn piece(&self, records: &[Record]) -> Piece {
        let mut piece = Piece::default();
        let mut reader = self.reading.reader();
        for record in records {
            let (id, order) = reader.order(record);
            let quote = order.and_then(|order| self.plan.price(&order));
            let answer = Answer { id, quote };
            piece.counts.count(record.line, &answer.quote);
            self.style.write(&mut piece.text, record, &answer);
            match answer.quote {
                Err(found) if self.strict => {
                    piece.stopped = Some((record.line, found));
                    break;
                }
                _ => {}
            }
        }
        piece
    }
}

fn write(to: &mut Destination, results: &[Piece]) -> Result<(), Fault> {
    for piece in results {
        to.write(&piece.text)?;
    }
    to.flush()
}

/// How a file is written, by what was said or by its name.
fn format(file: &Path, said: Option<Format>) -> Result<Format, Fault> {
    let extension = file
        .extension()
        .map(|extension| extension.to_ascii_lowercase());
    let by_name = match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("csv" | "tsv") => Some(Format::Csv),
        Some("ndjson" | "jsonl" | "json") => Some(Format::Ndjson),
        _ if file == Path::new("-") => Some(Format::Ndjson),
        _ => None,
    };
    said.or(by_name).ok_or_else(|| {
        let message = format!(
            "the name of `{}` does not say how it is written",
            file.display()
        );
        let help = "give `--format ndjson` or `--format csv`";
        let found = Diagnostic::new(Code::Usage, Place::nowhere(), message).with_help(help);
        Fault::Unreadable(found.into())
    })
}
