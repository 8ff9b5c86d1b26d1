//! Arrays in files as NumPy writes them: `.npy`, and `.npz`, which is a ZIP archive of them.
//!
//! The header of an `.npy` is read here and not by a crate: those there are multiply the sizes that a damaged header tells without a test,
//! and allocate what it tells before they look at what is there.

mod header;
mod npy;
mod npz;
mod values;

pub use npy::Array;
pub use npz::{Archive, members, write as write_archive};
pub use values::{of_member, parts, to_member};

/// What is wrong, and what to do.
pub type Wrong = (String, String);

/// Whether a file's name says that it is an array.
pub fn is_array(path: &str) -> bool {
    path.ends_with(".npy")
}

/// Whether a file's name says that it is an archive of arrays.
pub fn is_archive(path: &str) -> bool {
    path.ends_with(".npz")
}
