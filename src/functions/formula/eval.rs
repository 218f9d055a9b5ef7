//! Runs a program over a slice, block by block. Each step is one tight loop over a block, so that the cost of choosing
//! the operation is spread over hundreds of numbers. A single number is a block of one, with the same bits.
//!
//! Slopes are computed beside values (forward-mode automatic differentiation with dual numbers: R. E. Wengert, 1964, "A
//! simple automatic derivative evaluation program"), so they are exact up to rounding.

use super::elementary::chain;
use super::program::{INPUT, InitialValue, Instruction, Op, Pair, Program, Registers};

/// The length of a block. The registers of a typical formula then fit into the L1 cache.
const BLOCK: usize = 256;

impl Program {
    /// The outputs at `xs`. The shorter slice sets the length.
    pub(super) fn values(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.with_registers(xs.len().min(out.len()), parameters, |registers| {
            for (xs, out) in xs.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                let xs = &xs[..xs.len().min(out.len())];
                self.steps.iter().for_each(|step| registers.value(step, xs));
                finish(xs, registers.result(self.result, xs), out);
            }
        });
    }

    /// The outputs for the rows of columns, which must be at least as long as `out`.
    pub(super) fn values_over(&self, columns: &[&[f64]], out: &mut [f64]) {
        let Some((first, others)) = columns.split_first() else { return };
        self.with_registers(first.len().min(out.len()), &[], |registers| {
            for ((block, xs), out) in first.chunks(BLOCK).enumerate().zip(out.chunks_mut(BLOCK)) {
                let xs = &xs[..xs.len().min(out.len())];
                let rows = block * BLOCK..block * BLOCK + xs.len();
                for (register, column) in registers.values.iter_mut().skip(1).zip(others).take(self.inputs - 1) {
                    register[..xs.len()].copy_from_slice(&column[rows.clone()]);
                }
                self.steps.iter().for_each(|step| registers.value(step, xs));
                finish(xs, registers.result(self.result, xs), out);
            }
        });
    }

    /// The slopes at `xs`, likewise.
    pub(super) fn slopes(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.with_registers(xs.len().min(out.len()), parameters, |registers| {
            for (xs, out) in xs.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
                let xs = &xs[..xs.len().min(out.len())];
                self.steps.iter().for_each(|step| registers.dual(step, xs));
                finish(xs, &registers.slopes[self.result], out);
                without_value(registers.result(self.result, xs), out);
            }
        });
    }

    /// Outputs and slopes at once, which is cheaper than separate calls.
    pub(super) fn values_and_slopes(&self, xs: &[f64], parameters: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        self.with_registers(xs.len().min(values.len()).min(slopes.len()), parameters, |registers| {
            let outs = values.chunks_mut(BLOCK).zip(slopes.chunks_mut(BLOCK));
            for (xs, (values, slopes)) in xs.chunks(BLOCK).zip(outs) {
                let xs = &xs[..xs.len().min(values.len()).min(slopes.len())];
                self.steps.iter().for_each(|step| registers.dual(step, xs));
                finish(xs, registers.result(self.result, xs), values);
                finish(xs, &registers.slopes[self.result], slopes);
                without_value(values, slopes);
            }
        });
    }

    fn with_registers(&self, count: usize, parameters: &[f64], run: impl FnOnce(&mut Registers)) {
        let width = BLOCK.min(count);
        // If another thread uses the registers, new ones are allocated.
        let kept = self.pool.0.try_lock().ok().and_then(|mut pool| pool.take());
        let mut registers: Registers =
            kept.filter(|kept| kept.width >= width).unwrap_or_else(|| Registers::of(self, width));
        for (register, given) in &self.given {
            registers.values[*register][0] = match given {
                InitialValue::Number(number) => *number,
                InitialValue::Knob(n) => parameters.get(*n).copied().unwrap_or(f64::NAN),
            };
        }
        self.once.iter().for_each(|step| registers.value(step, &[0.0]));
        run(&mut registers);
        if let Ok(mut pool) = self.pool.0.try_lock() {
            *pool = Some(registers);
        }
    }
}

