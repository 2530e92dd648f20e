//! Questions about circuits and proven statements.

use alloc::vec::Vec;
use census_views::{
	circuits::{Circuit, CircuitRefusal, Statement},
	Hash, Page, Points, Word,
};

sp_api::decl_runtime_apis! {
	/// Questions about circuits and proven statements.
	pub trait CircuitsApi {
		/// The circuit, or `None` where none is registered under this id.
		fn circuit(circuit: Hash) -> Option<Circuit>;

		/// Circuits in the order of their ids: the first, or those behind `after`, which need not
		/// be registered.
		fn circuits(after: Option<Hash>, count: u32) -> Page<Circuit, Hash>;

		/// The circuit's verifying key, in the bytes in which it was registered.
		fn verifying_key(circuit: Hash) -> Option<Vec<u8>>;

		/// Whether governance has barred the key that has this hash for ever, registered or not.
		fn is_key_revoked(key_hash: Hash) -> bool;

		/// Whether the circuit takes this proof of these public inputs, and if not, why. Records
		/// nothing.
		fn verify_proof(
			circuit: Hash,
			inputs: Vec<Word>,
			proof: Points,
		) -> Result<(), CircuitRefusal>;

		/// The hash of the statement that the circuit accepts these public inputs.
		fn statement_hash(circuit: Hash, inputs: Vec<Word>) -> Hash;

		/// The record of a statement, by its hash.
		fn statement(statement: Hash) -> Option<Statement>;
	}
}
