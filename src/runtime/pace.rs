//! Decides when the next frame is due.
//!
//! Animation keeps to a frame rate, and on a slow connection to a budget of bytes. It also waits for the terminal: each
//! frame ends with a request for the position of the cursor, whose answer says that the frame has arrived. Until then
//! the next frame waits.
//!
//! A frame that answers a key is sent at once, even while another is on its way. If keys come faster than the
//! connection carries frames, some frames are skipped, so that none waits in buffers behind seconds of older ones. The
//! last frame is always sent. The answers show how much the connection carries; without them, the budget decides.

use super::canvas::FrameLimit;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// A terminal that answered before is taken for one that does not after this silence.
const LOST: Duration = Duration::from_secs(5);
/// The time between two frames while the window has no focus.
const UNSEEN: Duration = Duration::from_secs(1);
/// A tick of the program's own time.
const TICK: Duration = Duration::from_nanos(1_000_000_000 / 30);
/// At most this many late ticks are made up for, so that a program that was suspended does not race.
const MOST_TICKS: u32 = 8;
/// With more bytes than this on their way, a key waits until some have arrived.
const WINDOW: usize = 8192;
/// If a frame takes longer than this, in seconds, what is no picture is sent first.
const LONG: f64 = 0.04;
/// Frames smaller than this, in bytes, do not show how fast the connection is.
const TELLING: usize = 1500;
/// Animation is sent in parts of at least this many bytes, so that each shows how fast the connection is.
const SMALLEST_PART: usize = 2 * TELLING;
/// How far keys may exceed the budget, if nothing else shows how fast the connection is.
const AHEAD: Duration = Duration::from_millis(500);

#[derive(Debug)]
struct FrameUnderWay {
    sent: Instant,
    bytes: usize,
    /// Whether no other frame was on its way when it was sent.
    is_alone: bool,
}

#[derive(Debug)]
pub(super) struct Pace {
    /// The time between two frames.
    frame: Duration,
    /// The time per byte, in seconds.
    byte: f64,
    /// No animation frame is sent before this, because of the frame rate.
    ready: Instant,
    /// When the connection has had time for everything that was sent, by the budget.
    paid: Instant,
    /// When the next tick is due, while something moves.
    tick: Option<Instant>,
    /// Whether the terminal answers.
    answers: bool,
    /// Frames that the terminal has not confirmed.
    flying: VecDeque<FrameUnderWay>,
    /// The shortest time from a frame to its answer.
    reach: Duration,
    /// The last frame that shows how fast the connection is: its size in bytes, and the time until its answer.
    told: Option<(usize, Duration)>,
    /// How long a terminal that was asked may be silent; zero for ever.
    patience: Duration,
    /// Since when it has been silent, although it was asked.
    silent: Option<Instant>,
    /// Whether the window has the focus.
    seen: bool,
}

impl Pace {
    /// At most `frames` frames and `bytes` bytes per second; 0 bytes means no limit.
    pub(super) fn new(frames: u32, bytes: u32, now: Instant) -> Self {
        let frame = Duration::from_secs(1) / frames.max(1);
        let byte = if bytes == 0 { 0.0 } else { 1.0 / f64::from(bytes) };
        Self {
            frame,
            byte,
            ready: now,
            paid: now,
            tick: None,
            answers: false,
            flying: VecDeque::new(),
            reach: Duration::MAX,
            told: None,
            patience: Duration::ZERO,
            silent: None,
            seen: true,
        }
    }

