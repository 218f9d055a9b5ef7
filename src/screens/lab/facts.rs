//! What is known of a function, in words.

use super::{Lab, Settings};
use crate::lab::bench::Source;
use crate::lab::facts::{BreakKind, Facts, Monotone, Range};
use crate::lab::function::Function;
use crate::lab::picture::{PictureError, Progress};
use crate::screens::functions::name;
use crate::screens::number::short;
use crate::words::Words;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &Lab, words: &Words) -> Vec<String> {
    let all: Vec<&Function> = room.compared().collect();
    if all.len() > 1 { compared(room, &all, words) } else { alone(room, words) }
}

fn alone(room: &Lab, words: &Words) -> Vec<String> {
    let f = room.function();
    let facts = f.facts();
    if facts.range.low.is_nan() {
        return vec![words.get("lab.nowhere").to_owned()];
    }
    let mut said: Vec<String> = Vec::new();
    // On a page of samples alone, what became of them comes first.
    let panels = room.derived.panels;
    let samples_only = panels.function.is_none() && panels.samples.is_some();
    said.extend(slopeless(room, words).filter(|_| samples_only));
    said.extend(breaks(&facts, words));
    said.push(words.fill("lab.range", &[("range", &range(&facts.range))]));
    said.extend(missing(room, words));
    said.extend(slopeless(room, words).filter(|_| !samples_only));
    said.push(steepest(&facts, words));
    said.push(saturates(&facts, words).to_owned());
    said.push(words.get(if facts.zero_centred { "lab.centred" } else { "lab.not-centred" }).to_owned());
    said.push(words.get(monotone(&facts)).to_owned());
    said.push(words.fill("lab.at-zero", &[("value", &short(facts.at_zero))]));
    if facts.breaks.is_empty() {
        said.push(words.get("lab.smooth").to_owned());
    }
    said.push(format!("f(x) = {}", f.formula()));
    said.extend(f.paper().map(|p| format!("{} {}", p.author, p.year)));
    said
}

/// Numbers by name, for texts that rest on them.
pub(super) fn figures(room: &Lab) -> Vec<(String, f64)> {
    let (f, x) = (room.function(), room.now.cursor);
    let facts = f.facts();
    let mut figures = vec![
        ("x", x),
        ("value", f.value(x)),
        ("slope", f.slope(x)),
        ("steepest", facts.steepest.slope),
        ("low", facts.range.low),
        ("high", facts.range.high),
    ];
    if let Some(survey) = room.derived.survey() {
        let share = survey.saturated as f64 / survey.count.max(1) as f64;
        figures.extend([("mean", survey.outputs.mean), ("deviation", survey.outputs.deviation)]);
        figures.extend([("saturated", share), ("samples", survey.count as f64)]);
    }
    figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The same fact of each, side by side.
fn compared(room: &Lab, all: &[&Function], words: &Words) -> Vec<String> {
    let x = room.now.cursor;
    let each = |say: &dyn Fn(&Function, &Facts) -> String| {
        all.iter().map(|f| format!("{} {}", name(f, words), say(f, &f.facts()))).collect::<Vec<_>>().join(", ")
    };
    let at = words.fill("lab.values-at", &[("x", &short(x))]);
    let mut said = vec![
        format!("{at}: {}", each(&|f, _| short(f.value(x)))),
        format!("{}: {}", words.get("lab.slopes"), each(&|f, _| short(f.slope(x)))),
        format!("{}: {}", words.get("lab.steepest-short"), each(&|_, facts| short(facts.steepest.slope))),
        each(&|_, facts| saturates(facts, words).to_owned()),
        each(&|_, facts| words.get(if facts.zero_centred { "lab.centred" } else { "lab.not-centred" }).to_owned()),
        format!("{}: {}", words.get("lab.range-short"), each(&|_, facts| range(&facts.range))),
    ];
    if let Some(missing) = missing(room, words) {
        said.insert(2, format!("{} {missing}", name(room.function(), words)));
    }
    said
}

fn range(r: &Range) -> String {
    let open = if r.low_attained { '[' } else { '(' };
    let close = if r.high_attained { ']' } else { ')' };
    format!("{open}{}, {}{close}", short(r.low), short(r.high))
}

/// More breaks than this are not all named.
const MOST_BREAKS: usize = 4;

/// Where there is no slope, and what training takes instead.
fn breaks(facts: &Facts, words: &Words) -> Option<String> {
    let first = facts.breaks.first()?;
    // Of many, those nearest to zero.
    let mut shown = facts.breaks.clone();
    shown.sort_by(|a, b| a.x.abs().total_cmp(&b.x.abs()));
    if shown.len() > MOST_BREAKS {
        shown.truncate(MOST_BREAKS - 1);
    }
    shown.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut places = shown.iter().map(|b| short(b.x)).collect::<Vec<_>>().join(", ");
    if shown.len() < facts.breaks.len() {
        places = words.fill("lab.more", &[("places", &places), ("n", &(facts.breaks.len() - shown.len()).to_string())]);
    }
    let mut used: Vec<String> = shown.iter().map(|b| short(b.slope_used)).collect();
    used.dedup();
    let key = if first.kind == BreakKind::Jump { "lab.jump" } else { "lab.corner" };
    Some(words.fill(key, &[("x", &places), ("slope", &used.join(", "))]))
}

fn steepest(facts: &Facts, words: &Words) -> String {
    let s = &facts.steepest;
    let slope = short(s.slope);
    if s.slope.is_infinite() {
        return words.get("lab.steepest-unbounded").to_owned();
    }
    if s.slope == 0.0 {
        return words.get("lab.steepest-never").to_owned();
    }
    if s.attained && s.at.is_finite() {
        return words.fill("lab.steepest", &[("slope", &slope), ("x", &short(s.at))]);
    }
    words.fill("lab.steepest-towards", &[("slope", &slope), ("x", &short(s.at))])
}

fn saturates<'a>(facts: &Facts, words: &'a Words) -> &'a str {
    words.get(match (facts.saturates.left, facts.saturates.right) {
        (true, true) => "lab.saturates-both",
        (true, false) => "lab.saturates-left",
        (false, true) => "lab.saturates-right",
        (false, false) => "lab.saturates-never",
    })
}

