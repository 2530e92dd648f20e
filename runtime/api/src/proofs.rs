//! Which proofs the transactions of a block bring.

use alloc::vec::Vec;
use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// A proof that will be verified when its block is executed: the host call's arguments.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BroughtProof {
	/// The key, as `census_zk_host::Key::decode` reads it.
	pub key: Vec<u8>,
	/// The proof's points, 256 bytes.
	pub proof: Vec<u8>,
	/// The public inputs, 32 bytes each.
	pub inputs: Vec<u8>,
}

sp_api::decl_runtime_apis! {
	/// Tells a node beforehand which proofs a block will have it verify, so that it can verify them
	/// together. What is told decides nothing: executing the block does.
	pub trait ProofsApi {
		/// The proofs that these transactions bring, as far as their calls are known to bring any.
		/// Asked of the state before the block.
		fn brought_proofs(transactions: Vec<Block::Extrinsic>) -> Vec<BroughtProof>;
	}
}
