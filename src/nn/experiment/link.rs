//! Links to TensorFlow Playground: an experiment as the part of an address after `#`.
//!
//! `key=value` pairs with `&` between them. Only what is between the first and the second `=` of a pair is its value,
//! nothing is decoded, and of two pairs with one key the last counts, as in the page.

mod number;
mod read;
mod write;

pub use read::LinkedExperiment;
pub use write::{LinkGap, WrittenLink};

use super::SetupError;
use crate::text::document::ValueRange;
use crate::words::errors;

/// The address before `#`.
const HOST: &str = "playground.tensorflow.org";

/// A link longer than this, in bytes, is refused. The page writes fewer than 1000.
pub const MOST_LINK_BYTES: usize = 4096;

/// The most characters of a link that a sentence shows.
const SHOWN: usize = 40;

errors! {
    /// Why a link is not an experiment.
    pub enum LinkError: "link" {
        /// The link is too long.
        Long { most: usize } = "long",
        /// The value of a key is not a number.
        NoNumber { key: &'static str, value: String } = "no-number",
        /// The value of a key is out of its range.
        Range { key: &'static str, value: String, wanted: ValueRange } = "range",
        /// The page would never update a weight.
        NeverUpdates { value: String } = "never-updates",
        /// There would be no points to train on.
        NoTraining { value: String } = "no-training",
        /// The experiment can't be run.
        Setup { reason: SetupError } = "setup",
    }
}

/// Whether a name is a link to TensorFlow Playground: an address of its host, with or without `http:` or `https:`, or only
/// the part from `#` on.
pub fn is_link(name: &str) -> bool {
    fragment(name).is_some()
}

/// The part of a link after `#`.
fn fragment(link: &str) -> Option<&str> {
    if let Some(fragment) = link.strip_prefix('#') {
        return Some(fragment);
    }
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| without(link, scheme)).unwrap_or(link);
    let rest = without(rest, HOST)?;
    let is_host = rest.is_empty() || rest.starts_with(['/', '#', '?', ':']);
    is_host.then(|| rest.split_once('#').map_or("", |(_, fragment)| fragment))
}

/// The text after a beginning, whatever its case.
fn without<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then_some(tail)
}

/// The features of the page in its order: the key, the formula, and another way to write it.
const FEATURES: [(&str, &str, &str); 7] = [
    ("x", "x", "x"),
    ("y", "y", "y"),
    ("xSquared", "x^2", "x*x"),
    ("ySquared", "y^2", "y*y"),
    ("xTimesY", "x*y", "y*x"),
    ("sinX", "sin(x)", "sin(x)"),
    ("sinY", "sin(y)", "sin(y)"),
];

/// The data sets of the page, with their names here.
const CLASSIFICATION: [(&str, &str); 4] =
    [("circle", "circle"), ("xor", "xor-cloud"), ("gauss", "gauss"), ("spiral", "spiral")];
const REGRESSION: [(&str, &str); 2] = [("reg-plane", "reg-plane"), ("reg-gauss", "reg-gauss")];
const ACTIVATIONS: [&str; 4] = ["relu", "tanh", "sigmoid", "linear"];
