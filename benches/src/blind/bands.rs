//! A price band: the next size up, width × drop; a cell may be empty.

use std::path::Path;
use std::str::FromStr;

use anyhow::{Result, anyhow};
use rust_decimal::Decimal;

/// A price band.
#[derive(Clone, Debug)]
pub(super) struct Band {
    widths: Vec<u32>,
    drops: Vec<u32>,
    /// By width, then drop.
    cells: Vec<Option<Decimal>>,
}

impl Band {
    /// Reads a file of the example, with its separator.
    pub fn read(directory: &Path, file: &str, separator: char) -> Result<Self> {
        let text = super::text(directory, file)?;
        let mut rows = text.lines().map(|line| line.split(separator));
        let drops = rows.next().into_iter().flatten().skip(1).map(str::parse);
        let drops = drops.collect::<Result<Vec<u32>, _>>()?;
        let mut band = Self {
            widths: Vec::new(),
            drops,
            cells: Vec::new(),
        };
        for mut row in rows {
            band.widths.push(row.next().unwrap_or_default().parse()?);
            for cell in row {
                band.cells.push(price(cell)?);
            }
        }
        Ok(band)
    }

    /// The price of a size, if there is one.
    pub fn price(&self, width: u32, drop: u32) -> Option<Decimal> {
        let row = self.widths.partition_point(|step| *step < width);
        let column = self.drops.partition_point(|step| *step < drop);
        if column == self.drops.len() {
            return None;
        }
        *self.cells.get(row * self.drops.len() + column)?
    }
}

fn price(cell: &str) -> Result<Option<Decimal>> {
    if cell.is_empty() {
        return Ok(None);
    }
    let price = Decimal::from_str(&cell.replace(',', "."));
    price
        .map(Some)
        .map_err(|fault| anyhow!("`{cell}`: {fault}"))
}
