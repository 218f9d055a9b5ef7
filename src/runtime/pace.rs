//! When the next frame is due.
//!
//! A frame that answers a key goes out at once. Frames of what moves by itself keep to a rate, and on a slow line to a
//! budget of bytes: after a large frame the next one waits until the line has had time for it.
//!
//! A budget only guesses the line. Where the terminal answers, it is asked after each frame where its cursor is: the answer
//! says that the frame has arrived. Until then the next one that moves by itself waits, so that one of them is under way at
//! most. What keys did goes out meanwhile, unless what is under way would take longer than a moment: then it waits, too, and
//! whatever else is pressed goes with it. So no key waits behind seconds of frames in the buffers between, not even those of
//! a key that is held down.

mod line;

use line::Line;
use std::time::{Duration, Instant};

/// A terminal that answered before and does not for so long is taken for one that does not.
const LOST: Duration = Duration::from_secs(5);
/// A frame that answers a key may wait for the line so long, behind those that are under way.
const AHEAD: Duration = Duration::from_millis(100);
/// A frame that would take longer than this goes in parts.
const PART: Duration = Duration::from_millis(100);
/// A part is not smaller than this.
const LEAST_PART: usize = 1500;
/// Between two frames that nobody looks at.
const UNSEEN: Duration = Duration::from_secs(1);
/// A tick of the program's own time.
const TICK: Duration = Duration::from_nanos(1_000_000_000 / 30);
/// No more ticks than this are made up for, so that a program that was stopped does not run wild.
const MOST_TICKS: u32 = 8;

/// Keeps the time.
#[derive(Debug)]
pub(super) struct Pace {
    /// Between two frames.
    frame: Duration,
    /// Seconds that a byte takes.
    byte: f64,
    /// Before this, no frame that nobody asked for.
    ready: Instant,
    /// When the next tick is due, while something moves.
    tick: Option<Instant>,
    /// Whether the terminal answers.
    answers: bool,
    /// When one that answered and does not any more was asked once more.
    retried: Option<Instant>,
    /// Frames that the terminal has not said to have shown, and what they tell of the line.
    line: Line,
    /// So long a terminal that was asked may say nothing at all; zero for ever.
    patience: Duration,
    /// Since when it says nothing, though it was asked.
    silent: Option<Instant>,
    /// Whether somebody looks.
    seen: bool,
}

impl Pace {
    /// So many frames a second at most, and so many bytes a second; no limit of bytes if that is 0.
    pub(super) fn new(frames: u32, bytes: u32, now: Instant) -> Self {
        let frame = Duration::from_secs(1) / frames.max(1);
        let byte = if bytes == 0 { 0.0 } else { 1.0 / f64::from(bytes) };
        Self {
            frame,
            byte,
            ready: now,
            tick: None,
            answers: false,
            retried: None,
            line: Line::new(byte),
            patience: Duration::ZERO,
            silent: None,
            seen: true,
        }
    }

