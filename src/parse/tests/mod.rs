use super::*;
#[test]
fn explore() {
    for text in std::fs::read_to_string("/tmp/explore.txt").unwrap().split("\n---\n") {
        let s = Source::new("x", text);
        println!("=== {text}");
        let (r, f) = if text.starts_with("E ") { let s=Source::new("x",&text[2..]); match expression(&s) { Ok(t)=>{println!("{}", print::expression(&t)); continue}, Err(f)=>(Default::default(), f) } } else { rules(&s) };
        let base = if text.starts_with("E ") {&text[2..]} else {text};
        print!("{}", print::rules(&r));
        for d in &f { let sp=d.place.span.unwrap(); println!("  {} {:?} @{:?} help={:?} rel={:?}", d.code.as_str(), d.message, base.get(sp.start as usize..sp.end as usize), d.help, d.related.iter().map(|r|&r.1).collect::<Vec<_>>()); }
        let _=s;
    }
}
