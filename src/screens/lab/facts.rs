//! The facts of a function, in words.

use super::{LabScreen, Settings};
use crate::functions::function::Function;
use crate::functions::properties::{Bounds, Break, BreakKind, Claims, Extent, Held, Monotone, Scope, Steepest, WINDOW};
use crate::jobs::PictureSource;
use crate::numeric::sort::sort_few;
use crate::picture::{LoadStage, PictureError};
use crate::screens::functions::name;
use crate::screens::number::short;
use crate::words::Words;

/// Facts for the status lines, the most important first.
pub(super) fn facts(room: &LabScreen, words: &Words) -> Vec<String> {
    let all: Vec<&Function> = room.compared().collect();
    if all.len() > 1 { compared(room, &all, words) } else { alone(room, words) }
}

fn alone(room: &LabScreen, words: &Words) -> Vec<String> {
    let f = room.function();
    let facts = f.facts();
    if let Some(scope) = facts.nowhere {
        return vec![held(words.get("lab.nowhere").to_owned(), scope, words)];
    }
    let mut said: Vec<String> = Vec::new();
    // On a page with samples only, their facts come first.
    let panels = room.derived.panels;
    let samples_only = panels.function.is_none() && panels.samples.is_some();
    said.extend(lost(room, words));
    said.extend(slopeless(room, words).filter(|_| samples_only));
    said.extend(breaks(&facts, words));
    said.extend(
        facts.range.map(|r| held(words.fill("lab.range", &[("range", &range(&r.what, words))]), r.scope, words)),
    );
    said.extend(missing(room, words));
    said.extend(slopeless(room, words).filter(|_| !samples_only));
    said.extend(facts.steepest.map(|s| held(steepest(&s.what, words), s.scope, words)));
    said.extend(saturates(&facts, words).map(str::to_owned));
    said.extend(centred(&facts, words));
    said.extend(facts.monotone.map(|m| held(words.get(monotone(m.what)).to_owned(), m.scope, words)));
    said.extend(facts.at_zero.map(|y| words.fill("lab.at-zero", &[("value", &short(y))])));
    said.extend(smooth(&facts, words));
    said.push(format!("f(x) = {}", f.formula()));
    said.extend(f.paper().map(|p| format!("{} {}", p.author, p.year)));
    said
}

/// A statement with the x for which it holds.
fn held(said: String, scope: Scope, words: &Words) -> String {
    match scope {
        Scope::Everywhere => said,
        Scope::Window => words.fill("lab.in-window", &[("fact", &said)]),
    }
}

fn centred(facts: &Claims, words: &Words) -> Option<String> {
    let Held { what, scope } = facts.zero_centred?;
    Some(held(words.get(if what { "lab.centred" } else { "lab.not-centred" }).to_owned(), scope, words))
}

fn smooth(facts: &Claims, words: &Words) -> Option<String> {
    let scope = match facts.extent {
        Extent::All => Scope::Everywhere,
        Extent::Window => Scope::Window,
        Extent::Endless | Extent::Some => return None,
    };
    facts.breaks.is_empty().then(|| held(words.get("lab.smooth").to_owned(), scope, words))
}

