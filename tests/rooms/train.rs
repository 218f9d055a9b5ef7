//! Train without a terminal: in whatever order keys, ticks and reports arrive, the state depends only on the steps.
#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use crate::support::Scenario;
use crate::support::interleaved::Interleaved;
use actlab::app::Event;
use actlab::jobs::train::{KeptRuns, RunPosition, TrainJob};
use actlab::jobs::{RunId, RunProgress};
use actlab::nn::experiment;
use actlab::nn::history::MOST;
use actlab::nn::memory::Memory;
use actlab::runtime::export;
use actlab::screens::LongWork;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use std::sync::Arc;

fn frame(exhibit: &str, keys: &str) -> Buffer {
    Scenario::new(exhibit).size(100, 30).keys(keys).frame()
}

fn progress(room: &Interleaved) -> RunProgress {
    match room.app.long_work() {
        LongWork::Run(run) => room.jobs.progress(run),
        LongWork::None | LongWork::NotStarted => RunProgress::default(),
    }
}

#[test]
fn a_restart_while_a_job_is_under_way_begins_anew() {
    let mut room = Interleaved::open("train parabola --speed full", Size::new(100, 30));
    room.drain();
    room.press("space");
    room.serve(0, 3);
    // The old run's report is on its way when the run restarts, and arrives after that.
    room.press("r");
    room.serve(0, 4);
    room.deliver();
    assert_eq!(progress(&room), RunProgress::default(), "what belongs to another run is dropped");
    room.press("space");
    room.drain();
    let after = progress(&room);
    assert!(!after.is_over && after.at < RunPosition::epoch(100));
    let line = room.app.exhibit().to_string();
    assert_eq!(export::text(&room.frame()), export::text(&frame(&line, "")), "{line}");
}

#[test]
fn another_seed_while_it_runs_is_that_seed() {
    let there = frame("train xor-two-sigmoids", "space until:epoch=100 n n N until:epoch=50 space");
    assert_eq!(there, frame("train xor-two-sigmoids --seed 7880", "space until:epoch=50 space"));
    let there = frame("train xor-two-sigmoids --speed full", "space until:epoch=100 r until:epoch=50.0 space");
    assert_eq!(there, frame("train xor-two-sigmoids --speed full --epoch 50", ""));
}

#[test]
fn an_epoch_to_open_at_is_the_epoch_that_is_gone_to() {
    for (name, at) in [("parabola", "43.21"), ("xor-two-sigmoids", "617")] {
        let opened = frame(&format!("train {name} --epoch {at}"), "");
        assert_eq!(opened, frame(&format!("train {name}"), &format!("space until:epoch={at} space")), "{name}");
    }
    let past = frame("train parabola --epoch 1000000", "");
    assert_eq!(past, frame("train parabola", "e"), "past the end is the end");
}

/// The rows of the current panel, without its frame.
fn panel(exhibit: &str, keys: &str) -> Vec<String> {
    let text = Scenario::new(exhibit).size(60, 18).keys(keys).text();
    text.lines().skip(2).take(11).map(str::to_owned).collect()
}

#[test]
fn going_back_shows_that_epoch_and_leaves_the_run_alone() {
    for (name, view, epoch) in
        [("xor-two-sigmoids", "field", 617), ("xor-two-sigmoids", "inside", 3), ("parabola", "fit", 12)]
    {
        let there = format!("train {name} --view {view} --epoch {epoch}");
        let back = format!("train {name} --view {view} --epoch 1000 --cursor {epoch}");
        assert_eq!(panel(&back, "enter"), panel(&there, ""), "{back}");
        assert_ne!(panel(&back, ""), panel(&there, ""));
        let returned = frame(&back, "enter esc");
        assert_eq!(returned, frame(&format!("train {name} --view {view} --epoch 1000"), ""));
    }
}

#[test]
fn knobs_mark_what_differs_and_go_back() {
    let text = |keys: &str| export::text(&frame("train parabola", keys));
    assert!(text("x").contains("learning rate 0.01 (file 0.005)"), "{}", text("x"));
    assert!(text("a x").contains("(file relu)"), "{}", text("a x"));
    assert!(text("a a z").contains("batch 16 (file 32)"), "{}", text("a a z"));
    assert_eq!(text("x z"), text(""), "turned back is not changed");
    assert!(text("7*a x").contains("noise 15 (file 10)"), "{}", text("7*a x"));
    let noise = Scenario::new("train parabola").size(140, 30).keys("7*a x").text();
    assert!(noise.contains("noise 15 (file 10): σ of a normal number added to each target"), "{noise}");
    assert!(!text("").contains("noise 10"), "noise is there when its turn comes");
    assert_eq!(frame("train parabola", "x a x a x a x 0 5*a"), frame("train parabola", ""));
    assert_eq!(frame("train parabola", "e x 0 esc"), frame("train parabola", ""), "a change begins anew");
}

#[test]
fn a_file_is_an_experiment_like_those_that_come_with_the_program() {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    std::fs::write(file.path(), include_str!("../../assets/experiments/xor-two-sigmoids.toml")).expect("written");
    let line = format!("train {} --epoch 200", file.path().display());
    // Where the title bar has the place in the list beside the whole title.
    let text = Scenario::new(&line).size(120, 40).text();
    let built_in = Scenario::new("train xor-two-sigmoids --epoch 200").size(120, 40).text();
    let body = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(body(&text), body(&built_in));
    assert!(built_in.contains("10/18") && !text.contains("10/18"), "a file has no place in the list");
}

