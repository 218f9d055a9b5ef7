//! A run restored at any step continues to the same bits.

use super::common::{bits, training_run};
use actlab::nn::training_run::{Checkpoint, CheckpointError, Status, TrainingRun};
use actlab::words::{Language, Words};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn saved_and_continued_bit_for_bit(
        name in prop::sample::select(vec!["parabola", "xor-two-sigmoids", "perceptron-and", "relu-dying"]),
        seed in 0..1000_u64,
        before in 0..400_u64,
        after in 1..400_u64,
    ) {
        let mut run = training_run(name, seed);
        run.advance(before);
        run.take_epochs();
        let saved = run.save();
        let here = bits(&run);
        run.advance(after);
        let (end, epochs) = (bits(&run), run.take_epochs());

        let read = Checkpoint::from_json(&saved.to_json()).unwrap();
        let mut resumed = TrainingRun::resume(&read).unwrap();
        prop_assert_eq!((resumed.epoch(), resumed.step()), (saved.epoch(), saved.step()));
        prop_assert_eq!(bits(&resumed), here.clone());
        resumed.advance(after);
        prop_assert_eq!(bits(&resumed), end.clone());
        prop_assert_eq!(resumed.take_epochs(), epochs.clone());

        run.restore(&saved).unwrap();
        prop_assert_eq!(bits(&run), here);
        run.advance(after);
        prop_assert_eq!(bits(&run), end);
        prop_assert_eq!(run.take_epochs(), epochs);
    }
}

#[test]
fn a_checkpoint_of_something_else_is_refused_and_changes_nothing() {
    let mut run = training_run("parabola", 1);
    run.advance(10);
    let here = bits(&run);
    assert_eq!(run.restore(&training_run("parabola", 2).save()), Err(CheckpointError::Other));
    assert_eq!(run.restore(&training_run("xor-two-sigmoids", 1).save()), Err(CheckpointError::Other));
    assert_eq!(bits(&run), here);
    assert!(Checkpoint::from_json("{}").unwrap_err().to_string().starts_with("this is not a checkpoint of a run"));
    let other = run.save().to_json().replace("actlab-checkpoint/2", "actlab-checkpoint/9");
    assert!(Checkpoint::from_json(&other).unwrap_err().to_string().ends_with("its format is 'actlab-checkpoint/9'"));
    let korean = |error| Words::of(Language::Korean).say(&error);
    assert_eq!(korean(CheckpointError::Other), "다른 실험이나 다른 시드의 체크포인트입니다");
    assert!(korean(Checkpoint::from_json(&other).unwrap_err()).ends_with("형식이 'actlab-checkpoint/9'입니다"));
    let wrong = run.save().to_json().replace("kind = \\\"parabola\\\"", "kind = \\\"parabla\\\"");
    let said = korean(Checkpoint::from_json(&wrong).unwrap_err());
    assert!(said.starts_with("체크포인트에 든 실험을 읽을 수 없습니다: ") && said.contains("\"parabla\""), "{said}");
}

#[test]
fn a_checkpoint_keeps_a_run_that_diverged() {
    let mut experiment = actlab::nn::experiment::find("relu-dying").unwrap();
    if let actlab::nn::experiment::Model::Network(setup) = &mut experiment.contestants[0].model {
        *setup.optimizer.learning_rate_mut() = 1e12;
    }
    let mut run = TrainingRun::new(&std::sync::Arc::new(experiment), 1).unwrap();
    run.advance_epochs(2);
    assert!(matches!(run.statuses()[0], Status::Diverged(_)));
    let resumed = TrainingRun::resume(&Checkpoint::from_json(&run.save().to_json()).unwrap()).unwrap();
    assert_eq!(resumed.statuses(), run.statuses());
}
