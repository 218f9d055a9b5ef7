//! What an experiment is called once it differs from its file: its title, its question, and the names of its contestants.

use super::SelectedExperiment;
use crate::nn::data_setup::DataSetup;
use crate::nn::experiment::{self, Experiment, check_name};
use crate::screens::runs::roster::RosterEdit;
use crate::widgets::text;
use crate::words::Words;
use std::path::Path;

/// The most cells of a structure as a name.
const MOST_NAME: usize = 24;
/// The most cells of what a narrow title bar has.
const MOST_BRIEF: usize = 19;
/// The most letters of a name to save under.
const MOST_LETTERS: usize = 40;

/// The structure of a contestant whose name no longer says what it is, because its file has another structure for it. What
/// several contestants have in common does not tell them apart: then their number, or their own name, follows.
pub(crate) fn built_name(file: &Experiment, now: &Experiment, n: usize, words: &Words) -> Option<String> {
    let one = now.contestants.get(n)?;
    let structure = one.model.structure()?;
    let in_file = |name: &str| file.contestants.iter().find(|known| known.name == name)?.model.structure();
    let before = in_file(&one.name);
    if before.as_ref() == Some(&structure) {
        return None;
    }
    let short = text::cut(&structure, MOST_NAME);
    let twins: Vec<_> =
        now.contestants.iter().filter(|other| other.model.structure().as_ref() == Some(&structure)).collect();
    if twins.len() == 1 {
        return Some(short);
    }
    // Contestants that the file tells apart by something else keep their names.
    let has_own_name = before.is_some() && twins.iter().all(|twin| in_file(&twin.name) == before);
    Some(if has_own_name { format!("{} ({short})", words.contestant(&one.name)) } else { format!("{short} {}", n + 1) })
}

/// The name of data without their folder.
fn data_name(data: &DataSetup) -> String {
    let file = data.source.file().map(|path| match Path::new(path).file_name() {
        Some(name) if path != "-" => name.to_string_lossy().into_owned(),
        _ => "data".to_owned(),
    });
    file.unwrap_or_else(|| data.name().to_owned())
}

impl SelectedExperiment {
    /// The name of a contestant as the screen shows it: its structure, once that is not the one of its file.
    pub(crate) fn shown_name(&self, name: &str, words: &Words) -> String {
        let is_renamed = self.roster.iter().any(|edit| matches!(edit, RosterEdit::Rename(_, to) if to == name));
        let place = self.folded.contestants.iter().position(|one| one.name == name).filter(|_| !is_renamed);
        let built = place.and_then(|n| built_name(&self.base, &self.folded, n, words));
        built.unwrap_or_else(|| words.contestant(name).to_owned())
    }

    /// Whether other data, or points by hand, are in the place of its own.
    fn has_other_data(&self) -> bool {
        // The columns of a table that stands for an experiment are its own data.
        let is_replaced = self.data.data.is_some() || !experiment::stands_for_data(&self.line);
        self.points.is_some() || self.is_named && is_replaced && self.data.replaces_data()
    }

    /// Whether a contestant came, left, or has other inputs, layers or activations than in the file.
    fn has_other_structure(&self) -> bool {
        if self.folded.data.features != self.base.data.features {
            return true;
        }
        let structures = |of: &Experiment| of.contestants.iter().map(|one| one.model.structure()).collect::<Vec<_>>();
        let now = structures(&self.folded);
        if self.base.journal.is_empty() {
            return structures(&self.base) != now;
        }
        self.base.folded().is_ok_and(|file| structures(&file) != now)
    }

    /// Whether it is a file of the reader, who gave it its title.
    fn is_own(&self) -> bool {
        let is_saved = self.list[self.built_in..].iter().any(|one| one.id == self.line);
        is_saved || experiment::is_path(&self.line) && !experiment::is_table(&self.line)
    }

