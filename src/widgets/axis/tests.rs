//! Tests of axes of every size with ranges of every kind.

use super::*;
use proptest::prelude::*;

fn labels(low: f64, high: f64, most: usize) -> Vec<String> {
    ticks(low, high, most).into_iter().map(|t| t.label).collect()
}

#[test]
fn steps_are_round() {
    assert_eq!(labels(-10.0, 10.0, 5), ["-10", "-5", "0", "5", "10"]);
    assert_eq!(labels(0.0, 1.0, 4), ["0.0", "0.5", "1.0"]);
    assert_eq!(labels(-0.06, 0.31, 4), ["0.0", "0.1", "0.2", "0.3"]);
    assert_eq!(labels(0.0, 0.25, 6), ["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"]);
}

#[test]
fn extremes_have_labels_too() {
    assert_eq!(labels(0.0, 2e9, 3), ["0", "1e9", "2e9"]);
    assert!(ticks(1.0, 1.0, 5).is_empty());
    assert!(ticks(f64::NEG_INFINITY, 1.0, 5).is_empty());
    assert!(ticks(0.0, 1.0, 0).is_empty());
}

#[test]
fn never_more_ticks_than_asked_for_nor_outside() {
    for most in 1..12 {
        for (low, high) in [(-10.0, 10.0), (0.0, 7.3), (-1e-5, 2e-5), (99.0, 101.0), (-0.049, 0.051)] {
            let found = ticks(low, high, most);
            assert!(found.len() <= most, "{most} {low} {high}: {found:?}");
            assert!(found.iter().all(|t| t.at >= low - 1e-9 && t.at <= high + 1e-9));
        }
    }
}

#[test]
fn aligned_ticks_lie_on_rows_and_the_curve_fits() {
    for (low, high) in [(0.0, 1.0), (0.0, 0.25), (-1.0, 1.0), (0.0, 10.0), (-0.2, 10.0), (-37.0, 1.5), (3.0, 3.0)] {
        for rows in 3..40 {
            let [a, b] = aligned(low, high, rows, 4);
            assert!(a <= low && high <= b, "{low}..{high} in {rows} rows: {a}..{b}");
            assert!(rows < 5 || (high - low) / (b - a) > 0.4 || low == high, "{low}..{high} in {rows}: {a}..{b}");
            let scale = Scale { low: a, high: b, dots: rows * 4 };
            let found = LabelStyle::Numbers.row_ticks(a, b, rows, 4);
            let places: Vec<f64> = found.iter().map(|t| scale.dot(t.at)).collect();
            for pair in places.windows(2) {
                let apart = pair[1] - pair[0];
                assert!((apart / 4.0 - (apart / 4.0).round()).abs() < 1e-6, "{low}..{high} in {rows}: {places:?}");
            }
        }
    }
}

#[test]
fn powers_of_ten_are_labelled_as_such() {
    let labels = |low, high, most| LabelStyle::Powers.ticks(low, high, most);
    let labels = |low, high, most| labels(low, high, most).into_iter().map(|t| t.label).collect::<Vec<_>>();
    assert_eq!(labels(-17.0, -1.0, 4), ["1e-15", "1e-10", "1e-5"]);
    assert_eq!(labels(-6.0, 0.0, 7), ["1e-6", "1e-5", "0.0001", "0.001", "0.01", "0.1", "1"]);
    assert_eq!(labels(-1.0, 1.0, 5), ["0.1", "1", "10"]);
    assert_eq!(labels(0.1, 1.1, 5), ["2", "5", "10"]);
}

#[test]
fn dots_and_numbers_are_inverse() {
    let scale = Scale { low: -2.0, high: 6.0, dots: 81 };
    assert_eq!((scale.at(0.0), scale.at(80.0), scale.dot(6.0)), (-2.0, 6.0, 80.0));
    assert!((scale.dot(scale.at(33.0)) - 33.0).abs() < 1e-12);
}

