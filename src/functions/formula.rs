//! Functions that a reader types: `max(a*x, x); a = 0.1 in 0..1`.
//!
//! A text is parsed into a tree ([`Tree`]), and the tree is compiled into a flat program that runs over slices, with
//! exact slopes by automatic differentiation. Length, nesting and the number of parameters are limited, so that any
//! text is handled at once. `docs/formulas.md` is the reference of the language.

mod analysis;
mod columns;
mod compile;
mod elementary;
mod error;
mod eval;
mod image;
mod interval;
mod kinks;
mod names;
mod parameter;
mod parse;
mod print;
mod program;
mod token;
mod tree;

pub use columns::ColumnFormula;
pub use elementary::Unary;
pub use error::{FormulaError, Problem, Span};
pub use tree::{Binary, Call, MathConstant, Tree};

use super::activation::Parameter;
use super::properties::{Break, Claims};
use parameter::Declared;
use program::Program;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The most characters in a formula.
pub const MOST_CHARACTERS: usize = 1000;
/// The deepest nesting of brackets, signs, powers and conditions.
pub const MOST_NESTED: usize = 64;
/// The most parameters of a formula.
pub const MOST_KNOBS: usize = 8;

/// A compiled formula.
pub struct Formula {
    name: Option<String>,
    text: String,
    tree: Tree,
    declared: Vec<Declared>,
    parameters: Vec<Parameter>,
    program: Program,
    /// The claims for the last parameter values. They are kept, because the analysis takes a while.
    claimed: Mutex<Option<(Vec<f64>, Arc<Claims>)>>,
}

impl Formula {
    /// Parses a formula.
    ///
    /// # Errors
    /// [`FormulaError`] with the first mistake and its position.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        // The number of characters stays the same, so that positions in the text stay valid.
        let text: String = text.chars().map(crate::text::latin_letter).collect();
        let parsed = parse::parse(&text)?;
        Ok(Self::of(text.trim(), parsed.tree, parsed.parameters))
    }

    fn of(text: &str, tree: Tree, declared: Vec<Declared>) -> Self {
        Self {
            name: None,
            text: text.to_owned(),
            parameters: declared.iter().map(Declared::parameter).collect(),
            program: Program::of(&tree),
            tree,
            declared,
            claimed: Mutex::default(),
        }
    }

    /// A tree in its canonical spelling, with these names for its parameters.
    pub fn write(tree: &Tree, parameters: &[&str]) -> String {
        print::print(tree, parameters)
    }

    /// The same formula with a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::of(&self.text, self.tree.clone(), self.declared.clone()) }
    }

    /// The name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The text as it was typed, without surrounding spaces.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The expression.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The parameters, in the order of their declaration.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The outputs at `xs` for these parameter values. The shorter slice sets the length.
    pub fn values(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.program.values(xs, parameters, out);
    }

    /// The slopes at `xs`, likewise.
    pub fn slopes(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.program.slopes(xs, parameters, out);
    }

    /// Outputs and slopes at once, likewise. The bits are the same as with separate calls.
    pub fn values_and_slopes(&self, xs: &[f64], parameters: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        self.program.values_and_slopes(xs, parameters, values, slopes);
    }

    /// The points where the slope does not exist, found from the corners, jumps and poles of the parts of the formula.
    pub(crate) fn breaks(&self, parameters: &[f64]) -> Vec<Break> {
        kinks::find(self, &kinks::switches(&self.tree).0, parameters).breaks
    }

    /// What can be proved for these parameter values.
    pub(crate) fn claims(&self, parameters: &[f64]) -> Claims {
        let mut kept = self.claimed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((settings, claims)) = kept.as_ref()
            && settings == parameters
        {
            return claims.as_ref().clone();
        }
        let claims = analysis::claims(self, parameters);
        *kept = Some((parameters.to_vec(), Arc::new(claims.clone())));
        claims
    }
}

impl fmt::Display for Formula {
    /// The formula in its canonical spelling, which parses to the same formula.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.declared.iter().map(|parameter| parameter.name.as_str()).collect();
        f.write_str(&Self::write(&self.tree, &names))?;
        for (n, parameter) in self.declared.iter().enumerate() {
            write!(f, "{}{}", if n == 0 { "; " } else { ", " }, parameter.text())?;
        }
        Ok(())
    }
}

impl PartialEq for Formula {
    /// Formulas with the same text and the same name are equal.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formula").field("name", &self.name).field("text", &self.text).finish_non_exhaustive()
    }
}
