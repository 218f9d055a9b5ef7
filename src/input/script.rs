//! Scripts of key presses, the same for tests, lessons and `actlab render --keys`.
//!
//! A script has words separated by spaces: a key (`j`, `G`, `space`, `shift-left`, `enter`), `3*j` for a key pressed
//! three times, `text:sig` for letters typed one after another, `tick:30` for a second of the program's time,
//! `size:80x24` for a resize, and `until:epoch=500` to wait until a training run has reached that epoch
//! (`until:epoch=3.17` for 17 steps of the next epoch, `until:done` for its end). A word with spaces is quoted as in a
//! shell: `'text:a b'`.
//!
//! [`ScriptLimits`] bounds everything that a script can ask for. Except for training, it is checked before anything is
//! done.

use super::{Key, parse_key};
use crate::words::errors;
use std::str::FromStr;

/// A step of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum ScriptStep {
    /// A key is pressed this many times.
    Press(Key, u64),
    /// Time passes, in ticks of a thirtieth of a second.
    Ticks(u64),
    /// The terminal is resized to this many columns and rows.
    Size(u16, u16),
    /// Time passes until long work has reached this position: epochs, and steps of the next one.
    Until(u64, u64),
}

/// The most that one script may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptLimits {
    /// Key presses in all, including letters of `text:`.
    pub presses: u64,
    /// Ticks in all. `until:` may also wait for at most this many.
    pub ticks: u64,
    /// Steps of training in all. A sweep counts the steps of each of its runs.
    pub training: u64,
    /// The largest columns and rows.
    pub size: (u16, u16),
}

impl ScriptLimits {
    /// The limits on the reader's own machine.
    pub const OWN: Self = Self { presses: 100_000, ticks: 108_000, training: 10_000_000, size: (1000, 1000) };
    /// The limits in the kiosk, where many readers share a machine.
    pub const KIOSK: Self = Self { presses: 2_000, ticks: 1_800, training: 100_000, size: (300, 100) };
}

