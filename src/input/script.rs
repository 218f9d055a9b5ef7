//! Scripts of key presses, the same for tests, lessons and `actlab render --keys`.
//!
//! Words separated by spaces: a key (`j`, `G`, `space`, `shift-left`, `enter`), `3*j` for a key pressed three times,
//! `text:sig` for letters typed one after another, `tick:30` for a second of the program's time, `size:80x24` for a
//! resize, `until:epoch=500` for time to pass until a training run has come that far (`until:epoch=3.17` for 17 steps of
//! the next epoch, `until:done` for its end). What has spaces in it is quoted as in a shell: `'text:a b'`.

use super::{Key, parse_key};
use std::fmt;
use std::str::FromStr;

/// One thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A key is pressed.
    Press(Key),
    /// Time passes, in ticks of a thirtieth of a second.
    Ticks(u64),
    /// The terminal becomes columns × rows cells.
    Size(u16, u16),
    /// Time passes until long work has come so far: epochs, and steps of the next one.
    Until(u64, u64),
}

/// Things that happen one after another.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Script(pub Vec<Step>);

/// The word of a script that makes no sense.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptError(String);

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the key script has \"{}\", which is neither a key (j, G, up, shift-left, ctrl-c) nor one of N*KEY, text:WORDS, tick:N, size:WxH, until:epoch=N, until:done",
            self.0
        )
    }
}

impl std::error::Error for ScriptError {}

/// The most presses that one `N*KEY` may stand for, so that a slip of the hand is no endless run.
const MOST_REPEATS: usize = 100_000;

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, ScriptError> {
        let words = shell_words::split(text).map_err(|_| ScriptError(text.to_owned()))?;
        let mut steps = Vec::new();
        for word in &words {
            read_word(word, &mut steps).ok_or_else(|| ScriptError(word.clone()))?;
        }
        Ok(Self(steps))
    }
}

fn read_word(word: &str, steps: &mut Vec<Step>) -> Option<()> {
    if let Some(letters) = word.strip_prefix("text:") {
        for letter in letters.chars() {
            steps.push(Step::Press(parse_key(&letter.to_string()).ok()?));
        }
    } else if let Some(count) = word.strip_prefix("tick:") {
        steps.push(Step::Ticks(count.parse().ok()?));
    } else if let Some(size) = word.strip_prefix("size:") {
        let (columns, rows) = size.split_once('x')?;
        steps.push(Step::Size(columns.parse().ok()?, rows.parse().ok()?));
    } else if word == "until:done" {
        steps.push(Step::Until(u64::MAX, 0));
    } else if let Some(place) = word.strip_prefix("until:epoch=") {
        let (epoch, step) = place.split_once('.').unwrap_or((place, "0"));
        steps.push(Step::Until(epoch.parse().ok()?, step.parse().ok()?));
    } else if let Some((count, key)) = word.split_once('*').filter(|(count, key)| !count.is_empty() && !key.is_empty())
    {
        let count = count.parse().ok().filter(|n| *n <= MOST_REPEATS)?;
        steps.extend(std::iter::repeat_n(Step::Press(parse_key(key).ok()?), count));
    } else {
        steps.push(Step::Press(parse_key(word).ok()?));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_steps() {
        let script: Script =
            "j 2*down text:Hi tick:30 size:80x24 * space until:epoch=5 until:epoch=3.17 until:done".parse().unwrap();
        let press = |text: &str| Step::Press(parse_key(text).unwrap());
        let want = [
            press("j"),
            press("down"),
            press("down"),
            press("H"),
            press("i"),
            Step::Ticks(30),
            Step::Size(80, 24),
            press("*"),
            press("space"),
            Step::Until(5, 0),
            Step::Until(3, 17),
            Step::Until(u64::MAX, 0),
        ];
        assert_eq!(script.0, want);
    }

    #[test]
    fn nonsense_is_named() {
        let err = "j hop".parse::<Script>().unwrap_err();
        assert!(err.to_string().contains("\"hop\""), "{err}");
        assert!("999999999*j".parse::<Script>().is_err());
        assert!("size:80".parse::<Script>().is_err());
        assert!("until:epoch=x".parse::<Script>().is_err());
    }
}
