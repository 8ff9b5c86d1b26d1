//! `demo`.

use crate::failure::Result;

/// Shows an example.
pub fn demo() -> Result<String> {
    Ok(String::new())
}
