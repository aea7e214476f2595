//! The documents say what the engine does: every fenced example of `docs/`, and every command of
//! `README.md` and `docs/batch.md` with its output. The tags are told in `CONTRIBUTING.md`.

mod support;

use std::fs;

use pricewright::catalog_test::{catalog_tests, run as run_test};
use pricewright::{Catalog, Order, check_catalog, compile, evaluate};
use serde_json::{Value, json};
use support::command::run;
use support::sources::root;

/// A fenced block of a document.
struct Block {
    /// Where it begins: `docs/language.md:48`.
    place: String,
    /// What stands behind the fence, in words.
    tags: Vec<String>,
    /// Its lines.
    text: String,
    /// Whether it follows the block before it without anything between.
    follows: bool,
}

fn blocks(path: &str) -> Vec<Block> {
    let document = fs::read_to_string(root().join(path))
        .unwrap()
        .replace("\r\n", "\n");
    let mut found: Vec<Block> = Vec::new();
    let mut lines = document.lines().enumerate();
    let mut between = false;
    while let Some((at, line)) = lines.next() {
        let Some(tags) = line.strip_prefix("```") else {
            between |= !line.trim().is_empty();
            continue;
        };
        let body: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| *line != "```")
            .collect();
        found.push(Block {
            place: format!("{path}:{}", at + 1),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            text: body.iter().map(|line| format!("{line}\n")).collect(),
            follows: !between && !found.is_empty(),
        });
        between = false;
    }
    found
}

/// Every document that carries examples.
fn documents() -> Vec<Block> {
    let mut paths: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|path| path.ends_with(".md"))
        .collect();
    paths.sort();
    paths.iter().flat_map(|path| blocks(path)).collect()
}

fn with_tag(tag: &str) -> Vec<Block> {
    documents()
        .into_iter()
        .filter(|block| block.tags.first().is_some_and(|first| first == tag))
        .collect()
}

/// Blocks tagged `json` and this.
fn documents_of(kind: &str) -> Vec<Block> {
    with_tag("json")
        .into_iter()
        .filter(|block| block.tags.iter().any(|tag| tag == kind))
        .collect()
}

