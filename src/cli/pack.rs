//! `pack CATALOG`: a catalog as one document, or as the plan that a shop page loads.

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::{self, Fault};
use super::output::Output;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::model::Catalog;
use crate::plan::Plan;
use crate::{check_catalog, compile, storefront, storefront_plan};

#[derive(Debug, Args)]
pub(super) struct Pack {
    /// A catalog's directory or file
    catalog: PathBuf,
    /// Where to write it; standard output without it
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave internal parts out, for a shop page
    #[arg(long)]
    storefront: bool,
    /// Write the compiled plan: without internal parts and texts of rules, for a shop page
    #[arg(long, requires = "output", conflicts_with = "pretty")]
    plan: bool,
    /// Keep internal parts and texts of rules in the plan, for a server
    #[arg(long, requires = "plan", conflicts_with = "storefront")]
    whole: bool,
    /// Indent it for people
    #[arg(long)]
    pretty: bool,
}

/// Packs a catalog that has no errors.
pub(super) fn pack(arguments: &Pack) -> Output {
    let pack = || -> Result<Output, Fault> {
        let catalog = files::catalog(&arguments.catalog)?;
        let found = check_catalog(&catalog);
        if found.has_errors() {
            return Err(Fault::Faulty(found));
        }
        let packed = match &arguments.output {
            Some(file) if arguments.plan => plan(arguments, &catalog, file)?,
            _ => document(arguments, catalog)?,
        };
        Ok(packed.with_warnings(&found))
    };
    pack().unwrap_or_else(|fault| fault.output(false))
}

fn document(arguments: &Pack, mut catalog: Catalog) -> Result<Output, Fault> {
    if arguments.storefront {
        catalog = storefront(&catalog)?;
    }
    let text = if arguments.pretty {
        catalog.to_json_pretty()
    } else {
        catalog.to_json()
    };
    let Some(file) = &arguments.output else {
        return Ok(Output::fine(text));
    };
    files::write(file, &text)?;
    Ok(told(text.len(), &catalog))
}

fn plan(arguments: &Pack, catalog: &Catalog, file: &Path) -> Result<Output, Fault> {
    let plan = if arguments.whole {
        compile(catalog)?
    } else {
        storefront_plan(catalog)?
    };
    let bytes = plan.to_bytes();
    // what no engine would load is not written
    if let Err(error) = Plan::from_bytes(&bytes) {
        let message = format!("the catalog cannot be packed: {error}");
        let fault = Diagnostic::new(Code::TooLarge, Place::nowhere(), message);
        return Err(Fault::Faulty(fault.into()));
    }
    files::write(file, &bytes)?;
    Ok(told(bytes.len(), catalog))
}

fn told(length: usize, catalog: &Catalog) -> Output {
    let fingerprint = catalog.fingerprint();
    Output::fine(format!("{length} bytes, fingerprint {fingerprint}"))
}
