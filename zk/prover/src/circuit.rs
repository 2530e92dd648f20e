//! A circuit, loaded once, and the proofs it makes.

use crate::{
	field::{element, number_of},
	groth16::{Points, Prover},
	input::hash_to_field,
	tables,
	witness::{self, Inputs},
	zkey::ProvingKey,
	Artifacts, Error, Group, Identity, Message, Scope,
};
use ark_bn254::{Fq, Fr};
use ark_ff::{AdditiveGroup, BigInteger, PrimeField};
use census_groth16::{Key, Verdict, SEMAPHORE_INPUTS};
use census_lean_imt::Poseidon;
use census_zk_types::{MerkleProof, SemaphoreProof, Word};
use std::{
	fmt,
	path::Path,
	time::{Duration, Instant},
};
use zeroize::Zeroizing;

/// Semaphore's circuit of one depth, ready to prove for every tree that is no deeper. Loading is
/// the slow part: keep it. It can be shared among threads.
pub struct Circuit {
	depth: u8,
	key_hash: [u8; 32],
	prover: Prover,
}

/// How long a proof took.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Timing {
	/// From call to proof.
	pub total: Duration,
	/// Computing the witness.
	pub witness: Duration,
	/// Fourier transforms, with the constraints' evaluation.
	pub transforms: Duration,
	/// Multi-scalar multiplications, summed over threads.
	pub multiplications: Duration,
}

impl Circuit {
	/// Loads a depth's circuit. With a `cache`, multiples of the proving key's points are kept there,
	/// some tens of megabytes, which makes proofs faster; without one, loading is the faster. The
	/// directory must belong to no one else: the proofs of who alters it may give secrets away.
	///
	/// # Errors
	/// [`Error::NoSuchDepth`]; what is wrong with the artifacts; [`Error::Cache`].
	pub fn load(artifacts: &Artifacts, depth: u8, cache: Option<&Path>) -> Result<Self, Error> {
		let (bytes, hash) = artifacts.proving_key(depth)?;
		let key = ProvingKey::read(&bytes)?;
		let variables = witness::variables(usize::from(depth));
		if key.public != SEMAPHORE_INPUTS || key.variables != variables {
			return Err(Error::ProvingKey("it is of another circuit"));
		}
		let tables = tables::load_or_make(&key, &hash, depth, cache)?;
		Ok(Self { depth, key_hash: hash, prover: Prover::new(key, tables)? })
	}

	/// The circuit's depth.
	pub fn depth(&self) -> u8 {
		self.depth
	}

	/// The SHA-256 of its proving key.
	pub(crate) fn key_hash(&self) -> &[u8; 32] {
		&self.key_hash
	}

	/// Proves that an identity is a member of a group.
	///
	/// # Errors
	/// [`Error::NotAMember`]; see [`prove_with`](Self::prove_with).
	pub fn prove(
		&self,
		identity: &Identity,
		group: &Group,
		message: &Message,
		scope: &Scope,
	) -> Result<SemaphoreProof, Error> {
		let merkle_proof = group.merkle_proof_of(&identity.commitment())?;
		self.prove_with(identity, &merkle_proof, message, scope)
	}

	/// Proves that an identity is a member of the group that a Merkle proof is of: a node's, say.
	///
	/// # Errors
	/// [`Error::NotAMember`] if the leaf is not the identity's, [`Error::MerkleProof`] if the proof
	/// does not lead to its root, [`Error::CircuitTooShallow`].
	pub fn prove_with(
		&self,
		identity: &Identity,
		merkle_proof: &MerkleProof,
		message: &Message,
		scope: &Scope,
	) -> Result<SemaphoreProof, Error> {
		self.prove_timed(identity, merkle_proof, message, scope).map(|(proof, _)| proof)
	}

	/// As [`prove_with`](Self::prove_with), and how long it took.
	///
	/// # Errors
	/// Those of [`prove_with`](Self::prove_with).
	pub fn prove_timed(
		&self,
		identity: &Identity,
		merkle_proof: &MerkleProof,
		message: &Message,
		scope: &Scope,
	) -> Result<(SemaphoreProof, Timing), Error> {
		let start = Instant::now();
		if merkle_proof.leaf != identity.commitment() {
			return Err(Error::NotAMember);
		}
		let siblings = merkle_proof.siblings.len();
		if siblings > usize::from(self.depth) {
			return Err(Error::CircuitTooShallow { siblings, depth: self.depth });
		}
		if !census_lean_imt::verify(&Poseidon, merkle_proof) {
			return Err(Error::MerkleProof);
		}

		let mut padded = vec![Fr::ZERO; usize::from(self.depth)];
		for (number, sibling) in padded.iter_mut().zip(&merkle_proof.siblings) {
			*number = number_of(sibling);
		}
		let (message_hash, scope_hash) =
			(hash_to_field(&message.word()), hash_to_field(&scope.word()));
		let witness = witness::compute(&Inputs {
			secret: Zeroizing::new(number_of(&identity.secret_element())),
			length: siblings as u64,
			index: u64::from(merkle_proof.index),
			siblings: &padded,
			message: number_of(&message_hash),
			scope: number_of(&scope_hash),
		})?;
		let witness_time = start.elapsed();

		let nullifier = identity.nullifier(scope);
		let signals = [merkle_proof.root, nullifier, message_hash, scope_hash];
		// The witness begins with a one and the public signals.
		if !witness[1..].iter().zip(&signals).all(|(number, signal)| element(number) == *signal) {
			return Err(Error::Witness("it puts out another root or nullifier"));
		}
		let (points, shares) = self.prover.prove(&witness)?;
		let proof = SemaphoreProof {
			merkle_tree_depth: self.depth,
			merkle_tree_root: merkle_proof.root.into(),
			nullifier: nullifier.into(),
			message: message.word(),
			scope: scope.word(),
			points: words(&points),
		};
		// A proof that is wrong could tell what is secret, and helps no one.
		verify(&proof).map_err(Error::Unsound)?;
		let timing = Timing {
			total: start.elapsed(),
			witness: witness_time,
			transforms: shares.transforms,
			multiplications: shares.multiplications,
		};
		Ok((proof, timing))
	}
}

impl fmt::Debug for Circuit {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.debug_struct("Circuit").field("depth", &self.depth).finish_non_exhaustive()
	}
}

/// Verifies a proof, as npm's `verifyProof` and the chain do; that its root is one of a group's is
/// for the caller to see to.
///
/// # Errors
/// Why it is refused.
pub fn verify(proof: &SemaphoreProof) -> Verdict {
	let points = proof.points.map(|word| word.0).concat();
	let [message, scope] =
		[proof.message, proof.scope].map(|word| hash_to_field(&word).to_be_bytes());
	let inputs = [proof.merkle_tree_root.0, proof.nullifier.0, message, scope].concat();
	census_groth16::verify(Key::Semaphore { depth: proof.merkle_tree_depth }, &points, &inputs)
}

/// A proof's coordinates in Semaphore's order.
fn words(points: &Points) -> [Word; 8] {
	let Points { a, b, c } = points;
	[a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y].map(|number: Fq| {
		let mut bytes = [0; 32];
		bytes.copy_from_slice(&number.into_bigint().to_bytes_be());
		Word(bytes)
	})
}
