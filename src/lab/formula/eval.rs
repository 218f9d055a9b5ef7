//! Runs a program over a slice, block by block: every step is one tight loop over a block, so that the cost of choosing
//! what to do is shared by hundreds of numbers. One number alone is a block of one, with the same bits.
//!
//! Slopes are carried beside values (forward-mode automatic differentiation with dual numbers: R. E. Wengert, 1964, "A
//! simple automatic derivative evaluation program"), so they are exact up to rounding.

use super::compile::{Given, INPUT, Op, Pair, Program, Step};
use super::elementary::chain;

/// Numbers a block; the registers of a usual formula then fit into the nearest cache.
const BLOCK: usize = 256;

impl Program {
    /// The outputs at `xs`; the shorter slice decides how many.
    pub(super) fn values(&self, xs: &[f64], knobs: &[f64], out: &mut [f64]) {
        let width = BLOCK.min(xs.len()).min(out.len());
        let mut values = vec![vec![0.0; width]; self.registers];
        self.give(&mut values, knobs);
        self.once.iter().for_each(|step| value(step, &mut values, width));
        for (xs, out) in xs.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
            let length = xs.len().min(out.len());
            values[INPUT][..length].copy_from_slice(&xs[..length]);
            self.steps.iter().for_each(|step| value(step, &mut values, length));
            finish(xs, &values[self.result], out);
        }
    }

    /// The slopes at `xs`, likewise.
    pub(super) fn slopes(&self, xs: &[f64], knobs: &[f64], out: &mut [f64]) {
        let width = BLOCK.min(xs.len()).min(out.len());
        let mut values = vec![vec![0.0; width]; self.registers];
        let mut slopes = values.clone();
        slopes[INPUT].fill(1.0);
        self.give(&mut values, knobs);
        self.once.iter().for_each(|step| value(step, &mut values, width));
        for (xs, out) in xs.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
            let length = xs.len().min(out.len());
            values[INPUT][..length].copy_from_slice(&xs[..length]);
            self.steps.iter().for_each(|step| dual(step, &mut values, &mut slopes, length));
            finish(xs, &slopes[self.result], out);
        }
    }

    fn give(&self, values: &mut [Vec<f64>], knobs: &[f64]) {
        for (register, given) in &self.given {
            values[*register].fill(match given {
                Given::Number(number) => *number,
                Given::Knob(n) => knobs.get(*n).copied().unwrap_or(f64::NAN),
            });
        }
    }
}

/// A NaN input gives a NaN output whatever the comparisons in the formula make of it.
fn finish(xs: &[f64], result: &[f64], out: &mut [f64]) {
    for ((out, &x), &y) in out.iter_mut().zip(xs).zip(result) {
        *out = if x.is_nan() { x } else { y };
    }
}

/// One step over the first `length` numbers of each register.
fn value(step: &Step, values: &mut [Vec<f64>], length: usize) {
    let mut written = std::mem::take(&mut values[step.writes]);
    let out = &mut written[..length];
    let [a, b, c] = step.reads.map(|register| values[register].get(..length).unwrap_or_default());
    match step.op {
        Op::Negate => out.iter_mut().zip(a).for_each(|(out, a)| *out = -a),
        Op::Call(unary) => unary.values(a, out),
        Op::Whole(n) => out.iter_mut().zip(a).for_each(|(out, a)| *out = whole(*a, n)),
        Op::Pair(pair) => pair_values(pair, a, b, out),
        Op::Choose => {
            for (out, ((a, b), c)) in out.iter_mut().zip(a.iter().zip(b).zip(c)) {
                *out = if *a != 0.0 { *b } else { *c };
            }
        }
    }
    values[step.writes] = written;
}

fn pair_values(pair: Pair, a: &[f64], b: &[f64], out: &mut [f64]) {
    macro_rules! each {
        (|$a:ident, $b:ident| $value:expr) => {
            for (out, (&$a, &$b)) in out.iter_mut().zip(a.iter().zip(b)) {
                *out = $value;
            }
        };
    }
    match pair {
        Pair::Add => each!(|a, b| a + b),
        Pair::Subtract => each!(|a, b| a - b),
        Pair::Multiply => each!(|a, b| a * b),
        Pair::Divide => each!(|a, b| a / b),
        Pair::Power => each!(|a, b| libm::pow(a, b)),
        Pair::Min => each!(|a, b| if (a < b) | a.is_nan() { a } else { b }),
        Pair::Max => each!(|a, b| if (a > b) | a.is_nan() { a } else { b }),
        Pair::Less => each!(|a, b| f64::from(u8::from(a < b))),
        Pair::AtMost => each!(|a, b| f64::from(u8::from(a <= b))),
        Pair::Equal => each!(|a, b| f64::from(u8::from(a == b))),
        Pair::Different => each!(|a, b| f64::from(u8::from(a != b))),
    }
}

