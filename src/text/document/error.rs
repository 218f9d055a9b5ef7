//! Mistakes in a file, as messages.

use crate::words::{Arg, Message, ToArg, errors};

errors! {
    /// A mistake in a file, and where it is.
    pub enum DocumentError: "document" {
        /// The line counts from 1.
        Line { file: String, line: usize, reason: Message } = "line",
    }
}

errors! {
    /// A mistake in a value of a file, or in a key.
    pub enum FieldError: "field" {
        /// The value has a wrong type.
        Takes { key: String, wanted: Arg, got: Arg } = "takes",
        /// The value is NaN, infinite, or larger than the largest `f64`.
        NotFinite { key: String, wanted: ValueType, number: f64 } = "not-finite",
        /// The value is negative, or too large for 64 bits.
        NotWhole { key: String, digits: String } = "not-whole",
        /// The table has no such key.
        Unknown { table: TableName, key: String, hint: Message } = "unknown",
        /// The table has no such key, and it is unknown which table it is.
        UnknownHere { key: String, hint: Message } = "unknown-here",
        /// The table needs a key.
        Needs { table: TableName, key: String, example: String } = "needs",
        /// A key is missing, and it is unknown in which table.
        Missing { key: String } = "missing",
        /// A value of a wrong type, without a key.
        Type { got: Arg, wanted: Arg } = "type",
        /// The text is not TOML. The parser gives its reason in English.
        Syntax { reason: String } = "syntax",
        /// Another mistake. Serde gives its reason in English.
        Other { reason: String } = "other",
    }
}

errors! {
    /// A value that is out of its range.
    pub enum RangeError: "range" {
        /// The value of a key.
        Key { key: String, value: Arg, wanted: Arg } = "key",
        /// A value without a key.
        Value { value: Arg, wanted: Arg } = "value",
    }
}

impl RangeError {
    /// The error for the value of a key, with the key.
    pub fn keyed(key: &'static str, value: &impl ToArg, wanted: ValueRange) -> (&'static str, Self) {
        (key, Self::Key { key: key.to_owned(), value: value.to_arg(), wanted: wanted.to_arg() })
    }
}

errors! {
    /// The valid range of a number.
    #[derive(Copy, Eq)]
    pub enum ValueRange: "value-range" {
        /// Above zero.
        Positive = "positive",
        /// Zero or above.
        AtLeastZero = "at-least-zero",
        /// From zero to below one.
        Share = "share",
        /// From one number to another, both inclusive.
        FromTo { low: u32, high: u32 } = "from-to",
        /// A whole number above zero.
        PositiveWhole = "positive-whole",
    }
}

impl ValueRange {
    /// Whether a number is in the range. Infinite numbers are in none.
    pub fn holds(self, x: f64) -> bool {
        x.is_finite()
            && match self {
                Self::Positive => x > 0.0,
                Self::AtLeastZero => x >= 0.0,
                Self::Share => (0.0..1.0).contains(&x),
                Self::FromTo { low, high } => (f64::from(low)..=f64::from(high)).contains(&x),
                Self::PositiveWhole => x >= 1.0 && x.fract() == 0.0,
            }
    }
}

errors! {
    /// The type of a value, found or expected.
    #[derive(Eq)]
    pub enum ValueType: "value-type" {
        /// A number.
        Number = "number",
        /// Numbers, in lists.
        Numbers = "numbers",
        /// An integer.
        Whole = "whole",
        /// A boolean.
        Boolean = "boolean",
        /// A string.
        Text = "text",
        /// An array.
        List = "list",
        /// A table.
        Table = "table",
        /// A table whose key is its header.
        Headed { key: String } = "headed",
        /// A date, a time, or both.
        Date = "date",
        /// Any other type.
        Value = "value",
        /// Any type but a date.
        NoDate = "no-date",
        /// Tables in an array.
        Tables { example: &'static str } = "tables",
        /// Numbers in an array.
        NumberList = "number-list",
        /// Numbers in arrays in an array.
        NumberRows = "number-rows",
        /// The name or the number of a column, or several in an array.
        Columns = "columns",
        /// A share of the rows, or the path of a file of rows.
        TestRows = "test-rows",
        /// A list of formulas, or the word for no inputs.
        Features = "features",
        /// Names or tables in an array.
        Kinds = "kinds",
        /// A string, or strings by language.
        Texts = "texts",
        /// A number of epochs, or the word for a run without end.
        Epochs = "epochs",
    }
}

/// The syntax of tables of contestants and of layers.
pub const CONTESTANTS: ValueType = ValueType::Tables { example: "[[contestant]]" };
/// See [`CONTESTANTS`].
pub const LAYERS: ValueType = ValueType::Tables { example: "layers = [{ units = 1, activation = \"sigmoid\" }]" };

errors! {
    /// The name of a table.
    #[derive(Eq)]
    pub enum TableName: "table-name" {
        /// The whole text, of any kind but an experiment.
        Whole = "whole",
        /// The whole file of an experiment.
        Experiment = "experiment",
        /// A contestant.
        Contestant = "contestant",
        /// A layer.
        Layer = "layer",
        /// The data.
        Data = "data",
        /// What counts as success.
        Success = "success",
        /// An activation with a formula.
        Activation = "activation",
        /// An initialiser.
        Init = "init",
        /// A loss.
        Loss = "loss",
        /// An optimiser.
        Optimizer = "optimizer",
        /// A regulariser.
        Regularizer = "regularizer",
        /// Any other table, by its key.
        Other { key: String } = "other",
    }
}

impl TableName {
    /// The table that has this serde name. A type without a name of its own has that of the key.
    pub(super) fn of_type(name: &str, key: &str) -> Self {
        match name {
            "an experiment" => Self::Experiment,
            "a contestant" => Self::Contestant,
            "a layer" => Self::Layer,
            "[data]" => Self::Data,
            "[success]" => Self::Success,
            "an init" => Self::Init,
            "a loss" => Self::Loss,
            "an optimizer" => Self::Optimizer,
            "a regularizer" => Self::Regularizer,
            other if other.starts_with(char::is_uppercase) => Self::under(key),
            other => Self::Other { key: other.to_owned() },
        }
    }

    /// The table under a key.
    pub(super) fn under(key: &str) -> Self {
        match key {
            "" => Self::Whole,
            "contestant" => Self::Contestant,
            "layers" => Self::Layer,
            "data" => Self::Data,
            "success" => Self::Success,
            "activation" => Self::Activation,
            "init" => Self::Init,
            "loss" => Self::Loss,
            "optimizer" => Self::Optimizer,
            "regularizers" => Self::Regularizer,
            other => Self::Other { key: other.to_owned() },
        }
    }
}
