//! The default settings, which are in the program.

use super::{ConfigError, DEFAULTS, SettingPlace};
use crate::text::document::syntax;
use crate::words::ToMessage;
use std::sync::OnceLock;

/// The default settings as TOML. They are parsed once, because a program reads them several times.
pub(super) fn table() -> Result<toml::Table, ConfigError> {
    static TABLE: OnceLock<toml::Table> = OnceLock::new();
    if let Some(table) = TABLE.get() {
        return Ok(table.clone());
    }
    let table = DEFAULTS.parse().map_err(|e: toml::de::Error| {
        let place = SettingPlace::File { file: "config.toml".to_owned() };
        ConfigError::Toml { place, reason: syntax(&e).message() }
    })?;
    Ok(TABLE.get_or_init(|| table).clone())
}
