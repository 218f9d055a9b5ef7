//! Curves in a chart: braille dots (or `.` and `'` in ASCII), round ticks, zero lines, a cursor.
//!
//! Curves that meet in a cell share it: the cell shows the dots of all of them, in the colour of the one that was
//! hidden longest, so that no curve disappears under another.

mod dots;
mod frame;
mod logarithm;
mod subject;

pub use dots::{Curve, Dots};
pub use frame::{Plot, Spec, draw_framed, draw_plain};
pub use logarithm::Axis;
pub use subject::{PlotSubject, line_of};

pub(super) use dots::braille;
