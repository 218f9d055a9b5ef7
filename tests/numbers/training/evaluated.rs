//! The two losses of an epoch: the mean over its batches, and the evaluated one, over all samples under the parameters
//! after the epoch.

use super::common::bits;
use actlab::nn::experiment::{Experiment, all, parse};
use actlab::nn::training_run::{Metrics, Schedule, TrainingRun};
use proptest::prelude::*;
use std::sync::Arc;

fn key(metrics: &Metrics) -> (u64, u64, Option<u64>) {
    (metrics.loss.to_bits(), metrics.accuracy.to_bits(), metrics.r2.map(f64::to_bits))
}

fn start(experiment: &Experiment, schedule: Schedule) -> TrainingRun {
    TrainingRun::new(&Arc::new(experiment.clone()), 7).unwrap().with_schedule(schedule)
}

/// Batches of one, of several, of more than a tile and of all samples, several outputs, and a loss other than a square.
fn shapes() -> Vec<Experiment> {
    let shape = |samples: usize, batch: usize, loss: &str, targets: &str| {
        let inputs: Vec<String> = (0..samples).map(|n| format!("[{}.5, {}.0]", n % 7, n % 5)).collect();
        let rows: Vec<String> = (0..samples).map(|n| targets.replace('n', &(n % 3).to_string())).collect();
        let outputs = targets.matches(',').count() + 1;
        let text = format!(
            "epochs = 6\n[data]\nkind = \"inline\"\ninputs = [{}]\ntargets = [{}]\n[[contestant]]\nloss = \"{loss}\"\n\
             batch_size = {batch}\nlayers = [{{ units = 3, activation = \"tanh\" }}, \
             {{ units = {outputs}, activation = \"linear\" }}]\n",
            inputs.join(", "),
            rows.join(", ")
        );
        parse(&text, "a shape").unwrap()
    };
    let mut all = Vec::new();
    for (samples, batch) in [(4, 4), (20, 1), (20, 8), (20, 32), (70, 8), (70, 33), (70, 64), (70, 70), (70, 500)] {
        all.push(shape(samples, batch, "mse", "[n.5]"));
        all.push(shape(samples, batch, "huber", "[n.5, 0.25, n.0]"));
    }
    all
}

#[test]
fn what_is_recorded_is_what_a_run_stopped_there_evaluates_to() {
    for experiment in shapes().into_iter().chain(all().unwrap()) {
        let epochs = experiment.epochs.last().min(6);
        let mut run = start(&experiment, Schedule::Always);
        run.advance_epochs(epochs);
        let records = run.take_epochs();
        let mut stopped = start(&experiment, Schedule::Never);
        for epoch in 1..=epochs {
            stopped.advance_epochs(1);
            for (there, records) in stopped.evaluate().iter().zip(&records) {
                let recorded = records.iter().find(|record| record.epoch == epoch).and_then(|record| record.evaluated);
                assert_eq!(recorded.as_ref().map(key), Some(key(there)), "{}: epoch {epoch}", experiment.id);
            }
        }
        assert_eq!(bits(&run), bits(&stopped), "{}: evaluating changes no weight", experiment.id);
        assert!(stopped.take_epochs().iter().flatten().all(|epoch| epoch.evaluated.is_none()));
    }
}

#[test]
fn a_batch_of_everything_meets_the_parameters_of_the_epoch_before() {
    for experiment in shapes() {
        let mut run = start(&experiment, Schedule::Always);
        run.advance_epochs(5);
        let is_whole = run.steps_per_epoch() == 1;
        for pair in run.take_epochs()[0].windows(2) {
            let same = key(&pair[0].evaluated.expect("evaluated")) == key(&pair[1].batches);
            assert_eq!(same, is_whole, "{pair:?}");
        }
    }
}

#[test]
fn a_loss_past_the_numbers_is_recorded_as_it_is() {
    let text = "epochs = 3\n[data]\nkind = \"inline\"\ninputs = [[3.0], [4.0]]\ntargets = [[1.0], [2.0]]\n[[contestant]]\n\
                optimizer = { kind = \"sgd\", learning_rate = 1e200 }\nlayers = [{ units = 1, activation = \"linear\" }]\n";
    let experiment = parse(text, "a rate far too large").unwrap();
    let mut run = start(&experiment, Schedule::Always);
    run.advance_epochs(3);
    let records = run.take_epochs();
    let last = records[0].last().unwrap().evaluated.unwrap();
    assert!(last.loss.is_nan() || last.loss > 1e12, "{last:?}");
    assert!(records[0].len() < 3, "the run diverged in the epoch after");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn which_epochs_are_evaluated_depends_on_their_number_alone(epoch in 1_u64..1 << 40) {
        let period = (0..63).map(|j| 1_u64 << j).find(|period| epoch.div_ceil(1000) <= *period).unwrap();
        prop_assert_eq!(Schedule::Thinning.includes(epoch), epoch % period == 0);
    }

    #[test]
    fn cuts_change_nothing_of_what_is_evaluated(
        shape in 0_usize..18,
        cuts in prop::collection::vec(1..9_u64, 1..6),
        thin in any::<bool>(),
    ) {
        let experiment = shapes().swap_remove(shape);
        let schedule = || if thin { Schedule::Every { period: 2, last: 6 } } else { Schedule::Thinning };
        let mut cut = start(&experiment, schedule());
        for steps in &cuts {
            cut.advance(*steps);
        }
        let mut whole = start(&experiment, schedule());
        whole.advance(cuts.iter().sum());
        let text = |training_run: &mut TrainingRun| format!("{:?}", training_run.take_epochs());
        prop_assert_eq!(text(&mut cut), text(&mut whole));
    }
}

#[test]
fn all_epochs_up_to_a_thousand_are_evaluated() {
    assert!((0..=1000).all(|epoch| Schedule::Thinning.includes(epoch)));
    let evaluated: Vec<u64> = (1001..=1010).filter(|epoch| Schedule::Thinning.includes(*epoch)).collect();
    assert_eq!(evaluated, [1002, 1004, 1006, 1008, 1010]);
    assert!(Schedule::Thinning.includes(1 << 63), "the largest numbers there are");
}
