//! The numbers that every other crate shares: [`Word`], any 256-bit integer from outside, and
//! [`FieldElement`], one that has been checked to lie in the BN254 scalar field; with the shapes
//! of a Semaphore v4 proof ([`SemaphoreProof`]) and Merkle proof ([`MerkleProof`]).
//!
//! Both are 32 bytes, big-endian, so that hex in a user interface reads as the number. In JSON
//! they are decimal strings, as Semaphore's clients write them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod field;
mod semaphore;
mod word;

pub use field::{FieldElement, NotCanonical};
pub use semaphore::{MerkleProof, Points, SemaphoreProof, MAX_DEPTH};
pub use word::{ParseWordError, Word};