#[test]
fn a_high_chart_uses_its_height() {
    for (low, high) in [(0.0, 1.0), (-1.0, 1.0), (0.0, 10.0), (-0.28, 10.0), (0.0, 0.25), (-37.0, 1.5), (0.0, 0.7)] {
        for rows in 14..60 {
            let [a, b] = aligned(low, high, rows, 4);
            let step = LabelStyle::Numbers
                .row_ticks(a, b, rows, 4)
                .windows(2)
                .map(|t| t[1].at - t[0].at)
                .fold(f64::NAN, f64::max);
            let share = (high - low) / (b - a);
            assert!(share > 0.69, "{low}..{high} in {rows}: {a}..{b} shows it over {share}");
            assert!(low - a <= 1.4 * step && b - high <= 1.4 * step, "{low}..{high} in {rows}: {a}..{b} by {step}");
        }
    }
}

#[test]
fn shares_are_labelled_in_percent() {
    let labels = |low, high, most| LabelStyle::Percent.ticks(low, high, most);
    let labels = |low, high, most| labels(low, high, most).into_iter().map(|t| t.label).collect::<Vec<_>>();
    assert_eq!(labels(0.0, 1.0, 6), ["0%", "20%", "40%", "60%", "80%", "100%"]);
    assert_eq!(labels(0.98, 1.0, 5), ["98.0%", "98.5%", "99.0%", "99.5%", "100.0%"]);
}

#[test]
fn the_ends_of_all_numbers_have_ticks() {
    assert_eq!(labels(f64::MIN, f64::MAX, 4), ["-1e308", "0", "1e308"]);
    assert_eq!(labels(0.0, f64::MAX, 4), ["0", "5e307", "1e308", "1.5e308"]);
    assert_eq!(labels(0.0, 2e-320, 4), ["0", "5e-321", "1e-320", "1.5e-320"]);
}

fn ends() -> impl Strategy<Value = f64> {
    let edges = [f64::MAX, f64::MIN, 0.0, -0.0, f64::MIN_POSITIVE, 5e-324, -5e-324, 1.0, -1.0, 1e290, 1e-290];
    prop_oneof![proptest::num::f64::ANY, proptest::sample::select(edges.to_vec()), -100.0..100.0]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn ticks_of_any_range_are_few_ordered_and_inside(a in ends(), b in ends(), most in 0..20_usize) {
        let found = ticks(a, b, most);
        prop_assert!(found.len() <= most);
        prop_assert!(found.windows(2).all(|pair| pair[0].at < pair[1].at));
        let slack = if a.is_finite() && b.is_finite() { (b / 2.0 - a / 2.0) * 1e-5 } else { 0.0 };
        prop_assert!(found.iter().all(|t| t.at - a >= -slack && t.at - b <= slack), "{found:?}");
    }

    #[test]
    fn the_axis_of_any_range_holds_it(a in ends(), b in ends(), rows in 1..70_usize) {
        let [low, high] = aligned(a, b, rows, 4);
        prop_assert!(low < high && low.is_finite() && high.is_finite() || a == b, "{low}..{high}");
        let sound = a < b && a.is_finite() && b.is_finite();
        prop_assert!(!sound || low <= a && b <= high, "{low}..{high}");
        LabelStyle::Numbers.row_ticks(low, high, rows, 4);
        let [low, high] = padded(a, b);
        prop_assert!(low <= high, "{low}..{high}");
    }
}

#[test]
fn numbers_of_ordinary_size_are_written_plainly() {
    assert_eq!(labels(2.6415, 2.6416, 3), ["2.64150", "2.64155", "2.64160"]);
    assert_eq!(labels(1e6, 1e6 + 1e-3, 3), ["1000000.0000", "1000000.0005", "1000000.0010"]);
}

/// Spans of every size at offsets of every size.
fn ranges() -> impl Strategy<Value = (f64, f64)> {
    let power = |from, to| (from..to).prop_map(libm::exp10);
    let offsets = prop_oneof![Just(0.0), power(-300.0, 300.0), (0.0..7.0_f64).prop_map(|p| libm::exp10(p.round()))];
    let spans = prop_oneof![power(-300.0, 300.0), (-12.0..7.0_f64).prop_map(|p| libm::exp10(p.round()))];
    let made = (offsets, any::<bool>(), spans).prop_map(|(offset, below, span)| {
        let low = if below { -offset } else { offset };
        (low, low + span)
    });
    let near = ends().prop_map(|x| (x, x.next_up()));
    let any = (ends(), ends()).prop_map(|(a, b)| if a < b { (a, b) } else { (b, a) });
    prop_oneof![4 => made, 1 => near, 2 => any].prop_filter("a range", |(a, b)| a < b && a.is_finite() && b.is_finite())
}

