//! `actlab eval`: value and slope of activations at given places.

mod place;

use super::args::{EvalArgs, Globals, turn};
use super::json::{self, json_number};
use super::mistake::{CommandError, InputPlace, UsageError};
use super::{CliError, environment};
use crate::files::Lines;
use crate::functions::function::Function;
use crate::text::number;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// The most bytes of a line of standard input.
const MOST: u64 = 1 << 16;

/// Writes one line for each place and activation.
pub(super) fn run(globals: &Globals, args: &EvalArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let (places, names): (Vec<&String>, Vec<&String>) =
        args.name.iter().chain(&args.places).partition(|word| place::is_place(word));
    let loaded = environment::load(globals)?;
    let written = args.formula.as_deref().map(environment::formula);
    let named = names.iter().map(|name| environment::function(name, &loaded.config));
    let mut functions = written.into_iter().chain(named).collect::<Result<Vec<_>, _>>()?;
    let first = functions.first_mut().ok_or_else(|| CliError::usage(UsageError::NoFunction))?;
    turn(first, &args.parameters)?;
    let mut table = EvalTable { functions, as_json: args.json, out: io::BufWriter::new(out) };
    let at = args.at.as_deref();
    if at.is_none() && places.is_empty() {
        return Err(CliError::usage(UsageError::NoPlace));
    }
    let said = InputPlace::Option { option: if at.is_some() { "--at" } else { "X" }.to_owned() };
    let mut all = Vec::new();
    for text in
        places.iter().map(|text| text.as_str()).chain(at.filter(|at| *at != "-")).flat_map(|text| text.split(','))
    {
        place::read(text, &said, &mut all)?;
    }
    all.into_iter().try_for_each(|x| table.write(x))?;
    if at == Some("-") {
        table.read_input()?;
    }
    table.out.flush()?;
    Ok(())
}

struct EvalTable<'a> {
    functions: Vec<Function>,
    as_json: bool,
    out: io::BufWriter<&'a mut dyn Write>,
}

impl EvalTable<'_> {
    fn read_input(&mut self) -> Result<(), CliError> {
        let mut lines = Lines::new(io::stdin(), MOST);
        for n in 1_u64.. {
            let place = InputPlace::Line { line: n };
            let fault = |reason| CliError::failure(CommandError::Input { place: place.clone(), reason });
            // Results before an error are still written.
            let Some(line) = lines.next_line().map_err(fault).inspect_err(|_| drop(self.out.flush()))? else { break };
            if !line.trim().is_empty() {
                let mut all = Vec::new();
                place::read(line, &place, &mut all).inspect_err(|_| drop(self.out.flush()))?;
                all.into_iter().try_for_each(|x| self.write(x))?;
            }
        }
        Ok(())
    }

    fn write(&mut self, x: f64) -> Result<(), CliError> {
        let widest = self.functions.iter().map(|f| f.id().chars().count()).max().unwrap_or(0);
        for f in &self.functions {
            if self.as_json {
                writeln!(self.out, "{}", object(f, x))?;
                continue;
            }
            if self.functions.len() > 1 {
                write!(self.out, "{:widest$}  ", f.id())?;
            }
            writeln!(self.out, "{:<24} {:<24} {}", digits(x), digits(f.value(x)), digits(f.slope(x)))?;
        }
        Ok(())
    }
}

/// The shortest digits that parse to the same number. A whole number in plain notation ends in `.0`.
fn digits(x: f64) -> String {
    let text = number::full(x);
    if text.contains(['.', 'e', 'n', 'N']) { text } else { text + ".0" }
}

fn object(f: &Function, x: f64) -> Value {
    let mut object = Map::new();
    object.insert("activation".into(), json!(f.id()));
    if let Some(text) = f.text().filter(|text| *text != f.id()) {
        object.insert("formula".into(), json!(text));
    }
    if !f.parameters().is_empty() {
        let parameters = f.parameters().iter().zip(f.parameter_values());
        object.insert("knobs".into(), parameters.map(|(k, v)| (k.name.to_string(), json_number(*v))).collect());
    }
    for (name, number) in [("x", x), ("value", f.value(x)), ("slope", f.slope(x))] {
        object.insert(name.into(), json_number(number));
    }
    json::object("value", Value::Object(object))
}
