//! The training loop allocates no memory: everything is allocated at the beginning.
#![allow(clippy::expect_used, reason = "tests")]

use actlab::nn::experiment;
use actlab::nn::training_run::TrainingRun;
use std::sync::Arc;

#[test]
fn training_allocates_nothing_from_one_epoch_to_the_next() {
    let counts = allocation_counter::measure(|| drop(std::hint::black_box(vec![0_u8; 64])));
    assert_eq!(counts.count_total, 1, "the counter counts");
    let all = experiment::all().expect("experiments that are right");
    for experiment in all.into_iter().map(Arc::new) {
        let mut run = TrainingRun::new(&experiment, 7879).expect("an experiment of the program");
        let drain = |run: &mut TrainingRun| {
            for contestant in 0..experiment.contestants.len() {
                run.drain_epochs(contestant, |_| ());
            }
        };
        let steps = 10 * run.steps_per_epoch();
        // The records of new epochs reuse the memory of earlier ones.
        run.advance(steps);
        drain(&mut run);
        let asked = allocation_counter::measure(|| {
            run.advance(steps);
            drain(&mut run);
        });
        assert_eq!((asked.count_total, asked.bytes_total), (0, 0), "{}", experiment.title.get("en"));
    }
}
