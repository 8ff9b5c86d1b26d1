//! Derivatives, checked against numbers.

mod closed_form;
mod common;
mod errors;
mod random_programs;
mod rules;
mod totality;