/// Runs every block; reports all that fail.
fn each(blocks: &[Block], at_least: usize, check: impl Fn(&Block) -> Result<(), String>) {
    assert!(
        blocks.len() >= at_least,
        "{} blocks, expected {at_least}",
        blocks.len()
    );
    let failures: Vec<String> = blocks
        .iter()
        .filter_map(|block| {
            check(block)
                .err()
                .map(|error| format!("{}: {error}", block.place))
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The value of `catalog=` or `order=`.
fn sample(block: &Block) -> Option<(&str, &str)> {
    block.tags.get(1)?.split_once('=')
}

#[test]
fn rules_compile_and_their_tests_pass() {
    each(&with_tag("price"), 15, |block| {
        let (place, name) = sample(block).ok_or("a `price` block says `catalog=…` or `order=…`")?;
        let path = root().join(format!("docs/samples/{name}.json"));
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut document: Value = serde_json::from_str(&text).unwrap();
        let rules = json!(block.text);
        match place {
            "catalog" => document["components"][0]["rules"] = rules,
            "order" => document["rules"] = rules,
            other => return Err(format!("unknown tag `{other}`")),
        }
        let catalog =
            Catalog::from_json(&document.to_string()).map_err(|found| found.to_string())?;
        let plan = compile(&catalog).map_err(|found| found.to_string())?;
        let found = check_catalog(&catalog);
        let (tests, faults) = catalog_tests(&catalog);
        if !found.is_empty() || !faults.is_empty() {
            return Err(format!("{found}{faults}"));
        }
        if tests.is_empty() && block.text.contains("\ntest ") {
            return Err("its tests are not found".to_owned());
        }
        for test in &tests {
            let outcome = run_test(&plan, test);
            if !outcome.passed() {
                return Err(outcome.failures.to_string());
            }
        }
        Ok(())
    });
}

#[test]
fn expressions_give_what_stands_behind_them() {
    each(&with_tag("eval"), 5, |block| {
        let mut context = "{}";
        for line in block.text.lines().filter(|line| !line.trim().is_empty()) {
            if let Some(given) = line.strip_prefix("context ") {
                context = given;
                continue;
            }
            let (expression, expected) = line
                .split_once(" // = ")
                .ok_or_else(|| format!("`{line}` lacks its ` // = `"))?;
            let found = evaluate(expression, context)
                .map_err(|found| format!("`{expression}`\n{found}"))?;
            if found.value.to_string() != expected {
                return Err(format!(
                    "`{expression}` gives `{}`, expected `{expected}`",
                    found.value
                ));
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_rejected_is_rejected() {
    let document = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let table = document
        .split("### What is rejected")
        .nth(1)
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .collect();
    assert!(rows.len() >= 6);
    let context = r#"{"a": true, "b": false, "width": 500}"#;
    for row in rows {
        let wrong = row.trim_start_matches("| ").split(" | ").next().unwrap();
        for wrong in wrong.split('`').skip(1).step_by(2) {
            let found = evaluate(wrong, context).expect_err(wrong);
            assert!(
                found.iter().all(|it| it.help.is_some()),
                "`{wrong}` says no fix: {found}"
            );
        }
    }
}

#[test]
fn catalogs_compile() {
    each(&documents_of("catalog"), 1, |block| {
        let catalog = Catalog::from_json(&block.text).map_err(|found| found.to_string())?;
        compile(&catalog).map_err(|found| found.to_string())?;
        let found = check_catalog(&catalog);
        if found.is_empty() {
            Ok(())
        } else {
            Err(found.to_string())
        }
    });
}

#[test]
fn orders_read() {
    each(&documents_of("order"), 1, |block| {
        Order::from_json(&block.text)
            .map(drop)
            .map_err(|found| found.to_string())
    });
}

#[test]
fn json_is_json() {
    each(&with_tag("json"), 3, |block| {
        let mut values = serde_json::Deserializer::from_str(&block.text).into_iter::<Value>();
        values
            .try_for_each(|value| value.map(drop))
            .map_err(|error| error.to_string())
    });
}

#[test]
fn every_block_of_the_language_reference_runs() {
    let untested: Vec<String> = blocks("docs/language.md")
        .into_iter()
        .filter(|block| {
            !block
                .tags
                .first()
                .is_some_and(|tag| ["price", "eval", "text"].contains(&tag.as_str()))
        })
        .map(|block| block.place)
        .collect();
    assert!(untested.is_empty(), "{untested:?}");
}

/// The words of a shell line, with single and double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The arguments of `pricewright …` and `cargo pricewright …`.
fn arguments(line: &str) -> Option<Vec<String>> {
    let line = line.strip_prefix("cargo ").unwrap_or(line);
    line.strip_prefix("pricewright ").map(words)
}

#[test]
fn the_readme_prints_what_it_says() {
    let mut last = Vec::new();
    let mut checked = 0;
    for block in blocks("README.md")
        .iter()
        .chain(&blocks("examples/roller-blind/README.md"))
        .chain(&blocks("docs/batch.md"))
        .chain(&blocks("docs/analyses.md"))
    {
        match block.tags.first().map(String::as_str) {
            Some("sh") => {
                let status = i32::from(block.tags.iter().any(|tag| tag == "exit=1"));
                last = block.text.lines().filter_map(arguments).collect();
                for command in &last {
                    let ran = run(&command.iter().map(String::as_str).collect::<Vec<_>>());
                    assert_eq!(ran.status, status, "{}: {command:?} {ran:?}", block.place);
                    checked += 1;
                }
            }
            Some("text") => {
                let command = last.first().expect("a command stands before its output");
                let ran = run(&command.iter().map(String::as_str).collect::<Vec<_>>());
                if block.follows {
                    assert_eq!(
                        ran.everything().trim(),
                        block.text.trim(),
                        "{}: {command:?}",
                        block.place
                    );
                } else {
                    excerpt_of(&block.text, &ran.output, &block.place);
                }
            }
            _ => {}
        }
    }
    assert!(checked >= 4, "{checked} commands");
}

/// An excerpt has its lines from the output, in their order.
fn excerpt_of(excerpt: &str, output: &str, place: &str) {
    let mut lines = output.lines().map(str::trim_end);
    for line in excerpt
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
    {
        assert!(
            lines.any(|it| it == line),
            "{place}: the output lacks this line, or has it earlier:\n{line}\n{output}"
        );
    }
}

#[test]
fn links_lead_somewhere() {
    let mut documents: Vec<String> = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "tests/cases/README.md",
        "examples/roller-blind/README.md",
    ]
    .map(str::to_owned)
    .to_vec();
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            documents.push(format!("docs/{name}"));
        }
    }
    let mut broken = Vec::new();
    for document in documents {
        let text = fs::read_to_string(root().join(&document)).unwrap();
        let folder = root().join(&document).parent().unwrap().to_owned();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            if file.contains("://") {
                continue;
            }
            let target = if file.is_empty() {
                root().join(&document)
            } else {
                folder.join(file)
            };
            let found = target.exists()
                && (anchor.is_empty() || anchors(&target).iter().any(|it| it == anchor));
            if !found {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The anchors of a document's headings.
fn anchors(path: &std::path::Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            title
                .chars()
                .filter_map(|c| match c {
                    ' ' => Some('-'),
                    '-' | '_' => Some(c),
                    c if c.is_alphanumeric() => Some(c),
                    _ => None,
                })
                .collect()
        })
        .collect()
}