    /// A terminal that was asked and is silent for this long is taken to be gone; zero means never.
    pub(super) fn give_up_after(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The ticks that have passed since the last call, while something moves.
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

    /// The terminal answers, so it is asked from now on.
    pub(super) fn trust(&mut self) {
        self.answers = true;
    }

    /// The terminal has shown the oldest frame on its way. A late answer counts: the terminal does answer.
    pub(super) fn arrived(&mut self, now: Instant) {
        self.answers = true;
        let Some(frame) = self.flying.pop_front() else { return };
        let took = now.saturating_duration_since(frame.sent);
        self.reach = self.reach.min(took);
        if frame.is_alone && frame.bytes >= TELLING {
            self.told = Some((frame.bytes, took));
        }
    }

    /// The speed of the connection in bytes per second, as far as the answers show it.
    fn speed(&self) -> Option<f64> {
        let (bytes, took) = self.told?;
        // The time beyond the shortest round trip is the time of transmission.
        let carrying = took.saturating_sub(self.reach);
        (!carrying.is_zero()).then(|| bytes as f64 / carrying.as_secs_f64())
    }

    /// How much of the next frame to send: of one that answers a key (`urgent`), or of another. `is_moving` says
    /// whether animation follows.
    pub(super) fn limit(&self, urgent: bool, is_moving: bool) -> FrameLimit {
        let Some(speed) = self.speed() else { return FrameLimit::Whole };
        if urgent && !is_moving {
            return FrameLimit::LettersFirst((speed * LONG) as usize);
        }
        // A key may be pressed next, and waits until the part has been transmitted. Each part waits for a round trip,
        // so the parts are larger on a connection with a long one.
        let part = speed * LONG.max(self.reach.as_secs_f64() / 2.0);
        FrameLimit::Part((part as usize).max(SMALLEST_PART))
    }

    /// Something arrived from the terminal, so it is there.
    pub(super) fn heard(&mut self, now: Instant) {
        self.silent = (!self.flying.is_empty()).then_some(now);
    }

    /// Whether the terminal is taken to be gone.
    pub(super) fn is_gone(&self, now: Instant) -> bool {
        self.gone().is_some_and(|at| now >= at)
    }

    fn gone(&self) -> Option<Instant> {
        self.silent.filter(|_| !self.patience.is_zero()).map(|since| since + self.patience)
    }

    /// Since when an answer has been awaited.
    pub(super) fn flying(&self) -> Option<Instant> {
        self.flying.back().map(|frame| frame.sent)
    }

    /// Sets whether the window has the focus. Without it, a frame per second is enough.
    pub(super) fn look(&mut self, seen: bool, now: Instant) {
        self.seen = seen;
        if seen {
            self.ready = self.ready.min(now + self.frame);
        }
    }

    /// Whether a frame may be sent: one that answers a key (`urgent`), or another.
    pub(super) fn is_ready(&self, urgent: bool, now: Instant) -> bool {
        now >= self.due(urgent, now)
    }

    fn due(&self, urgent: bool, now: Instant) -> Instant {
        let lost = |frame: &FrameUnderWay| frame.sent + LOST;
        if urgent {
            let under_way: usize = self.flying.iter().map(|frame| frame.bytes).sum();
            return match self.flying.front().filter(|_| under_way > WINDOW) {
                Some(first) => lost(first),
                None if self.answers => now,
                None => self.paid.checked_sub(AHEAD).unwrap_or(now),
            };
        }
        let shown = self.flying.back().map(lost);
        shown.map_or(self.ready.max(self.paid), |shown| shown.max(self.ready).max(self.paid))
    }

    /// Whether to ask, with the next frame, when it has arrived. [`Pace::arrived`] must follow then.
    pub(super) fn asks(&mut self, now: Instant) -> bool {
        if self.flying.front().is_some_and(|frame| now >= frame.sent + LOST) {
            self.answers = false;
            self.flying.clear();
        }
        self.answers
    }

    /// A frame of this size was sent; `asked` says whether its arrival will be known.
    pub(super) fn sent(&mut self, bytes: usize, asked: bool, now: Instant) {
        if asked {
            self.flying.push_back(FrameUnderWay { sent: now, bytes, is_alone: self.flying.is_empty() });
            self.silent.get_or_insert(now);
        }
        // The bytes of a key's frame are subtracted from the budget of later frames.
        self.paid = self.paid.max(now) + Duration::from_secs_f64(bytes as f64 * self.byte);
        self.ready = now + if self.seen { self.frame } else { UNSEEN.max(self.frame) };
    }

    /// How long to wait if no event arrives; `None` for no limit. `wanted` says whether a frame is due, and whether for
    /// a key.
    pub(super) fn rest(&self, wanted: Option<bool>, now: Instant) -> Option<Duration> {
        let frame = wanted.map(|urgent| self.due(urgent, now));
        let next = [frame, self.tick, self.gone()].into_iter().flatten().min()?;
        Some(next.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(s: f64) -> Duration {
        Duration::from_secs_f64(s)
    }

    #[test]
    fn frames_keep_to_the_rate_and_to_the_budget() {
        let start = Instant::now();
        for (budget, size, most) in [(0, 5000, 30.0), (40_000, 100, 30.0), (40_000, 4000, 10.0), (40_000, 40_000, 1.0)]
        {
            let mut pace = Pace::new(30, budget, start);
            let (mut frames, mut now) = (0, start);
            while now < start + seconds(10.0) {
                assert!(pace.is_ready(false, now));
                pace.sent(size, false, now);
                frames += 1;
                now += pace.rest(Some(false), now).unwrap();
            }
            let rate = f64::from(frames) / 10.0;
            assert!((rate - most).abs() <= 0.11, "{rate} frames of {size} bytes a second, not {most}");
        }
    }

    #[test]
    fn keys_that_never_end_keep_to_the_budget_too_and_one_key_never_waits() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 40_000, start);
        let (mut bytes, mut now) = (0, start);
        while now < start + seconds(10.0) {
            now = now.max(start) + pace.rest(Some(true), now).unwrap().max(seconds(0.01));
            assert!(pace.is_ready(true, now));
            pace.sent(5000, false, now);
            bytes += 5000;
        }
        assert!((400_000..=430_000).contains(&bytes), "{bytes}");
        // During animation within the budget, a key is answered at once.
        let mut pace = Pace::new(30, 40_000, start);
        let mut now = start;
        for _ in 0..100 {
            pace.sent(4000, false, now);
            assert!(pace.is_ready(true, now) && !pace.is_ready(false, now));
            now += pace.rest(Some(false), now).unwrap();
        }
    }

    #[test]
    fn one_frame_is_under_way_until_the_terminal_has_shown_it() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        assert!(!pace.asks(start), "not before it is known to answer");
        pace.trust();
        assert!(pace.asks(start));
        pace.sent(5000, true, start);
        let later = start + seconds(1.0);
        assert!(!pace.is_ready(false, later), "not before the answer");
        assert!(pace.is_ready(true, later), "but a key is shown");
        pace.sent(5000, true, later);
        assert!(!pace.is_ready(true, later), "another one waits: much is under way");
        pace.arrived(start);
        assert!(pace.is_ready(true, later) && !pace.is_ready(false, later));
        pace.arrived(start);
        assert!(pace.is_ready(false, later + seconds(0.04)));
        pace.sent(5000, true, later);
        assert_eq!(pace.rest(Some(false), later), Some(LOST));
        let lost = later + LOST;
        assert!(pace.is_ready(false, lost), "an answer that is lost stops nothing");
        assert!(!pace.asks(lost), "and no more are asked for");
        assert_eq!(pace.flying(), None);
    }