/// A NaN input gives a NaN output, whatever the comparisons in the formula give.
fn finish(xs: &[f64], result: &[f64], out: &mut [f64]) {
    for ((out, &x), &y) in out.iter_mut().zip(xs).zip(result) {
        *out = if x.is_nan() { x } else { y };
    }
}

/// Where there is no value, there is no slope, even if a factor of zero made it a number.
fn without_value(values: &[f64], slopes: &mut [f64]) {
    for (slope, value) in slopes.iter_mut().zip(values) {
        if value.is_nan() && !slope.is_nan() {
            *slope = f64::NAN;
        }
    }
}

/// What a step reads: one number per element, or one number for all.
#[derive(Clone, Copy)]
enum Operand<'a> {
    Many(&'a [f64], &'a [f64]),
    One(f64),
}

impl Registers {
    fn of(program: &Program, width: usize) -> Self {
        let size = |(n, varies): (usize, &bool)| match (n, varies) {
            (INPUT, _) => 0,
            (_, true) => width,
            (_, false) => 1,
        };
        let sizes = || program.varies.iter().enumerate().map(size);
        let (values, mut slopes): (_, Vec<_>) =
            (sizes().map(|size| vec![0.0; size]).collect(), sizes().map(|size| vec![0.0; size]).collect());
        slopes[INPUT] = vec![1.0; width];
        Self { values, slopes, varies: program.varies.clone(), width }
    }

    fn result<'a>(&'a self, register: usize, xs: &'a [f64]) -> &'a [f64] {
        Self::read(&self.values, register, xs)
    }

    fn read<'a>(values: &'a [Vec<f64>], register: usize, xs: &'a [f64]) -> &'a [f64] {
        if register == INPUT { xs } else { &values[register] }
    }

    fn operand<'a>(&'a self, register: usize, xs: &'a [f64]) -> Operand<'a> {
        if self.varies[register] {
            Operand::Many(Self::read(&self.values, register, xs), &self.slopes[register])
        } else {
            Operand::One(self.values[register][0])
        }
    }

    /// Runs one step over the values of a block.
    fn value(&mut self, step: &Instruction, xs: &[f64]) {
        let mut written = std::mem::take(&mut self.values[step.writes]);
        let length = xs.len().min(written.len());
        let out = &mut written[..length];
        let [a, b, c] = step.reads.map(|register| Self::read(&self.values, register, xs));
        match step.op {
            Op::Negate => out.iter_mut().zip(a).for_each(|(out, a)| *out = -a),
            Op::Call(unary) => unary.values(a, out),
            Op::Whole(n) => powers(n, a, out),
            Op::Pair(pair) => {
                pair_values(pair, self.operand(step.reads[0], xs), self.operand(step.reads[1], xs), out);
            }
            Op::Choose => {
                for (out, ((a, b), c)) in out.iter_mut().zip(a.iter().zip(b).zip(c)) {
                    *out = if *a == 0.0 { *c } else { *b };
                }
            }
            Op::Spread => out.fill(a[0]),
        }
        self.values[step.writes] = written;
    }

    /// Runs one step over the values of a block, then over its slopes.
    fn dual(&mut self, step: &Instruction, xs: &[f64]) {
        self.value(step, xs);
        let mut sloped = std::mem::take(&mut self.slopes[step.writes]);
        let out = &mut sloped[..xs.len()];
        let a = Self::read(&self.values, step.reads[0], xs);
        let [da, db, dc] = step.reads.map(|register| self.slopes[register].as_slice());
        let y = &self.values[step.writes][..xs.len()];
        match step.op {
            Op::Negate => out.iter_mut().zip(da).for_each(|(out, da)| *out = -da),
            Op::Call(unary) => unary.slopes(a, y, da, out),
            Op::Whole(n) => {
                powers(n - 1, a, out);
                let factor = f64::from(n);
                out.iter_mut().zip(da).for_each(|(out, da)| *out = chain(chain(factor, *out), *da));
            }
            Op::Pair(pair) => {
                pair_slopes(pair, self.operand(step.reads[0], xs), self.operand(step.reads[1], xs), y, out);
            }
            Op::Choose => {
                for (out, (a, (db, dc))) in out.iter_mut().zip(a.iter().zip(db.iter().zip(dc))) {
                    *out = if *a == 0.0 { *dc } else { *db };
                }
            }
            Op::Spread => out.fill(0.0),
        }
        self.slopes[step.writes] = sloped;
    }
}

