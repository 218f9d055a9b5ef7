//! The allowed range of each setting, as the comments of `config.toml` state it.

use super::RightValue;
use toml::Value;
use toml::de::DeValue;

/// The allowed values of a setting.
pub(super) enum SettingRange {
    /// A whole number between both bounds, inclusive.
    Whole(i64, i64),
    /// A number between both bounds, inclusive.
    Number(f64, f64),
    /// One of these words. True and false are checked by their kind.
    Words(&'static [&'static str]),
    /// Both ends of an axis, the lower one first, with the bounds of their distance.
    Ends(f64, f64),
}

/// More MiB than any machine has.
const MEBIBYTES: i64 = 1 << 20;
/// More bytes per second than any connection carries.
const BYTES: i64 = 1_000_000_000;

/// Every setting that is a number, or one of a few words.
pub(super) const RULES: [(&str, SettingRange); 25] = [
    ("language", SettingRange::Words(&["auto", "en", "ko"])),
    ("start", SettingRange::Words(&["walk", "lab", "train", "slope", "softmax", "sweep"])),
    ("color", SettingRange::Words(&["auto", "truecolor", "256", "16", "none"])),
    ("glyphs", SettingRange::Words(&["half", "quadrant", "sextant", "octant", "ascii", "shade"])),
    ("ascii", SettingRange::Words(&["auto"])),
    ("write", SettingRange::Words(&["svg", "text", "ansi"])),
    ("lab.distribution", SettingRange::Words(&["notebook", "uniform", "normal"])),
    ("lab.channel", SettingRange::Words(&["luma", "red"])),
    ("lab.levels", SettingRange::Words(&["range", "auto"])),
    ("seed", SettingRange::Whole(0, i64::MAX)),
    ("lab.range", SettingRange::Ends(1e-3, 1e7)),
    ("lab.samples", SettingRange::Whole(100, 1_000_000)),
    ("lab.scale", SettingRange::Number(0.01, 1000.0)),
    ("lab.gain", SettingRange::Number(0.01, 1000.0)),
    ("sweep.seeds", SettingRange::Whole(1, 10_000_000)),
    ("sweep.threads", SettingRange::Whole(0, 1024)),
    ("picture.most_pixels", SettingRange::Whole(1, 1_000_000_000_000)),
    ("picture.most_memory", SettingRange::Whole(1, MEBIBYTES)),
    ("limits.memory", SettingRange::Whole(0, MEBIBYTES)),
    ("line.frames", SettingRange::Whole(1, 60)),
    ("line.ssh_bytes", SettingRange::Whole(0, BYTES)),
    ("line.local_bytes", SettingRange::Whole(0, BYTES)),
    ("line.stalled", SettingRange::Whole(0, 86400)),
    ("kiosk.idle_minutes", SettingRange::Number(0.0, 10080.0)),
    ("kiosk.memory", SettingRange::Whole(0, MEBIBYTES)),
];

impl SettingRange {
    fn holds(&self, given: &DeValue) -> bool {
        match (self, given) {
            (Self::Whole(low, high), _) => whole(given).is_some_and(|n| (*low..=*high).contains(&n)),
            (Self::Number(low, high), _) => number(given).is_some_and(|x| (*low..=*high).contains(&x)),
            (Self::Ends(least, most), DeValue::Array(ends)) => {
                let ends: Option<Vec<f64>> = ends.iter().map(|end| number(end.get_ref())).collect();
                matches!(ends.as_deref(), Some([low, high])
                    if low.is_finite() && high.is_finite() && (*least..=*most).contains(&(high - low)))
            }
            (Self::Words(known), DeValue::String(word)) => known.contains(&word.as_ref()),
            (Self::Words(_), DeValue::Boolean(_)) => true,
            (Self::Ends(..) | Self::Words(_), _) => false,
        }
    }

    /// What would be right.
    pub(super) fn right(&self) -> RightValue {
        match self {
            Self::Whole(low, high) => RightValue::Whole { low: *low, high: *high },
            Self::Words(["auto"] | []) => RightValue::Auto,
            Self::Words([rest @ .., last]) => {
                let words = rest.iter().map(|word| (*word).to_owned()).collect();
                RightValue::OneOf { words, last: (*last).to_owned() }
            }
            Self::Number(low, high) => RightValue::Number { low: *low, high: *high },
            Self::Ends(least, most) => RightValue::Ends { least: *least, most: *most },
        }
    }
}

