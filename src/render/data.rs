//! Files of open data.

use super::{RenderError, Renderer};
use crate::plan::{DataFile, Job};

impl Renderer<'_, '_> {
    /// The data file or page `job`. What a page says of the tables is worked out only here: it takes as long as making them.
    pub(super) fn data(&self, job: &Job, file: DataFile) -> Result<Vec<u8>, RenderError> {
        match self.plan.data_view(file, job.path.as_str()) {
            Some(view) => self.page(&view, &job.path.root()),
            None => Ok(self.plan.data_bytes(file).unwrap_or_default()),
        }
    }
}