fn pair_values(pair: Pair, a: Operand, b: Operand, out: &mut [f64]) {
    macro_rules! each {
        (|$a:ident, $b:ident| $value:expr) => {
            match (a, b) {
                (Operand::Many(a, _), Operand::Many(b, _)) => {
                    out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (&$a, &$b))| *out = $value);
                }
                (Operand::Many(a, _), Operand::One($b)) => {
                    out.iter_mut().zip(a).for_each(|(out, &$a)| *out = $value);
                }
                (Operand::One($a), Operand::Many(b, _)) => {
                    out.iter_mut().zip(b).for_each(|(out, &$b)| *out = $value);
                }
                (Operand::One($a), Operand::One($b)) => out.fill($value),
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

fn pair_slopes(pair: Pair, left: Operand, right: Operand, ys: &[f64], out: &mut [f64]) {
    macro_rules! each {
        (|$a:ident, $da:ident, $b:ident, $db:ident, $y:ident| $result:expr) => {{
            let places = out.iter_mut().zip(ys);
            match (left, right) {
                (Operand::Many(a, da), Operand::Many(b, db)) => {
                    let inputs = a.iter().zip(da).zip(b.iter().zip(db));
                    places.zip(inputs).for_each(|((out, &$y), ((&$a, &$da), (&$b, &$db)))| *out = $result);
                }
                (Operand::Many(a, da), Operand::One($b)) => {
                    let $db = 0.0;
                    places.zip(a.iter().zip(da)).for_each(|((out, &$y), (&$a, &$da))| *out = $result);
                }
                (Operand::One($a), Operand::Many(b, db)) => {
                    let $da = 0.0;
                    places.zip(b.iter().zip(db)).for_each(|((out, &$y), (&$b, &$db))| *out = $result);
                }
                // Such a step runs once per call, for its value only.
                (Operand::One(_), Operand::One(_)) => out.fill(0.0),
            }
        }};
    }
    match pair {
        Pair::Add => each!(|_a, da, _b, db, _y| da + db),
        Pair::Subtract => each!(|_a, da, _b, db, _y| da - db),
        Pair::Multiply => each!(|a, da, b, db, _y| chain(b, da) + chain(a, db)),
        Pair::Divide => each!(|_a, da, b, db, y| (da - chain(y, db)) / b),
        Pair::Power => each!(|a, da, b, db, y| {
            chain(chain(b, libm::pow(a, b - 1.0)), da) + chain(chain(y, crate::numeric::maths::ln(a)), db)
        }),
        Pair::Min => each!(|a, da, b, db, _y| if (a < b) | a.is_nan() | tied(a, da, b, db) { da } else { db }),
        Pair::Max => each!(|a, da, b, db, _y| if (a > b) | a.is_nan() | tied(a, da, b, db) { da } else { db }),
        Pair::Less | Pair::AtMost | Pair::Equal | Pair::Different => out.fill(0.0),
    }
}

/// `aⁿ` over a slice. Small exponents are common and have their own loops.
fn powers(n: i32, a: &[f64], out: &mut [f64]) {
    match n {
        1 => out.iter_mut().zip(a).for_each(|(out, a)| *out = *a),
        2 => out.iter_mut().zip(a).for_each(|(out, a)| *out = a * a),
        3 => out.iter_mut().zip(a).for_each(|(out, a)| *out = a * (a * a)),
        _ => out.iter_mut().zip(a).for_each(|(out, a)| *out = whole(*a, n)),
    }
}

/// Whether the first of two equal numbers gives the slope. The one with the smaller absolute slope does, and the first
/// if both are as steep.
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
