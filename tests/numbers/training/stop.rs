//! Rules by which contestants stop before the last epoch, and runs without end.

use super::common::bits;
use actlab::nn::experiment::{Experiment, parse};
use actlab::nn::stop::{Stop, StopMeasure};
use actlab::nn::sweep::run_seed;
use actlab::nn::training_run::{Checkpoint, Metrics, Schedule, Status, TrainingRun};
use proptest::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Two networks on moons with a test, of which the second learns more slowly.
fn moons(epochs: &str, stop: &str) -> Experiment {
    let contestant = |name: &str, rate: f64| {
        format!(
            "[[contestant]]\nname = \"{name}\"\nloss = \"binary-cross-entropy\"\nbatch_size = 10\n\
             optimizer = {{ kind = \"adam\", learning_rate = {rate} }}\n\
             layers = [{{ units = 4, activation = \"tanh\" }}, {{ units = 1, activation = \"sigmoid\" }}]\n"
        )
    };
    let data = "[data]\nkind = \"moons\"\npoints = 60\nnoise = 0.3\ntest = 0.4\n";
    let text = format!(
        "epochs = {epochs}\nstop = {{ {stop} }}\n{data}{}{}",
        contestant("fast", 0.05),
        contestant("slow", 0.01)
    );
    parse(&text, "moons").unwrap()
}

fn run(experiment: &Experiment, schedule: Schedule) -> TrainingRun {
    TrainingRun::new(&Arc::new(experiment.clone()), 3).unwrap().with_schedule(schedule)
}

fn stops(run: &TrainingRun) -> Vec<Option<Stop>> {
    let stop = |status: &Status| if let Status::Stopped(stop) = status { Some(*stop) } else { None };
    run.statuses().iter().map(stop).collect()
}

/// Training and test metrics after every epoch of a contestant, without rules.
fn course(epochs: u64, contestant: usize) -> Vec<(Metrics, Metrics)> {
    let mut free = run(&moons(&epochs.to_string(), ""), Schedule::Always);
    free.advance_epochs(epochs);
    let records = free.take_epochs().swap_remove(contestant);
    records.iter().map(|record| (record.evaluated.unwrap(), record.test.unwrap())).collect()
}

/// The first epoch after which a rule holds, by its definition in the documentation.
fn first(course: &[(Metrics, Metrics)], holds: impl Fn(&[(Metrics, Metrics)]) -> bool) -> Option<u64> {
    (1..=course.len()).find(|n| holds(&course[..*n])).map(|n| n as u64)
}

/// Whether the lowest test loss is this many epochs old.
fn is_tired(so_far: &[(Metrics, Metrics)], patience: usize) -> bool {
    let losses: Vec<f64> = so_far.iter().map(|(_, test)| test.loss).collect();
    let lowest = losses.iter().copied().fold(f64::INFINITY, f64::min);
    let at = losses.iter().position(|loss| *loss == lowest).unwrap();
    losses.len() - 1 - at >= patience
}

/// Whether a rule holds after the last of these epochs.
type Holds<'a> = Box<dyn Fn(&[(Metrics, Metrics)]) -> bool + 'a>;

#[test]
fn each_rule_stops_after_the_first_epoch_that_meets_it() {
    let last = |so_far: &[(Metrics, Metrics)]| so_far[so_far.len() - 1];
    let courses = [course(400, 0), course(400, 1)];
    let rules: [(&str, StopMeasure, Holds); 5] = [
        ("loss = 0.3", StopMeasure::Loss, Box::new(|all| last(all).0.loss < 0.3)),
        ("accuracy = 0.9", StopMeasure::Accuracy, Box::new(|all| last(all).0.accuracy >= 0.9)),
        ("test_loss = 0.35", StopMeasure::TestLoss, Box::new(|all| last(all).1.loss < 0.35)),
        ("test_accuracy = 0.8", StopMeasure::TestAccuracy, Box::new(|all| last(all).1.accuracy >= 0.8)),
        ("patience = 7", StopMeasure::Patience, Box::new(|all| is_tired(all, 7))),
    ];
    for (rule, measure, holds) in &rules {
        let mut stopped = run(&moons("400", rule), Schedule::Never);
        stopped.finish();
        for (course, stop) in courses.iter().zip(stops(&stopped)) {
            let epoch = first(course, holds);
            assert_eq!(stop, epoch.map(|epoch| Stop { epoch, measure: *measure }), "{rule}");
        }
        let ends: Vec<u64> = stops(&stopped).iter().map(|stop| stop.map_or(400, |stop| stop.epoch)).collect();
        assert!(ends.iter().any(|end| *end < 400), "{rule} is met");
        assert_eq!(Some(&stopped.epoch()), ends.iter().max(), "{rule}: the run ends with its last contestant");
    }
}

