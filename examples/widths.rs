//! Times of whole runs at each width.
use actlab::lab::{Width, experiment::find, trial::Trial};
use std::{sync::Arc, time::Instant};
fn main() {
    for name in ["linear-or", "sigmoid-or", "xor-two-sigmoids", "parabola"] {
        let e = Arc::new(find(name).unwrap());
        for width in Width::ALL {
            let mut best = f64::MAX;
            for _ in 0..200 {
                let t = Instant::now();
                let mut trial = Trial::new(&e, 7879).unwrap().with_width(width);
                trial.finish();
                best = best.min(t.elapsed().as_secs_f64());
            }
            println!("{name} {width:?} {:.1} us", best * 1e6);
        }
    }
}
