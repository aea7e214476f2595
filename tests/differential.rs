#[path = "naive/golden.rs"]
mod golden;
mod naive;
