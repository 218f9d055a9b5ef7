//! The cost of reading tables. `cargo bench --bench data`.

#![expect(clippy::expect_used, reason = "a bench that cannot make its input has nothing to measure")]

use actlab::nn::data_table::{Selection, TableFormat, parse_csv};
use divan::{Bencher, black_box, counter::BytesCount};
use std::fmt::Write;

fn main() {
    divan::main();
}

const ROWS: usize = 100_000;

/// Eight columns of numbers with six decimals, as spreadsheets write them.
fn numbers() -> String {
    let mut grain: u64 = 7879;
    let mut text = "a,b,c,d,e,f,g,h\n".to_owned();
    for _ in 0..ROWS {
        for column in 0..8 {
            grain = grain.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let x = (grain >> 40) as f64 / f64::from(1 << 22) - 2.0;
            let end = if column == 7 { '\n' } else { ',' };
            write!(text, "{x:.6}{end}").expect("memory");
        }
    }
    text
}

/// The same with a column of texts at the end.
fn classes() -> String {
    let class = |(n, line): (usize, &str)| {
        let last = if n == 0 { "class" } else { ["oak", "pine", "birch"][n % 3] };
        format!("{line},{last}\n")
    };
    numbers().lines().enumerate().map(class).collect()
}

/// The same with its texts in quotes.
fn quoted() -> String {
    classes().replace("oak", "\"oak\"").replace("pine", "\"pine\"").replace("birch", "\"birch\"")
}

#[divan::bench(args = ["numbers", "classes", "quoted"])]
fn read_100_000_rows(bencher: Bencher<'_, '_>, kind: &str) {
    let text = match kind {
        "numbers" => numbers(),
        "classes" => classes(),
        _ => quoted(),
    };
    let bytes = BytesCount::of_slice(text.as_bytes());
    bencher.counter(bytes).bench_local(|| parse_csv(black_box(text.as_bytes())));
}

/// From columns to inputs and targets.
#[divan::bench]
fn choose_columns(bencher: Bencher<'_, '_>) {
    let table = TableFormat::Csv.parse(numbers().as_bytes()).expect("a table");
    bencher.bench_local(|| black_box(&table).select(&Selection::default()));
}
