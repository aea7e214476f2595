//! Price lists: every mode on one 4 × 4 table.

use crate::diagnostic::Code;
use crate::evaluate::lookup::{Hit, Key, Miss, look_up};
use crate::evaluate::testing::{Build, breakpoints, decimal, number};
use crate::evaluate::value::{SlotState, Stop, Value};
use crate::model::lookup::{Above, LookupMode};
use crate::model::quote::CellUse;
use crate::plan::{Node, OptionIndex};

const ROWS: [&str; 4] = ["600", "900", "1200", "1500"];
const COLS: [&str; 4] = ["800", "1200", "1600", "2000"];
/// By width (rows) and drop (columns), with a hole at 1200 × 1600 and a 0 at 1500 × 1200.
const CELLS: [&str; 16] = [
    "50", "60", "70", "80", //
    "65", "75", "85", "95", //
    "80", "90", "", "110", //
    "95", "0", "115", "125",
];

fn sample(row: LookupMode, col: LookupMode, above: Above) -> Build {
    let mut build = Build::new();
    let (row, col) = (
        breakpoints(&ROWS, row, above),
        breakpoints(&COLS, col, above),
    );
    build.table("blinds", row, Some(col), &CELLS);
    build
}

fn find(build: &Build, row: &str, col: &str) -> Result<Hit, Miss> {
    let (row, col) = (Key::Number(decimal(row)), Key::Number(decimal(col)));
    look_up(&build.plan, &build.tables[0], &row, Some(&col))
}

fn shown(build: &Build, hit: &Hit) -> CellUse {
    hit.cell.shown(&build.plan, &build.tables[0])
}

