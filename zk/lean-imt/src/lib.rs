//! The lean incremental Merkle tree (LeanIMT) of Semaphore v4: `parent = P(left, right)` where a
//! right child exists, else `parent = left`; no zero hashes, depth `ceil(log2(size))`.
//!
//! - [`shape`]: which nodes and pages a tree of some size has, and which an append changes.
//! - [`append`]: the pure function from (frontier, new leaves) to new nodes; what a host call wraps.
//! - [`Tree`]: the tree over a store of [`Pages`] of five levels each: append, update, prove, read.
//! - [`root_of`] and [`verify`]: what a Merkle proof proves.
//!
//! The tree does not judge its leaves: that a member is not 0 (which marks a removed one) and
//! occurs once is for the caller to see to. No input makes any function here panic, and one that
//! fails has stored nothing.
//!
//! Source of the construction: `@zk-kit/lean-imt` 2.2.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod batch;
mod error;
mod hasher;
mod pages;
mod proof;
pub mod shape;
mod tree;

pub use batch::{append, MAX_BATCH};
pub use error::Error;
pub use hasher::{Hasher, Poseidon};
pub use pages::{Page, Pages};
pub use proof::{root_of, verify};
pub use shape::{PageId, LEVELS_PER_PAGE, MAX_SIZE, NODES_PER_PAGE};
pub use tree::Tree;
