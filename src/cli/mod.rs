//! The command line: reads arguments and files, calls the library, prints.
//!
//! Text for people by default, `--json` for programs. Exit status 0: fine; 1: findings, or an
//! order that has no price; 2: the command line or a file cannot be read.

mod files;
mod import;
mod output;
mod run;

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
    /// Price an order
    Price(Order),
    /// Price an order and say why: the waterfall, and the rules that did not apply
    Explain(Order),
    /// Find every fault of a catalog
    Check {
        /// A catalog's directory or file
        catalog: PathBuf,
        #[command(flatten)]
        json: Json,
    },
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
    /// Look a price up in a CSV price list
    Lookup(Lookup),
    /// Make a catalog of another system's data, and say what was guessed or left out
    Import(import::Import),
    /// Write a catalog with its files as one JSON document
    Pack {
        /// A catalog's directory or file
        catalog: PathBuf,
        /// Where to write it; standard output without it
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Leave internal parts out, for a shop page
        #[arg(long)]
        storefront: bool,
        /// Indent it for people
        #[arg(long)]
        pretty: bool,
    },
    /// Print the JSON Schema of a document
    Schema {
        /// Which document
        #[arg(value_enum, default_value_t = Document::Catalog)]
        document: Document,
    },
}

#[derive(Debug, Args)]
struct Order {
    /// A catalog's directory or file
    catalog: PathBuf,
    /// An order's JSON file; `-` reads standard input
    order: PathBuf,
    #[command(flatten)]
    json: Json,
}

#[derive(Debug, Args)]
struct Lookup {
    /// A CSV file: columns in its first row, rows in its first column
    file: PathBuf,
    /// The values asked, the row first; a key of an axis of options in quotes
    #[arg(long, value_name = "ROW,COLUMN", allow_hyphen_values = true)]
    at: String,
    /// up, down, nearest, exact or linear for each axis of numbers, the row first
    #[arg(long, value_name = "MODE,MODE", default_value = "exact,exact")]
    mode: String,
    /// What stands between cells
    #[arg(long, default_value = ",", value_name = "CHARACTER")]
    separator: char,
    /// The decimal sign
    #[arg(long, default_value = ".", value_name = "CHARACTER")]
    decimal: char,
    #[command(flatten)]
    json: Json,
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
        Command::Price(Order {
            catalog,
            order,
            json,
        }) => run::price(&catalog, &order, json.json),
        Command::Explain(Order {
            catalog,
            order,
            json,
        }) => run::explain(&catalog, &order, json.json),
        Command::Check { catalog, json } => run::check(&catalog, json.json),
        Command::Test { catalog, json } => run::test(&catalog, json.json),
        Command::Eval {
            expression,
            context,
            json,
        } => run::eval(&expression, &context, json.json),
        Command::Lookup(lookup) => run::lookup(&lookup),
        Command::Import(arguments) => import::import(&arguments),
        Command::Pack {
            catalog,
            output,
            storefront,
            pretty,
        } => run::pack(&catalog, output.as_deref(), storefront, pretty),
        Command::Schema { document } => match document {
            Document::Catalog => Output::fine(crate::model::schema::catalog_schema()),
            Document::Order => Output::fine(crate::model::schema::order_schema()),
        },
    }
}
