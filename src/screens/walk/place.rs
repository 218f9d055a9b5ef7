//! Moving through the lessons, and saving the progress.

use super::embedded_room::EmbeddedRoom;
use super::named::Pressed;
use super::{Focus, OwedRun, Page, WalkScreen, named, page};
use crate::lessons::Answer;
use crate::screens::{AnyScreen, AppContext, Context, WorldEffect};
use crate::words::Language;

impl WalkScreen {
    /// Goes to the place where the reader left.
    pub(super) fn find_place(&mut self) {
        let stem = &self.progress.lesson;
        let lesson = self.course.lessons.iter().position(|lesson| lesson.stem == *stem);
        if let Some(lesson) = lesson {
            let step = (0..self.steps(lesson)).find(|step| self.key(lesson, *step) == self.progress.step);
            self.stand(lesson, step.unwrap_or(0));
        }
    }

    /// Sets the step; its exhibit follows.
    pub(super) fn stand(&mut self, lesson: usize, step: usize) {
        (self.lesson, self.step, self.stale) = (lesson, step, true);
        (self.focus, self.peek, self.contents) = (Focus::Text, false, None);
        (self.scroll, self.reveal) = (0, false);
        (self.cover, self.page) = (None, Page::Step);
        (self.pressed, self.watch, self.alone) = (Pressed::default(), None, None);
    }

    /// Goes to a step and saves the progress.
    pub(super) fn go(&mut self, lesson: usize, step: usize, cx: &mut Context) {
        self.stand(lesson, step);
        self.catch_up(cx);
        self.keep(cx);
    }

    /// Opens the exhibit of the step if it is not open yet. If the prediction was made, the exhibit runs.
    pub(super) fn catch_up(&mut self, cx: &mut Context) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let step = self.step(Language::English);
        self.guest = EmbeddedRoom::open(&step.exhibit, &step.panels, cx.shared);
        (self.watch, self.alone, self.owed) = (None, None, OwedRun::None);
        let room = self.guest.room().map_or("", AnyScreen::id);
        self.named = Language::ALL.map(|language| named::verbs(self.step(language), room)).concat();
        let size = self.panes().exhibit.as_size();
        if let Some(room) = self.guest.room_mut() {
            // Rooms report errors of the reader's own files themselves. A new step does not repeat them.
            let notice = cx.shared.notice.take();
            room.prepare(size, cx);
            cx.shared.notice = notice;
        }
        if matches!(self.answer(), Some(Answer::Given(_))) {
            self.play(cx);
        }
    }

    pub(super) fn keep(&mut self, cx: &mut Context) {
        self.progress.lesson.clone_from(&self.course.lessons[self.lesson].stem);
        self.progress.step = self.key(self.lesson, self.step).to_owned();
        cx.ask(WorldEffect::SaveProgress(Box::new(self.progress.clone())));
    }

    /// Marks the step as read, unless its prediction waits.
    fn finish(&mut self) {
        if !self.is_open() {
            let stem = self.lesson().stem.clone();
            let key = self.key(self.lesson, self.step).to_owned();
            self.progress.set_done(&stem, &key);
        }
    }

    pub(super) fn next_step(&mut self, cx: &mut Context) {
        self.finish();
        if self.step + 1 < self.steps(self.lesson) {
            self.go(self.lesson, self.step + 1, cx);
        } else if self.lesson + 1 < self.course.lessons.len() {
            self.go(self.lesson + 1, 0, cx);
        } else {
            self.keep(cx);
            (self.page, self.scroll, self.focus) = (Page::End, 0, Focus::Text);
        }
    }

    pub(super) fn previous_step(&mut self, cx: &mut Context) {
        match (self.lesson, self.step) {
            (lesson, step) if self.page == Page::End => self.go(lesson, step, cx),
            (0, 0) => {}
            (lesson, 0) => self.go(lesson - 1, self.steps(lesson - 1) - 1, cx),
            (lesson, step) => self.go(lesson, step - 1, cx),
        }
    }

    pub(super) fn is_lesson_done(&self, lesson: usize) -> bool {
        let stem = &self.course.lessons[lesson].stem;
        (0..self.steps(lesson)).all(|step| self.progress.is_done(stem, self.key(lesson, step)))
    }

    /// Opens a lesson at its first step that is not done.
    pub(super) fn open_lesson(&mut self, lesson: usize, cx: &mut Context) {
        let stem = &self.course.lessons[lesson].stem;
        let step = (0..self.steps(lesson)).find(|step| !self.progress.is_done(stem, self.key(lesson, *step)));
        self.go(lesson, step.unwrap_or(0), cx);
    }

    /// Opens the exhibit again, as the step has it.
    pub(super) fn reset_exhibit(&mut self, cx: &mut Context) {
        self.stale = true;
        self.pressed = Pressed::default();
        self.catch_up(cx);
    }

    pub(super) fn restart(&mut self, cx: &mut Context) {
        let stem = self.lesson().stem.clone();
        self.progress.forget(&stem);
        self.go(self.lesson, 0, cx);
    }

    /// Takes an answer and runs the exhibit.
    pub(super) fn predict(&mut self, n: usize, cx: &mut Context) {
        let Some(prediction) = &self.step(Language::English).prediction else { return };
        if n >= prediction.answers.len() {
            self.ask_for_answer(cx);
            return;
        }
        self.take(Answer::Given(n), cx);
        self.start_watching(cx);
    }

    pub(super) fn take(&mut self, answer: Answer, cx: &mut Context) {
        let stem = self.lesson().stem.clone();
        let key = self.key(self.lesson, self.step).to_owned();
        self.progress.set_answer(&stem, &key, answer);
        (self.peek, self.reveal) = (false, true);
        self.catch_up(cx);
        self.keep(cx);
    }

    /// Says that a guess is needed first.
    pub(super) fn ask_for_answer(&self, cx: &mut Context) {
        cx.shared.notice = Some(page::ask(self, cx.shared));
    }

    /// Counts the lines of the text and keeps the scroll position within them.
    pub(super) fn measure(&mut self, shared: &AppContext) {
        let inner = self.panes().lines.as_size();
        let lines = page::lines(self, shared, inner);
        self.lines = (lines.len(), usize::from(inner.height));
        let last = self.lines.0.saturating_sub(self.lines.1);
        if std::mem::take(&mut self.reveal) {
            self.scroll = last;
        }
        self.scroll = self.scroll.min(last);
    }

    /// Whether there is more text below.
    pub(super) fn has_more(&self) -> bool {
        (!self.is_single() || !self.shows_exhibit()) && self.scroll + self.lines.1 < self.lines.0
    }

    /// Whether the text is longer than its pane.
    pub(super) fn scrolls(&self) -> bool {
        self.lines.0 > self.lines.1
    }
}
