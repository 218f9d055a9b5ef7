//! `actlab lessons`: check lessons, list them, print one.

use super::CliError;
use super::args::{Globals, LessonsArgs, LessonsCommand};
use super::environment::{self, Target};
use crate::lessons::{
    Course, GuessOutcome, InlineKind, InlineSpan, LessonBlock, LessonError, LessonFault, LessonStep, LessonText, Tally,
};
use crate::runtime::lesson_check;
use crate::runtime::progress_file::LearnerName;
use crate::text::visible;
use crate::widgets::prose::{self, StyledText, TextTone, tied};
use crate::words::{Message, Words};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// The width of a line, in cells.
const MEASURE: usize = 76;

/// Runs the command. If the check finds errors, the exit code is 1.
pub(super) fn run(globals: &Globals, args: &LessonsArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    match &args.what {
        LessonsCommand::Check { dir } => {
            let words = Words::of(environment::spoken(&environment::load(globals)?));
            return check(dir.as_deref().or(globals.lessons.as_deref()), &words, out);
        }
        LessonsCommand::Show { lesson } => {
            let (course, words) = course(globals)?;
            let n = course.find(lesson).map_err(CliError::usage)?;
            show(course.lessons[n].text(words.language()), n + 1, &words, out)?;
        }
        LessonsCommand::Progress { json, learner } => progress(globals, learner.as_ref(), *json, out)?,
        LessonsCommand::List => {
            let (course, words) = course(globals)?;
            for (lesson, n) in course.lessons.iter().zip(1..) {
                let text = lesson.text(words.language());
                writeln!(out, "{n:>2}  {}: {}", visible(&text.title), visible(&text.summary))?;
            }
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn course(globals: &Globals) -> Result<(Arc<Course>, Words), CliError> {
    let loaded = environment::load(globals)?;
    let words = Words::of(environment::choices(&loaded, Target::Terminal)?.language);
    let course = match environment::course(globals)? {
        Some(course) => course,
        None => Course::built_in().map_err(CliError::failure)?,
    };
    Ok((course, words))
}

/// Writes how far a reader has come.
fn progress(
    globals: &Globals,
    learner: Option<&LearnerName>,
    as_json: bool,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let (course, words) = course(globals)?;
    let (tour, _) = environment::tour(globals, learner)?;
    if let Some(word) = &tour.word {
        return Err(CliError::Failure(word.clone()));
    }
    let mut progress = tour.progress;
    progress.named_by(&course);
    let tally = Tally::of(&course, &progress);
    if as_json {
        writeln!(out, "{}", object(&course, &tally))?;
        return Ok(());
    }
    for (lesson, (n, counted)) in course.lessons.iter().zip((1..).zip(&tally.lessons)) {
        let title = &lesson.text(words.language()).title;
        writeln!(out, "{n:>2}  {:>2}/{:<2} {}", counted.done, counted.steps, visible(title))?;
    }
    let (lesson, step) = tally.place;
    writeln!(out, "{}", words.say(&tally.message()))?;
    let line = format!("actlab open walk {} --step {}", lesson + 1, step + 1);
    writeln!(out, "{}", words.fill("walk.progress-next", &[("line", &line)]))?;
    Ok(())
}

/// The progress as one object.
fn object(course: &Course, tally: &Tally) -> serde_json::Value {
    let lessons: Vec<serde_json::Value> = course
        .lessons
        .iter()
        .zip(&tally.lessons)
        .map(|(lesson, counted)| json!({"lesson": lesson.stem, "steps": counted.steps, "done": counted.done}))
        .collect();
    let guesses: Vec<serde_json::Value> = tally
        .guesses
        .iter()
        .map(|guess| {
            let lesson = &course.lessons[guess.lesson];
            json!({"lesson": lesson.stem, "step": lesson.key(guess.step), "outcome": guess.outcome.id()})
        })
        .collect();
    let (lesson, step) = tally.place;
    let place = &course.lessons[lesson];
    json!({
        "lessons": lessons,
        "guesses": guesses,
        "right": tally.count(GuessOutcome::Right),
        "wrong": tally.count(GuessOutcome::Wrong),
        "skipped": tally.count(GuessOutcome::Skipped),
        "open": tally.count(GuessOutcome::Open),
        "place": {"lesson": place.stem, "step": place.key(step), "number": step + 1},
    })
}

fn check(dir: Option<&Path>, words: &Words, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    let (course, mut faults) = match dir {
        Some(dir) => {
            let (course, faults) = Course::read(dir);
            (course.map(Arc::new), faults)
        }
        None => (Some(Course::built_in().map_err(CliError::failure)?), Vec::new()),
    };
    if let Some(course) = &course {
        // A lesson that cannot be read has an error already. It is not reported as a missing translation as well.
        let unread: Vec<String> = faults.iter().filter_map(|fault| stem(fault.file())).collect();
        let more = lesson_check::examine(course).map_err(CliError::Failure)?;
        let is_new = |fault: &LessonError| {
            let is_untranslated = matches!(fault.reason(), LessonFault::NoTranslation { .. });
            !(is_untranslated && stem(fault.file()).is_some_and(|stem| unread.contains(&stem)))
        };
        faults.extend(more.into_iter().filter(is_new));
    }
    for fault in &faults {
        writeln!(out, "{}", visible(&words.say(fault)))?;
    }
    let steps =
        |course: &Course| course.lessons.iter().map(|l| l.text(crate::words::Language::English).steps.len()).sum();
    let (lessons, steps): (usize, usize) = course.as_deref().map_or((0, 0), |c| (c.lessons.len(), steps(c)));
    let counted = |n: usize, one, more| Message::new(if n == 1 { one } else { more }).with("count", &n);
    let outcome = match faults.len() {
        0 => Message::new("check.holds"),
        n => counted(n, "check.one-wrong", "check.wrong"),
    };
    let all = Message::new("check.all")
        .with("lessons", &counted(lessons, "check.lesson", "check.lessons"))
        .with("steps", &counted(steps, "check.step", "check.steps"))
        .with("outcome", &outcome);
    writeln!(out, "{}", words.say(&all))?;
    out.flush()?;
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn stem(file: &str) -> Option<String> {
    Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned())
}

/// Writes a lesson as plain text.
fn show(text: &LessonText, n: usize, words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out, "{n}. {}\n{}", visible(&text.title), visible(&text.summary))?;
    for (step, at) in text.steps.iter().zip(1..) {
        writeln!(out, "\n{n}.{at} {}", visible(&step.title))?;
        step.blocks.iter().try_for_each(|one| block(one, out))?;
        question(step, words, out)?;
        writeln!(out, "\n  $ actlab open {}", visible(&step.exhibit))?;
        for (key, does) in &step.keys {
            writeln!(out, "  {}: {}", visible(key), visible(does))?;
        }
    }
    Ok(())
}

fn block(block: &LessonBlock, out: &mut dyn Write) -> Result<(), CliError> {
    writeln!(out)?;
    match block {
        LessonBlock::Paragraph(runs) => flow("", &pieces(runs), out),
        LessonBlock::Bullets(items) => items.iter().try_for_each(|item| flow("- ", &pieces(item), out)),
        LessonBlock::Formula(lines) => Ok(lines.iter().try_for_each(|line| writeln!(out, "    {line}"))?),
    }
}

fn question(step: &LessonStep, words: &Words, out: &mut dyn Write) -> Result<(), CliError> {
    let Some(p) = &step.prediction else { return Ok(()) };
    let letter = |n: usize| crate::lessons::Answer::Given(n).text();
    writeln!(out)?;
    flow("", &[(p.question.clone(), TextTone::Plain)], out)?;
    for (n, answer) in p.answers.iter().enumerate() {
        flow(&format!("  {}  ", letter(n)), &[(answer.clone(), TextTone::Plain)], out)?;
    }
    let because = format!("{} {}", words.fill("walk.answer", &[("right", &letter(p.right))]), p.because);
    writeln!(out)?;
    flow("", &[(because, TextTone::Plain)], out)
}

fn pieces(runs: &[InlineSpan]) -> Vec<StyledText> {
    let text = |run: &InlineSpan| match &run.kind {
        InlineKind::Link(address) => format!("{} <{address}>", run.text),
        InlineKind::Code => tied(&run.text),
        _ => run.text.clone(),
    };
    runs.iter().map(|run| (text(run), TextTone::Plain)).collect()
}

/// Wraps text with a prefix before the first line and the same indent before the others.
fn flow(lead: &str, pieces: &[StyledText], out: &mut dyn Write) -> Result<(), CliError> {
    for (n, line) in prose::wrap(pieces, MEASURE - lead.len()).iter().enumerate() {
        let before = if n == 0 { lead.to_owned() } else { " ".repeat(lead.len()) };
        writeln!(out, "{before}{}", prose::plain(line))?;
    }
    Ok(())
}
