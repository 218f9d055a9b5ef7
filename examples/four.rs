use actlab::lab::{Width, experiment::find, trial::Trial};
use std::sync::Arc;
fn main() {
    let mut a = std::env::args().skip(1);
    let name = a.next().unwrap(); let width = match a.next().as_deref() { Some("4") => Width::Four, Some("2") => Width::Two, _ => Width::Widest };
    let n: usize = a.next().unwrap().parse().unwrap();
    let mut e = find(&name).unwrap(); e.contestants.truncate(1);
    let e = Arc::new(e);
    for _ in 0..n { let mut t = Trial::new(&e, 7879).unwrap().with_width(width); t.finish(); }
}
