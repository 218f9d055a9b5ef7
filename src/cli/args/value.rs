//! Values of options, from their texts.

use crate::cli::CliError;
use crate::cli::mistake::UsageError;
use crate::functions::function::Function;
use crate::text::list;
use crate::words::Message;

/// A whole number within bounds. The error gives the bounds; the parser adds the name of the option.
pub(super) fn whole<const LOW: u64, const HIGH: u64>(text: &str) -> Result<u64, UsageError> {
    let number = text.parse().ok().filter(|n| (LOW..=HIGH).contains(n));
    number.ok_or(UsageError::Whole { low: LOW, high: HIGH })
}

/// Columns and rows written `80x24`, each from 1 to 1000.
pub(in crate::cli) fn size(text: &str) -> Result<(u16, u16), CliError> {
    let numbers = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    let size = numbers.filter(|(w, h)| (1..=1000).contains(w) && (1..=1000).contains(h));
    size.ok_or_else(|| CliError::usage(UsageError::Size { text: text.to_owned() }))
}

/// The error for an invalid value of an option.
pub(in crate::cli) fn option(option: &str, value: &str, reason: Message) -> CliError {
    CliError::usage(UsageError::Option { option: option.to_owned(), value: value.to_owned(), reason })
}

/// Both ends of an axis written `-10:10`.
pub(in crate::cli) fn ends(option: &str, text: &str) -> Result<[f64; 2], CliError> {
    let wrong = || CliError::usage(UsageError::Ends { option: option.to_owned(), text: text.to_owned() });
    let (low, high) = text.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| text.trim().parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(wrong);
    let (low, high): (f64, f64) = (number(low)?, number(high)?);
    if low < high && !(high - low).is_finite() {
        let (option, text) = (option.to_owned(), text.to_owned());
        return Err(CliError::usage(UsageError::TooWide { option, text }));
    }
    if low < high { Ok([low, high]) } else { Err(wrong()) }
}

/// Sets parameters written as `alpha=0.5`, several with commas between.
pub(in crate::cli) fn turn(f: &mut Function, parameters: &[String]) -> Result<(), CliError> {
    for knob in parameters.iter().flat_map(|parameters| list(parameters)) {
        let wrong = || CliError::usage(UsageError::Parameter { text: knob.clone() });
        let (name, value) = knob.split_once('=').ok_or_else(wrong)?;
        let value: f64 = value.trim().parse().map_err(|_| wrong())?;
        f.set_parameter(name.trim(), value).map_err(|e| option("knob", &knob, Message::from(e)))?;
    }
    Ok(())
}
