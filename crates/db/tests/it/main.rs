//! Programs through the database.

mod smoke;
