//! What is known of the line: how long there and back takes, how long a byte takes, and what is on its way.
//!
//! Every answer of the terminal tells when a frame was through. An empty line gives the round trip; what a frame took
//! longer than that, or longer than the one before it, is the time of its bytes.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Frames of fewer bytes than this tell little of the time of a byte.
const TELLING: usize = 1000;
/// How much of what was measured before still counts after a new measurement.
const KEPT: f64 = 0.8;
/// By so much of what is measured the shortest round trip grows, lest a line that became longer be taken for a slow one.
const GROWTH: f64 = 0.1;

#[derive(Debug)]
struct Flight {
    sent: Instant,
    bytes: usize,
}

/// The line.
#[derive(Debug)]
pub(super) struct Line {
    flights: VecDeque<Flight>,
    /// Seconds there and back, of next to nothing.
    round: Option<f64>,
    /// Bytes of frames that told something, and the seconds they took; old ones count less. Large frames say more.
    measured: (f64, f64),
    /// Seconds that a byte may take, before that is known.
    guess: f64,
    answered: Option<Instant>,
    free: Option<Instant>,
}

impl Line {
    /// A line of which nothing is known, but that a byte may take so many seconds.
    pub(super) fn new(guess: f64) -> Self {
        Self { flights: VecDeque::new(), round: None, measured: (0.0, 0.0), guess, answered: None, free: None }
    }

    /// There and back took so long with nothing on the way.
    pub(super) fn reach(&mut self, took: Duration) {
        let took = took.as_secs_f64();
        self.round = Some(self.round.map_or(took, |round| round.min(took)));
    }

    /// A frame with a question at its end went out.
    pub(super) fn send(&mut self, bytes: usize, now: Instant) {
        self.flights.push_back(Flight { sent: now, bytes });
        self.free = Some(self.free.map_or(now, |free| free.max(now)) + self.time_of(bytes));
    }

    /// The oldest of them was answered; whether there was one.
    pub(super) fn arrive(&mut self, now: Instant) -> bool {
        let Some(Flight { sent, bytes }) = self.flights.pop_front() else { return false };
        let took = (now - sent).as_secs_f64();
        // A large frame says nothing of a round trip that became longer, nor one that had to wait.
        let growth = if bytes < TELLING && self.answered.is_none_or(|at| at <= sent) { GROWTH } else { 0.0 };
        let grown = |round: f64| if took < round { took } else { round + (took - round) * growth };
        let round = self.round.map_or(took, grown);
        // Behind another one it had to wait, and went when that was through.
        let start = (sent + Duration::from_secs_f64(round)).max(self.answered.unwrap_or(sent));
        if bytes >= TELLING && self.round.is_some() {
            let seconds = now.saturating_duration_since(start).as_secs_f64();
            self.measured = (self.measured.0 * KEPT + bytes as f64, self.measured.1 * KEPT + seconds);
        }
        (self.round, self.answered) = (Some(round), Some(now));
        let left = self.flights.iter().map(|flight| flight.bytes).sum();
        self.free = (left > 0).then(|| now + self.time_of(left));
        true
    }

    /// Nothing is awaited any more.
    pub(super) fn forget(&mut self) {
        self.flights.clear();
        self.free = None;
    }

    /// Since when the oldest answer is awaited.
    pub(super) fn since(&self) -> Option<Instant> {
        self.flights.front().map(|flight| flight.sent)
    }

    /// When everything that was sent is through, as far as is known; `None` if it is.
    pub(super) fn free(&self) -> Option<Instant> {
        self.free
    }

    /// How many bytes go through in a time; `None` if that is not known.
    pub(super) fn bytes_in(&self, time: Duration) -> Option<usize> {
        self.byte().map(|byte| (time.as_secs_f64() / byte.max(1e-9)) as usize)
    }

    /// Seconds that a byte takes, if that is known.
    fn byte(&self) -> Option<f64> {
        let (bytes, seconds) = self.measured;
        (bytes > 0.0).then(|| seconds / bytes)
    }

    fn time_of(&self, bytes: usize) -> Duration {
        Duration::from_secs_f64(bytes as f64 * self.byte().unwrap_or(self.guess))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When a frame is answered that goes over a line of so many bytes a second, with a delay.
    struct Wire {
        rate: f64,
        delay: Duration,
        free: Instant,
    }

    impl Wire {
        fn carry(&mut self, bytes: usize, sent: Instant) -> Instant {
            self.free = self.free.max(sent) + Duration::from_secs_f64(bytes as f64 / self.rate);
            self.free + self.delay
        }
    }

    #[test]
    fn the_rate_of_a_line_is_learnt_from_answers() {
        let start = Instant::now();
        for rate in [20_000.0, 125_000.0, 10_000_000.0] {
            let mut wire = Wire { rate, delay: Duration::from_millis(100), free: start };
            let (mut line, mut now) = (Line::new(0.0), start);
            for bytes in [100, 3000, 3000, 9000, 200, 3000, 3000, 3000, 3000] {
                line.send(bytes, now);
                now = wire.carry(bytes, now);
                assert!(line.arrive(now));
            }
            let known = line.bytes_in(Duration::from_secs(1)).unwrap() as f64;
            assert!((known / rate - 1.0).abs() < 0.2, "{known} instead of {rate}");
        }
    }

    /// A round trip that is known a little too long makes much of small frames and little of large ones.
    #[test]
    fn large_frames_say_more() {
        let (mut now, rate) = (Instant::now(), 125_000.0);
        let mut line = Line::new(0.0);
        line.reach(Duration::from_millis(103));
        for bytes in [1500, 9000, 1500, 1500, 9000, 1500, 1500] {
            line.send(bytes, now);
            now += Duration::from_secs_f64(0.1 + bytes as f64 / rate);
            line.arrive(now);
        }
        let known = line.bytes_in(Duration::from_secs(1)).unwrap() as f64;
        assert!((known / rate - 1.0).abs() < 0.3, "{known} instead of {rate}");
    }

    #[test]
    fn frames_one_behind_the_other_are_told_from_a_slow_line() {
        let start = Instant::now();
        let mut wire = Wire { rate: 50_000.0, delay: Duration::from_millis(40), free: start };
        let mut line = Line::new(0.0);
        line.send(10, start);
        let mut now = wire.carry(10, start);
        line.arrive(now);
        for _ in 0..10 {
            let arrivals: Vec<Instant> = (0..4).map(|_| wire.carry(5000, now)).collect();
            (0..4).for_each(|_| line.send(5000, now));
            for arrival in arrivals {
                line.arrive(arrival);
                now = arrival;
            }
        }
        assert_eq!(line.free(), None, "nothing is on its way");
        let known = line.bytes_in(Duration::from_secs(1)).unwrap() as f64;
        assert!((known / 50_000.0 - 1.0).abs() < 0.2, "{known}");
        line.send(5000, now);
        line.send(5000, now);
        let time = line.free().unwrap() - now;
        assert!((time.as_secs_f64() - 0.2).abs() < 0.05, "{time:?}");
    }
}
