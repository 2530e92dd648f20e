//! A circuit, loaded once, and the proofs it makes.

use crate::{
	field::element,
	groth16::{self, Points},
	input::hash_to_field,
	witness::Program,
	zkey::ProvingKey,
	Artifacts, Error, Group, Identity, Message, Scope,
};
use ark_bn254::Fq;
use ark_ff::{BigInteger, PrimeField};
use census_groth16::{verify, Key, SEMAPHORE_INPUTS};
use census_lean_imt::Poseidon;
use census_zk_types::{FieldElement, MerkleProof, SemaphoreProof, Word};
use std::{
	fmt,
	path::Path,
	time::{Duration, Instant},
};

/// Semaphore's circuit of one depth, ready to prove for every tree that is no deeper. Loading is
/// the slow part: keep it. It can be shared among threads.
pub struct Circuit {
	depth: u8,
	program: Program,
	key: ProvingKey,
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
	/// Loads a depth's circuit. Its program, compiled, is kept in `cache` if one is given, which
	/// makes loading fast the second time; the directory must belong to no one else, for what lies
	/// there is run.
	///
	/// # Errors
	/// [`Error::NoSuchDepth`]; what is wrong with the artifacts.
	pub fn load(artifacts: &Artifacts, depth: u8, cache: Option<&Path>) -> Result<Self, Error> {
		let (program, key) = rayon::join(
			|| Program::compile(&artifacts.program(depth)?, cache),
			|| ProvingKey::read(&artifacts.proving_key(depth)?),
		);
		let (program, key) = (program?, key?);
		if key.public != SEMAPHORE_INPUTS {
			return Err(Error::ProvingKey("it is of another circuit"));
		}
		Ok(Self { depth, program, key })
	}

	/// The circuit's depth.
	pub fn depth(&self) -> u8 {
		self.depth
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

		let mut padded = vec![FieldElement::ZERO; usize::from(self.depth)];
		padded[..siblings].copy_from_slice(&merkle_proof.siblings);
		let (message_hash, scope_hash) =
			(hash_to_field(&message.word()), hash_to_field(&scope.word()));
		let witness = self.program.witness(
			&[
				("secret", &[identity.secret_element()]),
				("merkleProofLength", &[FieldElement::from(siblings as u64)]),
				("merkleProofIndex", &[FieldElement::from(u64::from(merkle_proof.index))]),
				("merkleProofSiblings", &padded),
				("message", &[message_hash]),
				("scope", &[scope_hash]),
			],
			self.key.variables,
		)?;
		let witness_time = start.elapsed();

		let nullifier = identity.nullifier(scope);
		let signals = [merkle_proof.root, nullifier, message_hash, scope_hash];
		// The witness begins with a one and the public signals.
		if !witness[1..].iter().zip(&signals).all(|(number, signal)| element(number) == *signal) {
			return Err(Error::Witness("it puts out another root or nullifier"));
		}
		let (points, shares) = groth16::prove(&self.key, &witness)?;
		let points = words(&points);

		// A proof that is wrong could tell what is secret, and helps no one.
		let bytes = points.map(|word| word.0).concat();
		let inputs = signals.map(FieldElement::to_be_bytes).concat();
		verify(Key::Semaphore { depth: self.depth }, &bytes, &inputs).map_err(Error::Unsound)?;

		let proof = SemaphoreProof {
			merkle_tree_depth: self.depth,
			merkle_tree_root: merkle_proof.root.into(),
			nullifier: nullifier.into(),
			message: message.word(),
			scope: scope.word(),
			points,
		};
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

/// A proof's coordinates in Semaphore's order.
fn words(points: &Points) -> [Word; 8] {
	let Points { a, b, c } = points;
	[a.x, a.y, b.x.c1, b.x.c0, b.y.c1, b.y.c0, c.x, c.y].map(|number: Fq| {
		let mut bytes = [0; 32];
		bytes.copy_from_slice(&number.into_bigint().to_bytes_be());
		Word(bytes)
	})
}
