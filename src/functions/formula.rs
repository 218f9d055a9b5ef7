//! Functions that a person writes: `max(a*x, x); a = 0.1 in 0..1`.
//!
//! A text becomes a tree ([`Tree`]), the tree a flat program that runs over slices, with exact slopes by automatic
//! differentiation. Length, nesting and knobs are bounded, so that any text at all is answered at once.
//! `docs/formulas.md` is the reference of the language.

mod analysis;
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

pub use elementary::Unary;
pub use error::{FormulaError, Problem, Span};
pub use tree::{Binary, Call, MathConstant, Tree};

use super::activation::Parameter;
use super::properties::{Break, Claims};
use parameter::Declared;
use program::Program;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// The most characters that a formula has.
pub const MOST_CHARACTERS: usize = 1000;
/// How deep brackets, signs, powers and conditions nest.
pub const MOST_NESTED: usize = 64;
/// The most knobs that a formula has.
pub const MOST_KNOBS: usize = 8;

/// A formula, ready to be evaluated.
pub struct Formula {
    name: Option<String>,
    text: String,
    tree: Tree,
    declared: Vec<Declared>,
    parameters: Vec<Parameter>,
    program: Program,
    /// To establish something takes a while: what was said of the last settings is kept.
    claimed: Mutex<Option<(Vec<f64>, Arc<Claims>)>>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// [`FormulaError`] with the first thing that is wrong, and where.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        // As many letters as before, so that places in the text stay right.
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

    /// A tree in its canonical spelling, its knobs by these names.
    pub fn write(tree: &Tree, parameters: &[&str]) -> String {
        print::print(tree, parameters)
    }

    /// The same formula under a name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::of(&self.text, self.tree.clone(), self.declared.clone()) }
    }

    /// The name it was given, if it was.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The text as it was typed, without blanks around it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The expression.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The knobs, in the order in which they were declared.
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The outputs at `xs` for settings of the knobs; the shorter slice decides how many.
    pub fn values(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.program.values(xs, parameters, out);
    }

    /// The slopes at `xs`, likewise.
    pub fn slopes(&self, xs: &[f64], parameters: &[f64], out: &mut [f64]) {
        self.program.slopes(xs, parameters, out);
    }

    /// Outputs and slopes at once, likewise, with the same bits.
    pub fn values_and_slopes(&self, xs: &[f64], parameters: &[f64], values: &mut [f64], slopes: &mut [f64]) {
        self.program.values_and_slopes(xs, parameters, values, slopes);
    }

    /// Where the slope does not exist, found from the corners, jumps and poles of what the formula is made of.
    pub(crate) fn breaks(&self, parameters: &[f64]) -> Vec<Break> {
        kinks::find(self, &kinks::switches(&self.tree).0, parameters).breaks
    }

    /// What can be established at these settings.
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
    /// The formula in its canonical spelling, which reads back as the same formula.
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
    /// One text under one name is one formula.
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formula").field("name", &self.name).field("text", &self.text).finish_non_exhaustive()
    }
}
