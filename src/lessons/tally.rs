//! How far a reader has come in a course, and how many of the guesses were right.

use super::{Answer, Course, Progress};
use crate::words::Message;

/// A question of the course, and what the reader said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The index of the lesson.
    pub lesson: usize,
    /// The index of the step.
    pub step: usize,
    pub outcome: GuessOutcome,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuessOutcome {
    Right,
    Wrong,
    Skipped,
    /// It was not answered yet.
    Open,
}

impl GuessOutcome {
    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Skipped => "skipped",
            Self::Open => "open",
        }
    }
}

/// The progress in a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LessonTally {
    pub steps: usize,
    pub done: usize,
}

/// The progress in a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// In the order of the course.
    pub lessons: Vec<LessonTally>,
    /// In the order of the course.
    pub guesses: Vec<Guess>,
    /// The open place: the indices of lesson and step.
    pub place: (usize, usize),
}

impl Tally {
    /// Counts what a reader has done.
    pub fn of(course: &Course, progress: &Progress) -> Self {
        let lesson = course.lessons.iter().position(|lesson| lesson.stem == progress.lesson);
        let step = |lesson: usize| {
            let keys = course.lessons[lesson].keys();
            keys.into_iter().position(|key| key == progress.step).unwrap_or(0)
        };
        let guesses = course.lessons.iter().enumerate().flat_map(|(n, lesson)| {
            lesson.keys().into_iter().enumerate().filter_map(move |(m, key)| {
                let right = lesson.right(m)?;
                let outcome = match progress.answer(&lesson.stem, key) {
                    Some(Answer::Given(given)) if given == right => GuessOutcome::Right,
                    Some(Answer::Given(_)) => GuessOutcome::Wrong,
                    Some(Answer::Skipped) => GuessOutcome::Skipped,
                    None => GuessOutcome::Open,
                };
                Some(Guess { lesson: n, step: m, outcome })
            })
        });
        let lessons = course.lessons.iter().map(|lesson| {
            let keys = lesson.keys();
            let done = keys.iter().filter(|key| progress.is_done(&lesson.stem, key)).count();
            LessonTally { steps: keys.len(), done }
        });
        Self {
            lessons: lessons.collect(),
            guesses: guesses.collect(),
            place: lesson.map_or((0, 0), |lesson| (lesson, step(lesson))),
        }
    }

    /// How many guesses have that outcome.
    pub fn count(&self, outcome: GuessOutcome) -> usize {
        self.guesses.iter().filter(|guess| guess.outcome == outcome).count()
    }

    /// How many guesses were right and how many lessons are done, in one sentence.
    pub fn message(&self) -> Message {
        let count = |outcome| self.count(outcome);
        Message::new("walk.end-tally")
            .with("right", &count(GuessOutcome::Right))
            .with("wrong", &count(GuessOutcome::Wrong))
            .with("skipped", &count(GuessOutcome::Skipped))
            .with("open", &count(GuessOutcome::Open))
            .with("all", &self.guesses.len())
            .with("lessons", &self.lessons_done())
            .with("of", &self.lessons.len())
    }

    pub fn steps_done(&self) -> usize {
        self.lessons.iter().map(|lesson| lesson.done).sum()
    }

    pub fn steps(&self) -> usize {
        self.lessons.iter().map(|lesson| lesson.steps).sum()
    }

    /// The lessons whose steps are all done.
    pub fn lessons_done(&self) -> usize {
        self.lessons.iter().filter(|lesson| lesson.done == lesson.steps).count()
    }

    /// The lessons with a wrong or skipped guess, by index, each once.
    pub fn to_repeat(&self) -> Vec<usize> {
        let missed = self.guesses.iter().filter(|g| matches!(g.outcome, GuessOutcome::Wrong | GuessOutcome::Skipped));
        let mut lessons: Vec<usize> = missed.map(|guess| guess.lesson).collect();
        lessons.dedup();
        lessons
    }

    /// The first lesson that is not done, by index.
    pub fn next_lesson(&self) -> Option<usize> {
        self.lessons.iter().position(|lesson| lesson.done < lesson.steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_are_counted_by_their_outcome() {
        let course = Course::built_in().unwrap();
        let mut progress = Progress::default();
        let fresh = Tally::of(&course, &progress);
        let all = fresh.guesses.len();
        assert!(all > 20 && fresh.count(GuessOutcome::Open) == all);
        assert_eq!((fresh.lessons_done(), fresh.steps_done(), fresh.next_lesson()), (0, 0, Some(0)));
        let answers = |n: usize, right: usize| match n {
            0 => Answer::Given(right),
            1 => Answer::Given((right + 1) % 2),
            _ => Answer::Skipped,
        };
        for (n, guess) in fresh.guesses.iter().take(3).enumerate() {
            let lesson = &course.lessons[guess.lesson];
            let right = lesson.right(guess.step).unwrap();
            progress.set_answer(&lesson.stem, lesson.key(guess.step).unwrap(), answers(n, right));
        }
        let first = &course.lessons[0];
        first.keys().into_iter().for_each(|key| progress.set_done(&first.stem, key));
        let tally = Tally::of(&course, &progress);
        let counts = [GuessOutcome::Right, GuessOutcome::Wrong, GuessOutcome::Skipped, GuessOutcome::Open]
            .map(|o| tally.count(o));
        assert_eq!(counts, [1, 1, 1, all - 3]);
        assert_eq!((tally.lessons_done(), tally.next_lesson()), (1, Some(1)));
        assert_eq!(tally.to_repeat(), [fresh.guesses[1].lesson, fresh.guesses[2].lesson]);
    }
}
