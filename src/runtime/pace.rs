//! When the next frame is due.
//!
//! A frame that answers a key goes out at once. Frames of what moves by itself keep to a rate, and on a slow line to a
//! budget of bytes: after a large frame the next one waits until the line has had time for it.
//!
//! A budget only guesses the line. Where the terminal answers, it is asked after such a frame where its cursor is: the
//! answer says that the frame has arrived, and until then the next one waits. So one frame is under way at most, and a key
//! never queues behind seconds of them in the buffers between.

use std::time::{Duration, Instant};

/// A terminal that answered before and does not for so long is taken for one that does not.
const LOST: Duration = Duration::from_secs(5);
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
    /// When the frame went out that the terminal has not said to have shown.
    flying: Option<Instant>,
    /// Whether somebody looks.
    seen: bool,
}

impl Pace {
    /// So many frames a second at most, and so many bytes a second; no limit of bytes if that is 0.
    pub(super) fn new(frames: u32, bytes: u32, now: Instant) -> Self {
        let frame = Duration::from_secs(1) / frames.max(1);
        let byte = if bytes == 0 { 0.0 } else { 1.0 / f64::from(bytes) };
        Self { frame, byte, ready: now, tick: None, answers: false, flying: None, seen: true }
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

    /// The terminal answers: from now on it is asked.
    pub(super) fn trust(&mut self) {
        self.answers = true;
    }

    /// The terminal has shown what it was sent.
    pub(super) fn arrived(&mut self) {
        self.flying = None;
    }

    /// Whether an answer is under way, and since when.
    pub(super) fn flying(&self) -> Option<Instant> {
        self.flying
    }

    /// Whether the window has the keyboard: if not, a frame a second is enough.
    pub(super) fn look(&mut self, seen: bool, now: Instant) {
        self.seen = seen;
        if seen {
            self.ready = self.ready.min(now + self.frame);
        }
    }

    /// Whether a frame that nobody asked for may go out.
    pub(super) fn is_ready(&self, now: Instant) -> bool {
        now >= self.due()
    }

    /// Whether to ask, with a frame that nobody asked for, when it has arrived. If so, [`Pace::arrived`] is to follow.
    pub(super) fn asks(&mut self, now: Instant) -> bool {
        if self.flying.is_some_and(|since| now >= since + LOST) {
            (self.answers, self.flying) = (false, None);
        }
        if self.answers && self.flying.is_none() {
            self.flying = Some(now);
            return true;
        }
        false
    }

    fn due(&self) -> Instant {
        self.flying.map_or(self.ready, |since| self.ready.max(since + LOST))
    }

    /// A frame of so many bytes went out.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        // What a key's frame cost is paid by those after it.
        let cost = if self.answers { Duration::ZERO } else { Duration::from_secs_f64(bytes as f64 * self.byte) };
        let debt = if self.answers { now } else { self.ready.max(now) + cost };
        self.ready = debt.max(now + if self.seen { self.frame } else { UNSEEN.max(self.frame) });
    }

    /// How long nothing has to be done, unless something comes in; `None` for as long as that takes.
    pub(super) fn rest(&self, unsent: bool, now: Instant) -> Option<Duration> {
        let frame = unsent.then(|| self.due());
        let next = [frame, self.tick].into_iter().flatten().min()?;
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
                assert!(pace.is_ready(now));
                pace.sent(size, now);
                frames += 1;
                now += pace.rest(true, now).unwrap();
            }
            let rate = f64::from(frames) / 10.0;
            assert!((rate - most).abs() <= 0.11, "{rate} frames of {size} bytes a second, not {most}");
        }
    }

    #[test]
    fn one_frame_is_under_way_until_the_terminal_has_shown_it() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 1000, start);
        pace.trust();
        assert!(pace.asks(start));
        pace.sent(40_000, start);
        let later = start + Duration::from_secs(1);
        assert!(!pace.is_ready(later), "not before the answer");
        assert!(!pace.asks(later), "and nothing else is asked meanwhile");
        pace.arrived();
        assert!(pace.is_ready(later), "then at once, whatever the budget says");
        assert!(pace.asks(later));
        pace.sent(40_000, later);
        let lost = later + LOST;
        assert_eq!(pace.rest(true, later), Some(LOST));
        assert!(pace.is_ready(lost), "an answer that is lost stops nothing");
        assert!(!pace.asks(lost), "and no more are asked for");
        pace.sent(40_000, lost);
        assert!(!pace.is_ready(lost + Duration::from_secs(39)), "the budget is in force again");
    }

    #[test]
    fn unseen_a_frame_a_second_is_enough() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        pace.look(false, start);
        pace.sent(100, start);
        assert!(!pace.is_ready(start + Duration::from_millis(900)) && pace.is_ready(start + UNSEEN));
        pace.look(true, start);
        assert!(pace.is_ready(start + Duration::from_millis(40)), "seen again, at full rate at once");
    }

    #[test]
    fn ticks_come_with_time_and_do_not_pile_up() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        assert_eq!(pace.rest(false, start), None, "nothing to wait for");
        assert_eq!(pace.ticks(true, start), 0);
        let ticks: u32 = (1..=1000).map(|ms| pace.ticks(true, start + Duration::from_millis(ms))).sum();
        assert!((29..=30).contains(&ticks), "{ticks}");
        assert_eq!(pace.ticks(true, start + Duration::from_secs(3600)), MOST_TICKS);
        assert_eq!(pace.ticks(true, start + Duration::from_secs(3600)), 0);
        assert_eq!(pace.ticks(false, start + Duration::from_secs(3601)), 0);
        assert_eq!(pace.rest(false, start), None);
    }
}
