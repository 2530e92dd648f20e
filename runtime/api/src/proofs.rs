//! Which proofs the transactions of a block bring.

pub use census_primitives::BroughtProof;

use alloc::vec::Vec;

sp_api::decl_runtime_apis! {
	/// Tells a node beforehand which proofs a block will have it verify, so that it can verify them
	/// together. What is told decides nothing: executing the block does.
	pub trait ProofsApi {
		/// The proofs that these transactions bring, as far as their calls are known to bring any.
		/// Asked of the state before the block.
		fn brought_proofs(transactions: Vec<Block::Extrinsic>) -> Vec<BroughtProof>;
	}
}
