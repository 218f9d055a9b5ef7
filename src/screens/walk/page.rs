//! The text of a step as lines: the paragraphs, keys to try, the question, and the result of the answer.

use super::gloss::without_terms;
use super::layout::{self, Arrangement, MOST_ROWS, Panes};
use super::named::{self, Pressed};
use super::{WalkScreen, ending};
use crate::input::Verb;
use crate::input::label;
use crate::lessons::{Answer, InlineKind, InlineSpan, LessonBlock, LessonStep, NumberKind, Prediction};
use crate::screens::AppContext;
use crate::widgets::prose::{self, StyledText, TextTone, tied};
use crate::widgets::text;
use crate::words::{Language, Words};
use ratatui::layout::Size;

/// A paragraph: the prefix of its first line, the indent of the other lines, and its words.
#[derive(Debug, Default)]
struct Par {
    lead: Vec<StyledText>,
    indent: usize,
    words: Vec<StyledText>,
    /// Whether it follows the one before without a blank line.
    tight: bool,
}

impl Par {
    fn plain(words: Vec<StyledText>) -> Self {
        Self { words, ..Self::default() }
    }

    fn lines(&self, cells: usize) -> Vec<Vec<StyledText>> {
        let mut lines = prose::wrap(&self.words, cells.saturating_sub(self.indent));
        for (n, line) in lines.iter_mut().enumerate() {
            let lead = if n == 0 { self.lead.clone() } else { Vec::new() };
            let used: usize = lead.iter().map(|(words, _)| text::width(words)).sum();
            let pad = (" ".repeat(self.indent.saturating_sub(used)), TextTone::Plain);
            line.splice(0..0, lead.into_iter().chain([pad]));
        }
        lines
    }
}

/// What the text of a step depends on besides the step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) answer: Option<Answer>,
    /// Whether the run after a guess is still playing, so that its result is not told yet.
    pub(super) is_playing: bool,
    pub(super) pressed: &'a Pressed,
    pub(super) arrangement: Arrangement,
}

/// The lines of the current step in a pane of that size.
pub(super) fn lines(room: &WalkScreen, shared: &AppContext, inner: Size) -> Vec<Vec<StyledText>> {
    if room.page == super::Page::End {
        let pars: Vec<Par> = ending::paragraphs(room, shared).into_iter().map(Par::plain).collect();
        return flow(&pars, inner, Arrangement::of(room.size));
    }
    let step = room.step(shared.words.language());
    let shown = Shown {
        answer: room.answer(),
        is_playing: room.watch.is_some(),
        pressed: &room.pressed,
        arrangement: Arrangement::of(room.size),
    };
    laid(step, shown, shared, inner)
}

/// How many rows the text of a step takes above an exhibit, for the longest result.
pub(super) fn rows(step: &LessonStep, shared: &AppContext, width: u16) -> u16 {
    let inner = Size::new(width.saturating_sub(2), MOST_ROWS);
    longest(step, shared, inner, Arrangement::Stacked).min(usize::from(u16::MAX)) as u16
}

/// How many lines of a step do not fit on a screen of that size, for the longest result; 0 if all fit.
pub fn overflow(step: &LessonStep, shared: &AppContext, screen: Size) -> usize {
    let size = Size::new(screen.width, screen.height.saturating_sub(if screen.height >= 22 { 4 } else { 3 }));
    let panes = Panes::of_size(size, MOST_ROWS);
    let inner = panes.lines.as_size();
    longest(step, shared, inner, panes.arrangement).saturating_sub(usize::from(inner.height))
}

/// The most lines of a step, among its results and states.
fn longest(step: &LessonStep, shared: &AppContext, inner: Size, arrangement: Arrangement) -> usize {
    let count = step.prediction.as_ref().map_or(0, |p| p.answers.len());
    let answers = [None, Some(Answer::Skipped)].into_iter().chain((0..count).map(|n| Some(Answer::Given(n))));
    let pressed = Pressed::all(step);
    let states = answers.map(|answer| Shown { answer, is_playing: false, pressed: &pressed, arrangement });
    states.map(|shown| laid(step, shown, shared, inner).len()).max().unwrap_or(0)
}

/// The narrowest pane that every step must fit: the one beside an exhibit on a screen of 120×40.
const NARROWEST: Size = Size { width: 120, height: 36 };
/// The most answers of a question.
const MOST_ANSWERS: usize = 6;
/// The most bytes in parentheses that are taken for a Korean term.
const MOST_TERM: usize = 40;
/// The indent of formulas, in cells.
const INDENT: usize = 2;

