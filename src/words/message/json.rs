//! Messages as JSON: for programs that read standard error, and to pass a message through an interface that takes only
//! text.

use super::{Arg, Message};
use crate::words::Words;
use serde_json::{Value, json};
use std::borrow::Cow;

/// The beginning of an encoded message. No text that a person writes begins like this.
const CARRIED: &str = "\u{1}actlab:";

impl Message {
    /// The message as an object: `key`, `args` and the text in the language of the catalogue as `message`.
    pub fn to_json(&self, words: &Words) -> Value {
        let args: serde_json::Map<String, Value> =
            self.args.iter().map(|(name, arg)| (name.to_string(), arg.to_json(words))).collect();
        json!({ "key": self.key, "args": args, "message": words.say(self) })
    }

    /// The message as a text that [`Message::carried`] reads again. Serde can pass errors only as text.
    pub fn carry(&self) -> String {
        format!("{CARRIED}{}", bare(self))
    }

    /// The message in a text from [`Message::carry`], at any position in the text.
    pub fn carried(text: &str) -> Option<Self> {
        let (_, json) = text.split_once(CARRIED)?;
        let value = serde_json::Deserializer::from_str(json).into_iter::<Value>().next()?.ok()?;
        read(&value)
    }
}

impl Arg {
    fn to_json(&self, words: &Words) -> Value {
        match self {
            Self::Text(text) | Self::Contestant(text) => json!(text),
            Self::Integer(number) => integer(*number),
            Self::Number(number) => json!(number),
            Self::Message(message) => message.to_json(words),
            Self::List(all) => all.iter().map(|arg| arg.to_json(words)).collect(),
        }
    }
}

/// As a number if JSON can represent it.
fn integer(number: i128) -> Value {
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => json!(number),
        (_, Ok(number)) => json!(number),
        _ => json!(number.to_string()),
    }
}

fn bare(message: &Message) -> Value {
    let args: Vec<Value> = message.args.iter().map(|(name, arg)| json!([name, bare_arg(arg)])).collect();
    json!([message.key, args])
}

fn bare_arg(arg: &Arg) -> Value {
    match arg {
        Arg::Text(text) => json!({ "t": text }),
        Arg::Contestant(name) => json!({ "c": name }),
        Arg::Integer(number) => json!({ "i": number.to_string() }),
        Arg::Number(number) => json!({ "n": number.to_string() }),
        Arg::Message(message) => json!({ "m": bare(message) }),
        Arg::List(all) => json!({ "l": all.iter().map(bare_arg).collect::<Vec<_>>() }),
    }
}

fn read(value: &Value) -> Option<Message> {
    let args = value.get(1)?.as_array()?.iter();
    let args = args.map(|arg| Some((Cow::Owned(arg.get(0)?.as_str()?.to_owned()), read_arg(arg.get(1)?)?)));
    Some(Message { key: Cow::Owned(value.get(0)?.as_str()?.to_owned()), args: args.collect::<Option<_>>()? })
}

fn read_arg(value: &Value) -> Option<Arg> {
    let (kind, value) = value.as_object()?.iter().next()?;
    Some(match kind.as_str() {
        "t" => Arg::Text(value.as_str()?.to_owned()),
        "c" => Arg::Contestant(value.as_str()?.to_owned()),
        "i" => Arg::Integer(value.as_str()?.parse().ok()?),
        "n" => Arg::Number(value.as_str()?.parse().ok()?),
        "m" => Arg::Message(Box::new(read(value)?)),
        "l" => Arg::List(value.as_array()?.iter().map(read_arg).collect::<Option<_>>()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    fn example() -> Message {
        let inner = Message::new("error.t.inner").with("line", &3_usize);
        let list = Arg::List(vec![Arg::Text("a \"b\"".to_owned()), Arg::Number(f64::NAN)]);
        Message::new("error.t.outer").with("reason", &inner).with("all", &list).with("seed", &u64::MAX)
    }

    #[test]
    fn a_message_survives_being_carried() {
        let text = format!("line 3: {} and more", example().carry());
        let carried = Message::carried(&text).unwrap();
        assert_eq!(format!("{carried:?}"), format!("{:?}", example()));
        assert_eq!(Message::carried("a plain text"), None);
    }

    #[test]
    fn objects_hold_numbers_and_messages() {
        let json = example().to_json(&Words::of(Language::English));
        assert_eq!(json["args"]["seed"], u64::MAX);
        assert_eq!(json["args"]["reason"]["args"]["line"], 3);
        assert_eq!(json["args"]["all"][0], "a \"b\"");
    }
}
