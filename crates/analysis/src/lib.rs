//! Graph algorithms that several families of passes share.
//!
//! [`Network`] decides what a derivative keeps and what it computes again.
//!
//! **Architecture invariant:** numbers in, numbers out: no IR, no pass.

mod network;

pub use network::Network;
