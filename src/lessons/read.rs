//! Parses a lesson: front matter, then Markdown.

use super::figure::FigureCheck;
use super::inline::{InlineKind, InlineSpans, NumberKind};
use super::tail::Tail;
use super::{LessonBlock, LessonError, LessonFault, LessonStep, LessonText, hidden, unparsed};
use crate::text::document::from_toml;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: String,
    summary: String,
}

impl LessonText {
    /// Parses the text of a file of that name.
    ///
    /// # Errors
    /// The first error, with its line.
    pub fn parse(text: &str, file: &str) -> Result<Self, LessonError> {
        let fault = |line, reason| LessonError::new(file, line, reason);
        let unopened = || fault(1, LessonFault::NoFront);
        let rest = text.strip_prefix("+++\n").ok_or_else(unopened)?;
        let end = rest.find("\n+++\n").ok_or_else(unopened)?;
        let front: Front =
            from_toml(&rest[..=end]).map_err(|(line, reason)| fault(line + 1, LessonFault::Toml { reason }))?;
        let body = end + "+++\n".len() + "\n+++\n".len();
        let reader = Reader {
            text,
            file,
            body,
            steps: Vec::new(),
            open: None,
            runs: InlineSpans::default(),
            item: None,
            words: unparsed::UnparsedText::default(),
            unparsed: Vec::new(),
        };
        let (steps, mut unparsed) = reader.read()?;
        if steps.is_empty() {
            return Err(fault(1, LessonFault::NoStep));
        }
        let mut hidden = hidden::in_source(text);
        // What an escape stands for is visible only in the parsed text.
        let front_matter = [&front.title, &front.summary].into_iter().flat_map(|words| hidden::in_words(words, 1));
        let mut escaped: Vec<(usize, char)> = front_matter.chain(steps.iter().flat_map(hidden::in_step)).collect();
        escaped.retain(|(_, c)| !text.contains(*c));
        hidden.extend(escaped);
        hidden.sort_unstable();
        hidden.dedup();
        unparsed.extend(steps.iter().flat_map(unparsed::in_tail));
        Ok(Self { file: file.to_owned(), title: front.title, summary: front.summary, steps, hidden, unparsed })
    }
}

/// A step that is being parsed.
struct Open {
    line: usize,
    title: String,
    blocks: Vec<LessonBlock>,
    checks: Vec<FigureCheck>,
}

/// The state after the events so far.
struct Reader<'a> {
    text: &'a str,
    file: &'a str,
    /// Where the Markdown begins.
    body: usize,
    steps: Vec<LessonStep>,
    open: Option<Open>,
    runs: InlineSpans,
    /// The list that is being parsed, if there is one.
    item: Option<Vec<Vec<super::InlineSpan>>>,
    /// The text of the paragraph that is being parsed.
    words: unparsed::UnparsedText,
    unparsed: unparsed::Found,
}

