//! Messages as data: a key of the catalogue and the values of its placeholders.
//!
//! Errors are enums with named fields. They know no language: the catalogue puts them into words where they are shown,
//! on the screen or on the command line. The macro `errors!` writes such an enum.

mod json;

use super::{Language, Words};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// A key of the catalogue with the values of its placeholders.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", in_english(self))]
pub struct Message {
    /// For example `error.file.missing`.
    pub key: Cow<'static, str>,
    /// The values by name, in the order of the fields of the error.
    pub args: Vec<(Cow<'static, str>, Arg)>,
}

/// The value of a placeholder.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text that is the same in every language: a name, a path, a word of a file.
    Text(String),
    /// The name of a contestant. Those of built-in experiments have a translation.
    Contestant(String),
    /// An integer, such as a count, a line or a seed.
    Integer(i128),
    /// Any other number.
    Number(f64),
    /// A message.
    Message(Box<Message>),
    /// Several values, which are shown separated by commas.
    List(Vec<Arg>),
}

/// What can be turned into a message.
pub trait ToMessage {
    /// The key and the values.
    fn message(&self) -> Message;
}

impl ToMessage for Message {
    fn message(&self) -> Message {
        self.clone()
    }
}

impl<T: ToMessage> ToMessage for Box<T> {
    fn message(&self) -> Message {
        (**self).message()
    }
}

impl Message {
    /// A message without placeholders.
    pub fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), args: Vec::new() }
    }

    /// A message with these values. Every error is made here, so that the code of each is small.
    #[inline(never)]
    pub(crate) fn of(key: &'static str, args: &[(&'static str, &dyn ToArg)]) -> Self {
        let args = args.iter().map(|(name, value)| (Cow::Borrowed(*name), value.to_arg())).collect();
        Self { key: Cow::Borrowed(key), args }
    }

    /// The same with one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &impl ToArg) -> Self {
        self.args.push((Cow::Borrowed(name), value.to_arg()));
        self
    }
}

/// What can be the value of a placeholder.
pub trait ToArg {
    /// The value.
    fn to_arg(&self) -> Arg;
}

impl<T: ToMessage> ToArg for T {
    fn to_arg(&self) -> Arg {
        Arg::Message(Box::new(self.message()))
    }
}

impl<T: ToArg> ToArg for Vec<T> {
    fn to_arg(&self) -> Arg {
        Arg::List(self.iter().map(ToArg::to_arg).collect())
    }
}

impl ToArg for Arg {
    fn to_arg(&self) -> Arg {
        self.clone()
    }
}

impl ToArg for f64 {
    fn to_arg(&self) -> Arg {
        Arg::Number(*self)
    }
}

macro_rules! text_args {
    ($($Type:ty: $text:expr;)*) => {$(
        impl ToArg for $Type {
            fn to_arg(&self) -> Arg {
                let text: fn(&Self) -> String = $text;
                Arg::Text(text(self))
            }
        }
    )*};
}

text_args! {
    String: Clone::clone;
    &str: |text| (*text).to_owned();
    char: ToString::to_string;
    Arc<str>: |text| text.to_string();
    PathBuf: |path| path.display().to_string();
    &Path: |path| path.display().to_string();
}

macro_rules! integer_args {
    ($($Type:ty)*) => {$(
        impl ToArg for $Type {
            fn to_arg(&self) -> Arg {
                Arg::Integer(i128::from(*self))
            }
        }
    )*};
}

integer_args!(u16 u32 u64 i32 i64);

impl ToArg for usize {
    fn to_arg(&self) -> Arg {
        Arg::Integer(*self as i128)
    }
}

impl Words {
    /// The text of a message in the language of the catalogue.
    pub fn say(&self, message: &impl ToMessage) -> String {
        self.render(&message.message())
    }

    fn render(&self, message: &Message) -> String {
        let values: Vec<(&str, String)> =
            message.args.iter().map(|(name, arg)| (&**name, self.render_arg(arg))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.fill(&message.key, &values)
    }

    fn render_arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => text.clone(),
            Arg::Contestant(name) => self.contestant(name).to_owned(),
            Arg::Integer(number) => number.to_string(),
            Arg::Number(number) => number.to_string(),
            Arg::Message(message) => self.render(message),
            Arg::List(all) => all.iter().enumerate().fold(String::new(), |mut text, (n, arg)| {
                // Writing to a string does not fail.
                let _ = write!(text, "{}{}", if n == 0 { "" } else { ", " }, self.render_arg(arg));
                text
            }),
        }
    }
}

/// The English text of a message, for `Display` and for logs.
pub fn in_english(message: &impl ToMessage) -> String {
    static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::of(Language::English));
    ENGLISH.say(message)
}

/// Writes an enum of errors whose texts are in the catalogues, under `error.GROUP.KEY`. The fields of a variant are the
/// values of the placeholders in its text. A field may be an error itself.
///
/// ```text
/// errors! {
///     /// Why a formula is no formula.
///     pub enum Wrong: "example" {
///         /// It is empty.
///         Empty = "empty",
///         /// It has too many characters.
///         TooLong { most: usize } = "too-long",
///     }
/// }
/// ```
macro_rules! errors {
    (
        $(#[$meta:meta])*
        $vis:vis enum $Name:ident: $group:literal {
            $(
                $(#[$about:meta])*
                $Variant:ident $({ $($(#[$what:meta])* $field:ident: $Type:ty),* $(,)? })? = $key:literal
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, ::thiserror::Error)]
        #[error("{}", $crate::words::ToMessage::message(self))]
        #[allow(missing_docs, reason = "the text in the catalogue says what its blanks are")]
        $vis enum $Name {
            $($(#[$about])* $Variant $({ $($(#[$what])* $field: $Type),* })?,)*
        }

        impl $crate::words::ToMessage for $Name {
            fn message(&self) -> $crate::words::Message {
                match self {
                    $(Self::$Variant $({ $($field),* })? => $crate::words::Message::of(
                        concat!("error.", $group, ".", $key),
                        &[$($((stringify!($field), $field as &dyn $crate::words::ToArg)),*)?],
                    ),)*
                }
            }
        }

        impl ::std::convert::From<$Name> for $crate::words::Message {
            fn from(error: $Name) -> Self {
                $crate::words::ToMessage::message(&error)
            }
        }
    };
}
pub(crate) use errors;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Texts;

    errors! {
        enum Inner: "t" {
            Deep { most: usize } = "deep",
        }
    }

    errors! {
        enum Outer: "t" {
            Wraps { file: String, reason: Inner } = "wraps",
        }
    }

    #[test]
    fn a_message_holds_messages() {
        let texts = [("error.t.deep", "at most {most}"), ("error.t.wraps", "{file}: {reason}")];
        let texts = Texts::from(texts.map(|(key, text)| (key.to_owned(), text.into())));
        let words = Words { language: Language::English, texts: texts.into() };
        let error = Outer::Wraps { file: "{reason}".to_owned(), reason: Inner::Deep { most: 3 } };
        assert_eq!(words.say(&error), "{reason}: at most 3", "a value is no template");
        assert_eq!(error.message().args[1].1, Arg::Message(Box::new(Inner::Deep { most: 3 }.message())));
    }
}
