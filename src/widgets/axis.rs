//! Axes: round steps of 1, 2 and 5, and labels of steady width.

use libm::{exp10, floor, log10};

/// A stretch of numbers laid over dots: the centre of the first dot is `low`, that of the last is `high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// At the first dot.
    pub low: f64,
    /// At the last dot.
    pub high: f64,
    /// How many dots.
    pub dots: usize,
}

impl Scale {
    /// The number at a dot, which may lie between two.
    pub fn at(&self, dot: f64) -> f64 {
        let share = dot / (self.dots.max(2) - 1) as f64;
        let span = self.high - self.low;
        // From the lowest number to the highest is further than numbers go.
        if span.is_finite() {
            self.low + span * dot / (self.dots.max(2) - 1) as f64
        } else {
            self.low * (1.0 - share) + self.high * share
        }
    }

    /// The dot of a number, which may lie between two or outside.
    pub fn dot(&self, number: f64) -> f64 {
        (number / 2.0 - self.low / 2.0) / (self.high / 2.0 - self.low / 2.0) * (self.dots.max(2) - 1) as f64
    }

    /// How many numbers one dot covers.
    pub fn step(&self) -> f64 {
        let steps = (self.dots.max(2) - 1) as f64;
        self.high / steps - self.low / steps
    }
}

/// One labelled place on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The number.
    pub at: f64,
    /// The number in words, as wide as every label of the axis needs.
    pub label: String,
}

/// Ticks at multiples of 1, 2 or 5 times a power of ten, at most `most` of them, between both ends; none of an axis that
/// is empty or not finite.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<Tick> {
    if !(low.is_finite() && high.is_finite() && low < high) || most == 0 {
        return Vec::new();
    }
    // At the ends of what numbers there are, spans and steps would be none any more; so they are counted in units.
    let power = match high / 2.0 - low / 2.0 {
        half if half > 1e290 => 30,
        half if half < 1e-290 => -30,
        _ => return counted(low, high, most),
    };
    let unit = exp10(f64::from(power));
    let counted = counted(low / unit, high / unit, most).into_iter();
    let ticks = counted.map(|tick| Tick { at: tick.at * unit, label: shifted(&tick.label, power) });
    let mut ticks: Vec<Tick> = ticks.filter(|tick| (low..=high).contains(&tick.at)).collect();
    ticks.dedup_by(|a, b| a.at == b.at);
    ticks
}

/// A number as it is written, so many powers of ten larger.
fn shifted(label: &str, by: i32) -> String {
    let Some((mantissa, power)) = label.split_once('e') else { return label.to_owned() };
    format!("{mantissa}e{}", power.parse::<i32>().unwrap_or_default() + by)
}

fn counted(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let mut step = round_step((high - low) / most as f64);
    let mut found = multiples(low, high, step);
    // A range that starts just past a multiple may hold one tick more than asked for.
    while found.len() > most {
        step = round_step(step * 1.01);
        found = multiples(low, high, step);
    }
    let decimals = decimals(step);
    let small = low.abs().max(high.abs()) < 1e6 && step >= 1e-4;
    let write = |at: f64| if small { format!("{at:.decimals$}") } else { scientific(at, step) };
    found.into_iter().map(|at| Tick { at, label: write(at) }).collect()
}

/// The least of 1, 2 and 5 times a power of ten that is no less than `least`.
fn round_step(least: f64) -> f64 {
    let power = exp10(floor(log10(least)));
    [1.0, 2.0, 5.0].iter().map(|m| m * power).find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let slack = step * 1e-6;
    let first = ((low - slack) / step).ceil();
    let last = ((high + slack) / step).floor();
    let count = if last < first { 0 } else { (last - first).min(10_000.0) as usize + 1 };
    // Negative zero is no label.
    let mut found: Vec<f64> = (0..count).map(|i| (first + i as f64) * step + 0.0).collect();
    // Far from zero several steps may be the same number.
    found.dedup();
    found.retain(|at| (low - slack..=high + slack).contains(at));
    found
}

