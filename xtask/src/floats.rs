//! No binary fractions in the runtime: the functions of a module that have a float opcode.
//!
//! Takes the runtime module as it is shipped, but with the names of its functions, and gives every
//! function with an opcode of `f32` or `f64` in it. Promises to look at all functions, reachable
//! from pricing or not: what is not there needs no proof that it is not called.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Result, bail};
use wasmparser::{KnownCustom, Name, Operator, Parser, Payload};

use crate::wasm;

/// Functions that may have float opcodes, by a part of their name, each with why: conversions at
/// the edge, never the way of a price.
const ALLOWED: &[(&str, &str)] = &[];

/// A function with float opcodes.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    name: String,
    /// How often each opcode stands in it.
    opcodes: BTreeMap<String, usize>,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.name)?;
        self.opcodes
            .iter()
            .try_for_each(|(opcode, count)| write!(f, " {opcode} × {count}"))
    }
}

/// Builds the runtime module and prints its functions with float opcodes; fails on any that is not allowed.
pub fn check() -> Result<()> {
    let module = wasm::with_names("runtime")?;
    let (functions, found) = search(&module)?;
    let mut faults: usize = 0;
    for function in &found {
        match ALLOWED
            .iter()
            .find(|(part, _)| function.name.contains(part))
        {
            Some((_, reason)) => println!("allowed ({reason}): {function}"),
            None => {
                faults += 1;
                println!("NOT ALLOWED: {function}");
            }
        }
    }
    for (part, _) in ALLOWED {
        if !found.iter().any(|function| function.name.contains(part)) {
            bail!(
                "`{part}` is allowed to have float opcodes, and no function of that name has any"
            );
        }
    }
    if faults > 0 {
        bail!("{faults} functions of the runtime have float opcodes");
    }
    println!(
        "runtime: {functions} functions, {} of them with float opcodes, all allowed",
        found.len()
    );
    Ok(())
}

/// How many functions a module has, and those with float opcodes.
fn search(module: &[u8]) -> Result<(usize, Vec<Found>)> {
    let mut names = BTreeMap::new();
    let (mut imported, mut defined) = (0_u32, 0_u32);
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut opcodes = BTreeMap::new();
                for operator in body.get_operators_reader()? {
                    if let Some(opcode) = float_opcode(&operator?) {
                        *opcodes.entry(opcode).or_default() += 1;
                    }
                }
                if !opcodes.is_empty() {
                    found.push((imported + defined, opcodes));
                }
                defined += 1;
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    read_names(section, &mut names)?;
                }
            }
            _ => {}
        }
    }
    if names.is_empty() {
        bail!("the module has no names of functions");
    }
    let named = |(index, opcodes)| Found {
        name: names
            .get(&index)
            .cloned()
            .unwrap_or_else(|| format!("function {index}")),
        opcodes,
    };
    Ok((
        usize::try_from(defined)?,
        found.into_iter().map(named).collect(),
    ))
}

fn read_names(
    section: wasmparser::NameSectionReader<'_>,
    names: &mut BTreeMap<u32, String>,
) -> Result<()> {
    for part in section {
        if let Name::Function(functions) = part? {
            for naming in functions {
                let naming = naming?;
                names.insert(naming.index, naming.name.to_owned());
            }
        }
    }
    Ok(())
}

/// The operator's name where it takes or gives floats: `F64Add`, `I32TruncSatF64S`, `F32x4Mul`.
fn float_opcode(operator: &Operator<'_>) -> Option<String> {
    let shown = format!("{operator:?}");
    let name = shown.split([' ', '{', '(']).next()?;
    (name.contains("F32") || name.contains("F64")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::search;

    /// A module of one function `price`, of these opcodes after no locals.
    fn module(code: &[u8]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id: u8, content: &[u8]| {
            bytes.push(id);
            bytes.push(u8::try_from(content.len()).unwrap());
            bytes.extend_from_slice(content);
        };
        // one type, `() -> ()`; one function of it
        section(1, &[1, 0x60, 0, 0]);
        section(3, &[1, 0]);
        let body = [&[0_u8][..], code, &[0x0b]].concat();
        let size = u8::try_from(body.len()).unwrap();
        section(10, &[&[1, size][..], &body].concat());
        // the custom section `name`: names of functions, one, the function 0 is `price`
        section(0, &[&[4][..], b"name", &[1, 8, 1, 0, 5], b"price"].concat());
        bytes
    }

    #[test]
    fn a_function_with_floats_is_found_by_its_name() {
        // f32.const 0, f64.promote_f32, i32.trunc_sat_f64_s, drop
        let code = [0x43, 0, 0, 0, 0, 0xbb, 0xfc, 0x02, 0x1a];
        let (functions, found) = search(&module(&code)).unwrap();
        assert_eq!(functions, 1);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "price: F32Const × 1 F64PromoteF32 × 1 I32TruncSatF64S × 1"
        );
    }

    #[test]
    fn integers_are_none() {
        // i32.const 1, i64.extend_i32_u, drop
        let (functions, found) = search(&module(&[0x41, 1, 0xad, 0x1a])).unwrap();
        assert_eq!((functions, found), (1, Vec::new()));
    }

    #[test]
    fn a_module_without_names_is_refused() {
        assert!(search(b"\0asm\x01\0\0\0").is_err());
    }
}