/// The number that a label shows.
fn named(label: &str) -> f64 {
    let (digits, by) = label.strip_suffix('%').map_or((label, 1.0), |digits| (digits, 100.0));
    digits.parse::<f64>().unwrap() / by
}

fn is_plain(label: &str) -> bool {
    let size = named(label).abs();
    !label.contains('e') || size != 0.0 && !(1e-4..1e6).contains(&size)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn two_rows_have_two_labels_at_their_places((low, high) in ranges(), rows in 2..70_usize, dots in 1..5_usize) {
        let found = LabelStyle::Numbers.row_ticks(low, high, rows, dots);
        prop_assert!(found.len() > 1, "{low}..{high} in {rows}: {found:?}");
        let scale = Scale { low, high, dots: rows * dots };
        let row = |x: f64| (scale.dot(x).round().max(0.0) as usize / dots).min(rows - 1);
        for pair in found.windows(2) {
            prop_assert!(row(pair[0].at) < row(pair[1].at) && pair[0].label != pair[1].label, "{low}..{high}: {found:?}");
        }
        for tick in &found {
            let away = (scale.dot(named(&tick.label)) - scale.dot(tick.at)).abs();
            // The label shows one of two neighbouring `f64`.
            prop_assert!(away < 0.5 || !away.is_finite(), "{low}..{high}: {tick:?} is {away} dots away");
            prop_assert!(is_plain(&tick.label) || found.iter().any(|t| t.at.abs() >= 1e6 || t.at.abs() < 1e-4), "{found:?}");
        }
    }

    #[test]
    fn a_row_has_two_labels_where_two_fit((low, high) in ranges(), columns in 12..200_usize, most in 1..10_usize) {
        let scale = Scale { low, high, dots: columns };
        let column = |x: f64| Some(scale.dot(x).round().clamp(0.0, columns as f64 - 1.0) as usize);
        let found = placed(LabelStyle::Numbers, [low, high], &ticks(low, high, most), column, 0..columns);
        let longest = LabelStyle::Numbers.finer(low, high).last().unwrap().iter().map(|t| t.label.len()).sum::<usize>();
        prop_assert!(found.len() > 1 || longest + 1 > columns, "{low}..{high} in {columns}: {found:?}");
        for pair in found.windows(2) {
            prop_assert!(pair[0].start + pair[0].label.len() < pair[1].start && pair[0].label != pair[1].label);
        }
        for one in &found {
            prop_assert!(one.start + one.label.len() <= columns && (one.start..=one.start + one.label.len()).contains(&one.column));
            let away = column(named(&one.label)).unwrap().abs_diff(one.column);
            prop_assert!(away <= 1, "{low}..{high} in {columns}: {one:?}");
        }
    }

    #[test]
    fn logarithms_and_shares_have_two_labels_too(low in -320.0..300.0_f64, span in 0.0001..400.0_f64, rows in 2..40_usize) {
        for (labels, low, high) in [(LabelStyle::Powers, low, low + span), (LabelStyle::Percent, low / 400.0, (low + span) / 400.0)] {
            let found = labels.row_ticks(low, high, rows, 4);
            prop_assert!(found.len() > 1, "{labels:?} {low}..{high} in {rows}: {found:?}");
            let scale = Scale { low, high, dots: rows * 4 };
            for tick in &found {
                let named = match labels {
                    LabelStyle::Powers if tick.label.starts_with("1e") => tick.label[2..].parse().unwrap(),
                    LabelStyle::Powers => libm::log10(named(&tick.label)),
                    _ => named(&tick.label),
                };
                prop_assert!((scale.dot(named) - scale.dot(tick.at)).abs() < 0.5 || tick.at < -300.0, "{tick:?} of {found:?}");
            }
            let differ = found.windows(2).all(|pair| pair[0].label != pair[1].label && pair[0].at < pair[1].at);
            prop_assert!(differ, "{labels:?} {low}..{high} in {rows}: {found:?}");
        }
    }
}
