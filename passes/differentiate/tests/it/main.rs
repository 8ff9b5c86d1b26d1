//! Derivatives, checked against numbers.

mod closed_form;
mod common;
mod errors;
mod loops;
mod rules;
mod totality;