/// Figures by name, for lessons.
pub(super) fn figures(room: &LabScreen) -> Vec<(String, f64)> {
    let (f, x) = (room.function(), room.now.cursor);
    let facts = f.facts();
    let mut figures = vec![("x", x), ("value", f.value(x)), ("slope", f.slope(x))];
    figures.extend(facts.steepest.map(|s| ("steepest", s.what.slope)));
    figures.extend(facts.range.into_iter().flat_map(|r| [("low", r.what.low), ("high", r.what.high)]));
    if let Some(survey) = room.derived.survey() {
        let share = survey.saturated as f64 / survey.count.max(1) as f64;
        if survey.lost < survey.count {
            figures.extend([("mean", survey.outputs.mean), ("deviation", survey.outputs.deviation)]);
        }
        figures.extend([("saturated", share), ("samples", survey.count as f64), ("lost", survey.lost as f64)]);
    }
    figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The same fact of each function, side by side.
fn compared(room: &LabScreen, all: &[&Function], words: &Words) -> Vec<String> {
    let x = room.now.cursor;
    // Functions without such a fact are left out.
    let each = |say: &dyn Fn(&Function, &Claims) -> Option<String>| {
        let one = |f: &&Function| Some(format!("{} {}", name(f, words), say(f, &f.facts())?));
        Some(all.iter().filter_map(one).collect::<Vec<_>>().join(", ")).filter(|said| !said.is_empty())
    };
    let titled = |title: &str, said: Option<String>| said.map(|said| format!("{title}: {said}"));
    let at = words.fill("lab.values-at", &[("x", &short(x))]);
    let mut said: Vec<String> =
        lost(room, words).map(|lost| format!("{} {lost}", name(room.function(), words))).into_iter().collect();
    said.extend(titled(&at, each(&|f, _| Some(short(f.value(x))))));
    said.extend(titled(words.get("lab.slopes"), each(&|f, _| Some(short(f.slope(x))))));
    said.extend(missing(room, words).map(|missing| format!("{} {missing}", name(room.function(), words))));
    let steepest = |facts: &Claims| facts.steepest.map(|s| held(short(s.what.slope), s.scope, words));
    said.extend(titled(words.get("lab.steepest-short"), each(&|_, facts| steepest(facts))));
    said.extend(each(&|_, facts| saturates(facts, words).map(str::to_owned)));
    said.extend(each(&|_, facts| centred(facts, words)));
    let range = |facts: &Claims| facts.range.map(|r| held(range(&r.what, words), r.scope, words));
    said.extend(titled(words.get("lab.range-short"), each(&|_, facts| range(facts))));
    said.extend(each(&|_, facts| {
        facts.nowhere.map(|scope| held(words.get("lab.nowhere-short").to_owned(), scope, words))
    }));
    said
}

/// An interval in words. They leave open whether an end belongs to it if that is not known.
fn range(r: &Bounds, words: &Words) -> String {
    let ends = [("low", short(r.low)), ("high", short(r.high))];
    let (Some(low), Some(high)) = (r.low_attained, r.high_attained) else {
        return words.fill("lab.between", &[("low", &ends[0].1), ("high", &ends[1].1)]);
    };
    let (open, close) = (if low { '[' } else { '(' }, if high { ']' } else { ')' });
    format!("{open}{}, {}{close}", ends[0].1, ends[1].1)
}

/// If there are more breaks than this, not all are named.
const MOST_BREAKS: usize = 4;

/// Where there is no slope, and what training uses there: jumps, then corners.
fn breaks(facts: &Claims, words: &Words) -> Vec<String> {
    let of = |kind: BreakKind| facts.breaks.iter().filter(move |b| b.kind == kind).copied().collect::<Vec<Break>>();
    let kinds = [("lab.jump", of(BreakKind::Jump)), ("lab.corner", of(BreakKind::Corner))];
    let one_kind = kinds.iter().any(|(_, breaks)| breaks.is_empty());
    let extent = match facts.extent {
        // It is not known which kind goes on forever.
        Extent::Endless if !one_kind => Extent::Some,
        extent => extent,
    };
    kinds.iter().filter(|(_, all)| !all.is_empty()).map(|(key, all)| broken(key, all, extent, words)).collect()
}

fn broken(key: &str, all: &[Break], extent: Extent, words: &Words) -> String {
    // Of many, show those nearest to zero.
    let mut shown = all.to_vec();
    sort_few(&mut shown, |a, b| a.x.abs().total_cmp(&b.x.abs()).is_lt());
    if shown.len() > MOST_BREAKS || extent == Extent::Endless {
        shown.truncate(MOST_BREAKS - 1);
    }
    sort_few(&mut shown, |a, b| a.x.total_cmp(&b.x).is_lt());
    let mut places = shown.iter().map(|b| short(b.x)).collect::<Vec<_>>().join(", ");
    let is_near = |b: &&Break| (WINDOW[0]..=WINDOW[1]).contains(&b.x);
    let near = |breaks: &[Break]| breaks.iter().filter(is_near).count();
    if shown.len() < all.len() {
        let (key, n) = match extent {
            Extent::All => ("lab.more", all.len() - shown.len()),
            Extent::Window => ("lab.more-near", near(all) - near(&shown)),
            Extent::Endless => ("lab.more-endless", 0),
            Extent::Some => ("lab.more-some", 0),
        };
        places = words.fill(key, &[("places", &places), ("n", &n.to_string())]);
    }
    let mut used: Vec<String> = shown.iter().map(|b| short(b.slope_used)).collect();
    used.dedup();
    words.fill(key, &[("x", &places), ("slope", &used.join(", "))])
}

fn steepest(s: &Steepest, words: &Words) -> String {
    let slope = short(s.slope);
    match s {
        s if s.slope.is_infinite() => words.get("lab.steepest-unbounded").to_owned(),
        s if s.slope == 0.0 => words.get("lab.steepest-never").to_owned(),
        s if s.at.is_nan() => words.fill("lab.steepest-size", &[("slope", &slope)]),
        s if s.attained && s.at.is_finite() => words.fill("lab.steepest", &[("slope", &slope), ("x", &short(s.at))]),
        s => words.fill("lab.steepest-towards", &[("slope", &slope), ("x", &short(s.at))]),
    }
}

/// On which sides the function saturates, as far as is known.
fn saturates<'a>(facts: &Claims, words: &'a Words) -> Option<&'a str> {
    Some(words.get(match (facts.saturates[0], facts.saturates[1]) {
        (Some(true), Some(true)) => "lab.saturates-both",
        (Some(true), _) => "lab.saturates-left",
        (_, Some(true)) => "lab.saturates-right",
        (Some(false), Some(false)) => "lab.saturates-never",
        _ => return None,
    }))
}

