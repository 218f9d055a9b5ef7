//! Own functions: typing a formula, adding it to the list, saving it under a name.

use super::{LabScreen, Line, facts};
use crate::functions::activation;
use crate::functions::formula::{FormulaError, MOST_CHARACTERS};
use crate::functions::function::Function;
use crate::functions::user_functions::{self, FormulaTexts, UserFunctionsError};
use crate::input::Verb;
use crate::jobs::{JobId, JobKind};
use crate::screens::{AppContext, Context, DrawContext, functions};
use crate::theme::Role;
use crate::widgets::{field, text};
use crate::words::{Message, Words};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;
use tui_input::Input;

/// A formula being typed.
#[derive(Debug, Default)]
pub(super) struct FormulaDraft {
    line: Input,
    /// The function of the last valid text. Charts show it meanwhile.
    pub(super) preview: Option<Function>,
    error: Option<FormulaError>,
    undo: Vec<Input>,
    /// Whether a word is being typed. One undo takes back a whole word.
    in_a_word: bool,
    /// How far back in the history, and the text typed before going there.
    back: usize,
    newest: Input,
}

/// The own functions and where they are saved.
#[derive(Debug, Default)]
pub(super) struct FormulaStore {
    path: Option<PathBuf>,
    /// Why the file could not be read. Nothing is saved to it then.
    fault: Option<Message>,
    /// The formulas accepted so far, the newest last.
    history: Vec<String>,
    /// The job that saves: its id, the index of the function, the name.
    saving: Option<(JobId, usize, String)>,
    /// The functions that this window read from the file or saved there, by name.
    known: FormulaTexts,
}

impl FormulaStore {
    /// The content of the file when the program started.
    pub(super) fn of(shared: &AppContext) -> Self {
        let own = &shared.config.own;
        let history = functions::own(shared).filter_map(|f| f.text().map(str::to_owned)).collect();
        let known = own.functions.iter().cloned().collect();
        Self { path: own.path.clone(), fault: own.fault.clone(), history, saving: None, known }
    }

    /// The error of the file, to be shown once.
    pub(super) fn fault(&self) -> Option<&Message> {
        self.fault.as_ref()
    }
}

impl FormulaDraft {
    /// Types a letter. With the Korean keyboard on, the Latin letter of the same key is typed.
    pub(super) fn letter(&mut self, letter: char) {
        let letter = crate::text::latin_letter(letter);
        // One character more than the limit is accepted, so that the error can be shown.
        if self.line.value().chars().count() > MOST_CHARACTERS {
            return;
        }
        let in_a_word = letter.is_alphanumeric();
        if !(in_a_word && self.in_a_word) {
            self.undo.push(self.line.clone());
        }
        field::insert(&mut self.line, letter);
        self.in_a_word = in_a_word;
        self.read();
    }

    pub(super) fn edit(&mut self, verb: Verb) {
        let before = self.line.clone();
        field::edit(&mut self.line, verb);
        if before.value() != self.line.value() {
            self.undo.push(before);
        }
        self.in_a_word = false;
        self.read();
    }

    fn read(&mut self) {
        self.error = None;
        if self.line.value().trim().is_empty() {
            self.preview = None;
            return;
        }
        match Function::parse(self.line.value()) {
            Ok(function) => self.preview = Some(function),
            Err(error) => self.error = Some(error),
        }
    }

    fn set(&mut self, line: Input) {
        self.line = line;
        self.in_a_word = false;
        self.read();
    }

    /// The function that Enter would accept now.
    fn finished(&self) -> Option<&Function> {
        self.preview.as_ref().filter(|_| self.error.is_none())
    }
}

fn draft(room: &LabScreen) -> Option<&FormulaDraft> {
    match &room.line {
        Some(Line::Formula(draft)) => Some(draft),
        _ => None,
    }
}

/// The function that charts show while a formula is typed.
pub(super) fn preview(room: &LabScreen) -> Option<&Function> {
    draft(room)?.preview.as_ref()
}

/// Whether a formula is being typed.
pub(super) fn is_typed(room: &LabScreen) -> bool {
    draft(room).is_some()
}

/// Whether the history has an earlier or later formula.
pub(super) fn has_history(room: &LabScreen) -> bool {
    is_typed(room) && !room.shelf.history.is_empty()
}

pub(super) fn can_undo(room: &LabScreen) -> bool {
    draft(room).is_some_and(|draft| !draft.undo.is_empty())
}

/// Whether there is a function that can be saved under a name.
pub(super) fn can_save(room: &LabScreen) -> bool {
    match &room.line {
        None => room.function().text().is_some(),
        Some(Line::Formula(draft)) => draft.finished().is_some(),
        Some(_) => false,
    }
}

pub(super) fn undo(room: &mut LabScreen) {
    if let Some(Line::Formula(draft)) = &mut room.line
        && let Some(line) = draft.undo.pop()
    {
        draft.set(line);
    }
}

/// Goes back in the history of formulas, or forward to the text that was being typed.
pub(super) fn step_history(room: &mut LabScreen, back: bool) {
    let Some(Line::Formula(draft)) = &mut room.line else { return };
    let history = &room.shelf.history;
    let to = if back { (draft.back + 1).min(history.len()) } else { draft.back.saturating_sub(1) };
    if to == draft.back {
        return;
    }
    if draft.back == 0 {
        draft.newest = draft.line.clone();
    }
    draft.undo.push(draft.line.clone());
    draft.back = to;
    let line = match to {
        0 => draft.newest.clone(),
        n => Input::new(history[history.len() - n].clone()),
    };
    draft.set(line);
}

