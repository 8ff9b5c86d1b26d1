//! Derivatives, checked against numbers.

mod closed_form;
mod common;
mod errors;
mod rules;
mod totality;
