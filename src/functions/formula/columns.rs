//! Formulas over the columns of a table: `x^2`, `sepal_length / sepal_width`.

use super::error::FormulaError;
use super::parse;
use super::program::Program;
use super::tree::Tree;

/// A compiled formula that takes one number of each column. It has the language of a [`Formula`](super::Formula), with
/// columns in place of `x` and of parameters.
#[derive(Debug)]
pub struct ColumnFormula {
    /// A column is a [`Tree::Knob`] with its index.
    tree: Tree,
    program: Program,
    /// The number of columns up to the last one that it names, at least one.
    needed: usize,
}

impl ColumnFormula {
    /// Parses a formula over columns with these names. A name hides a constant, but not a function.
    ///
    /// # Errors
    /// [`FormulaError`] with the first mistake and its position.
    pub fn parse(text: &str, columns: &[String]) -> Result<Self, FormulaError> {
        let text: String = text.chars().map(crate::text::latin_letter).collect();
        let tree = parse::parse_over(&text, columns)?;
        let needed = (0..columns.len()).rev().find(|n| names(&tree, *n)).map_or(1, |n| n + 1);
        Ok(Self { program: Program::over_columns(&tree, needed), tree, needed })
    }

    /// A name as formulas write it: every character that a name can't have is a low line.
    pub fn name(column: &str) -> String {
        let belongs = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '_';
        let name: String = column.trim().chars().map(|c| if belongs(c) { c } else { '_' }).collect();
        // A name does not begin with a digit.
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("_{name}") } else { name }
    }

    /// Whether it is a condition and not a number.
    pub fn is_condition(&self) -> bool {
        self.tree.is_condition()
    }

    /// Whether it names a column.
    pub fn uses(&self, column: usize) -> bool {
        names(&self.tree, column)
    }

    /// The values for all rows. The shortest column sets their number; a column that is missing is NaN.
    pub fn values(&self, columns: &[&[f64]]) -> Vec<f64> {
        let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
        let mut out = vec![f64::NAN; rows];
        if columns.len() >= self.needed {
            self.program.values_over(columns, &mut out);
        }
        out
    }
}

fn names(tree: &Tree, column: usize) -> bool {
    *tree == Tree::Knob(column) || tree.parts().into_iter().any(|part| names(part, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, columns: &[(&str, &[f64])]) -> Vec<f64> {
        let names: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let numbers: Vec<&[f64]> = columns.iter().map(|(_, numbers)| *numbers).collect();
        ColumnFormula::parse(text, &names).unwrap().values(&numbers)
    }

    #[test]
    fn columns_are_named_and_their_rows_go_together() {
        let (a, b): (Vec<f64>, Vec<f64>) = (0..1000).map(|n| (f64::from(n), f64::from(n) / 7.0)).unzip();
        let long = values("a*b - if b > 50 then a else 2^b", &[("a", &a), ("b", &b)]);
        for ((a, b), y) in a.iter().zip(&b).zip(long) {
            assert_eq!(y, a * b - if *b > 50.0 { *a } else { libm::pow(2.0, *b) });
        }
        assert_eq!(values("y", &[("x", &[1.0, 2.0]), ("y", &[3.0, 4.0])]), [3.0, 4.0]);
        assert_eq!(values("x*x + y + x*y", &[("x", &[2.0]), ("y", &[5.0])]), [19.0], "an input is read more than once");
        assert_eq!(values("2", &[("x", &[1.0, 2.0])]), [2.0, 2.0]);
        // A column may have the name of a constant.
        assert_eq!(values("e + exp(0)", &[("e", &[4.0])]), [5.0]);
    }

    #[test]
    fn an_unknown_column_is_named_with_the_nearest_one() {
        let names = ["width".to_owned(), "height".to_owned()];
        let error = |text: &str| ColumnFormula::parse(text, &names).unwrap_err().to_string();
        assert!(error("widht^2").contains("width"), "{}", error("widht^2"));
        assert!(error("x + 1").contains('x'));
        assert!(ColumnFormula::parse("width; a = 1", &names).is_err(), "there are no parameters");
        assert_eq!(ColumnFormula::name("sepal length (cm)"), "sepal_length__cm_");
        assert_eq!(ColumnFormula::name("2nd"), "_2nd");
    }
}
