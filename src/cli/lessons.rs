//! `actlab lessons`: check lessons, list them, print one.

mod show;

use super::args::{Globals, LessonsArgs, LessonsCommand};
use super::environment::{self, Target};
use super::{CliError, error, json};
use crate::lessons::{Course, GuessOutcome, LessonError, LessonFault, Tally};
use crate::runtime::lesson_check;
use crate::runtime::progress_file::LearnerName;
use crate::text::visible;
use crate::words::{Message, ToMessage, Words};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the command. If the check finds errors, the exit code is theirs.
pub(super) fn run(globals: &Globals, args: &LessonsArgs, out: &mut dyn Write) -> Result<ExitCode, CliError> {
    match &args.what {
        LessonsCommand::Check { dir, json } => {
            let words = Words::of(environment::spoken(&environment::load(globals)?));
            return check(dir.as_deref().or(globals.lessons.as_deref()), *json, &words, out);
        }
        LessonsCommand::Show { lesson } => {
            let loaded = environment::load(globals)?;
            let (course, words) = course(globals)?;
            let is_ascii = environment::choices(&loaded, Target::Terminal)?.ascii;
            let n = course.find(lesson).map_err(CliError::usage)?;
            // Korean terms cannot be written in ASCII.
            let is_bare = is_ascii || !loaded.config.gloss;
            show::LessonPrinter { words: &words, is_bare, out }
                .lesson(course.lessons[n].text(words.language()), n + 1)?;
        }
        LessonsCommand::Progress { json, learner } => progress(globals, learner.as_ref(), *json, out)?,
        LessonsCommand::List { json } => list(globals, *json, out)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the lessons by number.
pub(super) fn list(globals: &Globals, as_json: bool, out: &mut dyn Write) -> Result<(), CliError> {
    let (course, words) = course(globals)?;
    for (lesson, n) in course.lessons.iter().zip(1_u64..) {
        let text = lesson.text(words.language());
        if as_json {
            let steps = text.steps.len();
            let line = json!({"number": n, "lesson": lesson.stem, "title": text.title, "summary": text.summary, "steps": steps});
            writeln!(out, "{}", json::object("lesson", line))?;
        } else {
            writeln!(out, "{n:>2}  {}: {}", visible(&text.title), visible(&text.summary))?;
        }
    }
    Ok(())
}

fn course(globals: &Globals) -> Result<(Arc<Course>, Words), CliError> {
    let loaded = environment::load(globals)?;
    let words = environment::shell_words(&environment::choices(&loaded, Target::Terminal)?);
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
    json::object(
        "progress",
        json!({
            "lessons": lessons,
            "guesses": guesses,
            "right": tally.count(GuessOutcome::Right),
            "wrong": tally.count(GuessOutcome::Wrong),
            "skipped": tally.count(GuessOutcome::Skipped),
            "open": tally.count(GuessOutcome::Open),
            "place": {"lesson": place.stem, "step": place.key(step), "number": step + 1},
        }),
    )
}

fn check(dir: Option<&Path>, as_json: bool, words: &Words, out: &mut dyn Write) -> Result<ExitCode, CliError> {
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
    for fault in faults.iter().filter(|_| !as_json) {
        writeln!(out, "{}", visible(&words.say(fault)))?;
    }
    let steps =
        |course: &Course| course.lessons.iter().map(|l| l.text(crate::words::Language::English).steps.len()).sum();
    let (lessons, steps): (usize, usize) = course.as_deref().map_or((0, 0), |c| (c.lessons.len(), steps(c)));
    let code = faults.iter().map(|fault| error::code(&fault.message())).max().unwrap_or(0);
    if as_json {
        let errors: Vec<_> = faults.iter().map(|fault| fault.message().to_json(words)).collect();
        writeln!(out, "{}", json::object("check", json!({"lessons": lessons, "steps": steps, "errors": errors})))?;
        out.flush()?;
        return Ok(ExitCode::from(code));
    }
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
    Ok(ExitCode::from(code))
}

fn stem(file: &str) -> Option<String> {
    Path::new(file).file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
