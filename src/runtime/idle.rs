//! The idle time, if the program ends after too much of it.

use std::time::{Duration, Instant};

/// Counts the time since the last key.
#[derive(Debug)]
pub(super) struct Idle {
    most: Option<Duration>,
    since: Instant,
}

impl Idle {
    /// Starts counting now; `None` means no limit.
    pub(super) fn new(most: Option<Duration>, now: Instant) -> Self {
        Self { most, since: now }
    }

    /// Restarts counting, because a key was pressed.
    pub(super) fn end(&mut self, now: Instant) {
        self.since = now;
    }

    /// Whether the limit is reached.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.most.is_some_and(|most| now.saturating_duration_since(self.since) >= most)
    }

    /// The shorter of the remaining time and another timeout.
    pub(super) fn rest(&self, other: Option<Duration>, now: Instant) -> Option<Duration> {
        let Some(most) = self.most else { return other };
        let own = most.saturating_sub(now.saturating_duration_since(self.since));
        Some(other.map_or(own, |other| other.min(own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_begins_the_time_anew() {
        let (start, minute) = (Instant::now(), Duration::from_secs(60));
        let mut idle = Idle::new(Some(minute), start);
        assert_eq!(idle.rest(None, start), Some(minute));
        assert_eq!(idle.rest(Some(minute / 2), start), Some(minute / 2));
        assert!(!idle.is_over(start + minute / 2) && idle.is_over(start + minute));
        idle.end(start + minute / 2);
        assert!(!idle.is_over(start + minute) && idle.is_over(start + minute * 2));
    }

    #[test]
    fn without_a_limit_it_never_ends() {
        let start = Instant::now();
        let idle = Idle::new(None, start);
        assert_eq!(idle.rest(None, start), None);
        assert!(!idle.is_over(start + Duration::from_secs(1 << 30)));
    }
}
