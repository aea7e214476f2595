//! `docs/diagnostics.md` lists the codes that there are. With `UPDATE_DOCS=1` in the environment
//! the table in it is written anew.

use std::path::Path;

use pricewright::diagnostic::Code;

#[test]
fn the_docs_have_the_table_of_codes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diagnostics.md");
    let docs = std::fs::read_to_string(&path).expect("docs/diagnostics.md is there");
    let docs = docs.replace("\r\n", "\n");
    let table = Code::docs_table();
    let head = table.lines().next().expect("a table has a head");
    let start = docs
        .find(head)
        .expect("docs/diagnostics.md has a table of codes");
    let (prose, written) = docs.split_at(start);

    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(&path, format!("{prose}{table}")).expect("docs/diagnostics.md is writable");
        return;
    }
    for (written, expected) in written.lines().zip(table.lines()) {
        assert_eq!(
            written, expected,
            "set UPDATE_DOCS=1 to write the table anew"
        );
    }
    assert_eq!(written, table, "set UPDATE_DOCS=1 to write the table anew");
}
