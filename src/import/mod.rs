//! What other systems write, to the model: price lists out of CSV files.

pub mod csv;
mod raw_cells;
