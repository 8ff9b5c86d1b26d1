//! The dialect as Rust sees it: registration, round trips, types.

mod data;
mod docs;
mod round_trip;
mod types;

use melior::{Context, dialect::DialectRegistry};

/// A context with the dialect and those it depends on.
fn context() -> Context {
    let registry = DialectRegistry::new();
    pullback_functional::register(&registry);
    let context = Context::new();
    context.append_dialect_registry(&registry);
    context.load_all_available_dialects();
    context
}