#[test]
fn a_million_epochs_take_no_more_room_than_a_thousand() {
    let mut runs = KeptRuns::default();
    let mut experiment = experiment::find("xor-two-sigmoids").expect("an experiment");
    experiment.epochs = u64::MAX.into();
    let experiment = Arc::new(experiment);
    let mut to = |epochs| {
        let to = RunPosition::epoch(epochs);
        let job = TrainJob {
            run: RunId(1),
            experiment: Arc::clone(&experiment),
            seed: 7879,
            to,
            is_full_speed: false,
            memory: Memory::UNLIMITED,
        };
        runs.train(&job, &mut || true).expect("a run")
    };
    let thousand = to(1000);
    let million = to(1_000_000);
    assert_eq!(thousand.histories[0].bins().count(), 1001);
    assert!(million.histories[0].bins().count() <= MOST, "{}", million.histories[0].bins().count());
    // The last multiple of 1024 up to a million.
    assert_eq!(million.histories[0].bins().next_back().map(|bin| bin.last), Some(999_424));
}

#[derive(Clone, Debug)]
enum Happening {
    Press(&'static str),
    Tick,
    Serve(u32),
    Deliver,
    Size(u16, u16),
}

fn happening() -> impl Strategy<Value = Happening> {
    let keys = "space space space . , r n N + - v i c down up x z 0 g left right enter e esc < > shift-up o ( ) m ; S";
    prop_oneof![
        8 => prop::sample::select(keys.split(' ').collect::<Vec<_>>()).prop_map(Happening::Press),
        6 => Just(Happening::Tick),
        6 => (1_u32..6).prop_map(Happening::Serve),
        6 => Just(Happening::Deliver),
        1 => (0_u16..220, 0_u16..70).prop_map(|(w, h)| Happening::Size(w, h)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// When everything has settled, the frame is that of the room's address: no order of events leaves a trace in it.
    #[test]
    fn any_order_of_events_comes_to_a_state_that_has_an_address(
        name in prop::sample::select(vec!["xor-two-sigmoids", "parabola", "perceptron-or", "vanishing-gradient"]),
        happenings in prop::collection::vec(happening(), 1..80),
    ) {
        let mut room = Interleaved::open(&format!("train {name} --epochs 60"), Size::new(100, 30));
        for happening in happenings {
            match happening {
                Happening::Press(key) => room.press(key),
                Happening::Tick => room.event(Event::Tick),
                Happening::Serve(chunks) => room.serve(0, chunks),
                Happening::Deliver => room.deliver(),
                Happening::Size(w, h) => room.event(Event::Resize(Size::new(w, h))),
            }
            room.frame();
        }
        if room.app.is_moving() {
            room.press("space");
        }
        room.event(Event::Resize(Size::new(100, 30)));
        // Back from an earlier epoch. A key without a meaning clears the last notice.
        room.press("esc");
        room.press("esc");
        room.drain();
        let line = room.app.exhibit().to_string();
        let there = Scenario::new(&line).size(100, 30).frame();
        prop_assert_eq!(export::text(&room.frame()), export::text(&there), "{}", line);
    }
}

/// The facts mention chance only if two seeds give different runs.
#[test]
fn chance_is_where_seeds_differ() {
    use actlab::nn::experiment::{Experiment, all, parse};
    let after_eight_epochs = |experiment: &Arc<Experiment>, seed: u64| {
        let mut training_run =
            actlab::nn::training_run::TrainingRun::new(experiment, seed).expect("a sound experiment");
        let steps = 8 * training_run.steps_per_epoch();
        training_run.advance(steps);
        let seen = training_run.observe();
        let numbers = seen.iter().map(|seen| {
            let layers: Vec<_> = seen.layers.iter().map(|layer| (&layer.weights, &layer.biases)).collect();
            format!("{:?} {:?} {layers:?}", seen.now.loss, seen.now.accuracy)
        });
        numbers.collect::<String>()
    };
    let fixed = "epochs = 2\n[data]\nkind = \"or\"\n[[contestant]]\nname = \"p\"\nkind = \"perceptron\"\nweights = [0.1, 0.2]\nbias = 0.0\n";
    let zeros = "epochs = 2\n[data]\nkind = \"or\"\n[[contestant]]\nname = \"z\"\nlayers = [{ units = 1, activation = \"sigmoid\" }]\ninit = \"zeros\"\n";
    let ordered = format!("{zeros}batch_size = 2\n");
    let mut experiments: Vec<Experiment> = all().expect("those built in");
    experiments.extend([fixed, zeros, &ordered].map(|text| parse(text, "own").expect("an experiment")));
    let mut chances = Vec::new();
    for experiment in experiments.into_iter().map(Arc::new) {
        let differ = after_eight_epochs(&experiment, 1) != after_eight_epochs(&experiment, 2);
        assert_eq!(experiment.has_chance(), differ, "{}", experiment.id);
        chances.push(differ);
    }
    assert_eq!(&chances[chances.len() - 3..], [false, false, true]);
}

#[test]
fn luck_is_asked_about_only_where_there_is_any() {
    let drawn = Scenario::new("train xor-two-sigmoids --epoch 1000 --seed 1").size(80, 24).text();
    assert!(drawn.contains("was it luck?"), "{drawn}");
    let by_hand = Scenario::new("train xor-by-hand").keys("e").size(80, 24).text();
    assert!(by_hand.contains("next: ") && !by_hand.contains("luck") && !by_hand.contains("another seed"), "{by_hand}");
}
