//! A column or a list of columns in a file.

use crate::nn::data_table::ColumnRef;
use crate::text::document::FieldError;
use crate::text::document::{ValueType, custom, expecting};
use crate::words::ToArg;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use std::fmt;

struct Columns;

/// The number of a column, which TOML may write as 2.0.
fn number<E: Error>(x: f64) -> Result<ColumnRef, E> {
    let is_count = x >= 1.0 && x == x.trunc() && x < 1e9;
    let wrong = || custom(&FieldError::Type { got: x.to_arg(), wanted: ValueType::Columns.to_arg() });
    if is_count { Ok(ColumnRef::Number(x as usize)) } else { Err(wrong()) }
}

struct One(ColumnRef);

impl<'de> serde::Deserialize<'de> for One {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Columns).map(|mut columns| Self(columns.pop().unwrap_or(ColumnRef::Number(1))))
    }
}

impl<'de> Visitor<'de> for Columns {
    type Value = Vec<ColumnRef>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(&ValueType::Columns, f)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<ColumnRef>, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, x: f64) -> Result<Vec<ColumnRef>, E> {
        Ok(vec![number(x)?])
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Vec<ColumnRef>, E> {
        Ok(vec![ColumnRef::Name(name.to_owned())])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<ColumnRef>, A::Error> {
        let mut columns = Vec::new();
        while let Some(One(column)) = items.next_element()? {
            columns.push(column);
        }
        Ok(columns)
    }
}

/// Reads a column, or a list of columns.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ColumnRef>, D::Error> {
    from.deserialize_any(Columns)
}
