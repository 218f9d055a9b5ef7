//! The work of rooms: drawing a frame, and everything that follows from a change of activation.
#![allow(clippy::expect_used, missing_docs, reason = "a benchmark")]

use actlab::app::{App, Event};
use actlab::config;
use actlab::functions::function::Function;
use actlab::functions::sample::Distribution;
use actlab::functions::sample_stats::{SampleCache, SampleSetup};
use actlab::input::parse_key;
use actlab::runtime::headless::HeadlessPlayer;
use actlab::screens::Options;
use actlab::widgets::plot::{Plot, PlotSubject};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::widgets::Widget;

fn main() {
    divan::main();
}

fn player(columns: u16, rows: u16) -> HeadlessPlayer {
    let loaded = config::load(None, &[]).expect("settings");
    let choices = Options::default();
    let size = Size::new(columns, rows);
    let (app, effects) = App::new(loaded.config, loaded.keymap, &choices, size).expect("an application");
    HeadlessPlayer::new(app, effects, size)
}

/// A frame from warm state.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn draw(bencher: Bencher, size: (u16, u16)) {
    let player = player(size.0, size.1);
    let mut buf = Buffer::empty(Rect::new(0, 0, size.0, size.1));
    bencher.bench_local(|| {
        buf.reset();
        player.app().render(buf.area, &mut buf);
    });
}

/// A frame of each of the other rooms at 200×60 from warm state.
#[divan::bench(args = ["slope sigmoid --h 1e-15", "softmax --logits 1,2,3,4,5,6,7,8,9,10"])]
fn draw_room(bencher: Bencher, exhibit: &str) {
    let mut player = player(200, 60);
    player.open(&exhibit.parse().expect("an exhibit")).expect("an exhibit that opens");
    let mut buf = Buffer::empty(Rect::new(0, 0, 200, 60));
    bencher.bench_local(|| {
        buf.reset();
        player.app().render(buf.area, &mut buf);
    });
}

/// Train at 200×60 and at 120×40 with each view in front, after training.
const TRAIN: [(&str, u16, u16); 10] = [
    ("train xor-two-sigmoids --epoch 900 --cursor 500", 200, 60),
    ("train parabola --epoch 90", 200, 60),
    ("train zero-centred --epoch 90", 200, 60),
    ("train xor-two-sigmoids --epoch 900 --view field", 120, 40),
    ("train xor-two-sigmoids --epoch 900 --view surface", 120, 40),
    ("train parabola --epoch 90 --view fit", 120, 40),
    ("train parabola --epoch 90 --view pieces", 120, 40),
    ("train xor-two-sigmoids --epoch 900 --view inside", 80, 24),
    ("train spiral --epoch 300 --focus net", 200, 60),
    ("train spiral --epoch 300 --focus net", 120, 40),
];

/// A frame of Train from warm state.
#[divan::bench(args = TRAIN)]
fn draw_train(bencher: Bencher, (exhibit, columns, rows): (&str, u16, u16)) {
    let mut player = player(columns, rows);
    player.open(&exhibit.parse().expect("an exhibit")).expect("an exhibit that opens");
    let mut buf = Buffer::empty(Rect::new(0, 0, columns, rows));
    bencher.bench_local(|| {
        buf.reset();
        player.app().render(buf.area, &mut buf);
    });
}

/// The cost of one more epoch, including its training: the report, the charts and the field of 127×127 or the fit.
#[divan::bench(args = TRAIN)]
fn an_epoch_of_train(bencher: Bencher, (exhibit, columns, rows): (&str, u16, u16)) {
    let mut player = player(columns, rows);
    let exhibit = format!("{exhibit} --epochs 1000000000");
    player.open(&exhibit.parse().expect("an exhibit")).expect("an exhibit that opens");
    let key = parse_key(".").expect("a key");
    bencher.bench_local(|| player.event(Event::Key(key)));
}

/// A press of the arrow key in Slope: the errors of 129 steps, and three charts.
#[divan::bench(args = ["forward", "central", "five-point"])]
fn slope_of_the_next_activation(bencher: Bencher, method: &str) {
    let mut player = player(200, 60);
    let exhibit = format!("slope sigmoid --method {method}");
    player.open(&exhibit.parse().expect("an exhibit")).expect("an exhibit that opens");
    let down = parse_key("down").expect("a key");
    bencher.bench_local(|| player.event(Event::Key(down)));
}

/// A press of the arrow key: curves, histograms and the picture of another activation.
#[divan::bench(args = [(80, 24), (120, 40), (200, 60)])]
fn next_activation(bencher: Bencher, size: (u16, u16)) {
    let mut player = player(size.0, size.1);
    let down = parse_key("down").expect("a key");
    bencher.bench_local(|| player.event(Event::Key(down)));
}

/// Both charts and both histograms of one activation at 200×60 with a thousand samples.
#[divan::bench(args = ["sigmoid", "gelu", "relu", "mish"])]
fn curves_and_histograms(bencher: Bencher, id: &str) {
    let f = Function::named(id).expect("an activation");
    let functions = [f.clone()];
    let mut samples = SampleCache::default();
    bencher.bench_local(|| {
        for slope in [false, true] {
            let x = [-10.0, 10.0];
            let subject = PlotSubject { functions: &functions, slope, x, y: None, ascii: false, dashed: false };
            black_box(Plot::of(&subject, 87, 17));
        }
        black_box(samples.sample_stats(&setup(&f, 1000)))
    });
}

/// A million samples, as the worker thread counts them.
#[divan::bench(args = ["sigmoid", "gelu", "relu"], sample_count = 20)]
fn a_million_samples(bencher: Bencher, id: &str) {
    let f = Function::named(id).expect("an activation");
    let mut samples = SampleCache::default();
    samples.sample_stats(&setup(&f, 1_000_000));
    bencher.bench_local(|| black_box(samples.sample_stats(&setup(&f, 1_000_000))));
}

fn setup(f: &Function, count: usize) -> SampleSetup {
    SampleSetup { function: f.clone(), distribution: Distribution::Notebook, scale: 1.0, count, seed: 7879, bins: 80 }
}
