//! A circuit, loaded once, and the proofs it makes.

use crate::{
	blinding::Blinding,
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
use census_groth16::{
	batch::{first_refusal, Coefficients, Item, Settings},
	prepare_once, Key, Verdict, SEMAPHORE_INPUTS,
};
use census_lean_imt::Poseidon;
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
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
	/// some tens of megabytes, which makes proofs faster; without one, loading is the faster. Of what
	/// is found there nothing is used but what this crate knows the hash of.
	///
	/// # Errors
	/// [`Error::NoSuchDepth`]; what is wrong with the artifacts; [`Error::Cache`].
	pub fn load(artifacts: &Artifacts, depth: u8, cache: Option<&Path>) -> Result<Self, Error> {
		let (key, key_hash) = proving_key(artifacts, depth)?;
		let tables = tables::load_or_make(&key, &key_hash, depth, cache)?;
		Ok(Self { depth, key_hash, prover: Prover::new(key, tables)? })
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
		let merkle_proof = Zeroizing::new(group.merkle_proof_of(&identity.commitment())?);
		self.prove_with(identity, &merkle_proof, message, scope)
	}

	/// Proves that an identity is a member of the group that a Merkle proof is of: a node's, say. The
	/// Merkle proof tells who proves: it is the caller's to keep to itself, and to overwrite
	/// (`Zeroizing` does it).
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
		self.prove_blinded(identity, merkle_proof, message, scope, Blinding::random()?)
	}

	/// The witness for a membership, with a message's and a scope's numbers.
	///
	/// # Errors
	/// Those of [`prove_with`](Self::prove_with).
	pub(crate) fn witness(
		&self,
		identity: &Identity,
		merkle_proof: &MerkleProof,
		message: &FieldElement,
		scope: &FieldElement,
	) -> Result<Zeroizing<Vec<Fr>>, Error> {
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

		let mut inputs = Inputs {
			secret: number_of(&identity.secret_element()),
			length: siblings as u64,
			index: u64::from(merkle_proof.index),
			siblings: vec![Fr::ZERO; usize::from(self.depth)],
			message: number_of(message),
			scope: number_of(scope),
		};
		for (number, sibling) in inputs.siblings.iter_mut().zip(&merkle_proof.siblings) {
			*number = number_of(sibling);
		}
		witness::compute(&inputs)
	}

	/// As [`prove_timed`](Self::prove_timed), with a blinding that no other proof has.
	///
	/// # Errors
	/// Those of [`prove_with`](Self::prove_with).
	pub(crate) fn prove_blinded(
		&self,
		identity: &Identity,
		merkle_proof: &MerkleProof,
		message: &Message,
		scope: &Scope,
		blinding: Blinding,
	) -> Result<(SemaphoreProof, Timing), Error> {
		let start = Instant::now();
		let (message_hash, scope_hash) =
			(hash_to_field(&message.word()), hash_to_field(&scope.word()));
		let witness = self.witness(identity, merkle_proof, &message_hash, &scope_hash)?;
		let witness_time = start.elapsed();

		let nullifier = identity.nullifier(scope);
		let signals = [merkle_proof.root, nullifier, message_hash, scope_hash];
		// The witness begins with a one and the public signals.
		if !witness[1..].iter().zip(&signals).all(|(number, signal)| element(number) == *signal) {
			return Err(Error::Witness("it puts out another root or nullifier"));
		}
		let (points, shares) = self.prover.prove(&witness, blinding)?;
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

/// A depth's proving key, and its SHA-256.
fn proving_key(artifacts: &Artifacts, depth: u8) -> Result<(ProvingKey, [u8; 32]), Error> {
	let (bytes, hash) = artifacts.proving_key(depth)?;
	let key = ProvingKey::read(&bytes)?;
	let variables = witness::variables(usize::from(depth));
	if key.public != SEMAPHORE_INPUTS || key.variables != variables {
		return Err(Error::ProvingKey("it is of another circuit"));
	}
	Ok((key, hash))
}

#[cfg(test)]
impl Circuit {
	pub(crate) fn prover(&self) -> &Prover {
		&self.prover
	}

	/// One with tables that nobody has looked at.
	pub(crate) fn with_tables(
		artifacts: &Artifacts,
		depth: u8,
		tables: crate::groth16::Tables,
	) -> Result<Self, Error> {
		let (key, key_hash) = proving_key(artifacts, depth)?;
		Ok(Self { depth, key_hash, prover: Prover::new(key, tables)? })
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
	let (key, points, inputs) = parts(proof);
	census_groth16::verify(key, &points, &inputs)
}

/// Whether [`verify`] accepts each of many proofs, for a fraction of the time.
pub(crate) fn verify_all(proofs: &[SemaphoreProof]) -> bool {
	let parts: Vec<_> = proofs.iter().map(parts).collect();
	let items: Vec<Item<'_>> =
		parts.iter().map(|(key, proof, inputs)| Item { key: *key, proof, inputs }).collect();
	let settings = Settings {
		coefficients: Coefficients::Derived,
		prepare: &prepare_once,
		threads: rayon::current_num_threads(),
	};
	first_refusal(&items, &settings).result.is_none()
}

/// What a proof's verification takes: the key, the points' bytes and the inputs'.
fn parts(proof: &SemaphoreProof) -> (Key<'static>, Vec<u8>, Vec<u8>) {
	let points = proof.points.map(|word| word.0).concat();
	let [message, scope] =
		[proof.message, proof.scope].map(|word| hash_to_field(&word).to_be_bytes());
	let inputs = [proof.merkle_tree_root.0, proof.nullifier.0, message, scope].concat();
	(Key::Semaphore { depth: proof.merkle_tree_depth }, points, inputs)
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