fn decimals(step: f64) -> usize {
    (-floor(log10(step) + 1e-9)).max(0.0) as usize
}

fn scientific(at: f64, step: f64) -> String {
    if at == 0.0 {
        return "0".to_owned();
    }
    let digits = (floor(log10(at.abs())) - floor(log10(step) + 1e-9)).clamp(0.0, 15.0) as usize;
    let text = format!("{at:.digits$e}");
    match text.split_once('e') {
        Some((mantissa, power)) if mantissa.contains('.') => {
            format!("{}e{power}", mantissa.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => text,
    }
}

/// Ticks of an axis that holds logarithms to the base of ten: of those given, the whole powers, as `1e-15`.
pub fn powers(ticks: Vec<Tick>) -> Vec<Tick> {
    let whole = ticks.into_iter().filter(|t| (t.at - t.at.round()).abs() < 1e-6);
    whole.map(|t| Tick { label: format!("1e{}", t.at.round()), at: t.at }).collect()
}

/// What the numbers of an axis are, and so how they are labelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// Numbers as they are.
    #[default]
    Numbers,
    /// Logarithms to the base of ten, labelled as powers.
    Powers,
    /// The same above a row of its own for zero, which has no logarithm.
    PowersAndZero,
    /// Shares of one, labelled in percent.
    Percent,
}

impl Labels {
    /// Ticks with their labels.
    pub fn on(self, ticks: Vec<Tick>) -> Vec<Tick> {
        match self {
            Self::Numbers => ticks,
            Self::Powers | Self::PowersAndZero => powers(ticks),
            Self::Percent => percent(ticks),
        }
    }
}

/// Ticks of an axis that holds shares, as `75%`.
fn percent(ticks: Vec<Tick>) -> Vec<Tick> {
    let decimals = |label: &str| label.split_once('.').map_or(0, |(_, decimals)| decimals.len().saturating_sub(2));
    ticks.into_iter().map(|t| Tick { label: format!("{:.*}%", decimals(&t.label), 100.0 * t.at), at: t.at }).collect()
}

/// Both ends moved outwards so that a curve does not lie on the frame; a flat curve gets room above and below.
pub fn padded(low: f64, high: f64) -> [f64; 2] {
    if !(low.is_finite() && high.is_finite() && low <= high) {
        return [-1.0, 1.0];
    }
    let span = high - low;
    let room = match low.abs().max(high.abs()) {
        size if span > size * 1e-12 => span * 0.06,
        0.0 => 1.0,
        size => size,
    };
    [(low - room).max(f64::MIN), (high + room).min(f64::MAX)]
}

/// Ticks for an axis of rows: as many as there may be at even distances of whole rows, else as they come.
pub fn row_ticks(low: f64, high: f64, rows: usize, dots: usize) -> Vec<Tick> {
    let scale = Scale { low, high, dots: rows * dots };
    let most = (rows / 2).clamp(2, 9);
    let even = |found: &Vec<Tick>| {
        let gap = found.get(..2).map_or(0.0, |pair| (scale.dot(pair[1].at) - scale.dot(pair[0].at)) / dots as f64);
        gap >= 0.99 && (gap - gap.round()).abs() < 1e-6
    };
    (2..=most).rev().map(|most| ticks(low, high, most)).find(even).unwrap_or_else(|| ticks(low, high, most))
}

/// Rows between two labels, at most.
const MOST_PER_STEP: usize = 12;

/// A range of the y axis, of `rows` rows of `dots` dots each, that holds `low` to `high` and on which every tick lies on
/// the middle of a row: labels stand at even distances and zero lines lie where zero is.
///
/// Of all steps and rows a step that do so, the one that shows the curve largest is taken.
pub fn aligned(low: f64, high: f64, rows: usize, dots: usize) -> [f64; 2] {
    let sound = low < high && low.is_finite() && high.is_finite();
    let [low, high] = if sound { [low, high] } else { padded(low, high) };
    let span = high - low;
    // Where steps would be none any more, ends as they are.
    if !(1e-290..1e290).contains(&span) {
        return [low, high];
    }
    let all = (rows * dots).max(2) as f64 - 1.0;
    let most = (rows / 2).clamp(1, 5);
    let wider = most + 1..=((rows.max(1) - 1) / 2).min(MOST_PER_STEP);
    let mut best: Option<(f64, [f64; 2])> = None;
    for per_step in (most.min(2)..=most).rev().chain(wider) {
        // So many dots lie between two ticks, so much between two dots.
        let dots_per_step = (per_step * dots) as f64;
        let mut step = round_step(span / (all - 1.0).max(1.0) * dots_per_step);
        for _ in 0..2 {
            let dot = step / dots_per_step;
            if let Some(found) = settle(low, high, rows, dots, dot, step) {
                let large = span / dot / all;
                // Fewer labels are worth it where the curve gets clearly larger, and three only where it gets much larger.
                let gain = match per_step {
                    few if few > most.max(rows / 4) => 1.2,
                    few if few > most => 1.08,
                    _ => 1.02,
                };
                if best.is_none_or(|(size, _)| large > size * gain) {
                    best = Some((large, found));
                }
                break;
            }
            step = round_step(step * 1.01);
        }
    }
    best.map_or_else(|| padded(low, high), |(_, range)| range)
}

/// The range with so much between two dots in which a tick lies on a row and the curve in the middle; `None` where the
/// curve does not fit.
fn settle(low: f64, high: f64, rows: usize, dots: usize, dot: f64, step: f64) -> Option<[f64; 2]> {
    let bottom = (rows * dots) as f64 - 1.0;
    let tick = (low / step).ceil() * step;
    // Dots from the top at which the tick would lie if the curve were in the middle, moved to the middle of a row.
    let wanted = bottom / 2.0 + (low.midpoint(high) - tick) / dot;
    let middle = (dots / 2) as f64;
    let nearest = ((wanted - middle) / dots as f64).round();
    [0.0, -1.0, 1.0].into_iter().find_map(|by| {
        let at = (nearest + by) * dots as f64 + middle;
        let range = [tick - (bottom - at) * dot, tick + at * dot];
        (range[0] <= low && high <= range[1] && range[1] > range[0]).then_some(range)
    })
}

#[cfg(test)]
mod tests {
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
                let found = row_ticks(a, b, rows, 4);
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
        let labels = |low, high, most| powers(ticks(low, high, most)).into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert_eq!(labels(-17.0, -1.0, 4), ["1e-15", "1e-10", "1e-5"]);
        assert_eq!(labels(-1.0, 1.0, 5), ["1e-1", "1e0", "1e1"]);
    }

    #[test]
    fn dots_and_numbers_are_inverse() {
        let scale = Scale { low: -2.0, high: 6.0, dots: 81 };
        assert_eq!((scale.at(0.0), scale.at(80.0), scale.dot(6.0)), (-2.0, 6.0, 80.0));
        assert!((scale.dot(scale.at(33.0)) - 33.0).abs() < 1e-12);
    }

    #[test]
    fn a_high_chart_uses_its_height() {
        for (low, high) in [(0.0, 1.0), (-1.0, 1.0), (0.0, 10.0), (-0.28, 10.0), (0.0, 0.25), (-37.0, 1.5), (0.0, 0.7)]
        {
            for rows in 14..60 {
                let [a, b] = aligned(low, high, rows, 4);
                let step = row_ticks(a, b, rows, 4).windows(2).map(|t| t[1].at - t[0].at).fold(f64::NAN, f64::max);
                let share = (high - low) / (b - a);
                assert!(share > 0.69, "{low}..{high} in {rows}: {a}..{b} shows it over {share}");
                assert!(low - a <= 1.4 * step && b - high <= 1.4 * step, "{low}..{high} in {rows}: {a}..{b} by {step}");
            }
        }
    }

    #[test]
    fn shares_are_labelled_in_percent() {
        let labels = |low, high, most| Labels::Percent.on(ticks(low, high, most));
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
            row_ticks(low, high, rows, 4);
            let [low, high] = padded(a, b);
            prop_assert!(low <= high, "{low}..{high}");
        }
    }
}
