//! The memory of a session stays flat: after many changes it holds no more than after a few.

mod support;

use pricewright::compile;
use pricewright::model::order::Value;
use pricewright::money::Decimal;
use std::alloc::{GlobalAlloc, Layout, System};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts the bytes that are in use.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is the system allocator's; only sizes are added up.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
fn ten_thousand_changes_leave_no_more_memory_in_use_than_a_hundred() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/roller-blind");
    let plan = compile(&support::example(&folder)).unwrap();
    let mut session = plan.session("roller-blind");
    let text = |text: &str| Value::Text(text.to_owned());
    session.set("as_of", text("2026-06-01")).unwrap();
    session.set("customer.group", text("dealer")).unwrap();
    session
        .set("drop", Value::Number(Decimal::from_integer(1500)))
        .unwrap();
    let mut most = [0, 0];
    for change in 0..10_000 {
        let width = Decimal::from_integer(600 + (change * 37) % 1_800);
        session.set("width", Value::Number(width)).unwrap();
        let fabric = ["linen", "blackout_white", "blackout_navy"];
        let fabric = fabric[usize::try_from(change).unwrap() % fabric.len()];
        session.set("fabric", text(fabric)).unwrap();
        if change % 5 == 0 {
            session.unset("fabric");
        }
        session.total().unwrap();
        let phase = usize::from(change >= 100);
        most[phase] = most[phase].max(IN_USE.load(Ordering::Relaxed));
    }
    let [early, late] = most;
    assert!(late <= early + early / 50, "{early} bytes, then {late}");
}