#[test]
fn a_stopped_contestant_keeps_the_weights_of_its_last_epoch() {
    let mut stopped = run(&moons("\"endless\"", "patience = 7"), Schedule::Thinning);
    stopped.advance_epochs(5000);
    assert!(stopped.is_done());
    let ends: Vec<u64> = stops(&stopped).into_iter().map(|stop| stop.unwrap().epoch).collect();
    assert_ne!(ends[0], ends[1], "they stop at different epochs");
    let seen = stopped.observe();
    for (n, end) in ends.iter().enumerate() {
        let mut free = run(&moons(&end.to_string(), ""), Schedule::Never);
        free.finish();
        assert_eq!(free.observe()[n].layers, seen[n].layers);
        assert_eq!(free.observe()[n].now, seen[n].now);
    }
    let last = |epochs: &Vec<actlab::nn::training_run::Epoch>| *epochs.last().unwrap();
    for (records, (end, seen)) in stopped.take_epochs().iter().zip(ends.iter().zip(&seen)) {
        assert_eq!(
            (last(records).epoch, last(records).evaluated, last(records).test),
            (*end, Some(seen.now), seen.test)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// However the steps are divided, and wherever the run is saved and restored.
    #[test]
    fn the_end_does_not_depend_on_how_a_run_is_cut(cuts in prop::collection::vec(1u64..90, 1..20), saved in 0usize..20) {
        let experiment = moons("120", "patience = 9, loss = 0.1");
        let mut whole = run(&experiment, Schedule::Never);
        whole.finish();
        let mut cut = run(&experiment, Schedule::Always);
        for (n, steps) in cuts.iter().enumerate() {
            cut.advance(*steps);
            if n == saved {
                let text = cut.save().to_json();
                cut = TrainingRun::resume(&Checkpoint::from_json(&text).unwrap()).unwrap();
            }
        }
        cut.finish();
        prop_assert_eq!(bits(&whole), bits(&cut));
        prop_assert_eq!((whole.epoch(), stops(&whole)), (cut.epoch(), stops(&cut)));
    }
}

#[test]
fn a_seed_of_a_sweep_ends_as_its_run_does() {
    let mut experiment = moons("400", "patience = 7");
    experiment.success = Some(actlab::nn::experiment::Success::Accuracy(0.8));
    let marks = [1, 10, 50, 100, 200, 400];
    let outcome = run_seed(&Arc::new(experiment.clone()), 3, &marks, &AtomicBool::new(false)).unwrap().unwrap();
    let mut single = run(&experiment, Schedule::Never);
    single.finish();
    for ((outcome, seen), n) in outcome.contestants.iter().zip(single.observe()).zip(0..) {
        let test = seen.test.unwrap();
        assert_eq!((outcome.loss, outcome.accuracy), (test.loss, test.accuracy));
        let course = course(400, n);
        let Status::Stopped(stop) = seen.status else { panic!("it stops") };
        for (mark, loss) in marks.iter().zip(&outcome.recorded_losses) {
            let at = (*mark).min(stop.epoch);
            assert_eq!(*loss, course[at as usize - 1].1.loss as f32, "epoch {mark}");
        }
        assert!(outcome.epochs_to_success.is_none_or(|epoch| epoch <= stop.epoch));
    }
}

#[test]
fn rules_and_lengths_are_checked_where_they_are_written() {
    let network = "[[contestant]]\nlayers = [{ units = 1, activation = \"sigmoid\" }]\n";
    let read = |head: &str| parse(&format!("{head}\n[data]\nkind = \"or\"\n{network}"), "a file");
    let said = |head: &str| read(head).unwrap_err().to_string();
    for (head, wanted) in [
        ("epochs = 5\nstop = { test_loss = 0.1 }", "test_loss needs test data, but there are none"),
        ("epochs = 5\nstop = { accuracy = 95 }", "accuracy is 95, and must be from 0 to 1"),
        ("epochs = 5\nstop = { loss = 0 }", "loss is 0, and must be positive"),
        ("epochs = 5\nstop = { patience = 0 }", "patience is 0, and must be a whole number from 1"),
        ("epochs = 5\nstop = { patence = 3 }", "did you mean \"patience\""),
        ("epochs = \"forever\"", "a whole number, or \"endless\""),
        ("epochs = -1", "takes a whole number from 0, not -1"),
        ("epochs = 1.5", "a whole number, or \"endless\""),
    ] {
        let said = said(head);
        assert!(said.contains(wanted) && said.contains("line"), "{head}: {said}");
    }
    let experiment = read("epochs = \"endless\"\nstop = { accuracy = 0.5, patience = 20 }").unwrap();
    let again = parse(&experiment.to_toml(), "again").unwrap();
    assert_eq!((&experiment.epochs, &experiment.stop), (&again.epochs, &again.stop));
    assert!(!experiment.is_endless() && read("epochs = \"endless\"").unwrap().is_endless());
}
