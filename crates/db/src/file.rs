//! The input.
#![expect(missing_docs, reason = "salsa's macro makes undocumented functions")]

/// A source file.
#[salsa::input(debug)]
pub struct File {
    /// The name that stands in diagnostics.
    #[returns(ref)]
    pub name: String,
    /// What is in it.
    #[returns(ref)]
    pub text: String,
}
