//! JSON objects of the command line. Each has the name and the version of its schema; `docs/json.md` describes them.

use serde_json::{Value, json};

/// The version of every schema. It is raised if a key is renamed or changes its meaning; keys may be added.
const VERSION: u32 = 1;

/// The object with the name of its schema, such as `actlab.train`, and the version.
pub(super) fn object(schema: &str, mut object: Value) -> Value {
    object["schema"] = json!(format!("actlab.{schema}"));
    object["version"] = json!(VERSION);
    object
}

/// A number. JSON has no infinities and no NaN, so they are the texts `inf`, `-inf` and `NaN`.
pub(super) fn json_number(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { json!(format!("{x:?}")) }
}

/// A value of TOML as JSON.
pub(super) fn of_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json_number(*number),
        toml::Value::Boolean(is) => json!(is),
        toml::Value::Datetime(time) => json!(time.to_string()),
        toml::Value::Array(values) => Value::Array(values.iter().map(of_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), of_toml(value))).collect())
        }
    }
}
