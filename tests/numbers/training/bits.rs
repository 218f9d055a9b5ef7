//! The bits of a run are pinned. They are the same at every vector width, and however the steps are divided among
//! calls.

use super::common::{bits, training_run};
use actlab::nn::experiment::{all, find};
use actlab::nn::training_run::TrainingRun;
use actlab::numeric::vector::Width;
use proptest::prelude::*;
use std::sync::Arc;

/// Weights, bias and threshold of perceptron OR, seed 7879.
const PERCEPTRON: [&str; 4] = ["3f83ea23c12c390d", "3f83f8ad143a83ad", "bf7abd64d2310952", "0000000000000000"];
/// Weights and biases of the two sigmoids, seed 7879, layer by layer.
const TWO_SIGMOIDS: [&str; 9] = [
    "3ff3b9163c498d4d",
    "3ff3760e3abfafa4",
    "400fd30fe2f69f62",
    "400f79a95ca8f3bb",
    "bff39fa0384f8202",
    "bfea779be0dfc296",
    "bff5450f41b377a1",
    "3ff789a8ebb6c259",
    "bf86fad123bda100",
];
/// A digest of every parameter of every built-in experiment, seed 1.
const DIGESTS: [&str; 18] = [
    "perceptron-or a522fc358e3000b5",
    "perceptron-and 54d9a74ca8deaad6",
    "perceptron-xor 16e99ef5711d965b",
    "linear-or 8adda0bc9bc21ada",
    "linear-and 91eca51875dc4efd",
    "linear-xor 31103fab0890211d",
    "sigmoid-or e8a43fc7bceb6947",
    "sigmoid-and 3a9b4a820b4d7d15",
    "sigmoid-xor 9291842d9e86f449",
    "xor-two-sigmoids 69ac7a0b88b74138",
    "parabola f344affe5ffc733b",
    "xor-by-hand 932dccdc03990c97",
    "relu-dying 1258b8a09f80f2c1",
    "vanishing-gradient a793172aa589bb92",
    "saturated-start b46daf410579d851",
    "zero-centred afd1021dce46fba3",
    "spiral 4463c2dba2b0dc85",
    "playground cbda52fde25a1aee",
];

/// A digest of many bits (G. Fowler, L. Noll, K. Vo, 1991, "FNV-1a").
fn digest(bits: &[u64]) -> u64 {
    bits.iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word).wrapping_mul(0x0100_0000_01b3))
}

fn finished(name: &str, seed: u64, width: Width) -> Vec<u64> {
    let mut training_run = training_run(name, seed).with_width(width);
    training_run.finish();
    bits(&training_run)
}

#[test]
fn weights_are_pinned_to_the_last_bit() {
    let hex = |name: &str| -> Vec<String> {
        finished(name, 7879, Width::Widest).iter().map(|word| format!("{word:016x}")).collect()
    };
    let (perceptron, two) = (hex("perceptron-or"), hex("xor-two-sigmoids"));
    let digests: Vec<String> = all()
        .unwrap()
        .iter()
        .map(|experiment| format!("{} {:016x}", experiment.id, digest(&finished(&experiment.id, 1, Width::Widest))))
        .collect();
    assert_eq!(perceptron, PERCEPTRON);
    assert_eq!(two, TWO_SIGMOIDS);
    assert_eq!(digests, DIGESTS);
}

#[test]
fn every_width_gives_the_same_bits() {
    for experiment in all().unwrap() {
        let mut short = experiment.clone();
        short.epochs = short.epochs.last().min(30).into();
        let run = |width: Width| {
            let mut training_run = TrainingRun::new(&Arc::new(short.clone()), 3).unwrap().with_width(width);
            training_run.finish();
            (bits(&training_run), training_run.take_epochs())
        };
        let widest = run(Width::Widest);
        for width in Width::ALL {
            assert_eq!(run(width), widest, "{} {width:?}", experiment.id);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cuts_change_nothing(
        name in prop::sample::select(vec!["parabola", "xor-two-sigmoids", "perceptron-xor", "vanishing-gradient"]),
        seed in 0..1000_u64,
        cuts in prop::collection::vec(1..200_u64, 1..8),
    ) {
        let mut cut = training_run(name, seed);
        for steps in &cuts {
            cut.advance(*steps);
        }
        let mut whole = training_run(name, seed);
        whole.advance(cuts.iter().sum());
        prop_assert_eq!((cut.epoch(), cut.step()), (whole.epoch(), whole.step()));
        prop_assert_eq!(bits(&cut), bits(&whole));
        prop_assert_eq!(cut.take_epochs(), whole.take_epochs());
        let per_epoch = cut.steps_per_epoch();
        cut.advance(per_epoch - cut.step());
        whole.advance_epochs(1);
        prop_assert_eq!(bits(&cut), bits(&whole));
    }
}

#[test]
fn contestants_do_not_move_each_other() {
    let both = training_run("parabola", 5);
    let mut experiment = find("parabola").unwrap();
    experiment.contestants.truncate(1);
    let mut alone = TrainingRun::new(&Arc::new(experiment), 5).unwrap();
    let mut both = both;
    both.advance(500);
    alone.advance(500);
    assert_eq!(bits(&both)[..19], bits(&alone)[..]);
}