/// The first unbreakable part that is too wide for a line beside an exhibit, if there is one.
pub fn too_wide(step: &LessonStep) -> Option<&str> {
    let mut whole: Vec<(&str, usize)> = Vec::new();
    for block in &step.blocks {
        match block {
            LessonBlock::Paragraph(runs) => whole.extend(code(runs)),
            LessonBlock::Bullets(items) => items.iter().for_each(|item| whole.extend(code(item))),
            LessonBlock::Formula(lines) => whole.extend(lines.iter().map(|line| (line.as_str(), INDENT))),
        }
    }
    let cells = usize::from(Panes::of_size(NARROWEST, MOST_ROWS).lines.width);
    whole.into_iter().find(|(words, indent)| text::width(words) + indent > cells).map(|(words, _)| words)
}

fn code(runs: &[InlineSpan]) -> impl Iterator<Item = (&str, usize)> {
    runs.iter().filter(|run| run.kind == InlineKind::Code).map(|run| (run.text.as_str(), 0))
}

/// The most blank lines that are removed, the last ones first, if everything then fits.
const SPARE: usize = 3;

fn laid(step: &LessonStep, shown: Shown, shared: &AppContext, inner: Size) -> Vec<Vec<StyledText>> {
    let mut pars = pars(step, shown, shared);
    let is_stacked = shown.arrangement == Arrangement::Stacked;
    let lines = flow(&pars, inner, shown.arrangement);
    // Above an exhibit every row counts.
    let (first, spare) = if is_stacked { (0, pars.len()) } else { (2, SPARE) };
    for _ in 0..spare {
        if let Some(par) = pars.iter_mut().skip(first).rev().find(|par| !par.tight) {
            par.tight = true;
        }
        let rows = usize::from(inner.height);
        let closer = if lines.len() > rows { flow(&pars, inner, shown.arrangement) } else { break };
        if closer.len() <= rows {
            return closer;
        }
    }
    if is_stacked && lines.len() > usize::from(inner.height) {
        return flow(&pars, inner, shown.arrangement);
    }
    lines
}

fn flow(pars: &[Par], inner: Size, arrangement: Arrangement) -> Vec<Vec<StyledText>> {
    let mut lines: Vec<Vec<StyledText>> = Vec::new();
    for par in pars {
        if !lines.is_empty() && !par.tight {
            lines.push(Vec::new());
        }
        lines.extend(par.lines(layout::measure(inner.width, arrangement)));
    }
    lines
}

fn pars(step: &LessonStep, shown: Shown, shared: &AppContext) -> Vec<Par> {
    let is_stacked = shown.arrangement == Arrangement::Stacked;
    let mut pars = Vec::new();
    // Above an exhibit, the title has its own row, and an answer takes the place of the text.
    if !is_stacked {
        pars.push(Par::plain(vec![(step.title.clone(), TextTone::Title)]));
    }
    if !is_stacked || step.prediction.is_none() || shown.answer.is_none() {
        let keys = named::Labels::of(step, shared);
        step.blocks.iter().for_each(|b| block(b, &keys, &mut pars));
    }
    if let Some(prediction) = &step.prediction {
        question(prediction, shown, shared, &mut pars);
    }
    if step.prediction.is_none() || shown.answer.is_some() && !shown.is_playing {
        let keys = keys(step, shown.pressed, shared);
        pars.extend((!keys.is_empty()).then(|| Par::plain(keys)));
    }
    // Korean terms cannot be written in ASCII.
    let is_bare = shared.ascii || !shared.config.gloss;
    for (words, _) in pars.iter_mut().flat_map(|par| &mut par.words) {
        if is_bare {
            *words = without_terms(words, shared.words.language());
        }
        if shared.ascii {
            *words = spelt(words);
        }
    }
    pars
}

fn block(block: &LessonBlock, keys: &named::Labels, pars: &mut Vec<Par>) {
    match block {
        LessonBlock::Paragraph(runs) => pars.push(Par::plain(pieces(runs, keys))),
        LessonBlock::Bullets(items) => pars.extend(items.iter().enumerate().map(|(n, item)| Par {
            lead: vec![("· ".to_owned(), TextTone::Muted)],
            indent: 2,
            words: pieces(item, keys),
            tight: n > 0,
        })),
        LessonBlock::Formula(lines) => pars.extend(lines.iter().enumerate().map(|(n, line)| Par {
            indent: INDENT,
            words: vec![(tied(line), TextTone::Code)],
            tight: n > 0,
            ..Par::default()
        })),
    }
}

