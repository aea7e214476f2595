//! Copies of a few bytes in a module: calls in large functions, loads and stores in small ones.
//!
//! Takes a module whose compiler left every copy of more than eight bytes as `memory.copy`, and
//! gives the same module without those of a known, small size. A value moves from place to place
//! at 1,700 places of the runtime, each 20 bytes of loads and stores; a call takes 7. Small
//! functions are the ones that run often, and keep them: an engine runs `memory.copy` by a call
//! out of the module, which would take a third of the time of a price.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use walrus::ir::{
    Call, Const, ExtendedLoad, Instr, InstrSeq, Load, LoadKind, LocalGet, LocalSet, MemArg, Store,
    StoreKind, Value, Visitor, VisitorMut, dfs_in_order, dfs_pre_order_mut,
};
use walrus::{FunctionBuilder, FunctionId, LocalId, MemoryId, Module, ModuleLocals, ValType};

/// The most bytes that are copied by loads and stores.
const MOST: u32 = 64;
/// The most bytes that a small function copies in place.
const MOST_IN_PLACE: u32 = 32;
/// A function of fewer instructions is small.
const SMALL: usize = 200;

/// Rewrites the small copies of a module.
pub fn shorten(path: &Path) -> Result<()> {
    let mut module = Module::from_file(path)?;
    rewrite(&mut module)?;
    module.emit_wasm_file(path)
}

fn rewrite(module: &mut Module) -> Result<()> {
    let memory = module
        .memories
        .iter()
        .next()
        .context("there is no memory")?;
    let mut copies = Copies {
        memory: memory.id(),
        functions: BTreeMap::new(),
        in_place: None,
    };
    let functions: Vec<_> = module.funcs.iter_local().map(|(id, _)| id).collect();
    for size in 1..=MOST {
        let function = copies.function(module, size);
        copies.functions.insert(size, function);
    }
    for id in functions {
        let local = module.funcs.get(id).kind.unwrap_local();
        let mut length = Length(0);
        dfs_in_order(&mut length, local, local.entry_block());
        copies.in_place = (length.0 < SMALL).then(|| Places::new(&mut module.locals));
        let local = module.funcs.get_mut(id).kind.unwrap_local_mut();
        dfs_pre_order_mut(&mut copies, local, local.entry_block());
    }
    // sizes that nothing copies
    walrus::passes::gc::run(module);
    Ok(())
}

/// How many instructions a function has.
struct Length(usize);

impl<'instr> Visitor<'instr> for Length {
    fn start_instr_seq(&mut self, sequence: &'instr InstrSeq) {
        self.0 += sequence.instrs.len();
    }
}

/// Replaces copies in one function after the other.
struct Copies {
    memory: MemoryId,
    /// What copies so many bytes.
    functions: BTreeMap<u32, FunctionId>,
    /// In a small function: what holds the addresses.
    in_place: Option<Places>,
}

/// Where a copy goes, and where it is from.
#[derive(Clone, Copy)]
struct Places {
    to: LocalId,
    from: LocalId,
}

impl Places {
    fn new(locals: &mut ModuleLocals) -> Self {
        Self {
            to: locals.add(ValType::I32),
            from: locals.add(ValType::I32),
        }
    }
}

impl VisitorMut for Copies {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let mut written = Vec::with_capacity(sequence.instrs.len());
        for (instruction, place) in std::mem::take(&mut sequence.instrs) {
            match (size_of(&instruction, written.last()), self.in_place) {
                (Some(size), Some(places)) if size <= MOST_IN_PLACE => {
                    written.pop();
                    let [to, from] = [places.to, places.from].map(|local| LocalSet { local });
                    written.extend([(from.into(), place), (to.into(), place)]);
                    let copy = self.loads_and_stores(places, size);
                    written.extend(copy.into_iter().map(|instruction| (instruction, place)));
                }
                (Some(size), _) if self.functions.contains_key(&size) => {
                    written.pop();
                    let func = self.functions[&size];
                    written.push((Call { func }.into(), place));
                }
                _ => written.push((instruction, place)),
            }
        }
        sequence.instrs = written;
    }
}

