//! How long a run is: a number of epochs, or no end, and rules by which contestants stop earlier.

use crate::text::document::{FieldError, RangeError, ValueRange, ValueType, custom, expecting};
use crate::text::right_word;
use crate::words::{Message, errors};
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;
use strum::VariantArray;

/// The number of epochs of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epochs {
    /// The run ends after this many.
    Count(u64),
    /// The run goes on until somebody stops it.
    Endless,
}

/// The word for a run without end, in files and options.
const ENDLESS: &str = "endless";

impl Epochs {
    /// The last epoch. A run without end never reaches it.
    pub fn last(self) -> u64 {
        match self {
            Self::Count(epochs) => epochs,
            Self::Endless => u64::MAX,
        }
    }

    /// Reads what is written in an option. `None` if it is neither a positive number nor the word.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            ENDLESS => Some(Self::Endless),
            number => number.parse().ok().filter(|epochs| *epochs > 0).map(Self::Count),
        }
    }
}

impl From<u64> for Epochs {
    fn from(epochs: u64) -> Self {
        Self::Count(epochs)
    }
}

impl fmt::Display for Epochs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(epochs) => epochs.fmt(f),
            Self::Endless => f.pad(ENDLESS),
        }
    }
}

impl Serialize for Epochs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(epochs) => serializer.serialize_u64(*epochs),
            Self::Endless => serializer.serialize_str(ENDLESS),
        }
    }
}

impl<'de> Deserialize<'de> for Epochs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl Visitor<'_> for Read {
            type Value = Epochs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                expecting(&ValueType::Epochs, f)
            }

            fn visit_u64<E: Error>(self, epochs: u64) -> Result<Epochs, E> {
                Ok(Epochs::Count(epochs))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Epochs, E> {
                if number.fract() != 0.0 {
                    return Err(E::invalid_type(Unexpected::Float(number), &self));
                }
                let (key, digits) = ("epochs".to_owned(), number.to_string());
                Err(custom(&FieldError::NotWhole { key, digits }))
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Epochs, E> {
                if word == ENDLESS { Ok(Epochs::Endless) } else { Err(E::invalid_type(Unexpected::Str(word), &self)) }
            }
        }

        from.deserialize_any(Read)
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, strum::IntoStaticStr, strum::VariantArray)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum StopMeasure {
    /// The loss over the training data is below the bound.
    Loss,
    /// The accuracy over the training data is at least the bound.
    Accuracy,
    /// The loss over the test data is below the bound.
    TestLoss,
    /// The accuracy over the test data is at least the bound.
    TestAccuracy,
    /// The loss, over the test data if there are any, has had no new minimum for this many epochs.
    Patience,
}

impl StopMeasure {
    /// The key in files.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it can be had only with test data.
    pub(super) fn needs_test(self) -> bool {
        matches!(self, Self::TestLoss | Self::TestAccuracy)
    }
}

/// A rule by which a contestant stops before the last epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StopRule {
    /// What it looks at.
    pub measure: StopMeasure,
    /// The bound: a loss, an accuracy from 0 to 1, or a number of epochs.
    pub bound: f64,
}

errors! {
    /// What is wrong with a rule in an option.
    pub enum StopRuleError: "stop-rule" {
        /// It is not a name, an equals sign and a number.
        Form { text: String } = "form",
        /// There is no such measure.
        Measure { name: String, hint: Message } = "measure",
        /// The bound is out of its range.
        Bound { reason: RangeError } = "bound",
    }
}

/// The word for no rules, in options.
const NONE: &str = "none";

