//! An aggregator's result depends on the outcomes that were added, and not on how they were added.

use actlab::nn::experiment::{Hyperparameter, find};
use actlab::nn::memory::Memory;
use actlab::nn::sweep::journal_lines::{self, SweepJournalLine};
use actlab::nn::sweep::{
    ContestantOutcome, Detail, EXACT_RUNS, FailureKind, Outcome, Shard, Share, SweepAggregator, SweepSetup,
    SweepSummary, Vary, Winner, run,
};
use proptest::prelude::*;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// A small sweep of two contestants with every kind of outcome: successes, dead layers, divergences.
fn setup() -> SweepSetup {
    let mut experiment = find("zero-centred").unwrap().with(Hyperparameter::LearningRate, "0.3").unwrap();
    (experiment.epochs, experiment.loss_limit) = (300.into(), 2.5);
    let vary = vec![Vary::parse("hidden_activation=relu,tanh").unwrap()];
    SweepSetup::new(&Arc::new(experiment), 3, 60, vary).unwrap()
}

fn whole() -> &'static Vec<(usize, Outcome)> {
    static WHOLE: OnceLock<Vec<(usize, Outcome)>> = OnceLock::new();
    WHOLE.get_or_init(|| outcomes(&setup(), 1))
}

fn outcomes(setup: &SweepSetup, threads: usize) -> Vec<(usize, Outcome)> {
    let mut all = Vec::new();
    let threads = NonZeroUsize::new(threads).unwrap();
    run(setup, threads, &AtomicBool::new(false), &|_, _| false, |batch| {
        all.extend(batch.outcomes.into_iter().map(|outcome| (batch.variant, outcome)));
    })
    .unwrap();
    all
}

/// The figures of every variant, with every bit of every number.
fn figures<'a>(setup: &SweepSetup, outcomes: impl Iterator<Item = &'a (usize, Outcome)>) -> String {
    let mut aggregators: Vec<SweepAggregator> =
        (0..setup.variants().len()).map(|variant| SweepAggregator::new(setup, variant)).collect();
    for (variant, outcome) in outcomes {
        assert!(aggregators[*variant].add(outcome), "seed {} is new", outcome.seed);
        assert!(!aggregators[*variant].add(outcome), "seed {} is in", outcome.seed);
    }
    // `Debug` writes the shortest digits that read back as the same number.
    format!(
        "{:#?}",
        aggregators.iter().map(|aggregator| aggregator.summary(Detail::Whole)).collect::<Vec<SweepSummary>>()
    )
}

#[test]
fn the_sweep_of_these_tests_has_everything_in_it() {
    let ends: Vec<&ContestantOutcome> = whole().iter().flat_map(|(_, outcome)| &outcome.contestants).collect();
    assert!(ends.iter().any(|end| end.succeeded == Some(true)));
    for cause in [FailureKind::Diverged, FailureKind::DeadLayer, FailureKind::PartlyDead] {
        assert!(ends.iter().any(|end| end.cause == Some(cause)), "{cause:?}");
    }
}

#[test]
fn threads_make_no_difference() {
    assert_eq!(&outcomes(&setup(), 3), whole(), "nor to the order in which seeds come");
}

#[test]
fn a_shard_has_its_own_seeds_and_the_same_numbers() {
    let mut parts: Vec<(usize, Outcome)> =
        (1..=3).flat_map(|index| outcomes(&setup().with_shard(Shard { index, count: 3 }), 2)).collect();
    parts.sort_by_key(|(variant, outcome)| (*variant, outcome.seed));
    let mut all = whole().clone();
    all.sort_by_key(|(variant, outcome)| (*variant, outcome.seed));
    assert_eq!(parts, all);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any partition into files, in any order, read from their lines.
    #[test]
    fn any_partition_merges_to_the_whole(files in proptest::collection::vec((0_usize..5, any::<u32>()), 120)) {
        let setup = setup();
        let mut order: Vec<usize> = (0..whole().len()).collect();
        order.sort_by_key(|at| files[*at]);
        let lines: Vec<String> =
            order.iter().map(|at| journal_lines::seed(&setup, whole()[*at].0, &whole()[*at].1)).collect();
        let read = |line: &String| match journal_lines::read(line, Memory::UNLIMITED) {
            Ok(SweepJournalLine::Seed(variant, outcome)) => (variant, outcome),
            other => panic!("{other:?}"),
        };
        let merged: Vec<(usize, Outcome)> = lines.iter().map(read).collect();
        prop_assert_eq!(figures(&setup, merged.iter()), figures(&setup, whole().iter()));
    }
}

#[test]
fn the_head_of_the_lines_is_the_setup() {
    let Ok(SweepJournalLine::Header(read)) = journal_lines::read(&journal_lines::header(&setup()), Memory::UNLIMITED)
    else {
        panic!()
    };
    assert_eq!(*read, setup());
    assert_eq!(journal_lines::read("{\"done\":true,\"seeds\":3}", Memory::UNLIMITED), Ok(SweepJournalLine::Other));
    assert!(journal_lines::read("{", Memory::UNLIMITED).unwrap_err().to_string().contains("not a line of a sweep"));
    let newer = journal_lines::header(&setup()).replace("\"actlab-sweep\":2", "\"actlab-sweep\":9");
    assert!(journal_lines::read(&newer, Memory::UNLIMITED).unwrap_err().to_string().contains("version 9"));
}