    #[test]
    fn what_the_line_carries_is_seen_by_the_answers() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        pace.trust();
        assert_eq!(pace.limit(true, false), FrameLimit::Whole);
        let mut now = start;
        for bytes in [100, 4000, 2000] {
            pace.sent(bytes, true, now);
            // A connection of 20 kB/s with a round trip of 300 ms.
            now += seconds(0.3 + bytes as f64 / 20_000.0);
            pace.arrived(now);
        }
        let FrameLimit::LettersFirst(most) = pace.limit(true, false) else { panic!("a limit is known") };
        assert!((750..900).contains(&most), "{most}");
        for urgent in [false, true] {
            let FrameLimit::Part(most) = pace.limit(urgent, true) else { panic!("animation comes in parts") };
            assert!((SMALLEST_PART..3300).contains(&most), "half a round trip: {most}");
        }
        // What a frame waits for behind another says nothing about the connection.
        pace.sent(20_000, true, now);
        pace.sent(2000, true, now);
        pace.arrived(now + seconds(0.3 + 1.0));
        let before = pace.limit(true, false);
        pace.arrived(now + seconds(0.3 + 1.1));
        assert_eq!(pace.limit(true, false), before);
    }

    #[test]
    fn an_answer_that_comes_late_is_an_answer() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        pace.trust();
        pace.sent(100, true, start);
        assert!(!pace.asks(start + LOST));
        pace.arrived(start);
        assert!(pace.asks(start + LOST));
    }

    #[test]
    fn a_terminal_that_says_nothing_more_is_gone() {
        let start = Instant::now();
        let at = |s| start + seconds(s);
        let mut pace = Pace::new(30, 0, start).give_up_after(seconds(60.0));
        assert_eq!(pace.rest(None, start), None);
        pace.trust();
        pace.sent(100, true, at(1.0));
        assert!(!pace.is_gone(at(60.0)) && pace.is_gone(at(61.0)));
        assert_eq!(pace.rest(None, at(1.0)), Some(seconds(60.0)), "it wakes for that");
        pace.heard(at(50.0));
        assert!(!pace.is_gone(at(109.0)) && pace.is_gone(at(110.0)), "a key came, but no answer yet");
        pace.arrived(start);
        pace.heard(at(51.0));
        assert!(!pace.is_gone(at(1000.0)), "nothing was asked since");
        assert_eq!(pace.rest(None, at(51.0)), None);
    }

    #[test]
    fn unseen_a_frame_a_second_is_enough() {
        let start = Instant::now();
        let mut pace = Pace::new(30, 0, start);
        pace.look(false, start);
        pace.sent(100, false, start);
        assert!(!pace.is_ready(false, start + seconds(0.9)) && pace.is_ready(false, start + UNSEEN));
        pace.look(true, start);
        assert!(pace.is_ready(false, start + seconds(0.04)), "seen again, at full rate at once");
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