    /// A terminal that was asked and says nothing at all for so long is gone; never, if that is zero.
    pub(super) fn give_up_after(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// How many ticks have gone by since this was asked last, while something moves.
    pub(super) fn ticks(&mut self, moving: bool, now: Instant) -> u32 {
        if !moving {
            self.tick = None;
            return 0;
        }
        let due = *self.tick.get_or_insert(now + TICK);
        if now < due {
            return 0;
        }
        let late = (now - due).as_secs_f64() / TICK.as_secs_f64();
        let ticks = 1 + late as u32;
        self.tick = Some(if ticks > MOST_TICKS { now + TICK } else { due + TICK * ticks });
        ticks.min(MOST_TICKS)
    }

    /// The terminal answers, and took so long for it: from now on it is asked.
    pub(super) fn trust(&mut self, took: Duration) {
        self.answers = true;
        self.line.reach(took);
    }

    /// The terminal has shown what it was sent.
    pub(super) fn arrived(&mut self, now: Instant) {
        self.line.arrive(now);
        // Even if it is late: it does answer.
        self.answers = true;
    }

    /// Something came from the terminal: it is there.
    pub(super) fn heard(&mut self, now: Instant) {
        self.silent = self.line.since().map(|_| now);
    }

    /// Whether the terminal is taken to be gone.
    pub(super) fn is_gone(&self, now: Instant) -> bool {
        self.gone().is_some_and(|at| now >= at)
    }

    fn gone(&self) -> Option<Instant> {
        self.silent.filter(|_| !self.patience.is_zero()).map(|since| since + self.patience)
    }

    /// Whether an answer is under way, and since when.
    pub(super) fn flying(&self) -> Option<Instant> {
        self.line.since()
    }

    /// Whether the window has the keyboard: if not, a frame a second is enough.
    pub(super) fn look(&mut self, seen: bool, now: Instant) {
        self.seen = seen;
        if seen {
            self.ready = self.ready.min(now + self.frame);
        }
    }

    /// Whether a frame may go out, one that somebody waits for or not.
    pub(super) fn is_ready(&self, urgent: bool, now: Instant) -> bool {
        now >= self.due(urgent, now)
    }

    /// So many bytes at most are to go out at once.
    pub(super) fn most(&self) -> Option<usize> {
        let bytes = self.line.bytes_in(PART).filter(|_| self.answers)?;
        Some(bytes.max(LEAST_PART))
    }

    /// Whether to ask, with a frame of so many bytes, when it has arrived. If so, [`Pace::arrived`] is to follow.
    pub(super) fn asks(&mut self, bytes: usize, now: Instant) -> bool {
        if self.line.since().is_some_and(|since| now >= since + LOST) {
            (self.answers, self.retried) = (false, Some(now));
            self.line.forget();
        }
        if self.answers {
            self.line.send(bytes, now);
            self.silent.get_or_insert(now);
            return true;
        }
        // Nothing waits for this one: it may have been one answer that was lost.
        let again = self.retried.is_some_and(|at| now >= at + LOST);
        if again {
            self.retried = Some(now);
        }
        again
    }

    fn due(&self, urgent: bool, now: Instant) -> Instant {
        let lost = self.line.since().map(|since| since + LOST);
        match lost {
            Some(lost) if urgent => {
                self.line.free().map_or(now, |free| free.checked_sub(AHEAD).unwrap_or(now)).min(lost)
            }
            None if urgent => now,
            Some(lost) => self.ready.max(lost),
            None => self.ready,
        }
    }

    /// A frame of so many bytes went out.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        // What a key's frame cost is paid by those after it.
        let cost = if self.answers { Duration::ZERO } else { Duration::from_secs_f64(bytes as f64 * self.byte) };
        let debt = if self.answers { now } else { self.ready.max(now) + cost };
        self.ready = debt.max(now + if self.seen { self.frame } else { UNSEEN.max(self.frame) });
    }

