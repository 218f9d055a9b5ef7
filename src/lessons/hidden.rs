//! Control characters in a lesson that a terminal would obey, written directly or as an escape of TOML or Markdown.

use super::{InlineSpan, LessonBlock, LessonStep};
use crate::text::is_hidden;

/// Those in the file itself, each with its line.
pub(super) fn in_source(source: &str) -> Vec<(usize, char)> {
    let of_line = |(n, line): (usize, &str)| {
        let found = line.chars().filter(|c| is_hidden(*c) && *c != '\t').map(|c| (n + 1, c)).collect::<Vec<_>>();
        found.into_iter()
    };
    source.split('\n').enumerate().flat_map(of_line).collect()
}

/// Those in the text of a step, each with the line where the step begins.
pub(super) fn in_step(step: &LessonStep) -> Vec<(usize, char)> {
    let mut words: Vec<&str> = vec![&step.title, &step.exhibit, &step.run];
    words.extend(step.keys.iter().flat_map(|(key, does)| [key.as_str(), does]));
    for block in &step.blocks {
        match block {
            LessonBlock::Paragraph(runs) => words.extend(runs.iter().map(of_run)),
            LessonBlock::Bullets(items) => words.extend(items.iter().flatten().map(of_run)),
            LessonBlock::Formula(lines) => words.extend(lines.iter().map(String::as_str)),
        }
    }
    if let Some(p) = &step.prediction {
        words.extend([p.question.as_str(), &p.because]);
        words.extend(p.answers.iter().map(String::as_str));
    }
    words.iter().flat_map(|words| in_words(words, step.line)).collect()
}

/// Those in text of a line. Line ends are allowed, because long strings of TOML have them.
pub(super) fn in_words(words: &str, line: usize) -> impl Iterator<Item = (usize, char)> {
    words.chars().filter(|c| is_hidden(*c) && !matches!(c, '\n' | '\t')).map(move |c| (line, c))
}

fn of_run(run: &InlineSpan) -> &str {
    &run.text
}
