//! The inputs: a file, and the functions that it was split into.
//!
//! Functions are inputs rather than values of a query on the text: so an edit sets what it changes, and nobody compares the rest.
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
    /// Its functions and data types; `None` if it is compiled as a whole.
    #[returns(ref)]
    pub(crate) items: Option<Vec<Function>>,
}

/// A function or a data type of a file that could be split. Its fields change one by one: who reads the declaration does not
/// notice another body.
#[salsa::input(debug)]
pub struct Function {
    #[returns(ref)]
    pub(crate) name: String,
    #[returns(ref)]
    pub(crate) text: String,
    #[returns(ref)]
    pub(crate) declaration: String,
    #[returns(copy)]
    pub(crate) is_data: bool,
    #[returns(copy)]
    pub(crate) has_body: bool,
    #[returns(ref)]
    pub(crate) aliases: Vec<String>,
    #[returns(ref)]
    pub(crate) references: Vec<String>,
    #[returns(ref)]
    pub(crate) declared_with: Vec<String>,
}
