//! The log's state as a block's header carries it.

use crate::tree::Hash;
use codec::{Decode, Encode};

/// Under which engine a header's digest carries the checkpoint: a `Consensus` item.
pub const ENGINE_ID: [u8; 4] = *b"CNSA";

/// How many leaves the log had at the end of a block, and its root.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Checkpoint {
	/// Version 1, the only one.
	#[codec(index = 1)]
	V1 {
		/// Leaves.
		count: u64,
		/// The root, bound to the count and to the chain's genesis.
		root: Hash,
	},
}
