//! Simplification of the functional level.
