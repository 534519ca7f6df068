use crate::Entry;
use serde::{Deserialize, Serialize};
/// Placeholder
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Traits;
impl Traits {
    /// Of.
    pub fn of(_: &Entry) -> Self {
        Self
    }
}
