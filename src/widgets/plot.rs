//! Curves in a chart: dots of braille (or of `.` and `'` in ASCII), round ticks, zero lines, a cursor.
//!
//! Curves that meet in a cell share it: its dots are those of all of them, its colour goes to whichever has been out of
//! sight longest, so that none disappears under another.

mod dots;
mod frame;
mod logarithm;
mod subject;

pub use dots::{Curve, Dots};
pub use frame::{Plot, Spec, draw_framed, draw_plain};
pub use logarithm::Axis;
pub use subject::{PlotSubject, line_of};

pub(super) use dots::braille;