fn pieces(runs: &[InlineSpan], keys: &named::Labels) -> Vec<StyledText> {
    let mut pieces = Vec::new();
    for run in runs {
        let tone = match &run.kind {
            InlineKind::Plain => TextTone::Plain,
            InlineKind::Strong => TextTone::Strong,
            InlineKind::Emphasis => TextTone::Emphasis,
            InlineKind::Code => match keys.find(&run.text) {
                Some(label) => {
                    pieces.push((cap(label), TextTone::Key));
                    continue;
                }
                None => TextTone::Code,
            },
            InlineKind::Number(NumberKind::Value) => TextTone::Value,
            InlineKind::Number(NumberKind::Slope) => TextTone::Slope,
            InlineKind::Link(_) => TextTone::Link,
        };
        let whole = matches!(run.kind, InlineKind::Code | InlineKind::Number(_));
        pieces.push((if whole { tied(&run.text) } else { terms_tied(&run.text) }, tone));
        if let InlineKind::Link(address) = &run.kind {
            let address = address.trim_start_matches("https://").trim_start_matches("http://");
            pieces.push((format!(" {address}"), TextTone::Muted));
        }
    }
    pieces
}

/// Equations in a sentence stay together on a line, and so does the Korean name of a term.
fn terms_tied(text: &str) -> String {
    let mut rest = text.replace(" = ", "\u{a0}=\u{a0}");
    let mut kept = String::new();
    while let Some(at) = rest.find('(') {
        let end = rest[at..].find(')').map_or(rest.len(), |end| at + end);
        let term = rest[at..end].chars().any(|c| ('가'..='힣').contains(&c)) && rest[at..end].len() < MOST_TERM;
        kept.push_str(&rest[..at]);
        kept.push_str(&if term { tied(&rest[at..end]) } else { rest[at..end].to_owned() });
        rest = rest.split_off(end);
    }
    kept + &rest
}

/// Keys and what they do, as many per line as fit. A key that was pressed is marked, with what the text says of it.
fn keys(step: &LessonStep, pressed: &Pressed, shared: &AppContext) -> Vec<StyledText> {
    let mut pieces = Vec::new();
    for (n, (key, does)) in step.keys.iter().enumerate() {
        if n > 0 {
            pieces.push((format!("{0} ", prose::TIED), TextTone::Plain));
        }
        pieces.push((cap(&named::shown(key, &step.exhibit, shared)), TextTone::Key));
        pieces.push((tied(&format!(" {does}")), TextTone::Muted));
        if let Some(mark) = pressed.mark(key, step, shared) {
            pieces.push((tied(&format!(" {mark}")), TextTone::Value));
        }
    }
    pieces
}

/// A key as it is drawn: its label with an empty cell on both sides.
fn cap(label: &str) -> String {
    format!("{0}{label}{0}", prose::TIED)
}

fn letter(n: usize) -> String {
    Answer::Given(n).text()
}

fn question(prediction: &Prediction, shown: Shown, shared: &AppContext, pars: &mut Vec<Par>) {
    pars.push(Par::plain(vec![(prediction.question.clone(), TextTone::Strong)]));
    let given = match shown.answer {
        Some(Answer::Given(n)) if !shown.is_playing => Some(n),
        _ => None,
    };
    let is_stacked = shown.arrangement == Arrangement::Stacked;
    let mut line = Vec::new();
    for (n, words) in prediction.answers.iter().enumerate() {
        let right = n == prediction.right;
        let (mark, tone) = match given {
            Some(_) if right => (if shared.ascii { "+" } else { "✓" }, TextTone::Value),
            Some(given) if given == n => (if shared.ascii { ">" } else { "▸" }, TextTone::Wrong),
            _ => (" ", TextTone::Plain),
        };
        if is_stacked {
            // The answers flow in lines; each stays whole.
            let gap = format!("{0} ", prose::TIED);
            line.extend((n > 0).then_some((gap, TextTone::Plain)));
            line.extend((mark != " ").then(|| (mark.to_owned(), tone)));
            line.extend([(letter(n), TextTone::Code), (tied(&format!(" {words}")), tone)]);
            continue;
        }
        pars.push(Par {
            lead: vec![(mark.to_owned(), tone), (letter(n), TextTone::Code)],
            indent: 4,
            words: vec![(words.clone(), tone)],
            tight: true,
        });
    }
    if is_stacked {
        pars.push(Par { words: line, tight: true, ..Par::default() });
    }
    let verdict = match shown.answer {
        None => return,
        Some(Answer::Skipped) => vec![(shared.words.get("walk.skipped").to_owned(), TextTone::Muted)],
        Some(Answer::Given(n)) => verdict(prediction, n, shown.is_playing, shared),
    };
    pars.push(Par::plain(verdict));
}

