//! From keys to meanings: what was pressed, what it stands for, and scripts of presses for tests and `render`.
//!
//! Code deals in [`Verb`]s; which key says which verb is the configuration's affair.

mod key;
mod keymap;
mod script;
mod verb;

pub use key::{Key, KeyError, from_event, label, latin, parse_key, typed};
pub use keymap::{BESIDE, Binding, BindingError, KeyTables, Keymap, KeymapError, TYPING};
pub use script::{Script, ScriptError, ScriptLimits, ScriptStep};
pub use verb::Verb;
