//! Checked catalog to plan: numbers instead of names, flat, immutable.
