//! Through a real SSH server on this machine; skipped where there is none.

mod class;
mod escapes;
mod gone;
mod latency;
mod line;
mod server;
