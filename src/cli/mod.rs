//! The command line: reads arguments and files, calls the library, prints.
//!
//! Text for people by default, `--json` for programs. Exit status 0: fine; 1: findings, or an
//! order that has no price; 2: the command line or a file cannot be read.

mod batch;
mod check;
mod claim;
mod diff;
mod files;
mod hints;
mod import;
mod lookup;
mod options;
mod output;
mod pack;
mod range;
mod run;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use output::Output;

/// Prices configured products, and says why.
#[derive(Debug, Parser)]
#[command(name = "pricewright", version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Price an order, or many with --batch
    Price(Price),
    /// Price an order and say why: the waterfall, and the rules that did not apply
    Explain(Order),
    /// Find every fault of a catalog
    Check(check::Check),
    /// Run the tests that stand in a catalog
    Test {
        /// A catalog's directory or file
        catalog: PathBuf,
        #[command(flatten)]
        json: Json,
    },
    /// Evaluate one expression of the rule language
    Eval {
        /// The expression, such as `if width > 1000 then 45.00 else 0`
        #[arg(allow_hyphen_values = true)]
        expression: String,
        /// A JSON object that gives names their values
        #[arg(long, default_value = "{}", value_name = "JSON")]
        context: String,
        #[command(flatten)]
        json: Json,
    },
    /// Look a price up in a price list's file, and say what was detected in it
    Lookup(Lookup),
    /// Make a catalog of another system's data, and say what was guessed or left out
    Import(import::Import),
    /// Write a catalog with its files as one JSON document, or its plan for shop pages
    Pack(pack::Pack),
    /// Write TypeScript types of a catalog's configurations
    Types {
        /// A catalog's directory or file
        catalog: PathBuf,
        /// Where to write them, such as `catalog.d.ts`; standard output without it
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Price every option of an order's item: what the order would cost with it
    Options(options::Options),
    /// Say what small changes of an order save, or cost nothing
    Hints(hints::Hints),
    /// Say the lowest and the highest price that an order can still have, with proof
    Range(range::Question),
    /// Find the largest or smallest number within a budget, or the quantity for a unit price
    Solve(range::Solve),
    /// Count the configurations that have a price
    Count(range::Question),
    /// Compare two catalogs: how many prices change, by how much, and the worst with their lines
    Diff(diff::Diff),
    /// Write what a quote says, to be checked where it comes back
    Claim(claim::Claim),
    /// Price a claim's order again, and say whether its price is right
    Verify(verify::Verify),
    /// Print the JSON Schema of a document
    Schema {
        /// Which document
        #[arg(value_enum, default_value_t = Document::Catalog)]
        document: Document,
    },
}

#[derive(Debug, Args)]
struct Price {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    #[arg(required_unless_present = "file")]
    order: Option<PathBuf>,
    #[command(flatten)]
    batch: batch::Batch,
    #[command(flatten)]
    json: Json,
}

#[derive(Debug, Args)]
struct Order {
    /// A catalog's directory or file, or a plan that `pack --plan` wrote
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    order: PathBuf,
    #[command(flatten)]
    json: Json,
}

#[derive(Debug, Args)]
struct Lookup {
    /// A price list: CSV, `.xlsx` or `.ods`
    file: PathBuf,
    /// The values asked, the row first; a key of an axis of options in quotes
    #[arg(long, value_name = "ROW,COLUMN", allow_hyphen_values = true)]
    at: String,
    /// up, down, nearest, exact or linear for each axis of numbers, the row first; one for
    /// all; `exact` without it
    #[arg(long, value_name = "MODE,MODE", default_value = "")]
    mode: String,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    json: Json,
}

/// How a file is written, where detection does not know or is wrong.
#[derive(Debug, Args)]
struct Written {
    /// utf-8, utf-16le, utf-16be, windows-1252, windows-1250 or latin-1
    #[arg(long)]
    encoding: Option<String>,
    /// What stands between cells: `,`, `;`, `|` or tab
    #[arg(long, value_name = "CHARACTER")]
    separator: Option<String>,
    /// The decimal sign: `.` or `,`
    #[arg(long, value_name = "CHARACTER")]
    decimal: Option<String>,
    /// What stands between thousands: none, `.`, `,`, `'` or a space
    #[arg(long, value_name = "CHARACTER")]
    thousands: Option<String>,
    /// The unit of the axes' numbers
    #[arg(long)]
    unit: Option<String>,
    /// The file's rows are the list's columns
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    transpose: Option<bool>,
    /// A row for each price
    #[arg(long, conflicts_with = "wide")]
    long: bool,
    /// A matrix
    #[arg(long)]
    wide: bool,
    /// What stands in cells that are not available; may be given several times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    unavailable: Vec<String>,
    /// The sheet of a spreadsheet
    #[arg(long)]
    sheet: Option<String>,
    /// The cells of a sheet, such as B2:H20
    #[arg(long)]
    range: Option<String>,
}

#[derive(Debug, Args)]
struct Json {
    /// Print JSON for programs
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Document {
    /// The catalog
    Catalog,
    /// The order
    Order,
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = dispatch(arguments.command);
    output.print()
}

fn dispatch(command: Command) -> Output {
    match command {
        Command::Price(arguments) => price(&arguments),
        Command::Explain(Order {
            catalog,
            order,
            json,
        }) => run::explain(&catalog, &order, json.json),
        Command::Check(arguments) => check::check(&arguments),
        Command::Test { catalog, json } => run::test(&catalog, json.json),
        Command::Eval {
            expression,
            context,
            json,
        } => run::eval(&expression, &context, json.json),
        Command::Lookup(arguments) => lookup::lookup(&arguments),
        Command::Import(arguments) => import::import(&arguments),
        Command::Pack(arguments) => pack::pack(&arguments),
        Command::Types { catalog, output } => run::types(&catalog, output.as_deref()),
        Command::Options(arguments) => options::options(&arguments),
        Command::Hints(arguments) => hints::hints(&arguments),
        Command::Range(question) => range::range(&question),
        Command::Solve(arguments) => range::solve(&arguments),
        Command::Count(question) => range::count(&question),
        Command::Diff(arguments) => diff::diff(&arguments),
        Command::Claim(arguments) => claim::claim(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Schema { document } => match document {
            Document::Catalog => Output::fine(crate::model::schema::catalog_schema()),
            Document::Order => Output::fine(crate::model::schema::order_schema()),
        },
    }
}

fn price(arguments: &Price) -> Output {
    let (catalog, json) = (&arguments.catalog, arguments.json.json);
    match (&arguments.batch.file, &arguments.order) {
        (Some(file), _) => batch::price(catalog, file, &arguments.batch, json),
        // without a batch the command line must name an order
        (None, order) => run::price(catalog, order.as_deref().unwrap_or("-".as_ref()), json),
    }
}
