use std::hint::black_box; use std::time::Instant;
use pricewright::model::order::Value; use pricewright::{Session, evaluate::Field, money::Decimal};
use pricewright_benches::*;
enum T { N(Decimal), O(u32) }
fn main(){
  for name in ["small","medium","large"] {
    let w = prepared::Prepared::workload(name).unwrap();
    let orders = &w.orders;
    let first=&orders[0];
    let mut s = Session::new(&w.ours.plan, first.clone(), first.items[0].clone());
    s.total().unwrap();
    let typed: Vec<Vec<(Field,T)>> = orders.iter().map(|o| {
      let it=&o.items[0];
      let mut v: Vec<(Field,T)> = it.values.iter().chain(&o.inputs).map(|(n,val)| { let f=s.field(n).unwrap(); match val { Value::Text(t) => (f, match s.option(f,t) {Some(o)=>T::O(o),None=>T::N(Decimal::parse(t).unwrap())}), Value::Number(x)=>(f,T::N(*x)), _=>panic!() } }).collect();
      v.push((s.field("quantity").unwrap(), T::N(it.quantity))); v }).collect();
    let price=|s:&mut Session, t:&Vec<(Field,T)>| { for (f,v) in t { match v {T::N(n)=>s.set_number(*f,*n).unwrap(),T::O(o)=>s.set_option(*f,*o).unwrap()} } let t=s.total().unwrap(); let mut n=0; for l in s.lines().unwrap(){ black_box(l.amount); n+=1;} (t,n) };
    // check
    let mut bad=0;
    for (t,o) in typed.iter().zip(orders) { let (tot,n)=price(&mut s,t); let q=w.ours.plan.price(o).unwrap(); if q.amount!=tot || q.items[0].lines.len()!=n {bad+=1;} }
    let before=s.work();
    for r in 0..5 { let reps=20; let t0=Instant::now(); for _ in 0..reps { for t in &typed { black_box(price(&mut s,t)); } }
     let full=t0.elapsed().as_nanos() as f64/(reps*typed.len()) as f64;
     let t0=Instant::now(); let mut k=0; for i in 0..reps*1000 { let t=&typed[i%1000]; let (f,v)=&t[i%t.len()]; match v {T::N(n)=>s.set_number(*f,*n).unwrap(),T::O(o)=>s.set_option(*f,*o).unwrap()} black_box(s.total().unwrap()); k+=1; }
     let ch=t0.elapsed().as_nanos() as f64/k as f64;
     if r==4 {println!("{name}: bad {bad}, full {full:.0} ns, change+total {ch:.0} ns, work {:?} {:?}", before, s.work()); }}
  }
}
