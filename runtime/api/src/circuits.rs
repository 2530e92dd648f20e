//! Questions about circuits and proven statements.

use alloc::vec::Vec;
use census_primitives::{CircuitId, CircuitRefusal};
use census_zk_types::{Points, Word};
use codec::Codec;

pub use pallet_circuits::{
	statement_hash, CircuitDetails, CircuitStatus, Hash32, StatementDetails, MAX_INPUTS,
};

sp_api::decl_runtime_apis! {
	/// Questions about circuits and proven statements.
	pub trait CircuitsApi<AccountId, BlockNumber>
	where
		AccountId: Codec,
		BlockNumber: Codec,
	{
		/// The circuit, or `None` where none is registered under this id.
		fn circuit(circuit: CircuitId) -> Option<CircuitDetails<AccountId, BlockNumber>>;

		/// Circuits in the order of their ids: the first, or those behind `after`, which need not
		/// be registered. `count` is at most [`MAX_PAGE`](crate::MAX_PAGE).
		fn circuits(
			after: Option<CircuitId>,
			count: u32,
		) -> Vec<(CircuitId, CircuitDetails<AccountId, BlockNumber>)>;

		/// The circuit's verifying key, in the bytes in which it was registered.
		fn key(circuit: CircuitId) -> Option<Vec<u8>>;

		/// Whether governance has barred the key that has this hash for ever, registered or not.
		fn is_key_revoked(key_hash: Hash32) -> bool;

		/// Whether the circuit takes this proof of these public inputs, and if not, why. Records
		/// nothing.
		fn verify_proof(
			circuit: CircuitId,
			inputs: Vec<Word>,
			proof: Points,
		) -> Result<(), CircuitRefusal>;

		/// The record of a statement, by its hash ([`statement_hash`]).
		fn statement(statement: Hash32) -> Option<StatementDetails<AccountId, BlockNumber>>;
	}
}
