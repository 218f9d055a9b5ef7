//! Compiled formulas, and the registers that they run in.

use super::elementary::Unary;
use std::sync::Mutex;

/// The register of the input.
pub(super) const INPUT: usize = 0;

/// The operation of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Op {
    /// `-a`.
    Negate,
    /// `f(a)`.
    Call(Unary),
    /// `aⁿ` by multiplication.
    Whole(i32),
    /// `a ∘ b`.
    Pair(Pair),
    /// `b` if `a` is not 0, else `c`.
    Choose,
    /// `a`, which does not depend on the input, repeated for all elements.
    Spread,
}

/// An operation on two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Min,
    Max,
    Less,
    AtMost,
    Equal,
    Different,
}

/// One step: the operation, the registers it reads, and the register it writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Instruction {
    pub(super) op: Op,
    pub(super) reads: [usize; 3],
    pub(super) writes: usize,
}

/// The content of a register before the first step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum InitialValue {
    Number(f64),
    Knob(usize),
}

/// A compiled formula.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) given: Vec<(usize, InitialValue)>,
    /// Runs once per call.
    pub(super) once: Vec<Instruction>,
    /// Runs for every block.
    pub(super) steps: Vec<Instruction>,
    /// Whether the content of each register depends on the input. One that does not holds a single number.
    pub(super) varies: Vec<bool>,
    pub(super) result: usize,
    /// The number of registers that hold inputs.
    pub(super) inputs: usize,
    pub(super) pool: Pool,
}

/// The registers of a call: values and slopes. Those that depend on the input hold a block, the others one number,
/// whose slope is zero.
#[derive(Debug)]
pub(super) struct Registers {
    pub(super) values: Vec<Vec<f64>>,
    pub(super) slopes: Vec<Vec<f64>>,
    pub(super) varies: Vec<bool>,
    pub(super) width: usize,
}

/// The registers of the last call, kept for the next one. Training calls with a few dozen numbers at a time, where
/// allocation would take longer than the computation. Nothing is read that was not written in the same call.
#[derive(Debug, Default)]
pub(super) struct Pool(pub(super) Mutex<Option<Registers>>);