impl Copies {
    /// A function that copies so many bytes.
    fn function(&self, module: &mut Module, size: u32) -> FunctionId {
        let places = Places::new(&mut module.locals);
        let parameters = [ValType::I32, ValType::I32];
        let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &[]);
        let mut body = builder.func_body();
        for instruction in self.loads_and_stores(places, size) {
            body.instr(instruction);
        }
        builder.finish(vec![places.to, places.from], &mut module.funcs)
    }

    /// Everything is on the stack before anything is stored: the places may overlap.
    fn loads_and_stores(&self, places: Places, size: u32) -> Vec<Instr> {
        let memory = self.memory;
        let mut parts = Vec::new();
        let mut offset = 0;
        while offset < size {
            let width = [8, 4, 2, 1]
                .into_iter()
                .find(|width| offset + width <= size);
            let width = width.unwrap_or(1);
            parts.push((
                width,
                MemArg {
                    // a hint, as the compiler gives it for most
                    align: width.min(4),
                    offset: u64::from(offset),
                },
            ));
            offset += width;
        }
        let mut instructions: Vec<Instr> = Vec::new();
        for (width, arg) in &parts {
            let [to, from] = [places.to, places.from].map(|local| LocalGet { local });
            let kind = load_of(*width);
            let load = Load {
                memory,
                kind,
                arg: *arg,
            };
            instructions.extend([to.into(), from.into(), load.into()]);
        }
        for (width, arg) in parts.into_iter().rev() {
            let kind = store_of(width);
            instructions.push(Store { memory, kind, arg }.into());
        }
        instructions
    }
}

/// How many bytes an instruction copies, if the one before it says so.
fn size_of(instruction: &Instr, before: Option<&(Instr, walrus::ir::InstrLocId)>) -> Option<u32> {
    match (instruction, before) {
        (
            Instr::MemoryCopy(_),
            Some((
                Instr::Const(Const {
                    value: Value::I32(size),
                }),
                _,
            )),
        ) => u32::try_from(*size).ok(),
        _ => None,
    }
}

const fn load_of(width: u32) -> LoadKind {
    match width {
        8 => LoadKind::I64 { atomic: false },
        4 => LoadKind::I32 { atomic: false },
        2 => LoadKind::I32_16 {
            kind: ExtendedLoad::ZeroExtend,
        },
        _ => LoadKind::I32_8 {
            kind: ExtendedLoad::ZeroExtend,
        },
    }
}

const fn store_of(width: u32) -> StoreKind {
    match width {
        8 => StoreKind::I64 { atomic: false },
        4 => StoreKind::I32 { atomic: false },
        2 => StoreKind::I32_16 { atomic: false },
        _ => StoreKind::I32_8 { atomic: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with one function, of so many instructions that do nothing and a copy.
    fn module(size: i32, idle: usize) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
        let mut body = builder.func_body();
        for _ in 0..idle {
            body.i32_const(0).drop();
        }
        body.i32_const(64).i32_const(32).i32_const(size);
        body.memory_copy(memory, memory);
        let function = builder.finish(Vec::new(), &mut module.funcs);
        module.exports.add("copy", function);
        module
    }

    /// How many functions there are afterwards, and the instructions of the first by name.
    fn rewritten(size: i32, idle: usize) -> Result<(usize, String)> {
        let mut module = module(size, idle);
        rewrite(&mut module)?;
        let exported = module.exports.get_func("copy")?;
        let local = module.funcs.get(exported).kind.unwrap_local();
        let instructions = &local.block(local.entry_block()).instrs;
        let kind = |instruction: &Instr| match instruction {
            Instr::MemoryCopy(_) => "m",
            Instr::Call(_) => "c",
            Instr::Load(_) => "l",
            Instr::Store(_) => "s",
            _ => "",
        };
        let kinds = instructions.iter().map(|(it, _)| kind(it)).collect();
        Ok((module.funcs.iter().count(), kinds))
    }

    #[test]
    fn small_functions_copy_in_place_and_load_before_they_store() -> Result<()> {
        assert_eq!(rewritten(16, 0)?, (1, "llss".to_owned()));
        assert_eq!(rewritten(11, 0)?, (1, "lllsss".to_owned()));
        Ok(())
    }

    #[test]
    fn large_functions_and_larger_copies_call() -> Result<()> {
        assert_eq!(rewritten(16, SMALL)?, (2, "c".to_owned()));
        assert_eq!(rewritten(40, 0)?, (2, "c".to_owned()));
        Ok(())
    }

    #[test]
    fn what_is_long_stays() -> Result<()> {
        assert_eq!(rewritten(65, 0)?, (1, "m".to_owned()));
        Ok(())
    }
}