fn monotone(monotone: Monotone) -> &'static str {
    match monotone {
        Monotone::Rising => "lab.rising",
        Monotone::Falling => "lab.falling",
        Monotone::Neither => "lab.not-monotone",
    }
}

/// The places in the visible range without a finite value.
fn missing(room: &LabScreen, words: &Words) -> Option<String> {
    let (missing, all) = room.derived.function.missing();
    (missing > 0).then(|| words.fill("lab.missing", &[("n", &missing.to_string()), ("all", &all.to_string())]))
}

/// The samples without a finite value.
pub(super) fn lost(room: &LabScreen, words: &Words) -> Option<String> {
    let survey = room.derived.survey().filter(|survey| survey.lost > 0)?;
    let (n, all) = (survey.lost.to_string(), survey.count.to_string());
    Some(words.fill("lab.missing-samples", &[("n", &n), ("all", &all)]))
}

/// The samples that let no gradient through.
fn slopeless(room: &LabScreen, words: &Words) -> Option<String> {
    let survey = room.derived.survey()?;
    let (n, dead) = (survey.saturated.to_string(), survey.dead.to_string());
    let all = survey.count.to_string();
    let key = if survey.dead > 0 { "lab.dead" } else { "lab.saturated" };
    Some(words.fill(key, &[("n", &n), ("dead", &dead), ("all", &all)]))
}

/// Why a picture cannot be shown, in the language of the reader.
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

/// The stage of loading a picture, in words.
pub(super) fn stage(stage: LoadStage, words: &Words) -> &str {
    words.get(match stage {
        LoadStage::Reading => "picture.reading",
        LoadStage::Decoding => "picture.decoding",
        LoadStage::Shrinking => "picture.shrinking",
    })
}

pub(super) fn picture_name(now: &Settings, words: &Words) -> String {
    match &now.source {
        PictureSource::BuiltIn => words.get("picture.dog").to_owned(),
        PictureSource::File(path) if path.as_os_str() == "-" => words.get("reading.input").to_owned(),
        PictureSource::File(path) => path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned()),
    }
}

/// The `eval` command that prints the values at the cursor in full precision.
pub(super) fn eval_line(room: &LabScreen) -> String {
    let f = room.function();
    let subject = match f.text() {
        Some(text) => format!("--formula {}", shell_words::quote(text)),
        None => f.id().to_owned(),
    };
    let parameters =
        f.parameters().iter().zip(f.parameter_values()).filter(|(parameter, value)| parameter.default != **value);
    let parameters: Vec<String> =
        parameters.map(|(parameter, value)| format!(" --knob {}={value:?}", parameter.name)).collect();
    format!("actlab eval {subject}{} --at {:?}", parameters.concat(), room.now.cursor)
}
