//! Receipts of anchors: proof, without anybody's server, that something existed by some time.
//!
//! A receipt is one file. It holds a leaf of a chain's log of anchors, its path to the log's root,
//! the header of a final block that carries this root, the justification by which validators
//! finalised it, and the handovers from one set of validators to the next since a set that the
//! verifier knows.
//!
//! [`verify`] trusts what it is configured with, [`Trust`], and nothing else: the chain's genesis
//! hash, the validators of genesis, and, better, a set of validators that was known to be in force
//! recently. Whoever holds the keys of validators that have long retired can sign another history at
//! no cost. So a receipt rests on the newest set that is trusted, which finalised it or leads to who
//! did, if that set [was in force](AsOf) not too long ago; any other is only consistent with an
//! [older](Basis::Older) set, one [without a date](Basis::Undated), one whose date
//! [has passed](Basis::Outdated), or [with genesis](Basis::GenesisOnly), and the verdict says so.
//!
//! [`compare`] takes two receipts that cannot both be of one history, and names who signed both.
//!
//! It proves that the leaf was in the log by the time of its block. It does not prove who made what
//! was anchored, nor anything that the leaf's author says of it.
//!
//! Nothing here needs a node, a network or a clock: the caller says what time it is. All input is bounded before it is read, and
//! nothing panics.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod assemble;
pub mod batch;
mod blake2b;
mod compare;
mod error;
#[cfg(feature = "std")]
pub mod file;
mod format;
mod header;
mod justification;
mod trust;
mod verdict;
mod verify;

pub use blake2b::Blake2b256;
pub use compare::{compare, Conflict, Contradiction, NoConflict, Signatory};
pub use error::Refusal;
pub use format::{Finalised, ItemProof, Receipt, MAX_RECEIPT_BYTES};
pub use header::{Header, MAX_HEADER_BYTES};
pub use justification::MAX_VOTES;
pub use trust::{
	AsOf, AuthoritySet, Trust, DEFAULT_HORIZON_DAYS, MAX_AUTHORITIES, MAX_TRUST_BYTES,
};
pub use verdict::{Basis, Bound, Details, Verdict};
pub use verify::{verify, verify_text};