/// What would be right for a value of the right kind; `None` if the value is in range.
pub(super) fn out_of_range(path: &str, given: &DeValue, default: &Value) -> Option<RightValue> {
    let rule = RULES.iter().find(|(known, _)| *known == path).map(|(_, rule)| rule);
    match (rule, default) {
        (Some(rule), _) => (!rule.holds(given)).then(|| rule.right()),
        // Numbers beyond what TOML can hold are refused even without a rule.
        (None, Value::Integer(_)) => {
            let any = SettingRange::Whole(i64::MIN, i64::MAX);
            (!any.holds(given)).then(|| any.right())
        }
        (None, _) => None,
    }
}

fn whole(value: &DeValue) -> Option<i64> {
    let DeValue::Integer(digits) = value else { return None };
    i64::from_str_radix(digits.as_str(), digits.radix()).ok()
}

fn number(value: &DeValue) -> Option<f64> {
    match value {
        DeValue::Float(digits) => digits.as_str().parse().ok(),
        // A number too large for a TOML integer is not a whole number, however near a float would come.
        _ => whole(value).map(|n| n as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{DEFAULTS, load};
    use std::io::Write;

    /// The error of a file called FILE.
    fn said_of(text: &str) -> Result<(), String> {
        let mut file = tempfile::Builder::new().prefix("conf").suffix(".toml").tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let name = file.path().display().to_string();
        load(Some(file.path()), &[]).map(drop).map_err(|e| e.to_string().replace(&name, "FILE"))
    }

    fn with(path: &str, value: &str) -> Result<(), String> {
        let text = match path.split_once('.') {
            Some((table, key)) => format!("# mine\n[{table}]\n{key} = {value}\n"),
            None => format!("# mine\n\n{path} = {value}\n"),
        };
        said_of(&text)
    }

    #[test]
    fn every_setting_has_its_range_and_its_comment_says_it() {
        let defaults: toml::Table = DEFAULTS.parse().unwrap();
        for (table, value) in &defaults {
            let leaves: Vec<(String, &Value)> = match value {
                Value::Table(inner) => inner.iter().map(|(key, value)| (format!("{table}.{key}"), value)).collect(),
                value => vec![(table.clone(), value)],
            };
            for (path, value) in leaves.into_iter().filter(|(path, _)| !path.starts_with("keys.")) {
                let free = ["theme", "image", "formulas", "lab.activation", "train.experiment", "sweep.experiment"];
                let is_free = matches!(value, Value::Boolean(_)) || free.contains(&path.as_str());
                assert_ne!(RULES.iter().any(|(known, _)| *known == path), is_free, "{path}");
            }
        }
        for (path, rule) in &RULES {
            let (table, key) = path.split_once('.').unwrap_or(("", path));
            let part = DEFAULTS.split("\n[").find(|part| part.starts_with(&format!("{table}]")) || table.is_empty());
            let lines: Vec<&str> = part.unwrap().lines().collect();
            let at = lines.iter().position(|line| line.starts_with(&format!("{key} = "))).unwrap();
            let first = lines[..at].iter().rposition(|line| !line.starts_with('#')).map_or(0, |before| before + 1);
            let comment: String = lines[first..at].iter().map(|line| line.trim_start_matches('#')).collect();
            if let SettingRange::Words(known) = rule {
                let quoted = known.iter().map(|word| format!("\"{word}\""));
                quoted.for_each(|word| assert!(comment.contains(&word), "the comment of {path} lacks {word}"));
                continue;
            }
            let range = match rule {
                SettingRange::Words(_) => String::new(),
                SettingRange::Whole(low, high) => format!("{low} to {high}"),
                SettingRange::Number(low, high) | SettingRange::Ends(low, high) => format!("{low} to {high}"),
            };
            assert!(comment.contains(&range), "the comment of {path} lacks {range}: {comment}");
        }
    }

    #[test]
    fn both_ends_of_a_range_are_in_it_and_what_lies_beyond_is_not() {
        for (path, rule) in &RULES {
            let (good, bad): (Vec<String>, Vec<String>) = match rule {
                SettingRange::Whole(low, high) => {
                    let beyond = [i128::from(*low) - 1, i128::from(*high) + 1];
                    let mut bad: Vec<String> = beyond.iter().map(ToString::to_string).collect();
                    bad.extend([
                        "9".repeat(400),
                        "-99999999999999999999".to_owned(),
                        "0xffffffffffffffffff".to_owned(),
                    ]);
                    (vec![low.to_string(), high.to_string()], bad)
                }
                SettingRange::Number(low, high) => {
                    let beyond = [format!("{:?}", low - 1e-3), format!("{:?}", high + 1e-3)];
                    let others = ["nan", "-nan", "inf", "-inf", "1e999", "99999999999999999999"].map(str::to_owned);
                    (vec![format!("{low:?}"), format!("{high:?}")], beyond.into_iter().chain(others).collect())
                }
                SettingRange::Words(known) => {
                    let quoted = |word: &&str| format!("\"{word}\"");
                    let bad = ["", "nonsense", "AUTO", "lap"].iter().map(quoted).collect();
                    (known.iter().map(quoted).collect(), bad)
                }
                SettingRange::Ends(..) => {
                    let bad =
                        ["[]", "[1]", "[1, 2, 3]", "[5, -5]", "[0, 0]", "[0.0, inf]", "[nan, 1.0]", "[-1e300, 1e300]"];
                    (vec!["[-1, 1.5]".to_owned()], bad.map(str::to_owned).to_vec())
                }
            };
            for value in good {
                assert_eq!(with(path, &value), Ok(()), "{path} = {value}");
            }
            for value in bad {
                let said = with(path, &value).unwrap_err();
                let shown = if value.len() > 40 { "9999" } else { value.as_str() };
                assert!(said.starts_with(&format!("FILE, line 3: \"{path}\" is {shown}")), "{said}");
                assert!(said.ends_with(&format!("; expected {}", rule.right())), "{said}");
                assert!(!said.contains('\n') && said.chars().count() < 200, "{said}");
            }
        }
    }

    #[test]
    fn what_is_wrong_in_a_list_is_named() {
        let said = with("lab.range", "[\"a\", 1]").unwrap_err();
        assert_eq!(
            said,
            "FILE, line 3: \"lab.range\" takes a list of numbers, such as [-10.0, 10.0], and \"a\" is text"
        );
        for text in ["[keys.lab]\nnext = [1]\n", "[keys.lab]\nquit = [1]\n"] {
            let said = said_of(text).unwrap_err();
            assert!(
                said.starts_with("FILE, line 2: \"keys.lab.") && said.ends_with("and 1 is a whole number"),
                "{said}"
            );
        }
    }

    #[test]
    fn keys_that_clash_name_the_file_and_the_line() {
        for (text, part) in [
            (
                "[keys.lab]\nnext = [\"j\", \"k\"]\n",
                "FILE, line 2: \"keys.lab.next\": the key k already means previous (lab)",
            ),
            ("[keys.lab]\nfilter = [\"k\"]\n", "FILE, line 2: \"keys.lab.filter\": the key k already means"),
            ("[keys.lab]\nsave = [\"k\"]\n", "FILE, line 2: \"keys.lab.save\": the key k already means previous (lab)"),
            (
                "[keys.everywhere]\nquit = [\"j\"]\n",
                "FILE, line 2: \"keys.everywhere.quit\": the key j already means next",
            ),
            ("[keys.lab]\nnext = [\"hop\"]\n", "FILE, line 2: \"keys.lab.next\": \"hop\" is not a key"),
            ("[keys.lab]\nnxet = [\"n\"]\n", "FILE, line 2: \"keys.lab.nxet\": there is no verb \"nxet\""),
        ] {
            let said = said_of(text).unwrap_err();
            assert!(said.starts_with(part) && !said.contains('\n'), "{text}: {said}");
        }
        let said = load(None, &["keys.lab.next=[\"k\"]".to_owned()]).unwrap_err().to_string();
        assert!(said.starts_with("--set keys.lab.next=[\"k\"]: \"keys.lab.next\": the key k"), "{said}");
    }

    #[test]
    fn set_keeps_to_the_same_ranges() {
        for (path, rule) in &RULES {
            let set = format!("{path}=-99999999999999999999");
            let said = load(None, std::slice::from_ref(&set)).unwrap_err().to_string();
            assert!(said.starts_with(&format!("--set {set}: \"{path}\" ")) && !said.contains('\n'), "{said}");
            assert!(
                matches!(rule, SettingRange::Ends(..) | SettingRange::Words(["auto"]))
                    || said.ends_with(&rule.right().to_string()),
                "{said}"
            );
        }
    }
}