/// One step over values and slopes.
fn dual(step: &Step, values: &mut [Vec<f64>], slopes: &mut [Vec<f64>], length: usize) {
    let (mut written, mut sloped) =
        (std::mem::take(&mut values[step.writes]), std::mem::take(&mut slopes[step.writes]));
    let (out, dout) = (&mut written[..length], &mut sloped[..length]);
    let [a, b, c] = step.reads.map(|register| values[register].get(..length).unwrap_or_default());
    let [da, db, dc] = step.reads.map(|register| slopes[register].get(..length).unwrap_or_default());
    match step.op {
        Op::Negate => {
            out.iter_mut().zip(a).for_each(|(out, a)| *out = -a);
            dout.iter_mut().zip(da).for_each(|(out, da)| *out = -da);
        }
        Op::Call(unary) => unary.duals((a, da), (out, dout)),
        Op::Whole(n) => {
            for ((out, dout), (a, da)) in out.iter_mut().zip(dout).zip(a.iter().zip(da)) {
                *out = whole(*a, n);
                *dout = chain(chain(f64::from(n), whole(*a, n - 1)), *da);
            }
        }
        Op::Pair(pair) => pair_duals(pair, (a, da), (b, db), (out, dout)),
        Op::Choose => {
            let (yes, no) = (b.iter().zip(db), c.iter().zip(dc));
            for ((out, dout), (a, (b, c))) in out.iter_mut().zip(dout).zip(a.iter().zip(yes.zip(no))) {
                (*out, *dout) = if *a != 0.0 { (*b.0, *b.1) } else { (*c.0, *c.1) };
            }
        }
    }
    values[step.writes] = written;
    slopes[step.writes] = sloped;
}

fn pair_duals(
    pair: Pair,
    (a, da): (&[f64], &[f64]),
    (b, db): (&[f64], &[f64]),
    (out, dout): (&mut [f64], &mut [f64]),
) {
    macro_rules! each {
        (|$a:ident, $da:ident, $b:ident, $db:ident| $result:expr) => {{
            let inputs = a.iter().zip(da).zip(b.iter().zip(db));
            for ((out, dout), ((&$a, &$da), (&$b, &$db))) in out.iter_mut().zip(dout).zip(inputs) {
                (*out, *dout) = $result;
            }
        }};
    }
    match pair {
        Pair::Add => each!(|a, da, b, db| (a + b, da + db)),
        Pair::Subtract => each!(|a, da, b, db| (a - b, da - db)),
        Pair::Multiply => each!(|a, da, b, db| (a * b, chain(b, da) + chain(a, db))),
        Pair::Divide => each!(|a, da, b, db| {
            let quotient = a / b;
            (quotient, (da - chain(quotient, db)) / b)
        }),
        Pair::Power => each!(|a, da, b, db| {
            let power = libm::pow(a, b);
            let (by_base, by_exponent) = (chain(b, libm::pow(a, b - 1.0)), chain(power, crate::lab::maths::ln(a)));
            (power, chain(by_base, da) + chain(by_exponent, db))
        }),
        Pair::Min => each!(|a, da, b, db| {
            let first = (a < b) | a.is_nan();
            (if first { a } else { b }, if first | tied(a, da, b, db) { da } else { db })
        }),
        Pair::Max => each!(|a, da, b, db| {
            let first = (a > b) | a.is_nan();
            (if first { a } else { b }, if first | tied(a, da, b, db) { da } else { db })
        }),
        Pair::Less | Pair::AtMost | Pair::Equal | Pair::Different => {
            pair_values(pair, a, b, out);
            dout.fill(0.0);
        }
    }
}

/// Whether the first of two equal numbers gives the slope: the gentler one does, and of two as steep the first.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]
fn tied(a: f64, da: f64, b: f64, db: f64) -> bool {
    (a == b) & (da.abs() <= db.abs())
}

/// `aⁿ` by repeated squaring.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call left standing in a loop keeps the loop from being vectorised")]
fn whole(a: f64, n: i32) -> f64 {
    let (mut power, mut square, mut rest) = (1.0, a, n.unsigned_abs());
    while rest > 0 {
        if rest & 1 == 1 {
            power *= square;
        }
        rest >>= 1;
        if rest > 0 {
            square *= square;
        }
    }
    if n < 0 { 1.0 / power } else { power }
}
