//! `actlab link`: a link to TensorFlow Playground that comes nearest to an experiment.

use super::args::{DataFlags, Globals, LinkArgs};
use super::environment::{self, Target};
use super::reading::TableReading;
use super::{CliError, error, json, train};
use crate::nn::experiment::{LinkGap, WrittenLink};
use crate::words::{Arg, Message, ToArg, ToMessage, Words};
use serde_json::{Value, json};
use std::io::Write;

/// Writes the link, and says on standard error what it leaves out.
pub(super) fn run(globals: &Globals, args: &LinkArgs, out: &mut dyn Write) -> Result<(), CliError> {
    let loaded = environment::load(globals)?;
    let words = Words::of(environment::choices(&loaded, Target::Terminal)?.language);
    let reading = TableReading::new(environment::memory(&loaded.config), &words);
    let experiment = train::on_data(Some(&args.experiment), &DataFlags::default(), &reading)?;
    let WrittenLink { link, gaps } = experiment.link(globals.seed.unwrap_or(experiment.seed));
    if args.json {
        let gaps: Vec<Value> = gaps.iter().map(|gap| gap.message().to_json(&words)).collect();
        writeln!(out, "{}", json::object("link", json!({ "link": link, "left_out": gaps })))?;
        return Ok(());
    }
    writeln!(out, "{link}")?;
    if !gaps.is_empty() {
        let parts = Arg::List(gaps.iter().map(LinkGap::to_arg).collect());
        error::say(&words, &Message::new("link.left-out").with("parts", &parts))?;
    }
    Ok(())
}