    /// What a title is made of once that of the file is no longer true: the data, and the structure of the only contestant.
    fn derived(&self) -> Option<(String, Option<String>)> {
        let is_other = self.has_other_data() || self.has_other_structure() && !self.is_own();
        is_other.then(|| {
            let only = Some(&self.folded.contestants).filter(|contestants| contestants.len() == 1);
            let structure = only.and_then(|only| only[0].model.structure());
            (data_name(&self.base.data), structure.map(|structure| text::cut(&structure, MOST_NAME)))
        })
    }

    /// Its title: that of its file, as long as that is true.
    pub(crate) fn title(&self, words: &Words) -> String {
        let own = self.now.title.get(words.language().code());
        let Some((data, structure)) = self.derived() else { return own.to_owned() };
        let by_hand = self.points.is_some().then(|| words.get("train.title-points").to_owned());
        let edited = self.has_edits().then(|| words.get("train.title-edited").to_owned());
        let parts: Vec<String> = [Some(data), by_hand, structure, edited].into_iter().flatten().collect();
        parts.join(", ")
    }

    /// Whether a knob, the contestants or the run were changed.
    fn has_edits(&self) -> bool {
        !self.edits.is_empty() || !self.roster.is_empty() || self.journal != self.base.journal
    }

    /// Its question, as long as it is the experiment of its file.
    pub(crate) fn question(&self, words: &Words) -> Option<&str> {
        let is_of_file = !self.is_edited() && !self.has_other_data();
        Some(self.now.question.get(words.language().code())).filter(|question| is_of_file && !question.is_empty())
    }

    /// The remarks of its file, as long as its data and its networks are those of the file.
    pub(crate) fn notes(&self, words: &Words) -> Option<&str> {
        let is_true = !self.has_other_data() && !self.has_other_structure();
        Some(self.now.notes.get(words.language().code())).filter(|notes| is_true && !notes.is_empty())
    }

    /// The name that it is offered to be saved under: its own if that can be taken, or what it is now.
    pub(crate) fn suggested_name(&self) -> String {
        let id = match self.derived() {
            Some((data, structure)) => {
                let stem =
                    Path::new(&data).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
                slug(&[stem, structure.unwrap_or_default()].join(" "))
            }
            None => self.now.id.clone(),
        };
        if check_name(&id).is_ok() { id } else { format!("my-{id}") }
    }

    /// The same with its place in the list, and with the rules that it follows if they are not the usual ones.
    pub(crate) fn heading(&self, words: &Words) -> String {
        let place = self.place().map_or(String::new(), |(n, all)| format!("  {n}/{all}"));
        let rules = self.rules(words).map_or(String::new(), |rules| format!(" · {rules}"));
        format!("{}{place}{rules}", self.title(words))
    }

    /// For a narrow title bar: its rules if they are not the usual ones, or its title, with its place in the list if both fit.
    pub(crate) fn brief(&self, words: &Words) -> String {
        if let Some(rules) = self.rules(words) {
            return rules.to_owned();
        }
        if let Some((data, structure)) = self.derived() {
            let edited = || words.get("train.title-edited").to_owned();
            let rest = if self.has_edits() || self.points.is_some() { Some(edited()) } else { structure };
            return text::cut(&[Some(data), rest].into_iter().flatten().collect::<Vec<_>>().join(", "), MOST_BRIEF);
        }
        // Its whole title is worth more than its place.
        let title = self.title(words);
        let placed = self.place().map(|(n, all)| format!("{title} {n}/{all}"));
        let placed = placed.filter(|placed| text::width(placed) <= MOST_BRIEF);
        placed.unwrap_or_else(|| text::cut(&title, MOST_BRIEF))
    }

    fn rules<'a>(&self, words: &'a Words) -> Option<&'a str> {
        self.now.has_playground_rules().then(|| words.get("train.playground-rules"))
    }
}

/// A text as a name of a file: its letters and digits, with `-` between them.
fn slug(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").chars().take(MOST_LETTERS).collect()
}
