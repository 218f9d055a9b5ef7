//! All text of the interface, in English and Korean, from one catalogue per language.
//!
//! Code refers to text by key (`lab.status.monotone`). The texts are in `assets/words/`. A text that one language lacks
//! makes a test fail, so it is never missing on the screen.

mod hint;
mod message;

pub use hint::WordHint;
pub(crate) use message::errors;
pub use message::{Arg, Message, ToArg, ToMessage, in_english};

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, OnceLock};
use toml::de::{DeTable, DeValue};

/// A language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean, 한국어.
    Korean,
}

impl Language {
    /// Both languages, in the order in which a key selects them.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// The code that flags and files use.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The other language.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::English => Self::Korean,
            Self::Korean => Self::English,
        }
    }

    /// The language of a locale such as `ko_KR.UTF-8`. English for every other locale.
    pub fn of_locale(locale: &str) -> Self {
        if locale.starts_with("ko") { Self::Korean } else { Self::English }
    }

    fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../assets/words/en.toml"),
            Self::Korean => include_str!("../assets/words/ko.toml"),
        }
    }
}

errors! {
    /// Why a code does not name a language.
    pub enum LanguageError: "language" {
        /// The program does not have this language.
        Unknown { code: String } = "unknown",
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(code: &str) -> Result<Self, LanguageError> {
        let found = Self::ALL.into_iter().find(|l| l.code() == code);
        found.ok_or_else(|| LanguageError::Unknown { code: code.to_owned() })
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The catalogue of one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    texts: Arc<Texts>,
}

/// The texts by their keys. Most are parts of the files that are built in.
type Texts = HashMap<String, Cow<'static, str>>;

/// The texts of each language. They are parsed once, because a program asks for them several times.
static TEXTS: [OnceLock<Arc<Texts>>; Language::ALL.len()] = [const { OnceLock::new() }; Language::ALL.len()];

impl Words {
    /// The catalogue of a language.
    pub fn of(language: Language) -> Self {
        let texts = TEXTS[language as usize].get_or_init(|| {
            let mut texts = HashMap::new();
            if let Ok(table) = DeTable::parse(language.source()) {
                flatten("", table.into_inner(), &mut texts);
            }
            Arc::new(texts)
        });
        Self { language, texts: Arc::clone(texts) }
    }

    /// The language of this catalogue.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text for a key, or the key itself if there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.find(key).unwrap_or(key)
    }

    /// The text for a key, if there is one.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(Cow::as_ref)
    }

    /// The text for `group.name`, if there is one.
    pub fn find_in(&self, group: &str, name: &str) -> Option<&str> {
        self.find(&format!("{group}.{name}"))
    }

    /// The text for a key with `{name}` replaced by values.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let template = self.get(key);
        let (mut text, mut rest) = (String::with_capacity(template.len()), template);
        // The template is scanned once, because a value may contain braces.
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let blank = after.split_once('}').and_then(|(name, after)| {
                let (_, value) = values.iter().find(|(known, _)| *known == name)?;
                Some((value, after))
            });
            match blank {
                Some((value, after)) => {
                    text.push_str(value);
                    rest = after;
                }
                None => {
                    text.push('{');
                    rest = after;
                }
            }
        }
        text + rest
    }

    /// The name of a contestant in this language. Names in the reader's own files stay as they are.
    pub fn contestant<'a>(&'a self, name: &'a str) -> &'a str {
        self.find_in("contestant", name).unwrap_or(name)
    }

    /// Every key of the catalogue.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }
}

fn flatten(prefix: &str, table: DeTable<'static>, texts: &mut Texts) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.get_ref().to_string() } else { format!("{prefix}.{}", key.get_ref()) };
        match value.into_inner() {
            DeValue::Table(inner) => flatten(&path, inner, texts),
            DeValue::String(text) => {
                texts.insert(path, text);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn holes(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let [english, korean] = Language::ALL.map(Words::of);
        assert!(english.keys().count() > 50);
        for (one, other) in [(&english, &korean), (&korean, &english)] {
            for key in one.keys() {
                let text = other.find(key).unwrap_or_else(|| panic!("{key} is missing in {}", other.language()));
                assert_eq!(holes(text), holes(one.get(key)), "the blanks of {key}");
                assert!(!text.is_empty(), "{key} is empty");
            }
        }
    }

    #[test]
    fn blanks_are_filled() {
        let mut words = Words::of(Language::English);
        Arc::make_mut(&mut words.texts).insert("x".to_owned(), "{n} of {all}".into());
        assert_eq!(words.fill("x", &[("n", "3"), ("all", "9")]), "3 of 9");
        assert_eq!(words.fill("x", &[("n", "{all}"), ("all", "{n}")]), "{all} of {n}", "a value is no template");
        Arc::make_mut(&mut words.texts).insert("x".to_owned(), "{ {n} } {other} {".into());
        assert_eq!(words.fill("x", &[("n", "3")]), "{ 3 } {other} {");
    }

    #[test]
    fn locales_choose() {
        assert_eq!(Language::of_locale("ko_KR.UTF-8"), Language::Korean);
        assert_eq!(Language::of_locale("C.UTF-8"), Language::English);
    }
}
