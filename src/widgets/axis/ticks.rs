//! Ticks on an axis: multiples of 1, 2 and 5 times a power of ten, powers of ten, fractions in percent.
//!
//! An axis with room for two labels has at least two, because a single number shows no scale.

use super::Scale;
use crate::text::number;
use libm::{exp10, floor, log10};

/// A labelled position on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The number.
    pub at: f64,
    /// The number as text.
    pub label: String,
}

/// The numbers of an axis and the style of their labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LabelStyle {
    /// Plain numbers.
    #[default]
    Numbers,
    /// Decimal logarithms, labelled with the numbers whose logarithms they are.
    Powers,
    /// The same, with a separate row below for zero, which has no logarithm.
    PowersAndZero,
    /// Fractions of one, labelled in percent.
    Percent,
}

/// The most ticks that are tried to find two that fit. Finer ticks have labels that are no shorter.
const FINEST: usize = 80;

impl LabelStyle {
    /// Evenly spaced ticks between both ends, at most `most` of them. None for an axis that is empty or not finite.
    pub fn ticks(self, low: f64, high: f64, most: usize) -> Vec<Tick> {
        match self {
            Self::Numbers => ticks(low, high, most),
            Self::Powers | Self::PowersAndZero => powers(low, high, most),
            Self::Percent => percent(ticks(100.0 * low, 100.0 * high, most)),
        }
    }

    /// Ticks from coarse to fine, and finally both ends, from which a caller chooses two that fit.
    pub fn finer(self, low: f64, high: f64) -> impl Iterator<Item = Vec<Tick>> {
        let found = (2..=FINEST).map(move |most| self.ticks(low, high, most));
        let between = matches!(self, Self::Powers | Self::PowersAndZero).then(|| between_powers(low, high));
        found.chain(between.into_iter().flatten()).chain([self.ends(low, high)])
    }

    /// Both ends in as few digits as show their numbers exactly.
    fn ends(self, low: f64, high: f64) -> Vec<Tick> {
        let end = |at: f64| Tick { at, label: self.write(at, |x| number::full(x + 0.0)) };
        if low.is_finite() && high.is_finite() && low < high { vec![end(low), end(high)] } else { Vec::new() }
    }

    fn write(self, at: f64, write: impl Fn(f64) -> String) -> String {
        match self {
            Self::Numbers => write(at),
            Self::Percent => format!("{}%", write(100.0 * at)),
            Self::Powers | Self::PowersAndZero => {
                let number = exp10(at);
                if number > 0.0 && number.is_finite() { write(number) } else { format!("1e{}", write(at)) }
            }
        }
    }

    /// Ticks for an axis of `rows` rows with `dots` dots each: as many as fit at even distances of whole rows, or else
    /// at uneven distances, and at least two if there are two rows.
    pub fn row_ticks(self, low: f64, high: f64, rows: usize, dots: usize) -> Vec<Tick> {
        let scale = Scale { low, high, dots: rows * dots };
        let row = |t: &Tick| (scale.dot(t.at).round().max(0.0) as usize / dots.max(1)).min(rows.saturating_sub(1));
        let apart = |found: &[Tick]| found.windows(2).all(|pair| row(&pair[0]) != row(&pair[1]));
        let sound = |found: &Vec<Tick>| found.len() > 1 && apart(found);
        let even = |found: &Vec<Tick>| {
            let gap = found.get(..2).map_or(0.0, |pair| (scale.dot(pair[1].at) - scale.dot(pair[0].at)) / dots as f64);
            found.len() > 1 && gap >= 0.99 && (gap - gap.round()).abs() < 1e-6
        };
        let most = (rows / 2).clamp(2, 9);
        let few = || (2..=most).rev().map(|most| self.ticks(low, high, most));
        // If there are too many ticks for the rows, the outer two, and the middle one if there is one.
        let outer = |found: Vec<Tick>| {
            let ends = [found.first()?.clone(), found.last()?.clone()];
            let middle = found.get(found.len() / 2).filter(|_| found.len() % 2 == 1 && rows > 4).cloned();
            let three: Vec<Tick> = ends[..1].iter().cloned().chain(middle).chain(ends[1..].iter().cloned()).collect();
            Some(three).filter(sound).or_else(|| Some(ends.to_vec()).filter(sound))
        };
        let found = few().find(even).or_else(|| few().find(sound)).or_else(|| self.finer(low, high).find_map(outer));
        found.unwrap_or_else(|| self.ticks(low, high, most))
    }
}

/// Ticks at multiples of 1, 2 or 5 times a power of ten between both ends, at most `most` of them. None for an axis
/// that is empty or not finite.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<Tick> {
    if !(low.is_finite() && high.is_finite() && low < high) || most == 0 {
        return Vec::new();
    }
    let slack = (high / 2.0 - low / 2.0) * 1e-6;
    // A tick is at the number that its label shows, even if steps are close to the precision of an `f64`.
    let named = |tick: Tick| Tick { at: tick.label.parse().unwrap_or(tick.at), ..tick };
    let mut found: Vec<Tick> = in_units(low, high, most).into_iter().map(named).collect();
    found.retain(|tick| tick.at - low >= -slack && tick.at - high <= slack);
    found.dedup_by(|a, b| a.at == b.at);
    found
}

