//! Compiles a tree into a flat program, whose steps read registers and write one.
//!
//! Register 0 is the input. A value that does not depend on the input is a single number, is computed once per call,
//! and keeps its register. The other registers are reused as soon as nothing needs them, so that the blocks of most
//! formulas stay in the L1 cache.

use super::program::{INPUT, InitialValue, Instruction, Op, Pair, Program};
use super::tree::{Binary, Call, Tree};

/// The largest absolute value of a whole exponent that is computed by multiplication.
const MOST_POWER: f64 = 64.0;

impl Program {
    /// Compiles a tree.
    pub(super) fn of(tree: &Tree) -> Self {
        Self::with(tree, 1, false)
    }

    /// Compiles a tree over columns. Column n is register n.
    pub(super) fn over_columns(tree: &Tree, columns: usize) -> Self {
        Self::with(tree, columns.max(1), true)
    }

    fn with(tree: &Tree, inputs: usize, is_over_columns: bool) -> Self {
        let program = Self { varies: vec![true; inputs], inputs, ..Self::default() };
        let mut compiler = Compiler { program, free: Vec::new(), inputs, is_over_columns };
        let result = compiler.tree(tree);
        let result = compiler.spread(result);
        Self { result: result.register, ..compiler.program }
    }
}

/// A register, and whether its content depends on the input.
#[derive(Clone, Copy)]
struct Place {
    register: usize,
    varies: bool,
}

struct Compiler {
    program: Program,
    free: Vec<usize>,
    /// The number of registers that hold inputs.
    inputs: usize,
    /// Whether the inputs are columns, which the tree has as parameters.
    is_over_columns: bool,
}

impl Compiler {
    fn tree(&mut self, tree: &Tree) -> Place {
        match tree {
            Tree::X => Place { register: INPUT, varies: true },
            Tree::Number(number) => self.given(InitialValue::Number(*number)),
            Tree::Constant(constant) => self.given(InitialValue::Number(constant.value())),
            Tree::Knob(n) if self.is_over_columns => Place { register: *n, varies: true },
            Tree::Knob(n) => self.given(InitialValue::Knob(*n)),
            Tree::Negative(a) => {
                let a = self.tree(a);
                self.step(Op::Negate, &[a])
            }
            Tree::Not(a) => {
                let (one, a) = (self.given(InitialValue::Number(1.0)), self.tree(a));
                self.step(Op::Pair(Pair::Subtract), &[one, a])
            }
            Tree::Binary(Binary::Power, a, b) if whole(b).is_some() => {
                let a = self.tree(a);
                self.step(Op::Whole(whole(b).unwrap_or(1)), &[a])
            }
            Tree::Binary(binary, a, b) => {
                let (a, b) = (self.tree(a), self.tree(b));
                self.pair(*binary, a, b)
            }
            Tree::Call(call, args) => self.call(*call, args),
            Tree::If(parts) => {
                let parts = [&parts[0], &parts[1], &parts[2]].map(|part| {
                    let part = self.tree(part);
                    self.spread(part)
                });
                self.step(Op::Choose, &parts)
            }
        }
    }

    /// Comparisons of one direction are compiled as those of the other with the sides exchanged. Conditions are 0 or 1.
    fn pair(&mut self, binary: Binary, a: Place, b: Place) -> Place {
        let (pair, [a, b]) = match binary {
            Binary::Or => (Pair::Max, [a, b]),
            Binary::And | Binary::Multiply => (Pair::Multiply, [a, b]),
            Binary::Less => (Pair::Less, [a, b]),
            Binary::AtMost => (Pair::AtMost, [a, b]),
            Binary::Greater => (Pair::Less, [b, a]),
            Binary::AtLeast => (Pair::AtMost, [b, a]),
            Binary::Equal => (Pair::Equal, [a, b]),
            Binary::Different => (Pair::Different, [a, b]),
            Binary::Add => (Pair::Add, [a, b]),
            Binary::Subtract => (Pair::Subtract, [a, b]),
            Binary::Divide => (Pair::Divide, [a, b]),
            Binary::Power => (Pair::Power, [a, b]),
        };
        self.step(Op::Pair(pair), &[a, b])
    }

    fn call(&mut self, call: Call, args: &[Tree]) -> Place {
        let pair = match call {
            Call::Unary(unary) => {
                let places: Vec<Place> = args.iter().map(|arg| self.tree(arg)).collect();
                return self.step(Op::Call(unary), &places);
            }
            Call::Clamp => [Pair::Max, Pair::Min],
            Call::Min => [Pair::Min; 2],
            Call::Max => [Pair::Max; 2],
        };
        let mut args = args.iter();
        let mut place = args.next().map_or(Place { register: INPUT, varies: true }, |arg| self.tree(arg));
        for (n, arg) in args.enumerate() {
            let arg = self.tree(arg);
            place = self.step(Op::Pair(pair[n.min(1)]), &[place, arg]);
        }
        place
    }

    fn given(&mut self, given: InitialValue) -> Place {
        let known = self.program.given.iter().find(|(_, other)| *other == given).map(|(register, _)| *register);
        let register = known.unwrap_or_else(|| {
            let register = self.new_register(false);
            self.program.given.push((register, given));
            register
        });
        Place { register, varies: false }
    }

    fn new_register(&mut self, varies: bool) -> usize {
        self.program.varies.push(varies);
        self.program.varies.len() - 1
    }

    /// Repeats a number for all elements if it does not depend on the input.
    fn spread(&mut self, place: Place) -> Place {
        if place.varies { place } else { self.step(Op::Spread, &[place]) }
    }

    fn step(&mut self, op: Op, places: &[Place]) -> Place {
        let varies = op == Op::Spread || places.iter().any(|place| place.varies);
        let free = if varies { self.free.pop() } else { None };
        let writes = free.unwrap_or_else(|| self.new_register(varies));
        let reads = std::array::from_fn(|n| places.get(n).map_or(INPUT, |place| place.register));
        let steps = if varies { &mut self.program.steps } else { &mut self.program.once };
        steps.push(Instruction { op, reads, writes });
        // The result is never written to a register that is being read, so these are free only now.
        let inputs = self.inputs;
        self.free.extend(places.iter().filter(|place| place.varies && place.register >= inputs).map(|p| p.register));
        Place { register: writes, varies }
    }
}

/// The exponent, if it is a literal whole number.
pub(super) fn whole(tree: &Tree) -> Option<i32> {
    match tree {
        Tree::Number(number) if *number == number.trunc() && *number <= MOST_POWER => Some(*number as i32),
        Tree::Negative(inner) => whole(inner).map(|n| -n),
        _ => None,
    }
}