/// What the reader said, and, once the run has ended, what is right and why.
fn verdict(prediction: &Prediction, given: usize, is_playing: bool, shared: &AppContext) -> Vec<StyledText> {
    let words = &shared.words;
    let (yours, right) = (letter(given), letter(prediction.right));
    let say = |key: &str| words.fill(key, &[("yours", &yours), ("right", &right)]);
    if is_playing {
        return vec![(say("walk.watch"), TextTone::Accent)];
    }
    let said = say(if given == prediction.right { "walk.right" } else { "walk.wrong" });
    vec![(format!("{said} {}", clause(&prediction.because, words.language())), TextTone::Accent)]
}

/// A sentence as it goes on after a comma: an English word loses its capital, unless it is a name or an abbreviation.
fn clause(sentence: &str, language: Language) -> String {
    let first = sentence.split(' ').next().unwrap_or_default();
    let is_word = first.chars().skip(1).all(char::is_lowercase) && first.len() > 1 || matches!(first, "A" | "So");
    if language == Language::English && is_word && !NAMES.contains(&first) {
        let rest = sentence.chars().skip(1);
        sentence.chars().take(1).flat_map(char::to_lowercase).chain(rest).collect()
    } else {
        sentence.to_owned()
    }
}

/// Names that keep their capital within a sentence.
const NAMES: [&str; 5] = ["Adam", "Glorot", "Mish", "Swish", "Leaky"];

/// The index of the answer at a line of the text and a column of it.
pub(super) fn answer_at(lines: &[Vec<StyledText>], line: usize, column: usize) -> Option<usize> {
    let above = lines.get(..=line)?.iter().enumerate().rev().take_while(|(_, line)| !line.is_empty());
    above.into_iter().find_map(|(n, pieces)| {
        // On the line itself, an answer begins at its letter; it goes on over the lines below.
        let limit = if n == line { column } else { usize::MAX };
        let mut at = 0;
        let mut found = None;
        for (words, tone) in pieces {
            // The mark before the first letter belongs to its answer.
            let is_here = at <= limit || found.is_none() && at <= 2;
            if is_here && *tone == TextTone::Code {
                found = (0..MOST_ANSWERS).find(|n| *words == letter(*n)).or(found);
            }
            at += text::width(words);
        }
        found
    })
}

/// The sentence that asks for a guess.
pub(super) fn ask(room: &WalkScreen, shared: &AppContext) -> String {
    let words: &Words = &shared.words;
    let count = room.step(words.language()).prediction.as_ref().map_or(0, |p| p.answers.len());
    let verbs = [Verb::AnswerA, Verb::AnswerB, Verb::AnswerC, Verb::AnswerD, Verb::AnswerE, Verb::AnswerF];
    let key = |verb| shared.keymap.keys("walk", verb).next().map_or(String::new(), |key| label(key, shared.ascii));
    let letters: Vec<String> = verbs.into_iter().take(count).map(key).collect();
    words.fill("walk.ask", &[("letters", &letters.join(", ")), ("skip", &key(Verb::Skip))])
}

/// The ASCII spelling of glyphs that a text may have. Other glyphs have replacements of one cell.
const SPELT: [(&str, &str); 27] = [
    ("ü", "ue"),
    ("ö", "oe"),
    ("é", "e"),
    ("’", "'"),
    ("‘", "'"),
    ("“", "\""),
    ("”", "\""),
    ("₁", "1"),
    ("₂", "2"),
    ("ᵢ", "_i"),
    ("⁻ˣ", "^-x"),
    ("ˣ", "^x"),
    ("⁻", "^-"),
    ("⁰", "0"),
    ("¹", "1"),
    ("²", "^2"),
    ("≥", ">="),
    ("≤", "<="),
    ("←", "<-"),
    ("→", "->"),
    ("↓", "down"),
    ("↑", "up"),
    ("■", "#"),
    ("○", "o"),
    ("⇧", "shift-"),
    ("⁷", "7"),
    ("…", "..."),
];

/// A text in ASCII.
fn spelt(words: &str) -> String {
    SPELT.iter().fold(words.to_owned(), |text, (glyph, spelt)| text.replace(glyph, spelt))
}
