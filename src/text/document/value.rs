//! Values of a file as serde takes them.

use super::sentence::Mistake;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value, and the key it is under.
#[derive(Clone, Copy)]
pub(super) struct DocumentValue<'a> {
    spanned: &'a Spanned<DeValue<'a>>,
    key: &'a str,
    /// How many lists it is in under that key.
    depth: usize,
}

impl<'a> DocumentValue<'a> {
    pub(super) fn root(spanned: &'a Spanned<DeValue<'a>>) -> Self {
        Self { spanned, key: "", depth: 0 }
    }

    fn start(&self) -> usize {
        self.spanned.span().start
    }

    fn takes(&self, wanted: &str) -> Mistake {
        let kind = match self.spanned.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
            DeValue::Datetime(_) => "a date",
        };
        Mistake::at(self.start(), format!("\"{}\" takes {wanted}, not {kind}", self.key))
    }

    /// A number. NaN and infinity are none that anything can be computed with, nor is one past what a double can hold.
    fn number(&self) -> Result<f64, Mistake> {
        let wanted = if self.depth == 0 { "a number" } else { "numbers" };
        let number = match self.spanned.get_ref() {
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            DeValue::Integer(digits) => {
                i128::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64)
            }
            _ => None,
        };
        let number: f64 = number.ok_or_else(|| self.takes(wanted))?;
        if number.is_finite() {
            return Ok(number);
        }
        Err(Mistake::at(self.start(), format!("\"{}\" takes {wanted}, and {number} is not finite", self.key)))
    }

    /// A whole number from 0.
    fn count(&self) -> Result<u64, Mistake> {
        let DeValue::Integer(digits) = self.spanned.get_ref() else { return Err(self.takes("a whole number")) };
        // TOML has no whole numbers beyond those of 64 bits with a sign.
        let number = u64::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|n| i64::try_from(*n).is_ok());
        number.ok_or_else(|| {
            let why = format!("\"{}\" takes a whole number from 0, not {}", self.key, digits.as_str());
            Mistake::at(self.start(), why)
        })
    }

    fn visit_table<V: Visitor<'a>>(self, table: &'a DeTable<'a>, name: &str, visitor: V) -> Result<V::Value, Mistake> {
        let mut access = Entries::new(table);
        let read = visitor.visit_map(&mut access);
        read.map_err(|mistake| {
            mistake.within(name, table.contains_key("kind")).or_at(access.place.unwrap_or(self.start()))
        })
    }

    /// Says which tables are wanted here.
    fn no_table(&self) -> Mistake {
        match self.key {
            "contestant" => self.takes("tables, as in [[contestant]]"),
            "layers" => self.takes("tables, as in layers = [{ units = 1, activation = \"sigmoid\" }]"),
            key => self.takes(&format!("a table, written [{key}]")),
        }
    }

    /// What a table under this key is called.
    fn name(&self) -> String {
        match self.key {
            "data" | "success" => format!("[{}]", self.key),
            "layers" => "a layer".to_owned(),
            "regularizers" => "a regularizer".to_owned(),
            key if key.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {key}"),
            key => format!("a {key}"),
        }
    }
}

macro_rules! whole {
    ($($method:ident),*) => {
        $(fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
            visitor.visit_u64(self.count()?)
        })*
    };
}

impl<'a> Deserializer<'a> for DocumentValue<'a> {
    type Error = Mistake;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.spanned.get_ref() {
            DeValue::String(text) => visitor.visit_str(text),
            DeValue::Boolean(flag) => visitor.visit_bool(*flag),
            DeValue::Integer(_) | DeValue::Float(_) => visitor.visit_f64(self.number()?),
            DeValue::Array(_) => self.deserialize_seq(visitor),
            DeValue::Table(table) => {
                let name = self.name();
                self.visit_table(table, &name, visitor)
            }
            DeValue::Datetime(_) => Err(self.takes("anything but a date")),
        }
        .map_err(|mistake| mistake.under(self.key).or_at(self.start()))
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.spanned.get_ref() {
            DeValue::Boolean(flag) => visitor.visit_bool(*flag),
            _ => Err(self.takes("true or false")),
        }
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f64(self.number()?)
    }

    whole!(deserialize_u8, deserialize_u16, deserialize_u32, deserialize_u64);

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.spanned.get_ref() {
            DeValue::String(text) => visitor.visit_str(text),
            _ => Err(self.takes("text")),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let DeValue::Array(items) = self.spanned.get_ref() else {
            return Err(self.takes(match (self.key, self.depth) {
                ("contestant" | "layers", _) => return Err(self.no_table()),
                ("regularizers", _) => "a list of names or tables, as in [\"max-norm\"]",
                (_, 0) => "a list, as in [0.5, -1.0]",
                _ => "a list of lists of numbers, as in [[0.5, -1.0]]",
            }));
        };
        visitor.visit_seq(Items { rest: items.iter(), key: self.key, depth: self.depth + 1 })
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let DeValue::Table(table) = self.spanned.get_ref() else {
            return Err(self.no_table());
        };
        let name = self.name();
        self.visit_table(table, &name, visitor)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let DeValue::Table(table) = self.spanned.get_ref() else {
            return Err(self.no_table());
        };
        self.visit_table(table, name, visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        i8 i16 i32 i64 i128 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum identifier ignored_any
    }
}

struct Items<'a> {
    rest: std::slice::Iter<'a, Spanned<DeValue<'a>>>,
    key: &'a str,
    depth: usize,
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Mistake> {
        let Some(spanned) = self.rest.next() else { return Ok(None) };
        let value = DocumentValue { spanned, key: self.key, depth: self.depth };
        seed.deserialize(value).map(Some).map_err(|mistake| mistake.under(self.key).or_at(spanned.span().start))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The keys of a table with their values: what decides about the others first.
struct Entries<'a> {
    rest: std::vec::IntoIter<(&'a Spanned<toml::de::DeString<'a>>, &'a Spanned<DeValue<'a>>)>,
    value: Option<(&'a str, &'a Spanned<DeValue<'a>>)>,
    /// Where the key begins that was given last; none when all were.
    place: Option<usize>,
}

impl<'a> Entries<'a> {
    fn new(table: &'a DeTable<'a>) -> Self {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| match key.get_ref().as_ref() {
            "kind" => 0,
            "activation" | "formula" => 1,
            _ => 2,
        });
        Self { rest: entries.into_iter(), value: None, place: None }
    }
}

impl<'a> MapAccess<'a> for &mut Entries<'a> {
    type Error = Mistake;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Mistake> {
        let Some((key, value)) = self.rest.next() else {
            self.place = None;
            return Ok(None);
        };
        let name: &'a str = key.get_ref().as_ref();
        (self.value, self.place) = (Some((name, value)), Some(key.span().start));
        let read: Result<K::Value, Mistake> = seed.deserialize(BorrowedStrDeserializer::new(name));
        read.map(Some).map_err(|mistake| mistake.or_at(key.span().start))
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Mistake> {
        let Some((key, spanned)) = self.value.take() else {
            // Serde asks for a value after its key only.
            return seed.deserialize("".into_deserializer());
        };
        let read = seed.deserialize(DocumentValue { spanned, key, depth: 0 });
        read.map_err(|mistake| mistake.under(key).or_at(spanned.span().start))
    }
}
