//! Semaphore's proofs and keys, as its npm packages make and publish them.

use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use serde::Deserialize;
use serde_json::Value;
use std::sync::LazyLock;
use tiny_keccak::{Hasher, Keccak};

/// The proofs, as they were written.
const PROOFS: &str = include_str!("../semaphore-v4-proofs.json");
/// The verifying keys of all depths, as they were published.
pub const VERIFICATION_KEYS: &str = include_str!("../semaphore-verification-keys.json");

/// A proof, and what its prover knew.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Published {
	/// The private keys of the group's members.
	pub private_keys: Vec<String>,
	/// The group's members: their commitments.
	pub members: Vec<FieldElement>,
	/// Which of them has proven.
	pub member_index: u32,
	/// That member's secret, in decimal digits.
	pub secret_scalar: String,
	/// The message as the caller gave it: `{ "string": … }`, `{ "bytes": … }` or `{ "bigint": … }`.
	pub message_input: Value,
	/// The scope as the caller gave it.
	pub scope_input: Value,
	/// The proof that the member is one.
	pub merkle_proof: MerkleProof,
	/// The proof.
	pub proof: SemaphoreProof,
}

impl Published {
	/// The group's members as calls take them.
	pub fn member_words(&self) -> Vec<Word> {
		self.members.iter().copied().map(Word::from).collect()
	}

	/// The circuit's depth.
	pub fn depth(&self) -> u8 {
		self.proof.merkle_tree_depth
	}

	/// The public inputs, in the circuit's order.
	pub fn inputs(&self) -> [Word; 4] {
		let SemaphoreProof { merkle_tree_root, nullifier, message, scope, .. } = self.proof;
		[merkle_tree_root, nullifier, hash(&message), hash(&scope)]
	}

	/// The public inputs as the verifier takes them.
	pub fn input_bytes(&self) -> Vec<u8> {
		self.inputs().map(|word| word.0).concat()
	}

	/// The proof's points as the verifier takes them.
	pub fn proof_bytes(&self) -> Vec<u8> {
		self.proof.points.map(|word| word.0).concat()
	}
}

/// One proof for each depth from 1 to 32, in order.
///
/// # Panics
/// Never: the file is part of this program.
pub fn proofs() -> &'static [Published] {
	static READ: LazyLock<Vec<Published>> = LazyLock::new(|| {
		let proofs: Vec<Published> = serde_json::from_str(PROOFS).expect("it is as it is written");
		assert!(proofs.iter().map(Published::depth).eq(1..=32));
		proofs
	});
	&READ
}

/// The proof of a depth from 1 to 32.
///
/// # Panics
/// If there is none.
pub fn proof(depth: u8) -> &'static Published {
	&proofs()[usize::from(depth) - 1]
}

/// The entries of [`proofs`] as they were written.
///
/// # Panics
/// Never: the file is part of this program.
pub fn proofs_json() -> Vec<Value> {
	serde_json::from_str(PROOFS).expect("it is a list")
}

/// [`VERIFICATION_KEYS`] as JSON: `alpha`, `beta` and `gamma` for all depths, `delta` and `IC` one for
/// each.
///
/// # Panics
/// Never: the file is part of this program.
pub fn verification_keys() -> Value {
	serde_json::from_str(VERIFICATION_KEYS).expect("it is JSON")
}

/// Semaphore's hash of a message or scope into the field: Keccak-256, shifted right by a byte.
pub fn hash(word: &Word) -> Word {
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(&word.0);
	keccak.finalize(&mut digest);
	digest.rotate_right(1);
	digest[0] = 0;
	Word(digest)
}
