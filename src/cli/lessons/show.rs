//! A lesson as plain text.

use crate::cli::CliError;
use crate::lessons::{Answer, InlineKind, InlineSpan, LessonBlock, LessonStep, LessonText};
use crate::screens::without_terms;
use crate::text::visible;
use crate::widgets::prose::{self, StyledText, TextTone, tied};
use crate::words::Words;
use std::io::Write;

/// The width of a line, in cells.
const MEASURE: usize = 76;

pub(super) struct LessonPrinter<'a> {
    pub(super) words: &'a Words,
    /// Whether terms of the other language are left out.
    pub(super) is_bare: bool,
    pub(super) out: &'a mut dyn Write,
}

impl LessonPrinter<'_> {
    pub(super) fn lesson(&mut self, text: &LessonText, n: usize) -> Result<(), CliError> {
        writeln!(self.out, "{n}. {}\n{}", visible(&text.title), visible(&text.summary))?;
        for (step, at) in text.steps.iter().zip(1_usize..) {
            writeln!(self.out, "\n{n}.{at} {}", visible(&step.title))?;
            step.blocks.iter().try_for_each(|one| self.block(one))?;
            self.question(step)?;
            writeln!(self.out, "\n  $ actlab open {}", visible(&step.exhibit))?;
            for (key, does) in &step.keys {
                writeln!(self.out, "  {}: {}", visible(key), visible(does))?;
            }
        }
        Ok(())
    }

    fn block(&mut self, block: &LessonBlock) -> Result<(), CliError> {
        writeln!(self.out)?;
        match block {
            LessonBlock::Paragraph(runs) => self.flow("", pieces(runs)),
            LessonBlock::Bullets(items) => items.iter().try_for_each(|item| self.flow("- ", pieces(item))),
            LessonBlock::Formula(lines) => Ok(lines.iter().try_for_each(|line| writeln!(self.out, "    {line}"))?),
        }
    }

    fn question(&mut self, step: &LessonStep) -> Result<(), CliError> {
        let Some(p) = &step.prediction else { return Ok(()) };
        let letter = |n: usize| Answer::Given(n).text();
        writeln!(self.out)?;
        self.flow("", vec![(p.question.clone(), TextTone::Plain)])?;
        for (n, answer) in p.answers.iter().enumerate() {
            self.flow(&format!("  {}  ", letter(n)), vec![(answer.clone(), TextTone::Plain)])?;
        }
        let because = format!("{} {}", self.words.fill("walk.answer", &[("right", &letter(p.right))]), p.because);
        writeln!(self.out)?;
        self.flow("", vec![(because, TextTone::Plain)])
    }

    /// Wraps text with a prefix before the first line and the same indent before the others.
    fn flow(&mut self, lead: &str, mut pieces: Vec<StyledText>) -> Result<(), CliError> {
        for (text, _) in pieces.iter_mut().filter(|_| self.is_bare) {
            *text = without_terms(text, self.words.language());
        }
        for (n, line) in prose::wrap(&pieces, MEASURE - lead.len()).iter().enumerate() {
            let before = if n == 0 { lead.to_owned() } else { " ".repeat(lead.len()) };
            writeln!(self.out, "{before}{}", prose::plain(line))?;
        }
        Ok(())
    }
}

fn pieces(runs: &[InlineSpan]) -> Vec<StyledText> {
    let text = |run: &InlineSpan| match &run.kind {
        InlineKind::Link(address) => format!("{} <{address}>", run.text),
        InlineKind::Code => tied(&run.text),
        _ => run.text.clone(),
    };
    runs.iter().map(|run| (text(run), TextTone::Plain)).collect()
}
