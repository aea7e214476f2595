//! Prints the rows that are times as JSON; arguments name the groups that are asked for.

use anyhow::Result;

fn main() -> Result<()> {
    let groups: Vec<String> = std::env::args().skip(1).collect();
    let rows = pricewright_benches::rows::times(&groups)?;
    println!("{}", serde_json::to_string_pretty(&rows)?);
    Ok(())
}