/// Price, row hit, column hit.
fn hit(mode: LookupMode, row: &str, col: &str) -> String {
    let build = sample(mode, mode, Above::OutOfRange);
    match find(&build, row, col) {
        Ok(hit) => {
            let (price, cell) = (hit.price, shown(&build, &hit));
            format!("{price} {} {}", cell.row.hit, cell.col.unwrap().hit)
        }
        Err(Miss::Hole(cell)) => format!("hole {} {}", cell.row.hit, cell.col.unwrap().hit),
        Err(Miss::OutOfRange {
            axis,
            asked,
            lowest,
            highest,
        }) => {
            format!("{axis} {asked} outside {lowest}..{highest}")
        }
        Err(Miss::BetweenBreakpoints {
            axis,
            asked,
            lower,
            upper,
        }) => {
            format!("{axis} {asked} between {lower} {upper}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn up_takes_the_next_size() {
    let up = |row, col| hit(LookupMode::Up, row, col);
    assert_eq!(up("900", "1200"), "75 900 1200");
    assert_eq!(up("900.1", "1200"), "90 1200 1200");
    assert_eq!(up("1", "1"), "50 600 800");
    assert_eq!(up("1200", "1201"), "hole 1200 1600");
    assert_eq!(up("1201", "1200"), "0 1500 1200");
    assert_eq!(up("1500.1", "800"), "row 1500.1 outside 600..1500");
    assert_eq!(up("600", "2000.5"), "col 2000.5 outside 800..2000");
}

#[test]
fn down_takes_the_size_before() {
    let down = |row, col| hit(LookupMode::Down, row, col);
    assert_eq!(down("899.9", "1599"), "60 600 1200");
    assert_eq!(down("1500", "2000"), "125 1500 2000");
    assert_eq!(down("599.9", "800"), "row 599.9 outside 600..1500");
    assert_eq!(down("1501", "800"), "row 1501 outside 600..1500");
}

#[test]
fn nearest_takes_the_upper_of_two() {
    let nearest = |row, col| hit(LookupMode::Nearest, row, col);
    // 749 is 149 from 600 and 151 from 900; 1000 is 200 from both columns.
    assert_eq!(nearest("749", "1000"), "60 600 1200");
    assert_eq!(nearest("750", "999"), "65 900 800");
    assert_eq!(nearest("599", "800"), "row 599 outside 600..1500");
    assert_eq!(nearest("1501", "800"), "row 1501 outside 600..1500");
}

#[test]
fn exact_takes_only_what_is_written() {
    let exact = |row, col| hit(LookupMode::Exact, row, col);
    assert_eq!(exact("1500", "1600"), "115 1500 1600");
    assert_eq!(exact("1499", "1600"), "row 1499 between 1200 1500");
    assert_eq!(exact("599", "1600"), "row 599 outside 600..1500");
    assert_eq!(exact("1501", "1600"), "row 1501 outside 600..1500");
}

#[test]
fn linear_weighs_the_neighbors() {
    let linear = |row, col| hit(LookupMode::Linear, row, col);
    // Halfway both ways: (50 + 60 + 65 + 75) / 4
    assert_eq!(linear("750", "1000"), "62.5 600 800");
    // Rows 200 : 100 of 300, columns 300 : 100 of 400:
    // (50×200×300 + 60×200×100 + 65×100×300 + 75×100×100) / (300×400)
    // = (3000000 + 1200000 + 1950000 + 750000) / 120000 = 6900000 / 120000
    assert_eq!(linear("700", "900"), "57.5 600 800");
    // On a breakpoint only its own cells: (50×200 + 65×100) / 300
    assert_eq!(linear("700", "800"), "55 600 800");
    assert_eq!(linear("1500", "2000"), "125 1500 2000");
    // The neighbor 1200 × 1600 is a hole, but not asked at drop 2000.
    assert_eq!(linear("1100", "1300"), "hole 900 1200");
    assert_eq!(linear("1050", "2000"), "102.5 900 2000");
    assert_eq!(linear("599", "800"), "row 599 outside 600..1500");
    assert_eq!(linear("600", "2001"), "col 2001 outside 800..2000");
}

#[test]
fn linear_shows_both_neighbors_and_whether_it_was_rounded() {
    let mut build = sample(LookupMode::Linear, LookupMode::Up, Above::OutOfRange);
    let found = find(&build, "750", "1200").unwrap();
    // (60 + 75) / 2
    assert_eq!((found.price, found.exact), (decimal("67.5"), true));
    let cell = shown(&build, &found);
    assert_eq!(cell.row.upper.as_deref(), Some("900"));
    assert_eq!(cell.col.unwrap().upper, None);
    let thirds = breakpoints(&["0", "3"], LookupMode::Linear, Above::OutOfRange);
    build.tables.clear();
    build.table("thirds", thirds, None, &["0", "1"]);
    // 1 × 1 / 3, to 28 digits
    let found = look_up(
        &build.plan,
        &build.tables[0],
        &Key::Number(decimal("1")),
        None,
    )
    .unwrap();
    assert_eq!(found.price, decimal("0.3333333333333333333333333333"));
    assert!(!found.exact);
}

#[test]
fn above_the_last_size_may_be_on_request() {
    use LookupMode::{Down, Exact, Linear, Nearest, Up};
    for mode in [Up, Down, Nearest, Exact, Linear] {
        let build = sample(mode, mode, Above::OnRequest);
        let miss = Miss::OnRequest {
            axis: "row",
            asked: "1600".into(),
            highest: "1500".into(),
        };
        assert_eq!(find(&build, "1600", "800"), Err(miss));
        assert!(find(&build, "1500", "2000").is_ok());
    }
}

#[test]
fn keys_are_found_by_their_text() {
    let mut build = Build::new();
    let rows = build.keys(&["linen", "silk"]);
    build.table("fabrics", rows, None, &["10", "12.5"]);
    let find = |key| look_up(&build.plan, &build.tables[0], &Key::Text(key), None);
    let found = find("silk").unwrap();
    assert_eq!(found.price, decimal("12.5"));
    let cell = shown(&build, &found);
    assert_eq!((cell.row.asked.as_str(), cell.col), ("silk", None));
    let miss = Miss::UnknownKey {
        axis: "row",
        asked: "jute".into(),
    };
    assert_eq!(find("jute"), Err(miss));
}

#[test]
fn expressions_read_tables() {
    let mut build = sample(LookupMode::Up, LookupMode::Up, Above::OnRequest);
    let table = crate::plan::TableIndex(0);
    let [width, drop, wide, tall] = ["700", "900", "1501", "1300"].map(|n| build.number(n));
    let row = build.number("1100");
    let price = build.node(Node::Lookup(table, width, Some(drop)));
    let request = build.node(Node::Lookup(table, wide, Some(drop)));
    let hole = build.node(Node::Lookup(table, row, Some(tall)));
    assert_eq!(build.frame().evaluate(price), Ok(number("75")));
    let message = "`1501` lies above the last row `1500` of `blinds`: on request";
    assert_eq!(
        build.frame().evaluate(request),
        Err(Stop::OnRequest(message.into()))
    );
    let message = "`blinds` has no price in row `1200`, column `1600`";
    assert_eq!(
        build.frame().evaluate(hole),
        Err(Stop::problem(Code::TableMiss, message))
    );
}

#[test]
fn expressions_look_up_options_and_wait() {
    let mut build = Build::new();
    let rows = build.keys(&["linen", "silk"]);
    let table = build.table("fabrics", rows, None, &["10", "12.5"]);
    let state = SlotState::Known(Value::Option(OptionIndex(1)));
    let fabric = build.select("fabric", &["linen", "silk"], state);
    let (option, id) = (build.read(fabric), build.node(Node::OptionText(fabric)));
    for node in [option, id] {
        let price = build.node(Node::Lookup(table, node, None));
        assert_eq!(build.frame().evaluate(price), Ok(number("12.5")));
    }
    let missing = build.missing("other");
    let missing_node = build.read(missing);
    let price = build.node(Node::Lookup(table, missing_node, None));
    assert_eq!(build.frame().evaluate(price), Err(Stop::waits_for(missing)));
}
