//! Through a real SSH server on this machine; skipped if there is none.

mod class;
mod escapes;
mod gone;
mod latency;
mod line;
mod server;
