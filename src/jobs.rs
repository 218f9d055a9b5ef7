//! Work beside the screen: what may take long is a job, and a job is answered by reports.
//!
//! [`Jobs`] is a pure table: one slot for each [`Queue`], the jobs that wait for it, and how far each run has come. The
//! runtime gives the jobs that it starts to threads or lets them go on as ticks pass; [`JobRunner`] does the work for both.

mod budget;
mod id;
mod job;
pub mod path_completion;
mod report;
pub mod runner;
pub mod sweep;
mod table;
pub mod train;

pub use budget::Budget;
pub use id::{JobId, RunId};
pub use job::{Job, JobKind, PictureSource, Queue};
pub use report::{JobReport, JobUpdate};
pub use runner::JobRunner;
pub use table::{Jobs, RunProgress};
