//! What a formula is compiled to, and the registers that it runs in.

use super::elementary::Unary;
use std::sync::Mutex;

/// The register of the input.
pub(super) const INPUT: usize = 0;

/// What a step does.
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
    /// `a` is not 0 ? `b` : `c`.
    Choose,
    /// `a`, which does not depend on the input, for every place.
    Spread,
}

/// What a step does with two numbers.
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

/// One step: what it does, the registers it reads, the one it writes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Instruction {
    pub(super) op: Op,
    pub(super) reads: [usize; 3],
    pub(super) writes: usize,
}

/// What a register holds before the first step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum InitialValue {
    Number(f64),
    Knob(usize),
}

/// A compiled formula.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) given: Vec<(usize, InitialValue)>,
    /// Done once a call.
    pub(super) once: Vec<Instruction>,
    /// Done for every block.
    pub(super) steps: Vec<Instruction>,
    /// Of each register, whether what it holds depends on the input; one that does not holds one number.
    pub(super) varies: Vec<bool>,
    pub(super) result: usize,
    pub(super) pool: Pool,
}

/// The registers of a call: values and slopes. Those that depend on the input hold a block, the others one number, whose
/// slope is nothing.
#[derive(Debug)]
pub(super) struct Registers {
    pub(super) values: Vec<Vec<f64>>,
    pub(super) slopes: Vec<Vec<f64>>,
    pub(super) varies: Vec<bool>,
    pub(super) width: usize,
}

/// The registers of the last call, for the next one: training calls with a few dozen numbers at a time, where making
/// registers would take longer than using them. Nothing is read from them that was not written in the same call.
#[derive(Debug, Default)]
pub(super) struct Pool(pub(super) Mutex<Option<Registers>>);