impl Reader<'_> {
    fn line(&self, offset: usize) -> usize {
        self.text.get(..self.body + offset).unwrap_or(self.text).matches('\n').count() + 1
    }

    fn fault(&self, offset: usize, reason: LessonFault) -> LessonError {
        LessonError::new(self.file, self.line(offset), reason)
    }

    fn read(mut self) -> Result<(Vec<LessonStep>, unparsed::Found), LessonError> {
        let source = &self.text[self.body..];
        let mut kinds = vec![InlineKind::Plain];
        let mut fence: Option<(String, usize, String)> = None;
        let mut number: Option<(String, usize)> = None;
        for (event, range) in Parser::new(source).into_offset_iter() {
            let at = range.start;
            if fence.is_none() {
                self.seek(&event, at);
            }
            match event {
                Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => self.unfinished(at)?,
                Event::End(TagEnd::Heading(HeadingLevel::H2)) => self.begin(at),
                Event::End(TagEnd::Paragraph) => self.paragraph(at)?,
                Event::Start(Tag::List(None)) => self.item = Some(Vec::new()),
                Event::End(TagEnd::Item) => {
                    let runs = self.runs.take();
                    if let Some(items) = self.item.as_mut().filter(|_| !runs.is_empty()) {
                        items.push(runs);
                    }
                }
                Event::End(TagEnd::List(_)) => {
                    let items = self.item.take().unwrap_or_default();
                    self.block(at, LessonBlock::Bullets(items))?;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) => {
                    fence = Some((name.to_string(), at, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((name, at, text)) = fence.take() {
                        self.fence(&name, at, &text)?;
                    }
                }
                Event::Start(Tag::Strong) => kinds.push(InlineKind::Strong),
                Event::Start(Tag::Emphasis) => kinds.push(InlineKind::Emphasis),
                Event::Start(Tag::Link { dest_url, .. }) => match dest_url.strip_prefix('=') {
                    Some(figure) => {
                        kinds.push(InlineKind::Number(NumberKind::of(figure)));
                        number = Some((figure.to_owned(), at));
                    }
                    None => kinds.push(InlineKind::Link(dest_url.to_string())),
                },
                Event::End(TagEnd::Link) => {
                    if let Some((figure, at)) = number.take() {
                        let (end, line) = (self.body + range.end, self.line(at));
                        let written = self.text[self.body + at + 1..end].split(']').next().unwrap_or_default();
                        let check = FigureCheck::read(&figure, written, line);
                        let outside = self.fault(at, LessonFault::LooseNumber);
                        self.open.as_mut().ok_or(outside)?.checks.push(check);
                    }
                    kinds.pop();
                }
                Event::End(TagEnd::Strong | TagEnd::Emphasis) => drop(kinds.pop()),
                Event::Text(text) => match &mut fence {
                    Some((_, _, code)) => code.push_str(&text),
                    None => self.runs.push(&text, kinds.last().unwrap_or(&InlineKind::Plain)),
                },
                Event::Code(text) => self.runs.push(&text, &InlineKind::Code),
                Event::SoftBreak | Event::HardBreak => self.runs.push(" ", kinds.last().unwrap_or(&InlineKind::Plain)),
                Event::Start(Tag::Paragraph | Tag::Item) => {}
                _ => return Err(self.fault(at, LessonFault::Markdown)),
            }
        }
        self.unfinished(source.trim_end().len())?;
        Ok((self.steps, self.unparsed))
    }

    /// Collects the text between two blocks, and looks for markup in it that was not parsed as markup.
    fn seek(&mut self, event: &Event<'_>, at: usize) {
        match event {
            Event::Text(text) => {
                let is_escaped = self.text[..self.body + at].ends_with('\\');
                self.words.push(text, at, is_escaped);
            }
            Event::SoftBreak | Event::HardBreak | Event::Code(_) => self.words.part(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) => {
                let found = self.words.take();
                let lines = found.into_iter().map(|(at, why)| (self.line(at), why)).collect::<Vec<_>>();
                self.unparsed.extend(lines);
            }
            _ => {}
        }
    }

    /// Checks that a step has ended before the next one begins.
    fn unfinished(&self, at: usize) -> Result<(), LessonError> {
        match &self.open {
            Some(open) => Err(self.fault(at, LessonFault::Unfinished { title: open.title.clone() })),
            None => Ok(()),
        }
    }

    fn begin(&mut self, at: usize) {
        let title = self.runs.take().into_iter().map(|run| run.text).collect();
        self.open = Some(Open { line: self.line(at), title, blocks: Vec::new(), checks: Vec::new() });
    }

    fn paragraph(&mut self, at: usize) -> Result<(), LessonError> {
        // A paragraph within a list is the text of its item.
        if self.item.is_some() {
            return Ok(());
        }
        let runs = self.runs.take();
        self.block(at, LessonBlock::Paragraph(runs))
    }

    fn block(&mut self, at: usize, block: LessonBlock) -> Result<(), LessonError> {
        let outside = self.fault(at, LessonFault::LooseText);
        self.open.as_mut().ok_or(outside)?.blocks.push(block);
        Ok(())
    }

    fn fence(&mut self, name: &str, at: usize, text: &str) -> Result<(), LessonError> {
        match name {
            "text" => self.block(at, LessonBlock::Formula(text.lines().map(str::to_owned).collect())),
            "step" => {
                let inside = |lines: usize, reason| LessonError::new(self.file, self.line(at) + 1 + lines, reason);
                let tail = Tail::read(text).map_err(|(line, reason)| inside(line, reason))?;
                let find = |key: &str| text.lines().position(|line| line.starts_with(key)).unwrap_or(0);
                let keys = tail.keys().map_err(|reason| inside(find("keys"), reason))?;
                if let Some(reason) = tail.uncovered() {
                    return Err(inside(find("covered"), reason));
                }
                let prediction = tail.prediction().map_err(|reason| inside(find("[predict]"), reason))?;
                let without = self.fault(at, LessonFault::LooseBlock);
                let open = self.open.take().ok_or(without)?;
                self.steps.push(LessonStep {
                    line: open.line,
                    title: open.title,
                    blocks: open.blocks,
                    checks: open.checks,
                    at: self.line(at) + 1 + find("exhibit"),
                    exhibit: tail.exhibit,
                    panels: tail.panels,
                    covered: tail.covered,
                    keys,
                    run: tail.run,
                    prediction,
                });
                Ok(())
            }
            other => Err(self.fault(at, LessonFault::Fence { name: other.to_owned() })),
        }
    }
}