fn monotone(facts: &Facts) -> &'static str {
    match facts.monotone {
        Monotone::Rising => "lab.rising",
        Monotone::Falling => "lab.falling",
        Monotone::Neither => "lab.not-monotone",
    }
}

/// Places in sight, and samples, where there is no finite value.
fn missing(room: &Lab, words: &Words) -> Option<String> {
    let (missing, all) = room.derived.function.missing();
    let survey = room.derived.survey();
    let lost = survey.map_or(0, |s| s.count - s.outputs.counts.iter().sum::<u64>().min(s.count as u64) as usize);
    let (key, n, of) = match (missing, lost) {
        (0, 0) => return None,
        (0, n) => ("lab.missing-samples", n, survey.map_or(0, |s| s.count)),
        (n, _) => ("lab.missing", n, all),
    };
    Some(words.fill(key, &[("n", &n.to_string()), ("all", &of.to_string())]))
}

/// Samples that let no gradient through.
fn slopeless(room: &Lab, words: &Words) -> Option<String> {
    let survey = room.derived.survey()?;
    let (n, dead) = (survey.saturated.to_string(), survey.dead.to_string());
    let all = survey.count.to_string();
    let key = if survey.dead > 0 { "lab.dead" } else { "lab.saturated" };
    Some(words.fill(key, &[("n", &n), ("dead", &dead), ("all", &all)]))
}

/// Why a picture is not to be had, in the language of the reader.
pub(super) fn picture_error(error: &PictureError, words: &Words) -> String {
    let (key, numbers) = match error {
        PictureError::Missing { .. } => ("missing", None),
        PictureError::Directory { .. } => ("directory", None),
        PictureError::Forbidden { .. } => ("forbidden", None),
        PictureError::Empty { .. } => ("empty", None),
        PictureError::NotAPicture { .. } => ("not-a-picture", None),
        PictureError::Damaged { .. } => ("damaged", None),
        PictureError::TooManyPixels { width, height, limit, .. } => {
            ("too-many-pixels", Some((format!("{width}×{height}"), limit.to_string())))
        }
        PictureError::TooManyBytes { limit, .. } => {
            ("too-many-bytes", Some((String::new(), (limit >> 20).to_string())))
        }
        PictureError::Unsupported { .. } => ("unsupported", None),
        PictureError::Unreadable { .. } => ("unreadable", None),
    };
    let (size, limit) = numbers.unwrap_or_default();
    words.fill(&format!("picture.{key}"), &[("path", &ending(&error.name())), ("size", &size), ("limit", &limit)])
}

/// The end of a long path, which says more than its beginning.
fn ending(path: &str) -> String {
    const MOST: usize = 40;
    let count = path.chars().count();
    if count <= MOST { path.to_owned() } else { format!("…{}", path.chars().skip(count - MOST).collect::<String>()) }
}

/// How far a picture got.
pub(super) fn stage(stage: Progress, words: &Words) -> &str {
    words.get(match stage {
        Progress::Reading => "picture.reading",
        Progress::Decoding => "picture.decoding",
        Progress::Shrinking => "picture.shrinking",
    })
}

/// The picture's name.
pub(super) fn picture_name(now: &Settings, words: &Words) -> String {
    match &now.source {
        Source::BuiltIn => words.get("picture.dog").to_owned(),
        Source::File(path) => path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
    }
}

/// The command that says what stands at the cursor in all its digits.
pub(super) fn eval_line(room: &Lab) -> String {
    let f = room.function();
    let subject = match f.text() {
        Some(text) => format!("--formula {}", shell_words::quote(text)),
        None => f.id().to_owned(),
    };
    let knobs = f.knobs().iter().zip(f.knob_values()).filter(|(knob, value)| knob.default != **value);
    let knobs: Vec<String> = knobs.map(|(knob, value)| format!(" --knob {}={value:?}", knob.name)).collect();
    format!("actlab eval {subject}{} --at {:?}", knobs.concat(), room.now.cursor)
}