impl StopRule {
    /// Reads rules as in `test_loss=0.01,patience=50`, or `none`.
    ///
    /// # Errors
    /// [`StopRuleError`] with the first mistake.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, StopRuleError> {
        if text.trim() == NONE {
            return Ok(Vec::new());
        }
        text.split(',').map(Self::parse).collect()
    }

    /// Whether these rules look at the training data and at the test data, where there may be a test.
    pub(crate) fn needs(rules: &[Self], has_test: bool) -> [bool; 2] {
        let on_test = |rule: &Self| rule.measure.needs_test() || has_test && rule.measure == StopMeasure::Patience;
        [!rules.iter().all(on_test), rules.iter().any(on_test)]
    }

    fn parse(text: &str) -> Result<Self, StopRuleError> {
        let form = || StopRuleError::Form { text: text.trim().to_owned() };
        let (name, bound) = text.split_once('=').ok_or_else(form)?;
        let name = name.trim().replace('-', "_");
        let known = || StopMeasure::VARIANTS.iter().copied();
        let measure = known().find(|measure| measure.name() == name).ok_or_else(|| {
            let names: Vec<&str> = known().map(StopMeasure::name).collect();
            StopRuleError::Measure { hint: right_word(&name, &names), name: name.clone() }
        })?;
        let rule = Self { measure, bound: bound.trim().parse().map_err(|_| form())? };
        rule.check().map_err(|(_, reason)| StopRuleError::Bound { reason })?;
        Ok(rule)
    }

    /// The rules as [`StopRule::parse_all`] reads them.
    pub fn written(rules: &[Self]) -> String {
        if rules.is_empty() {
            return NONE.to_owned();
        }
        let rules: Vec<String> = rules.iter().map(|rule| format!("{}={}", rule.measure.name(), rule.bound)).collect();
        rules.join(",")
    }

    /// Checks that the bound is in its range.
    pub(super) fn check(self) -> Result<(), (&'static str, RangeError)> {
        let Self { measure, bound } = self;
        let wanted = match measure {
            StopMeasure::Loss | StopMeasure::TestLoss => ValueRange::Positive,
            StopMeasure::Accuracy | StopMeasure::TestAccuracy => ValueRange::FromTo { low: 0, high: 1 },
            StopMeasure::Patience => ValueRange::PositiveWhole,
        };
        if wanted.holds(bound) { Ok(()) } else { Err(RangeError::keyed(measure.name(), &bound, wanted)) }
    }
}

/// Where a contestant stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Stop {
    /// The last epoch that it trained.
    pub epoch: u64,
    /// What the rule that it met looks at.
    pub measure: StopMeasure,
}

impl Stop {
    /// The epoch and the rule, in words.
    pub fn message(self, rules: &[StopRule]) -> Message {
        let bound = rules.iter().find(|rule| rule.measure == self.measure).map_or(f64::NAN, |rule| rule.bound);
        let key = match self.measure {
            StopMeasure::Loss => "train.stopped-loss",
            StopMeasure::Accuracy => "train.stopped-accuracy",
            StopMeasure::TestLoss => "train.stopped-test-loss",
            StopMeasure::TestAccuracy => "train.stopped-test-accuracy",
            StopMeasure::Patience => "train.stopped-patience",
        };
        Message::new(key).with("epoch", &self.epoch).with("bound", &bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_they_are_written() {
        let text = "test_loss=0.01,patience=50";
        assert_eq!(StopRule::written(&StopRule::parse_all(text).unwrap()), text);
        assert_eq!((StopRule::written(&[]), StopRule::parse_all("none")), ("none".to_owned(), Ok(Vec::new())));
        assert_eq!(StopRule::parse_all("test-accuracy = 0.9").unwrap()[0].measure, StopMeasure::TestAccuracy);
        for wrong in ["", "loss", "loss=x", "lss=1", "loss=0", "accuracy=2", "patience=1.5", "patience=0", "loss=inf"] {
            assert!(StopRule::parse_all(wrong).is_err(), "{wrong}");
        }
        assert_eq!((Epochs::parse("endless"), Epochs::parse("3")), (Some(Epochs::Endless), Some(Epochs::Count(3))));
        assert_eq!((Epochs::parse("0"), Epochs::parse("-1"), Epochs::parse("ever")), (None, None, None));
    }
}
