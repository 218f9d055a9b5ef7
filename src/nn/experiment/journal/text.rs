//! Entries as text: `POSITION[@CONTESTANT] EDIT`, as in `62@1 unit+ 1`. All numbers count from 1.

use super::{JournalEntry, ParameterPlace, RunEdit, RunEditError};
use crate::functions::function::Function;
use crate::nn::experiment::Hyperparameter;
use crate::nn::experiment::edit::function;
use crate::nn::run_position::RunPosition;
use std::fmt;

/// A number from 1 as a count from 0.
fn index(text: &str) -> Option<usize> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<usize>().ok().filter(|_| is_number)?.checked_sub(1)
}

/// `LAYER.UNIT`.
fn unit(text: &str) -> Option<(usize, usize)> {
    let (layer, unit) = text.split_once('.')?;
    Some((index(layer)?, index(unit)?))
}

/// `LAYER.UNIT.INPUT`, or `LAYER.UNIT.b` for the bias.
fn place(text: &str) -> Option<ParameterPlace> {
    let (at, input) = text.rsplit_once('.')?;
    let (layer, unit) = unit(at)?;
    let input = if input == "b" { None } else { Some(index(input)?) };
    Some(ParameterPlace { layer, unit, input })
}

impl JournalEntry {
    /// Reads what [`JournalEntry`] writes.
    ///
    /// # Errors
    /// [`RunEditError`] if the text is no entry.
    pub fn parse(text: &str) -> Result<Self, RunEditError> {
        let wrong = || RunEditError::Syntax { text: text.to_owned() };
        let (at, edit) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let (at, contestant) = match at.split_once('@') {
            Some((at, contestant)) => (at, Some(index(contestant).ok_or_else(wrong)?)),
            None => (at, None),
        };
        let at = RunPosition::parse(at).ok_or_else(wrong)?;
        let (verb, rest) = edit.trim().split_once(' ').ok_or_else(wrong)?;
        let edit = RunEdit::parse(verb, rest.trim())?.ok_or_else(wrong)?;
        let is_for_all = matches!(edit, RunEdit::Set { .. });
        // Only hyperparameters can be set for all contestants at once.
        let contestant = if is_for_all { contestant } else { Some(contestant.unwrap_or(0)) };
        Ok(Self { at, contestant, edit })
    }
}

impl RunEdit {
    fn parse(verb: &str, rest: &str) -> Result<Option<Self>, RunEditError> {
        let two = rest.split_once(' ');
        Ok(match verb {
            "unit+" => index(rest).map(|layer| Self::AddUnit { layer }),
            "unit-" => unit(rest).map(|(layer, unit)| Self::RemoveUnit { layer, unit }),
            "layer+" => index(rest).map(|before| Self::AddLayer { before }),
            "layer-" => index(rest).map(|layer| Self::RemoveLayer { layer }),
            "freeze" => unit(rest).map(|(layer, unit)| Self::Freeze { layer, unit, is_frozen: true }),
            "thaw" => unit(rest).map(|(layer, unit)| Self::Freeze { layer, unit, is_frozen: false }),
            "cut" => edge(rest, true),
            "restore" => edge(rest, false),
            "value" => two.and_then(|(at, value)| Some(Self::Value { place: place(at)?, value: value.parse().ok()? })),
            "activation" => match two.and_then(|(layer, text)| Some((index(layer)?, text))) {
                Some((layer, text)) => Some(Self::Activation { layer, function: activation(text)? }),
                None => None,
            },
            "set" => match two {
                Some((name, value)) => {
                    let hyperparameter =
                        Hyperparameter::parse(name).map_err(|reason| RunEditError::Hyperparameter { reason })?;
                    Some(Self::Set { hyperparameter, value: value.to_owned() })
                }
                None => None,
            },
            _ => None,
        })
    }
}

fn edge(text: &str, is_cut: bool) -> Option<RunEdit> {
    let ParameterPlace { layer, unit, input } = place(text)?;
    Some(RunEdit::Cut { layer, unit, input: input?, is_cut })
}

fn activation(text: &str) -> Result<Function, RunEditError> {
    function(text).map_err(|reason| RunEditError::Function { text: text.to_owned(), reason })
}

impl fmt::Display for JournalEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, contestant, edit } = self;
        write!(f, "{at}")?;
        if let Some(contestant) = contestant {
            write!(f, "@{}", contestant + 1)?;
        }
        write!(f, " {edit}")
    }
}

impl fmt::Display for RunEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AddUnit { layer } => write!(f, "unit+ {}", layer + 1),
            Self::RemoveUnit { layer, unit } => write!(f, "unit- {}.{}", layer + 1, unit + 1),
            Self::AddLayer { before } => write!(f, "layer+ {}", before + 1),
            Self::RemoveLayer { layer } => write!(f, "layer- {}", layer + 1),
            Self::Activation { layer, function } => {
                write!(f, "activation {} {}", layer + 1, function.text().unwrap_or(function.id()))
            }
            Self::Value { place, value } => write!(f, "value {place} {value}"),
            Self::Cut { layer, unit, input, is_cut } => {
                let verb = if *is_cut { "cut" } else { "restore" };
                write!(f, "{verb} {}.{}.{}", layer + 1, unit + 1, input + 1)
            }
            Self::Freeze { layer, unit, is_frozen } => {
                let verb = if *is_frozen { "freeze" } else { "thaw" };
                write!(f, "{verb} {}.{}", layer + 1, unit + 1)
            }
            Self::Set { hyperparameter, value } => write!(f, "set {} {value}", hyperparameter.name()),
        }
    }
}

impl fmt::Display for ParameterPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.", self.layer + 1, self.unit + 1)?;
        match self.input {
            Some(input) => write!(f, "{}", input + 1),
            None => f.write_str("b"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_as_they_are_written() {
        let texts = [
            "62@1 unit+ 1",
            "62.3@2 unit- 1.3",
            "0@1 layer+ 2",
            "5@1 layer- 1",
            "5@1 activation 1 gelu",
            "5@1 activation 2 max(a*x, x); a = 0.1 in 0..1",
            "7@1 value 1.2.3 -0.5",
            "7@1 value 1.2.b 0.25",
            "7@1 cut 1.2.3",
            "7@1 restore 1.2.3",
            "7@1 freeze 1.2",
            "7@1 thaw 1.2",
            "9 set learning_rate 0.01",
            "9@3 set batch_size 16",
        ];
        for text in texts {
            assert_eq!(JournalEntry::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(JournalEntry::parse("5 unit+ 1").unwrap().to_string(), "5@1 unit+ 1");
        let wrong = ["", "5", "5 unit+", "5 unit+ 0", "x unit+ 1", "5@0 unit+ 1", "5 unit* 1", "5 cut 1.2.b"];
        for text in wrong {
            assert_eq!(JournalEntry::parse(text), Err(RunEditError::Syntax { text: text.to_owned() }));
        }
        assert!(JournalEntry::parse("5 activation 1 gely").unwrap_err().to_string().contains("gelu"));
        assert!(JournalEntry::parse("5 set lerning_rate 1").unwrap_err().to_string().contains("learning-rate"));
    }
}
