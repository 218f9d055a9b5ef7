//! The end of the tour: how many guesses were right, and what to do next.

use super::WalkScreen;
use crate::lessons::Tally;
use crate::screens::AppContext;
use crate::widgets::prose::{StyledText, TextTone};
use crate::words::Words;

/// The paragraphs of the end.
pub(super) fn paragraphs(room: &WalkScreen, shared: &AppContext) -> Vec<Vec<StyledText>> {
    let words = &shared.words;
    let tally = Tally::of(&room.course, &room.progress);
    let mut all = vec![vec![(words.get("walk.end-title").to_owned(), TextTone::Title)]];
    all.push(vec![(words.say(&tally.message()), TextTone::Accent)]);
    if let Some(again) = again(&tally, words) {
        all.push(vec![(again, TextTone::Plain)]);
    }
    all.push(vec![(words.get("walk.end-next").to_owned(), TextTone::Plain)]);
    all
}

/// The lessons that are worth another look.
fn again(tally: &Tally, words: &Words) -> Option<String> {
    let numbers: Vec<String> = tally.to_repeat().iter().map(|lesson| (lesson + 1).to_string()).collect();
    let unread = tally.next_lesson().map(|lesson| (lesson + 1).to_string());
    match (unread, numbers.is_empty()) {
        (Some(lesson), _) => Some(words.fill("walk.end-unread", &[("lesson", &lesson)])),
        (None, false) => Some(words.fill("walk.end-again", &[("lessons", &numbers.join(", "))])),
        (None, true) => None,
    }
}
