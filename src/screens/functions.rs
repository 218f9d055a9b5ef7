//! The list of functions that rooms choose from: the built-in ones, then the reader's own. It finds functions by id or
//! by part of a name, steps through them, and draws the list.

use super::{AppContext, Context};
use crate::functions::activation::{self, Unknown};
use crate::functions::function::Function;
use crate::theme::Role;
use crate::widgets::{Look, list, text};
use crate::words::{Message, ToMessage, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;

/// Every function that exists when a room is built.
pub(super) fn all(shared: &AppContext) -> Vec<Function> {
    activation::all().map(Function::builtin).chain(own(shared)).collect()
}

/// The own functions of the reader.
pub(super) fn own(shared: &AppContext) -> impl Iterator<Item = Function> {
    let read = |(name, text): &(String, String)| Function::parse(text).ok().map(|f| f.renamed(name));
    shared.config.own.functions.iter().filter_map(read)
}

/// The name of a function in the language of the reader.
pub(super) fn name<'a>(f: &'a Function, words: &'a Words) -> &'a str {
    words.find_in("activation", f.id()).unwrap_or_else(|| f.name())
}

/// The index of a function in the list, by id or alias.
pub(super) fn find(functions: &[Function], id: &str) -> Result<usize, Unknown> {
    if let Some(n) = functions.iter().position(|f| f.id() == id) {
        return Ok(n);
    }
    let unknown = match activation::find(id) {
        Ok(known) => return Ok(functions.iter().position(|f| f.id() == known.id).unwrap_or(0)),
        Err(unknown) => unknown,
    };
    functions.iter().position(|f| f.answers_to(id)).ok_or(unknown)
}

/// Adds a function to the list, or finds it there, and returns its index.
pub(super) fn add(functions: &mut Vec<Function>, function: Function) -> usize {
    let known = functions.iter().position(|f| f.text().is_some() && f.text() == function.text());
    known.unwrap_or_else(|| {
        functions.push(function);
        functions.len() - 1
    })
}

/// Parses a formula and adds it to the list.
pub(super) fn read(functions: &mut Vec<Function>, text: &str) -> Result<usize, Message> {
    Function::parse(text).map(|function| add(functions, function)).map_err(|error| error.message())
}

/// The id of a function in an exhibit line. It is empty for a formula, which has an option of its own that means the
/// same on every machine.
pub(super) fn subject(f: &Function) -> String {
    if f.text().is_some() { String::new() } else { f.id().to_owned() }
}

/// Moves by `by` places in a list of `count`, wrapping around at the ends.
pub(super) fn step(count: usize, here: usize, by: isize) -> usize {
    (here as isize + by).rem_euclid(count.max(1) as isize) as usize
}

/// The first function of the next family, or of this family or the one before it.
pub(super) fn family(functions: &[Function], here: usize, forward: bool) -> usize {
    let starts = |n: &usize| *n == 0 || functions[n - 1].family() != functions[*n].family();
    let all: Vec<usize> = (0..functions.len()).filter(starts).collect();
    let found = if forward {
        all.iter().find(|n| **n > here).or(all.first())
    } else {
        all.iter().rev().find(|n| **n < here).or(all.last())
    };
    found.copied().unwrap_or(0)
}

/// Part of a name being typed.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) line: Input,
    /// The function chosen when typing began.
    pub(super) before: usize,
}

impl Filter {
    pub(super) fn new(chosen: usize) -> Self {
        Self { line: Input::default(), before: chosen }
    }

    /// The functions whose name, id or alias contains the typed text.
    pub(super) fn listed(&self, functions: &[Function]) -> Vec<usize> {
        let typed = activation::plain(self.line.value());
        let holds = |f: &Function| {
            let names = [f.id(), f.name()].into_iter().chain(f.aliases().iter().copied());
            names.into_iter().any(|name| activation::plain(name).contains(&typed))
        };
        (0..functions.len()).filter(|n| holds(&functions[*n])).collect()
    }