    /// How long nothing has to be done, unless something comes in; `None` for as long as that takes. `frame` says whether
    /// there is one to go out, and whether somebody waits for it.
    pub(super) fn rest(&self, frame: Option<bool>, now: Instant) -> Option<Duration> {
        let frame = frame.map(|urgent| self.due(urgent, now));
        let next = [frame, self.tick, self.gone()].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_keep_to_the_rate_and_to_the_budget() {
        let start = Instant::now();
        for (budget, size, most) in [(0, 5000, 30.0), (40_000, 100, 30.0), (40_000, 4000, 10.0), (40_000, 40_000, 1.0)]
        {
            let mut pace = Pace::new(30, budget, start);
            let (mut frames, mut now) = (0, start);
            while now < start + Duration::from_secs(10) {
                assert!(pace.is_ready(false, now));
                pace.sent(size, now);
                frames += 1;
                now += pace.rest(Some(false), now).unwrap();
            }
            let rate = f64::from(frames) / 10.0;
            assert!((rate - most).abs() <= 0.11, "{rate} frames of {size} bytes a second, not {most}");
        }
    }

    #[test]
    fn one_frame_is_under_way_until_the_terminal_has_shown_it() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 1000, start);
        pace.trust(Duration::from_millis(300));
        assert!(pace.asks(40_000, start));
        pace.sent(40_000, start);
        let later = start + Duration::from_secs(1);
        assert!(!pace.is_ready(false, later), "not before the answer");
        pace.arrived(later);
        assert!(pace.is_ready(false, later), "then at once, whatever the budget says");
        assert!(pace.asks(40_000, later));
        pace.sent(40_000, later);
        let lost = later + LOST;
        assert_eq!(pace.rest(Some(false), later), Some(LOST));
        assert!(pace.is_ready(false, lost), "an answer that is lost stops nothing");
        assert!(!pace.asks(40_000, lost), "and none is asked for");
        pace.sent(40_000, lost);
        assert!(!pace.is_ready(false, lost + Duration::from_secs(39)), "the budget is in force again");
    }

    #[test]
    fn an_answer_that_comes_late_is_an_answer() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 1000, start);
        pace.trust(Duration::from_millis(300));
        pace.asks(100, start);
        let lost = start + LOST;
        assert!(!pace.asks(100, lost));
        assert!(pace.asks(100, lost + LOST), "once more, after a while");
        assert!(!pace.asks(100, lost + LOST), "and no more than once");
        pace.arrived(lost + LOST);
        assert!((0..3).all(|_| pace.asks(100, lost + LOST)));
    }

    /// A key is held down on a line of 20 kB a second with 300 ms there and back, each press a frame of 9 kB.
    #[test]
    fn frames_of_a_key_that_is_held_do_not_pile_up() {
        let (start, step) = (Instant::now(), Duration::from_millis(10));
        let mut pace = Pace::new(30, 40_000, start);
        pace.trust(Duration::from_millis(300));
        let (mut free, mut arrivals, mut worst) = (start, std::collections::VecDeque::new(), Duration::ZERO);
        for n in 0..1000 {
            let now = start + step * n;
            while arrivals.front().is_some_and(|at| *at <= now) {
                arrivals.pop_front();
                pace.arrived(now);
            }
            if n % 3 == 0 && pace.is_ready(true, now) {
                let bytes = 9000.min(pace.most().unwrap_or(usize::MAX));
                assert!(pace.asks(bytes, now));
                pace.sent(bytes, now);
                free = free.max(now) + Duration::from_secs_f64(bytes as f64 / 20_000.0);
                arrivals.push_back(free + Duration::from_millis(300));
                // Before the first answers nothing is known.
                worst = if n > 300 { worst.max(free - now) } else { worst };
            }
        }
        assert!(worst > Duration::ZERO && worst < Duration::from_millis(500), "{worst:?}");
    }

    #[test]
    fn a_terminal_that_says_nothing_more_is_gone() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut pace = Pace::new(30, 0, start).give_up_after(Duration::from_secs(60));
        assert_eq!(pace.rest(None, at(0)), None);
        pace.trust(Duration::from_millis(300));
        assert!(pace.asks(100, at(1)));
        assert!(!pace.is_gone(at(60)) && pace.is_gone(at(61)));
        assert_eq!(pace.rest(None, at(1)), Some(Duration::from_secs(60)), "it wakes for that");
        pace.heard(at(50));
        assert!(!pace.is_gone(at(109)) && pace.is_gone(at(110)), "a key came, but no answer yet");
        pace.arrived(at(51));
        pace.heard(at(51));
        assert!(!pace.is_gone(at(1000)), "nothing was asked since");
        assert_eq!(pace.rest(None, at(51)), None);
    }

    #[test]
    fn unseen_a_frame_a_second_is_enough() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        pace.look(false, start);
        pace.sent(100, start);
        assert!(!pace.is_ready(false, start + Duration::from_millis(900)) && pace.is_ready(false, start + UNSEEN));
        pace.look(true, start);
        assert!(pace.is_ready(false, start + Duration::from_millis(40)), "seen again, at full rate at once");
    }

    #[test]
    fn ticks_come_with_time_and_do_not_pile_up() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        assert_eq!(pace.rest(None, start), None, "nothing to wait for");
        assert_eq!(pace.ticks(true, start), 0);
        let ticks: u32 = (1..=1000).map(|ms| pace.ticks(true, start + Duration::from_millis(ms))).sum();
        assert!((29..=30).contains(&ticks), "{ticks}");
        assert_eq!(pace.ticks(true, start + Duration::from_secs(3600)), MOST_TICKS);
        assert_eq!(pace.ticks(true, start + Duration::from_secs(3600)), 0);
        assert_eq!(pace.ticks(false, start + Duration::from_secs(3601)), 0);
        assert_eq!(pace.rest(None, start), None);
    }
}
