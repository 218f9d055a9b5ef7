//! `actlab eval`: value and slope of an activation at given places.

use super::args::{EvalArgs, Globals, turn};
use super::mistake::{CommandError, InputPlace, UsageError};
use super::{CliError, environment};
use crate::files::Lines;
use crate::functions::function::Function;
use crate::text::number;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The most bytes of a line of standard input.
const MOST: u64 = 1 << 16;

/// Writes one line per place.
pub(super) fn run(globals: &Globals, args: &EvalArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let mut f = match (&args.formula, &args.name) {
        (Some(text), _) => environment::formula(text)?,
        (None, name) => {
            environment::function(name.as_deref().unwrap_or_default(), &environment::load(globals)?.config)?
        }
    };
    turn(&mut f, &args.parameters)?;
    let mut out = io::BufWriter::new(out);
    if args.at == "-" {
        from_input(&f, args.json, &mut out)?;
    } else {
        let at = InputPlace::Option { option: "--at".to_owned() };
        let places: Vec<f64> = args.at.split(',').map(|text| read(text, &at)).collect::<Result<_, _>>()?;
        places.into_iter().try_for_each(|x| write(&f, x, args.json, &mut out))?;
    }
    out.flush()?;
    Ok(())
}

fn from_input(f: &Function, json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let mut lines = Lines::new(io::stdin(), MOST);
    for n in 1_u64.. {
        let place = InputPlace::Line { line: n };
        let fault = |reason| CliError::failure(CommandError::Input { place: place.clone(), reason });
        // Results before an error are still written.
        let Some(line) = lines.next_line().map_err(fault).inspect_err(|_| drop(out.flush()))? else { break };
        if !line.trim().is_empty() {
            let x = read(line, &place).inspect_err(|_| drop(out.flush()))?;
            write(f, x, json, out)?;
        }
    }
    Ok(())
}

fn read(text: &str, place: &InputPlace) -> Result<f64, CliError> {
    let text = text.trim();
    let (place, text) = (|| place.clone(), || text.to_owned());
    let no_number = || CliError::usage(UsageError::NoNumber { place: place(), text: text() });
    let past = || CliError::usage(UsageError::PastDouble { place: place(), text: text() });
    let x: f64 = text().parse().map_err(|_| no_number())?;
    let said = text().to_lowercase().contains("inf");
    if x.is_infinite() && !said { Err(past()) } else { Ok(x) }
}

/// The shortest digits that parse to the same number. A whole number in plain notation ends in `.0`.
fn digits(x: f64) -> String {
    let text = number::full(x);
    if text.contains(['.', 'e', 'n', 'N']) { text } else { text + ".0" }
}

fn write(f: &Function, x: f64, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let (value, slope) = (f.value(x), f.slope(x));
    if as_json {
        let mut object = Map::new();
        object.insert("activation".into(), json!(f.id()));
        if let Some(text) = f.text().filter(|text| *text != f.id()) {
            object.insert("formula".into(), json!(text));
        }
        if !f.parameters().is_empty() {
            let parameters = f.parameters().iter().zip(f.parameter_values());
            object.insert("knobs".into(), parameters.map(|(k, v)| (k.name.to_string(), json_number(*v))).collect());
        }
        for (name, number) in [("x", x), ("value", value), ("slope", slope)] {
            object.insert(name.into(), json_number(number));
        }
        writeln!(out, "{}", Value::Object(object))?;
    } else {
        writeln!(out, "{:<24} {:<24} {}", digits(x), digits(value), digits(slope))?;
    }
    Ok(())
}

/// JSON has no infinities, so they are strings.
pub(super) fn json_number(x: f64) -> Value {
    serde_json::Number::from_f64(x).map_or_else(|| Value::String(digits(x)), Value::Number)
}