fn in_units(low: f64, high: f64, most: usize) -> Vec<Tick> {
    // Near the limits of `f64`, spans and steps would overflow or underflow, so they are computed in units.
    let power = match high / 2.0 - low / 2.0 {
        half if half > 1e290 => 30,
        half if half < 1e-290 => -30,
        _ => return counted(low, high, most),
    };
    let unit = exp10(f64::from(power));
    let counted = counted(low / unit, high / unit, most).into_iter();
    counted.map(|tick| Tick { at: tick.at * unit, label: shifted(&tick.label, power) }).collect()
}

/// A number as text, multiplied by a power of ten.
fn shifted(label: &str, by: i32) -> String {
    match label.split_once('e') {
        Some((digits, power)) => format!("{digits}e{}", power.parse::<i32>().unwrap_or_default() + by),
        None if label == "0" => label.to_owned(),
        None => {
            let size: f64 = label.parse().unwrap_or_default();
            shifted(&format!("{size:e}"), by)
        }
    }
}

fn counted(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let mut step = round_step((high - low) / most as f64);
    let mut found = multiples(low, high, step);
    // A range that starts just after a multiple may contain one tick too many.
    while found.len() > most {
        step = round_step(step * 1.01);
        found = multiples(low, high, step);
    }
    let decimals = decimals(step);
    let plain: Vec<String> = found.iter().map(|at| format!("{at:.decimals$}")).collect();
    let powers: Vec<String> = found.iter().map(|at| scientific(*at, step)).collect();
    // All labels of an axis have the notation of the largest number, by the rule of `text::number`.
    let largest = found.iter().fold(0.0, |most: f64, at| most.max(at.abs()));
    let widest = |labels: &[String]| labels.iter().map(String::len).max();
    let is_plain = number::is_ordinary(largest) || widest(&plain) <= widest(&powers);
    let labels = if is_plain { plain } else { powers };
    let mut found: Vec<Tick> = found.iter().zip(labels).map(|(at, label)| Tick { at: *at, label }).collect();
    // If steps are finer than the precision of an `f64`, several ticks may have the same label.
    found.dedup_by(|a, b| a.label == b.label);
    found
}

/// The smallest of 1, 2 and 5 times a power of ten that is not less than `least`.
pub(super) fn round_step(least: f64) -> f64 {
    let power = exp10(floor(log10(least)));
    [1.0, 2.0, 5.0].iter().map(|m| m * power).find(|step| *step >= least * (1.0 - 1e-9)).unwrap_or(10.0 * power)
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let slack = step * 1e-6;
    let first = ((low - slack) / step).ceil();
    let last = ((high + slack) / step).floor();
    let count = if last < first { 0 } else { (last - first).min(10_000.0) as usize + 1 };
    // Turns negative zero into zero.
    let mut found: Vec<f64> = (0..count).map(|i| (first + i as f64) * step + 0.0).collect();
    // Far from zero, several steps may give the same number.
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
    let digits = (floor(log10(at.abs())) - floor(log10(step) + 1e-9)).clamp(0.0, 16.0) as usize;
    let text = format!("{at:.digits$e}");
    let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{power}", number::trim(digits))
}

/// Ticks of an axis of decimal logarithms: whole powers of ten and, for a short range, also 2 and 5 times them.
fn powers(low: f64, high: f64, most: usize) -> Vec<Tick> {
    let slack = (high - low) * 1e-6;
    let count = |from: f64, to: f64| (to + slack).floor() - (from - slack).ceil() + 1.0;
    if !(slack > 0.0 && slack.is_finite()) || most == 0 {
        return Vec::new();
    }
    if count(low, high) >= 2.0 {
        let whole = ticks(low, high, most).into_iter().map(|t| t.at).filter(|at| (at - at.round()).abs() < 1e-6);
        let found: Vec<f64> = whole.map(f64::round).collect();
        return if found.len() > 1 || most < 2 {
            found.into_iter().map(power).collect()
        } else {
            outer(low, high, slack)
        };
    }
    let decades = floor(low) as i64..=floor(high) as i64;
    let parts = decades.flat_map(|decade| [1.0, 2.0, 5.0].map(|part| (part, decade)));
    let of = |(part, decade): (f64, i64)| Tick {
        at: decade as f64 + log10(part),
        label: LabelStyle::Powers.write(decade as f64 + log10(part), |x| number::rounded(x, 1)),
    };
    let inside = |t: &Tick| t.at >= low - slack && t.at <= high + slack;
    let found: Vec<Tick> = parts.map(of).filter(inside).collect();
    if found.len() <= most { found } else { Vec::new() }
}

/// The first and the last whole power of a range.
fn outer(low: f64, high: f64, slack: f64) -> Vec<Tick> {
    [(low - slack).ceil(), (high + slack).floor()].map(power).to_vec()
}

fn power(at: f64) -> Tick {
    Tick { at, label: LabelStyle::Powers.write(at, |x| number::rounded(x, 1)) }
}

/// Round numbers whose logarithms are in a range shorter than a factor of ten.
fn between_powers(low: f64, high: f64) -> impl Iterator<Item = Vec<Tick>> {
    let of = |t: Tick| Tick { at: log10(t.at), label: t.label };
    let inside = move |t: &Tick| (low..=high).contains(&t.at);
    let sound = exp10(low) > 0.0 && exp10(high).is_finite();
    (2..=FINEST)
        .filter(move |_| sound)
        .map(move |most| ticks(exp10(low), exp10(high), most).into_iter().map(of).filter(inside).collect())
}

/// The ticks of an axis of fractions, from ticks in percent.
fn percent(ticks: Vec<Tick>) -> Vec<Tick> {
    ticks.into_iter().map(|t| Tick { at: t.at / 100.0, label: format!("{}%", t.label) }).collect()
}
