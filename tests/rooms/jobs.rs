//! Two jobs at once: in whatever order threads advance them, both rooms end in the state that a script gives.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use crate::support::interleaved::Interleaved;
use actlab::app::Event;
use actlab::jobs::{Queue, RunProgress};
use actlab::runtime::export;
use actlab::screens::LongWork;
use proptest::prelude::*;
use ratatui::layout::Size;

const SIZE: Size = Size { width: 100, height: 30 };

/// Two rooms: the first exhibit, the keys that start its job, the keys that go to the other room and start its job, and
/// the key that goes back.
const PAIRS: [[&str; 4]; 4] = [
    ["train xor-two-sigmoids --epochs 300 --speed full", "space", "6 20*- space", "3"],
    ["sweep xor-two-sigmoids --seeds 8 --epochs 60", "space", "3 20*+ space", "6"],
    // The lesson has a run besides that of Train.
    ["train perceptron-or --epochs 200 --speed full", "space", "1", "3"],
    ["sweep perceptron-or --seeds 9 --epochs 40", "space", "2 n", "6"],
];

#[derive(Clone, Debug)]
enum Step {
    Serve(usize, u32),
    Deliver,
    Tick,
    Turn,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0_usize..3, 1_u32..6).prop_map(|(n, chunks)| Step::Serve(n, chunks)),
        6 => Just(Step::Deliver),
        2 => Just(Step::Tick),
        1 => Just(Step::Turn),
    ]
}

fn press_all(room: &mut Interleaved, keys: &str) {
    for word in keys.split_whitespace() {
        let (count, key) = word.split_once('*').map_or((1, word), |(count, key)| (count.parse().unwrap_or(20), key));
        (0..count).for_each(|_| room.press(key));
    }
}

fn progress(room: &Interleaved) -> Option<RunProgress> {
    match room.app.long_work() {
        LongWork::Run(run) => Some(room.jobs.progress(run)),
        LongWork::None | LongWork::NotStarted => None,
    }
}

/// Does the jobs in this order, and compares both rooms with those of a script.
fn come_to_the_same(pair: [&str; 4], steps: Vec<Step>) -> Result<(), TestCaseError> {
    let [exhibit, start, other, back] = pair;
    let mut room = Interleaved::open(exhibit, SIZE);
    press_all(&mut room, start);
    press_all(&mut room, other);
    let (mut is_back, there) = (false, other.split_whitespace().next().unwrap_or_default());
    for step in steps {
        match step {
            Step::Serve(n, chunks) => room.serve(n, chunks),
            Step::Deliver => room.deliver(),
            Step::Tick => room.event(Event::Tick),
            Step::Turn => {
                is_back ^= true;
                room.press(if is_back { back } else { there });
            }
        }
        for queue in Queue::ALL {
            prop_assert!(room.jobs.waiting(queue).next().is_none() || room.jobs.active(queue).is_some());
        }
    }
    room.drain();
    prop_assert!(progress(&room).is_none_or(|progress| progress.is_over || !room.app.is_moving()));
    let script = format!("{start} {other} until:done {back} until:done {there} until:done");
    let mut player = Scenario::new(exhibit).size(SIZE.width, SIZE.height).keys(&script).player();
    for key in [back, there] {
        room.press(key);
        room.drain();
        player.play(&key.parse().expect("a key"), &mut || true);
        prop_assert_eq!(export::text(&room.frame()), export::text(&player.frame()), "{}", key);
    }
    Ok(())
}

/// A table of two columns and a label.
pub(crate) fn table(rows: usize) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().prefix("points").suffix(".csv").tempfile().expect("a file");
    let row = |n: usize| format!("{},{},{}\n", n % 7, n % 5, usize::from(n % 7 > n % 5));
    let text: String = std::iter::once("a,b,label\n".to_owned()).chain((0..rows).map(row)).collect();
    std::fs::write(file.path(), text).expect("written");
    file
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn two_jobs_come_to_the_same_in_any_order(
        pair in prop::sample::select(PAIRS.to_vec()),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        come_to_the_same(pair, steps)?;
    }

    /// Both rooms may ask for the same file.
    #[test]
    fn a_table_is_read_beside_another_job_in_any_order(
        is_sweep in any::<bool>(),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let (data, test) = (table(60), table(20));
        let (data, test) = (data.path().display(), test.path().display());
        if is_sweep {
            let line = format!("sweep --data {data} --test {test} --seeds 4 --epochs 9");
            come_to_the_same([&line, "", "3 20*+ space", "6"], steps)?;
        } else {
            come_to_the_same([&format!("train {data} --test {test} --epoch 12"), "", "6 20*- space", "3"], steps)?;
        }
    }
}
