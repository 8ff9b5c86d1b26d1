//! Derivatives, checked against numbers.

mod arrays;
mod closed_form;
mod common;
mod errors;
mod loops;
mod rules;
mod totality;
