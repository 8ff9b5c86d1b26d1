//! The dialect as Rust sees it: registration, round trips.

mod docs;
mod round_trip;
