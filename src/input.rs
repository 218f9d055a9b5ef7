//! Keys and their meanings: the key that was pressed, the verb it stands for, and key scripts for tests and `render`.
//!
//! Code uses [`Verb`]s; the configuration says which key means which verb.

mod key;
mod keymap;
mod script;
mod verb;

pub use key::{Key, KeyError, from_event, label, latin, parse_key, typed};
pub use keymap::{BESIDE, Binding, BindingError, EVERYWHERE, KeyTables, Keymap, KeymapError, TYPING};
pub use script::{Script, ScriptError, ScriptLimits, ScriptStep};
pub use verb::Verb;