impl Default for ScriptLimits {
    fn default() -> Self {
        Self::OWN
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Script {
    pub steps: Vec<ScriptStep>,
    /// The limits of the script.
    pub limits: ScriptLimits,
}

errors! {
    /// Why a script cannot be played, with the word that is invalid or asks for too much.
    #[derive(Eq)]
    pub enum ScriptError: "script" {
        /// The word is invalid.
        Unknown { word: String } = "unknown",
        /// The script presses too many keys.
        Presses { word: String, most: u64 } = "presses",
        /// The script takes too long.
        Ticks { word: String, most: u64, minutes: u64 } = "ticks",
        /// Nothing can be drawn at this size.
        Size { word: String, wide: u16, high: u16 } = "size",
        /// It trains for too long.
        Training { word: String, most: u64 } = "training",
    }
}

/// The error of a word.
enum Reason {
    Unknown,
    Presses,
    Ticks,
    Size,
    Training,
}

impl Reason {
    fn of(self, word: &str, limits: ScriptLimits) -> ScriptError {
        let word = shown(word);
        match self {
            Self::Unknown => ScriptError::Unknown { word },
            Self::Presses => ScriptError::Presses { word, most: limits.presses },
            Self::Ticks => ScriptError::Ticks { word, most: limits.ticks, minutes: limits.ticks / (60 * 30) },
            Self::Size => ScriptError::Size { word, wide: limits.size.0, high: limits.size.1 },
            Self::Training => ScriptError::Training { word, most: limits.training },
        }
    }
}

/// A word, shortened to fit into a sentence.
fn shown(word: &str) -> String {
    const MOST: usize = 60;
    let mut letters = word.chars().filter(|letter| !letter.is_control());
    let mut shown: String = letters.by_ref().take(MOST).collect();
    if letters.next().is_some() {
        shown.push_str("...");
    }
    shown
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, ScriptError> {
        Self::read(text, ScriptLimits::OWN)
    }
}

impl Script {
    /// Parses a script and checks it against the limits.
    ///
    /// # Errors
    /// [`ScriptError`] with the first word that is invalid or asks for too much.
    pub fn read(text: &str, limits: ScriptLimits) -> Result<Self, ScriptError> {
        let words = shell_words::split(text).map_err(|_| Reason::Unknown.of(text, limits))?;
        let mut reader = Reader { limits, presses: 0, ticks: 0, steps: Vec::new() };
        for word in &words {
            reader.read(word).map_err(|reason| reason.of(word, limits))?;
        }
        Ok(Self { steps: reader.steps, limits })
    }

    /// The same script, followed by `ticks` ticks. `word` is the argument that asked for them.
    ///
    /// # Errors
    /// [`ScriptError`] if that exceeds the time of a script.
    pub fn then_ticks(self, ticks: u64, word: &str) -> Result<Self, ScriptError> {
        let passed = |step: &ScriptStep| if let ScriptStep::Ticks(count) = step { *count } else { 0 };
        let before = self.steps.iter().map(passed).fold(0, u64::saturating_add);
        let mut reader = Reader { limits: self.limits, presses: 0, ticks: before, steps: self.steps };
        reader.tick(ticks).map_err(|reason| reason.of(word, self.limits))?;
        Ok(Self { steps: reader.steps, limits: self.limits })
    }

    /// A script that waits until the current work is done.
    pub fn to_the_end() -> Self {
        Self { steps: vec![ScriptStep::Until(u64::MAX, 0)], limits: ScriptLimits::OWN }
    }
}

/// Parses words and counts what they ask for.
struct Reader {
    limits: ScriptLimits,
    presses: u64,
    ticks: u64,
    steps: Vec<ScriptStep>,
}

impl Reader {
    fn read(&mut self, word: &str) -> Result<(), Reason> {
        if let Some(letters) = word.strip_prefix("text:") {
            for letter in letters.chars() {
                self.press(key(&letter.to_string())?, 1)?;
            }
        } else if let Some(count) = word.strip_prefix("tick:") {
            self.tick(number(count)?)?;
        } else if let Some(size) = word.strip_prefix("size:") {
            let (columns, rows) = size.split_once('x').ok_or(Reason::Unknown)?;
            self.resize(number(columns)?, number(rows)?)?;
        } else if word == "until:done" {
            self.steps.push(ScriptStep::Until(u64::MAX, 0));
        } else if let Some(place) = word.strip_prefix("until:epoch=") {
            let (epoch, step) = place.split_once('.').unwrap_or((place, "0"));
            self.until(number(epoch)?, number(step)?)?;
        } else if let Some((count, name)) =
            word.split_once('*').filter(|(count, name)| !count.is_empty() && !name.is_empty())
        {
            let count = number(count)?;
            self.press(key(name)?, count)?;
        } else {
            self.press(key(word)?, 1)?;
        }
        Ok(())
    }

    fn press(&mut self, key: Key, count: u64) -> Result<(), Reason> {
        let most = self.limits.presses;
        let all = self.presses.checked_add(count).filter(|all| *all <= most);
        self.presses = all.ok_or(Reason::Presses)?;
        self.steps.push(ScriptStep::Press(key, count));
        Ok(())
    }

    fn tick(&mut self, count: u64) -> Result<(), Reason> {
        let most = self.limits.ticks;
        self.ticks = self.ticks.checked_add(count).filter(|all| *all <= most).ok_or(Reason::Ticks)?;
        self.steps.push(ScriptStep::Ticks(count));
        Ok(())
    }

    fn resize(&mut self, columns: u64, rows: u64) -> Result<(), Reason> {
        let (wide, high) = self.limits.size;
        let within = |count: u64, most: u16| u16::try_from(count).ok().filter(|n| (1..=most).contains(n));
        let size = within(columns, wide).zip(within(rows, high));
        let (columns, rows) = size.ok_or(Reason::Size)?;
        self.steps.push(ScriptStep::Size(columns, rows));
        Ok(())
    }

    /// An epoch has at least one step, so this many epochs are at least this many steps.
    fn until(&mut self, epoch: u64, step: u64) -> Result<(), Reason> {
        let most = self.limits.training;
        if epoch.checked_add(step).is_none_or(|steps| steps > most) {
            return Err(Reason::Training);
        }
        self.steps.push(ScriptStep::Until(epoch, step));
        Ok(())
    }
}

fn key(name: &str) -> Result<Key, Reason> {
    parse_key(name).map_err(|_| Reason::Unknown)
}

/// A whole number. One that is too large to represent exceeds every limit.
fn number(text: &str) -> Result<u64, Reason> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { Ok(text.parse().unwrap_or(u64::MAX)) } else { Err(Reason::Unknown) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_steps() {
        let script: Script =
            "j 2*down text:Hi tick:30 size:80x24 * space until:epoch=5 until:epoch=3.17 until:done".parse().unwrap();
        let press = |text: &str| ScriptStep::Press(parse_key(text).unwrap(), 1);
        let want = [
            press("j"),
            ScriptStep::Press(parse_key("down").unwrap(), 2),
            press("H"),
            press("i"),
            ScriptStep::Ticks(30),
            ScriptStep::Size(80, 24),
            press("*"),
            press("space"),
            ScriptStep::Until(5, 0),
            ScriptStep::Until(3, 17),
            ScriptStep::Until(u64::MAX, 0),
        ];
        assert_eq!(script.steps, want);
    }

    #[test]
    fn nonsense_is_named() {
        let err = "j hop".parse::<Script>().unwrap_err();
        assert!(err.to_string().contains("\"hop\""), "{err}");
        for word in ["size:80", "until:epoch=x", "tick:", "tick:-1", "until:epoch=1.", "x*j"] {
            let err = word.parse::<Script>().unwrap_err();
            assert!(err.to_string().contains("which is neither"), "{word}: {err}");
        }
    }

    #[test]
    fn a_word_that_asks_for_too_much_is_named_with_the_limit() {
        let letters = format!("text:{}", "a".repeat(100_001));
        let cases = [
            ("j 999999999*j", "999999999*j", "100000"),
            ("60000*j 40001*k", "40001*k", "100000"),
            ("99999*j text:ab", "text:ab", "100000"),
            ("2 tick:18446744073709551615", "tick:18446744073709551615", "108000"),
            ("tick:99999999999999999999999", "tick:99999999999999999999999", "108000"),
            ("tick:1 tick:18446744073709551615", "tick:18446744073709551615", "108000"),
            ("tick:100000 tick:8001", "tick:8001", "108000"),
            ("size:1001x20", "size:1001x20", "1000x1000"),
            ("size:80x65536", "size:80x65536", "1000x1000"),
            ("size:0x0", "size:0x0", "1x1"),
            ("until:epoch=10000001", "until:epoch=10000001", "10000000"),
            ("until:epoch=0.99999999999999999999", "until:epoch=0.99999999999999999999", "10000000"),
            (letters.as_str(), "text:aaaa", "100000"),
        ];
        for (text, word, limit) in cases {
            let said = text.parse::<Script>().unwrap_err().to_string();
            assert!(said.contains(word) && said.contains(limit) && said.contains("expected"), "{said}");
            assert!(said.len() < 300, "{said}");
        }
        assert!("60000*j 40000*k tick:108000 size:1000x1000 until:epoch=10000000".parse::<Script>().is_ok());
    }

    #[test]
    fn the_kiosk_allows_less() {
        for word in ["2001*j", "tick:1801", "size:301x100", "size:300x101", "until:epoch=100001"] {
            assert!(word.parse::<Script>().is_ok());
            assert!(Script::read(word, ScriptLimits::KIOSK).is_err(), "{word}");
        }
        assert!(Script::read("2000*j tick:1800 size:300x100 until:epoch=100000", ScriptLimits::KIOSK).is_ok());
    }

    #[test]
    fn ticks_of_an_option_count_too() {
        let script = || "tick:100000".parse::<Script>().unwrap();
        assert_eq!(
            script().then_ticks(8000, "--ticks 8000").unwrap().steps,
            [ScriptStep::Ticks(100_000), ScriptStep::Ticks(8000)]
        );
        let said = script().then_ticks(8001, "--ticks 8001").unwrap_err().to_string();
        assert!(said.contains("--ticks 8001") && said.contains("108000"), "{said}");
    }

    #[test]
    fn a_repeated_key_takes_no_room() {
        let script: Script = vec!["1000*j"; 100].join(" ").parse().unwrap();
        assert_eq!(script.steps.len(), 100);
    }
}
