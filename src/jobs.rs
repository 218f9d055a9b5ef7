//! Work beside the screen: anything that may take long is a job, and a job answers with reports.
//!
//! [`Jobs`] is a pure table: one slot for each [`Queue`], the jobs that wait for it, and the progress of each run. The
//! runtime gives the jobs that it starts to threads, or continues them as ticks pass. [`JobRunner`] does the work for
//! both, and reaches files through the [`FileAccess`] that the runtime gives it.

mod budget;
mod data_plan;
mod file_access;
mod id;
mod job;
pub mod path_completion;
mod report;
pub mod runner;
pub mod sweep;
mod table;
mod table_job;
pub mod train;

pub use budget::Budget;
pub use data_plan::{DataPlan, PreparedData};
pub use file_access::{FileAccess, FolderEntry, NoFiles};
pub use id::{JobId, RunId};
pub use job::{Job, JobKind, PictureSource, Queue};
pub use report::{JobReport, JobUpdate};
pub use runner::JobRunner;
pub use table::{Jobs, RunProgress};
pub use table_job::{TableJob, TableUpdate};