/// Adds the formula to the list. An invalid one stays in the line, and its error is shown.
pub(super) fn accept(room: &mut LabScreen, draft: FormulaDraft, cx: &mut Context) {
    if let Some(error) = &draft.error {
        cx.shared.notice = Some(sentence(error, &cx.shared.words));
        room.line = Some(Line::Formula(Box::new(draft)));
        return;
    }
    let Some(function) = draft.preview else { return };
    let text = function.text().unwrap_or_default().to_owned();
    room.shelf.history.retain(|other| *other != text);
    room.shelf.history.push(text);
    let n = functions::add(&mut room.functions, function);
    room.choose(n);
}

/// Asks for a name for the chosen function. A formula being typed is accepted first.
pub(super) fn ask_name(room: &mut LabScreen, cx: &mut Context) {
    if let Some(Line::Formula(draft)) = room.line.take() {
        accept(room, *draft, cx);
    }
    if let Some(fault) = &room.shelf.fault {
        cx.shared.notice = Some(cx.shared.words.say(fault));
    } else if room.shelf.path.is_none() {
        cx.shared.notice = Some(cx.shared.words.get("lab.no-shelf").to_owned());
    } else if room.line.is_none() {
        let name = room.function().own().and_then(|own| own.name()).unwrap_or_default();
        room.line = Some(Line::Name(Input::new(name.to_owned())));
    }
}

/// Saves the chosen function under the name.
pub(super) fn save(room: &mut LabScreen, line: Input, cx: &mut Context) {
    let name = line.value().trim().to_owned();
    if name.is_empty() {
        return;
    }
    let chosen = room.chosen;
    let builtin = activation::find(&name).map_or("", |builtin| builtin.id);
    let taken = room.functions.iter().enumerate().any(|(n, f)| n != chosen && f.id() == name);
    if taken || !user_functions::is_name(&name) {
        let key = match () {
            () if taken => "lab.name-taken",
            () if !builtin.is_empty() => "lab.name-builtin",
            () => "lab.name-wrong",
        };
        let most = user_functions::MOST_LETTERS.to_string();
        cx.shared.notice = Some(cx.shared.words.fill(key, &[("name", &name), ("most", &most), ("id", builtin)]));
        room.line = Some(Line::Name(line));
        return;
    }
    let (Some(path), Some(text)) = (room.shelf.path.clone(), room.function().text().map(str::to_owned)) else { return };
    let id = cx.submit(JobKind::SaveFunction { path, name: name.clone(), text });
    room.shelf.saving = Some((id, chosen, name));
}

/// Handles the result of saving. If another program is writing the file, a second report follows.
pub(super) fn kept(
    room: &mut LabScreen,
    id: JobId,
    is_last: bool,
    result: &Result<FormulaTexts, UserFunctionsError>,
    cx: &mut Context,
) {
    let asked = room.shelf.saving.clone().filter(|(asked, ..)| *asked == id);
    let Some((_, n, name)) = asked else { return };
    if is_last {
        room.shelf.saving = None;
    }
    let words = &cx.shared.words;
    cx.shared.notice = Some(match result {
        Ok(before) => {
            room.functions[n] = room.functions[n].renamed(&name);
            let text = room.functions[n].text().unwrap_or_default().to_owned();
            let there =
                before.get(&name).filter(|there| Some(*there) != room.shelf.known.get(&name) && **there != text);
            let path = room.shelf.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
            let said = match there {
                None => words.fill("lab.saved", &[("name", &name), ("path", &path)]),
                Some(text) => words.fill("lab.saved-over", &[("name", &name), ("path", &path), ("text", text)]),
            };
            room.shelf.known.insert(name, text);
            said
        }
        Err(error) => words.say(error),
    });
}

/// Another program has written the file. Functions that it saved under names of this window replace those.
pub(super) fn formulas_changed(room: &mut LabScreen, texts: &FormulaTexts, cx: &mut Context) {
    for (name, known) in &mut room.shelf.known {
        if let Some(text) = texts.get(name).filter(|text| *text != known) {
            cx.shared.notice = Some(cx.shared.words.fill("lab.saved-elsewhere", &[("name", name), ("text", text)]));
            known.clone_from(text);
        }
    }
}

/// As many whole facts as fit.
fn first_facts(room: &LabScreen, words: &Words, cells: usize) -> String {
    let mut line = String::new();
    for fact in facts::facts(room, words) {
        let joined = if line.is_empty() { fact } else { format!("{line} · {fact}") };
        if text::width(&joined) > cells {
            break;
        }
        line = joined;
    }
    line
}

/// The error of a formula, in the language of the reader.
fn sentence(error: &FormulaError, words: &Words) -> String {
    words.say(&error.problem)
}

/// Draws the formula being typed, with its error underlined. The message is in the second row if there is one, else
/// behind the line if it fits.
pub(super) fn draw(room: &LabScreen, draft: &FormulaDraft, view: DrawContext, area: Rect, buf: &mut Buffer) {
    let (words, look) = (&view.shared.words, view.look);
    let label = words.get("lab.formula");
    let mark = draft.error.as_ref().map(|error| error.span.start..error.span.end);
    field::draw_marked(label, &draft.line, mark, area, buf, look);
    let (said, role) = match &draft.error {
        Some(error) => (sentence(error, words), Role::Warning),
        None if draft.preview.is_none() => (words.get("lab.formula-hint").to_owned(), Role::Muted),
        None => (first_facts(room, words, usize::from(area.width)), Role::Text),
    };
    if area.height > 1 {
        text::put(buf, area.x, area.y + 1, usize::from(area.width), &said, look.style(role));
    } else if view.shared.notice.is_none() && role != Role::Text {
        let used = text::width(label) + text::width(draft.line.value()) + 5;
        if used + text::width(&said) <= usize::from(area.width) {
            let x = area.x + used as u16;
            text::put(buf, x, area.y, text::width(&said), &said, look.style(role));
        }
    }
}