#[test]
fn a_sweep_that_is_stopped_hands_over_what_is_finished() {
    let experiment = Arc::new(find("parabola").unwrap());
    let setup = SweepSetup::new(&experiment, 1, 100_000, vec![]).unwrap();
    let (stop, mut seeds) = (AtomicBool::new(false), Vec::new());
    run(&setup, NonZeroUsize::new(2).unwrap(), &stop, &|_, seed| seed % 2 == 0, |batch| {
        seeds.extend(batch.outcomes.iter().map(|outcome| outcome.seed));
        stop.store(seeds.len() >= 3, Ordering::Relaxed);
    })
    .unwrap();
    assert!((3..200).contains(&seeds.len()) && seeds.is_sorted() && seeds.iter().all(|seed| seed % 2 == 1));
}

fn made_up(seed: u64, marks: usize) -> Outcome {
    // A lattice of losses with evenly spaced logarithms.
    let spread = |seed: u64| libm::exp((seed * 7919 % 20_011) as f64 / 4000.0);
    let end = |loss: f64| ContestantOutcome {
        training: None,
        loss,
        accuracy: 1.0,
        r2: None,
        succeeded: Some(loss < 20.0),
        epochs_to_success: (loss < 20.0).then_some(1 + seed % 100),
        cause: (loss >= 20.0).then_some(FailureKind::DeadLayer),
        recorded_losses: vec![loss as f32; marks],
    };
    Outcome { seed, contestants: vec![end(spread(seed)), end(1.1 * spread(seed * 3))] }
}

#[test]
fn more_seeds_than_can_be_kept_go_into_bins() {
    let mut experiment = find("parabola").unwrap();
    experiment.epochs = 30.into();
    let setup = SweepSetup::new(&Arc::new(experiment), 1, 20_010, vec![]).unwrap();
    assert!(!setup.is_exact() && EXACT_RUNS < 20_010);
    let mut aggregators = [SweepAggregator::new(&setup, 0), SweepAggregator::new(&setup, 0)];
    for seed in 1..=20_010 {
        aggregators[0].add(&made_up(seed, 30));
        aggregators[1].add(&made_up(20_011 - seed, 30));
    }
    let [figures, backwards] = aggregators.map(|aggregator| aggregator.summary(Detail::Whole));
    assert_eq!(figures, backwards);
    assert!(!figures.exact && figures.done == 20_010);
    let first = &figures.contestants[0];
    // The lattice has every value from 1 to 20 010 four-thousandths once.
    for (got, share) in first.loss.iter().zip([0.05, 0.25, 0.5, 0.75, 0.95]) {
        let right = libm::exp(share * 20_010.0 / 4000.0);
        assert!((got / right - 1.0).abs() < 0.006, "{got} {right}");
    }
    assert!((first.loss[2] / first.median.unwrap().loss - 1.0).abs() < 0.01);
    assert_eq!(first.fan.len(), 30);
    assert!((first.fan[29].1[2] / first.loss[2] - 1.0).abs() < 0.01);
    let contest = &figures.comparisons[0];
    assert_eq!(contest.interval.unwrap().seeds, EXACT_RUNS);
    assert_eq!(contest.wins[0].of, 20_010);
}

#[test]
fn words_rest_on_intervals() {
    let experiment = Arc::new(find("parabola").unwrap());
    let setup = SweepSetup::new(&experiment, 0, 100, vec![]).unwrap();
    // The number of wins of the first, of wins of the second, and of ties.
    let winner = |first: u64, second: u64| {
        let mut aggregator = SweepAggregator::new(&setup, 0);
        for seed in 0..100 {
            let mut outcome = made_up(seed, setup.recorded_epochs().len());
            (outcome.contestants[0].loss, outcome.contestants[1].loss) = match seed {
                seed if seed < first => (1.0, 2.0),
                seed if seed < first + second => (2.0, 1.0),
                _ => (3.0, 3.0),
            };
            aggregator.add(&outcome);
        }
        aggregator.summary(Detail::Whole).comparisons.remove(0)
    };
    assert_eq!(winner(60, 40).winner, Winner::First);
    assert_eq!(winner(40, 60).winner, Winner::Second);
    assert_eq!(winner(59, 41).winner, Winner::Neither, "the interval is from 0.492");
    assert_eq!(winner(10, 0).winner, Winner::First, "nine tenths are ties, and of the rest all are won");
    assert_eq!(winner(0, 0).winner, Winner::Neither);
    assert_eq!(winner(59, 41).wins[0], Share::new(59, 100));
    assert_eq!(winner(100, 0).difference, Some(-1.0));
}
