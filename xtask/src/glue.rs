//! wasm-bindgen's glue as a factory.
//!
//! The glue is a module that can hold one instance for its whole life. After a trap an instance
//! must not be used any more, so a page needs another one. This turns the module into a function
//! that gives the glue of a new instance with each call, and touches nothing before it is called.

use anyhow::{Result, bail};

/// What the glue may still do with an instance that trapped: nothing, not even free its memory when
/// an object of it is collected.
const ABANDON: &str = "\
function abandon() {
    wasm = new Proxy({}, { get: () => () => {} });
}
";

/// The engine's memory as words. A view ends when memory grows, so it is made anew then.
const MEMORY: &str = "\
let memoryWords = null;
function memory() {
    if (memoryWords === null || memoryWords.byteLength === 0) memoryWords = new Uint32Array(wasm.memory.buffer);
    return memoryWords;
}
";

/// The module as `export default function glue() { … return { … }; }`.
pub fn factory(module: &str) -> Result<String> {
    let mut body = String::new();
    let mut names = Vec::new();
    for line in module.lines() {
        if line.starts_with("import ") {
            bail!("it imports: {line}");
        }
        let Some(exported) = line.strip_prefix("export ") else {
            push(&mut body, line);
            continue;
        };
        if let Some(list) = exported.strip_prefix('{') {
            // `export { initSync, __wbg_init as default };`: only the synchronous start is used
            names.extend(
                list.split([',', '}'])
                    .map(str::trim)
                    .filter(|name| *name == "initSync"),
            );
            continue;
        }
        let mut words = exported.split([' ', '(', '{']);
        match (words.next(), words.next()) {
            (Some("function" | "class"), Some(name)) => names.push(name),
            _ => bail!("an export of another form: {line}"),
        }
        push(&mut body, exported);
    }
    let starts = names.contains(&"initSync") && names_instance(&body);
    if !starts || body.contains("import.meta") {
        bail!("it starts in another way than expected");
    }
    let names = names.join(", ");
    Ok(format!(
        "// made by wasm-bindgen, wrapped by `cargo xtask wasm`\n\
         export default function glue() {{\n{body}{ABANDON}{MEMORY}return {{ {names}, abandon, memory }};\n}}\n"
    ))
}

/// Whether the instance is held by a variable as [`ABANDON`] expects.
fn names_instance(body: &str) -> bool {
    body.lines()
        .any(|line| line.starts_with("let ") && line.trim_end_matches(';').ends_with("wasm"))
}

fn push(body: &mut String, line: &str) {
    body.push_str(line);
    body.push('\n');
}

#[cfg(test)]
mod tests {
    use super::factory;

    #[test]
    fn exports_become_results() {
        let module = "let wasm;\nexport class Plan {\n}\nexport function check(a) {\n}\n\
                      function initSync(module) {\n}\nexport { initSync, __wbg_init as default };\n";
        let written = factory(module).unwrap();
        assert!(written.contains("\nclass Plan {\n"), "{written}");
        assert!(
            written.ends_with("return { Plan, check, initSync, abandon, memory };\n}\n"),
            "{written}"
        );
    }

    #[test]
    fn what_is_not_known_is_refused() {
        assert!(factory("import x from 'y';\n").is_err());
        assert!(factory("export const x = 1;\n").is_err());
        assert!(factory("export function a() {}\n").is_err());
    }
}
