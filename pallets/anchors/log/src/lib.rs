//! The append-only log of anchors: its leaves, its tree, its proofs and its checkpoints.
//!
//! The log is a Merkle mountain range. This crate is pure: it knows no chain, keeps nothing and
//! reads nothing but what it is given, so that the chain, the node and an offline verifier all
//! share one definition of what a root commits to.
//!
//! - [`leaf`]: what a leaf says. [`terms`]: the words in which it says it, C2PA's own.
//! - [`tree`]: how leaves, nodes and roots are hashed, each apart from the others.
//! - [`shape`]: which nodes a log of some size has, and in which page each is kept.
//! - [`Log`]: the peaks, to which leaves are appended.
//! - [`proof`]: that a leaf is in a log, and that a log is the beginning of another.
//! - [`Checkpoint`]: the log's state as a block's header carries it.
//!
//! All functions take any input: what makes no sense gives `None`, never a panic.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod checkpoint;
pub mod leaf;
mod log;
pub mod proof;
pub mod shape;
pub mod terms;
pub mod tree;

pub use checkpoint::{Checkpoint, ENGINE_ID};
pub use log::Log;
pub use shape::MAX_LEAVES;
pub use tree::{Hash, Hasher, Tree};
