//! The values of a file as deserializers.

use super::error::{CONTESTANTS, FieldError, LAYERS, TableName, ValueType};
use super::sentence::Mistake;
use crate::words::ToArg;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and its key.
#[derive(Clone, Copy)]
pub(super) struct DocumentValue<'a> {
    spanned: &'a Spanned<DeValue<'a>>,
    key: &'a str,
    /// The number of lists around it under that key.
    depth: usize,
}

impl<'a> DocumentValue<'a> {
    pub(super) fn root(spanned: &'a Spanned<DeValue<'a>>) -> Self {
        Self { spanned, key: "", depth: 0 }
    }

    fn start(&self) -> usize {
        self.spanned.span().start
    }

    fn takes(&self, wanted: &impl ToArg) -> Mistake {
        let got = match self.spanned.get_ref() {
            DeValue::String(_) => ValueType::Text,
            DeValue::Integer(_) => ValueType::Whole,
            DeValue::Float(_) => ValueType::Number,
            DeValue::Boolean(_) => ValueType::Boolean,
            DeValue::Array(_) => ValueType::List,
            DeValue::Table(_) => ValueType::Table,
            DeValue::Datetime(_) => ValueType::Date,
        };
        let (wanted, got) = (wanted.to_arg(), got.to_arg());
        Mistake::at(self.start(), &FieldError::Takes { key: self.key.to_owned(), wanted, got })
    }

    /// A finite number. NaN, infinity and numbers larger than the largest `f64` can't be used in computations.
    fn number(&self) -> Result<f64, Mistake> {
        let wanted = if self.depth == 0 { ValueType::Number } else { ValueType::Numbers };
        let number = match self.spanned.get_ref() {
            DeValue::Float(digits) => digits.as_str().parse().ok(),
            DeValue::Integer(digits) => {
                i128::from_str_radix(digits.as_str(), digits.radix()).ok().map(|whole| whole as f64)
            }
            _ => None,
        };
        let number: f64 = number.ok_or_else(|| self.takes(&wanted))?;
        if number.is_finite() {
            return Ok(number);
        }
        Err(Mistake::at(self.start(), &FieldError::NotFinite { key: self.key.to_owned(), wanted, number }))
    }

    /// A whole number from 0.
    fn count(&self) -> Result<u64, Mistake> {
        let DeValue::Integer(digits) = self.spanned.get_ref() else { return Err(self.takes(&ValueType::Whole)) };
        // TOML has only integers of 64 bits with a sign.
        let number = u64::from_str_radix(digits.as_str(), digits.radix()).ok().filter(|n| i64::try_from(*n).is_ok());
        number.ok_or_else(|| {
            let (key, digits) = (self.key.to_owned(), digits.as_str().to_owned());
            Mistake::at(self.start(), &FieldError::NotWhole { key, digits })
        })
    }

    fn visit_table<V: Visitor<'a>>(
        self,
        table: &'a DeTable<'a>,
        name: TableName,
        visitor: V,
    ) -> Result<V::Value, Mistake> {
        let mut access = Entries::new(table);
        let read = visitor.visit_map(&mut access);
        read.map_err(|mistake| {
            mistake.within(name, table.contains_key("kind")).or_at(access.place.unwrap_or(self.start()))
        })
    }

    /// The error for a value in place of a table.
    fn no_table(&self) -> Mistake {
        match self.key {
            "contestant" => self.takes(&CONTESTANTS),
            "layers" => self.takes(&LAYERS),
            key => self.takes(&ValueType::Headed { key: key.to_owned() }),
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
            DeValue::Integer(_) | DeValue::Float(_) => match self.count() {
                Ok(count) => visitor.visit_u64(count),
                Err(_) => visitor.visit_f64(self.number()?),
            },
            DeValue::Array(_) => self.deserialize_seq(visitor),
            DeValue::Table(table) => self.visit_table(table, TableName::under(self.key), visitor),
            DeValue::Datetime(_) => Err(self.takes(&ValueType::NoDate)),
        }
        .map_err(|mistake| mistake.under(self.key).or_at(self.start()))
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.spanned.get_ref() {
            DeValue::Boolean(flag) => visitor.visit_bool(*flag),
            _ => Err(self.takes(&ValueType::Boolean)),
        }
    }

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        visitor.visit_f64(self.number()?)
    }

    whole!(deserialize_u8, deserialize_u16, deserialize_u32, deserialize_u64);

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        match self.spanned.get_ref() {
            DeValue::String(text) => visitor.visit_str(text),
            _ => Err(self.takes(&ValueType::Text)),
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
            return Err(self.takes(&match (self.key, self.depth) {
                ("contestant" | "layers", _) => return Err(self.no_table()),
                ("regularizers", _) => ValueType::Kinds,
                ("keys" | "answers" | "series", _) => ValueType::List,
                (_, 0) => ValueType::NumberList,
                _ => ValueType::NumberRows,
            }));
        };
        visitor.visit_seq(Items { rest: items.iter(), key: self.key, depth: self.depth + 1 })
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Mistake> {
        let DeValue::Table(table) = self.spanned.get_ref() else {
            return Err(self.no_table());
        };
        self.visit_table(table, TableName::under(self.key), visitor)
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
        self.visit_table(table, TableName::of_type(name, self.key), visitor)
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

/// The entries of a table. Keys that decide about the others come first.
struct Entries<'a> {
    rest: std::vec::IntoIter<(&'a Spanned<toml::de::DeString<'a>>, &'a Spanned<DeValue<'a>>)>,
    value: Option<(&'a str, &'a Spanned<DeValue<'a>>)>,
    /// The position of the last key that was returned. `None` after the end.
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
            // Serde asks for a value only after its key.
            return seed.deserialize("".into_deserializer());
        };
        let read = seed.deserialize(DocumentValue { spanned, key, depth: 0 });
        read.map_err(|mistake| mistake.under(key).or_at(spanned.span().start))
    }
}