    /// The best match: a function whose id starts with the text, the chosen one first; then one whose alias starts with
    /// it; else the first in the list.
    pub(super) fn best(&self, functions: &[Function], chosen: usize) -> usize {
        let typed = activation::plain(self.line.value());
        let listed = self.listed(functions);
        let starts = |name: &str| activation::plain(name).starts_with(&typed);
        let begins = |n: usize| starts(functions[n].id());
        if typed.is_empty() || listed.contains(&chosen) && begins(chosen) {
            return chosen;
        }
        let called = |n: &usize| functions[*n].aliases().iter().any(|alias| starts(alias));
        let first = listed.iter().copied().find(|n| begins(*n)).or(listed.iter().copied().find(called));
        first.or(listed.first().copied()).unwrap_or(chosen)
    }

    /// Moves by `by` places among the listed functions.
    pub(super) fn step(&self, functions: &[Function], chosen: usize, by: isize) -> usize {
        let listed = self.listed(functions);
        let here = listed.iter().position(|n| *n == chosen).unwrap_or(0);
        listed.get(step(listed.len(), here, by)).copied().unwrap_or(chosen)
    }

    /// The function chosen at the end. If no name matches, it is the earlier one, and a notice says so.
    pub(super) fn accept(&self, functions: &[Function], chosen: usize, cx: &mut Context) -> usize {
        if !self.listed(functions).is_empty() {
            return chosen;
        }
        cx.shared.notice = Some(cx.shared.words.fill("lab.none", &[("text", self.line.value())]));
        self.before
    }
}

pub(super) struct List<'a> {
    pub(super) functions: &'a [Function],
    pub(super) listed: &'a [usize],
    pub(super) chosen: usize,
}

impl List<'_> {
    /// The function at a line of the list when it is drawn in `height` lines; `None` for a heading.
    pub(super) fn at(&self, line: u16, height: u16) -> Option<usize> {
        let (mut rows, mut chosen, mut family) = (Vec::new(), 0, None);
        for n in self.listed.iter().copied() {
            if family.replace(self.functions[n].family()) != Some(self.functions[n].family()) {
                rows.push(None);
            }
            if n == self.chosen {
                chosen = rows.len();
            }
            rows.push(Some(n));
        }
        let first = list::first_row(rows.len(), chosen, usize::from(height));
        rows.get(first + usize::from(line)).copied().flatten()
    }

    /// Draws the list by family. Marked functions have a mark.
    pub(super) fn draw(
        &self,
        mark: impl Fn(usize) -> Option<(&'static str, Style)>,
        words: &Words,
        area: Rect,
        buf: &mut Buffer,
        look: Look,
    ) {
        let (mut rows, mut chosen, mut family) = (Vec::new(), None, None);
        for n in self.listed.iter().copied() {
            let f = &self.functions[n];
            if family != Some(f.family()) {
                family = Some(f.family());
                rows.push(list::ListRow::Heading(
                    words.find_in("family", f.family().id()).unwrap_or_default().to_owned(),
                ));
            }
            if n == self.chosen {
                chosen = Some(rows.len());
            }
            rows.push(list::ListRow::Item { words: name(f, words).to_owned(), mark: mark(n) });
        }
        if rows.is_empty() {
            let none = words.get("lab.none-listed");
            for (line, y) in text::wrap(none, usize::from(area.width)).iter().zip(area.top()..area.bottom()) {
                text::put(buf, area.x, y, usize::from(area.width), line, look.style(Role::Muted));
            }
        }
        list::draw(&rows, chosen, area, buf, look);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_finds_aliases_and_does_not_mind_separators() {
        let functions: Vec<Function> = activation::all().map(Function::builtin).collect();
        let best = |typed: &str| {
            let filter = Filter { line: Input::new(typed.to_owned()), before: 0 };
            functions[filter.best(&functions, 0)].id().to_owned()
        };
        for (typed, id) in [
            ("swish", "silu"),
            ("Identity", "linear"),
            ("leaky_r", "leaky-relu"),
            ("LeakyReLU", "leaky-relu"),
            ("hardsw", "hard-swish"),
            ("sin", "sine"),
            ("sig", "sigmoid"),
        ] {
            assert_eq!(best(typed), id, "{typed}");
        }
    }
}
