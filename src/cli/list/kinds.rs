//! `actlab list` for the kinds that experiments name: data sets, optimisers, losses, initialisers and regularisers.

use crate::cli::args::Listed;
use crate::cli::{CliError, json};
use crate::nn::dataset::DatasetSpec;
use crate::nn::init::Init;
use crate::nn::loss::Loss;
use crate::nn::optimizer::Optimizer;
use crate::nn::regularizer::Regularizer;
use serde_json::{Value, json};
use std::io::Write;

/// Writes the kinds with their defaults.
pub(super) fn write(what: Listed, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let table = |table: Option<Result<toml::Table, toml::ser::Error>>| table.and_then(Result::ok).unwrap_or_default();
    let (what, kinds): (&str, Vec<(&str, toml::Table)>) = match what {
        Listed::Optimisers => {
            ("optimiser", all(&Optimizer::names(), |name| table(Optimizer::named(name).map(|k| k.table()))))
        }
        Listed::Losses => ("loss", all(&Loss::names(), |name| table(Loss::named(name).map(|k| k.table())))),
        Listed::Initialisers => {
            ("initialiser", all(&Init::names(), |name| table(Init::named(name).map(|k| k.table()))))
        }
        Listed::Regularisers => {
            ("regulariser", all(&Regularizer::names(), |name| table(Regularizer::named(name).map(|k| k.table()))))
        }
        _ => ("data set", all(&DatasetSpec::names(), |name| table(DatasetSpec::named(name).map(|k| k.table())))),
    };
    for (name, table) in kinds {
        let fields = table.iter().filter(|(key, _)| *key != "kind");
        if as_json {
            let fields: serde_json::Map<String, Value> =
                fields.map(|(key, value)| (key.clone(), json::of_toml(value))).collect();
            writeln!(out, "{}", json::object("kind", json!({"what": what, "name": name, "fields": fields})))?;
        } else {
            let fields: Vec<String> = fields.map(|(key, value)| format!("{key} = {value}")).collect();
            writeln!(out, "{}", format!("{name:<24} {}", fields.join(", ")).trim_end())?;
        }
    }
    Ok(())
}

fn all(names: &[&'static str], table: impl Fn(&str) -> toml::Table) -> Vec<(&'static str, toml::Table)> {
    names.iter().map(|name| (*name, table(name))).collect()
}
