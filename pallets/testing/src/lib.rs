//! What the tests of pallets share: a stand-in for each trait by which pallets know each other, the
//! contracts that hold a stand-in and the real pallet to the same sentences, and the chain on which a
//! pallet is tested.
//!
//! - [`persons`]: persons and the scopes in which they act, without proofs;
//! - [`circuits`]: circuits, of which the test says what is proven;
//! - [`contracts`]: what a trait's documentation promises, sentence by sentence;
//! - [`mock_runtime!`](crate::mock_runtime): a chain with balances and the pallets that a test needs;
//!   and beside it what tests ask of such a chain.
//!
//! A stand-in is written from the sentences in `census-primitives`, not from a pallet's code. It never
//! says yes where the real one would say no, unless the test has arranged that by name.

pub mod chain;
pub mod circuits;
pub mod contracts;
pub mod persons;

pub use chain::{assert_refused, events, externalities, state_root};
