//! The tree of a formula, as it was written: nothing is folded, reordered or expanded.

use super::elementary::Unary;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// A number, never negative. A sign in front is [`Tree::Negative`].
    Number(f64),
    /// The input.
    X,
    /// A constant with a name.
    Constant(MathConstant),
    /// A parameter, by its index.
    Knob(usize),
    /// `-a`.
    Negative(Box<Self>),
    /// `not a`.
    Not(Box<Self>),
    /// A binary operator, such as `a + b`.
    Binary(Binary, Box<Self>, Box<Self>),
    /// `f(a, …)`.
    Call(Call, Vec<Self>),
    /// `if condition then a else b`.
    If(Box<[Self; 3]>),
}

/// A named constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathConstant {
    /// π.
    Pi,
    /// The base of natural logarithms.
    E,
}

impl MathConstant {
    /// All named constants.
    pub const ALL: [Self; 2] = [Self::Pi, Self::E];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pi => "pi",
            Self::E => "e",
        }
    }

    /// Its value.
    pub const fn value(self) -> f64 {
        match self {
            Self::Pi => std::f64::consts::PI,
            Self::E => std::f64::consts::E,
        }
    }
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    /// `or`.
    Or,
    /// `and`.
    And,
    /// `<`.
    Less,
    /// `<=`.
    AtMost,
    /// `>`.
    Greater,
    /// `>=`.
    AtLeast,
    /// `==`.
    Equal,
    /// `!=`.
    Different,
    /// `+`.
    Add,
    /// `-`.
    Subtract,
    /// `*`.
    Multiply,
    /// `/`.
    Divide,
    /// `^`.
    Power,
}

/// Precedence levels. Higher levels are evaluated first.
pub(super) mod level {
    pub(in super::super) const LOOSEST: u8 = 0;
    pub(in super::super) const OR: u8 = 1;
    pub(in super::super) const AND: u8 = 2;
    pub(in super::super) const NOT: u8 = 3;
    pub(in super::super) const COMPARISON: u8 = 4;
    pub(in super::super) const SUM: u8 = 5;
    pub(in super::super) const PRODUCT: u8 = 6;
    pub(in super::super) const SIGN: u8 = 7;
    pub(in super::super) const POWER: u8 = 8;
    pub(in super::super) const ATOM: u8 = 9;
}

impl Binary {
    /// Every operator.
    pub const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Less,
        Self::AtMost,
        Self::Greater,
        Self::AtLeast,
        Self::Equal,
        Self::Different,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
        Self::Power,
    ];

    /// The operator as it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
            Self::Equal => "==",
            Self::Different => "!=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Power => "^",
        }
    }

    pub(super) const fn level(self) -> u8 {
        match self {
            Self::Or => level::OR,
            Self::And => level::AND,
            Self::Add | Self::Subtract => level::SUM,
            Self::Multiply | Self::Divide => level::PRODUCT,
            Self::Power => level::POWER,
            _ => level::COMPARISON,
        }
    }

    /// Whether it compares two numbers.
    pub const fn is_comparison(self) -> bool {
        self.level() == level::COMPARISON
    }

    /// Whether it combines two conditions.
    pub const fn is_logic(self) -> bool {
        matches!(self, Self::Or | Self::And)
    }
}

/// A function that is called by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// A function of one number.
    Unary(Unary),
    /// The minimum of two or more.
    Min,
    /// The maximum of two or more.
    Max,
    /// The first argument, limited to the range from the second to the third.
    Clamp,
}

impl Call {
    /// Every function that can be called.
    pub fn all() -> impl Iterator<Item = Self> {
        Unary::ALL.iter().map(|unary| Self::Unary(*unary)).chain([Self::Min, Self::Max, Self::Clamp])
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unary(unary) => unary.name(),
            Self::Min => "min",
            Self::Max => "max",
            Self::Clamp => "clamp",
        }
    }

    /// The smallest and the largest number of arguments.
    pub const fn takes(self) -> (usize, usize) {
        match self {
            Self::Unary(_) => (1, 1),
            Self::Min | Self::Max => (2, usize::MAX),
            Self::Clamp => (3, 3),
        }
    }
}

impl Tree {
    /// Whether it is a condition and not a number.
    pub fn is_condition(&self) -> bool {
        match self {
            Self::Not(_) => true,
            Self::Binary(binary, ..) => binary.is_comparison() || binary.is_logic(),
            _ => false,
        }
    }

    /// The direct children.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Number(_) | Self::X | Self::Constant(_) | Self::Knob(_) => vec![],
            Self::Negative(a) | Self::Not(a) => vec![a],
            Self::Binary(_, a, b) => vec![a, b],
            Self::Call(_, args) => args.iter().collect(),
            Self::If(parts) => parts.iter().collect(),
        }
    }

    /// Whether it depends on the input.
    pub fn has_x(&self) -> bool {
        *self == Self::X || self.parts().into_iter().any(Self::has_x)
    }
}
