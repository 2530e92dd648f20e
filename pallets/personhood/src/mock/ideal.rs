//! An ideal verifier: it accepts exactly the true statements of Semaphore's circuit, because it
//! knows the secrets behind every proof that was made.
//!
//! A statement is (depth, root, nullifier, hash of the message, hash of the scope). It is true if
//! somebody knew a secret and a path, of any length, that lead to it: as in the real circuit the
//! length is private, so a subtree's root can pose as a commitment, and a path longer than the
//! circuit is deep gives the root 0. A proof's points are a handle to what its prover knew.

use census_primitives::{hash_to_field, ProofOutputs, ProofRefusal, VerifyError, VerifySemaphore};
use census_zk_host::hash;
use census_zk_types::{FieldElement, SemaphoreProof, Word};
use std::{cell::RefCell, collections::BTreeMap};

thread_local! {
	static KNOWN: RefCell<Known> = RefCell::default();
}

#[derive(Default)]
struct Known {
	fresh: u64,
	witnesses: BTreeMap<Word, Witness>,
}

/// Forgets everything: another test begins.
pub(crate) fn forget() {
	KNOWN.with_borrow_mut(|known| *known = Known::default());
}

/// A number that was not given out before.
fn fresh() -> u64 {
	KNOWN.with_borrow_mut(|known| {
		known.fresh += 1;
		known.fresh
	})
}

/// What a prover knew.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
	/// The circuit's depth.
	pub(crate) depth: u8,
	/// The secret.
	pub(crate) secret: FieldElement,
	/// On which side of its sibling each node of the path stands, from the lowest bit up.
	pub(crate) index: u64,
	/// The path's siblings, as many as the prover likes.
	pub(crate) siblings: Vec<FieldElement>,
	/// The message, not hashed.
	pub(crate) message: Word,
	/// The scope, not hashed.
	pub(crate) scope: Word,
}

impl Witness {
	/// The root that the circuit gives out.
	fn root(&self) -> FieldElement {
		if self.siblings.len() > usize::from(self.depth) {
			return FieldElement::ZERO;
		}
		let (x, y) = public_key(&self.secret);
		self.siblings.iter().enumerate().fold(hash(&x, &y), |node, (level, sibling)| {
			if self.index >> level & 1 == 1 {
				hash(sibling, &node)
			} else {
				hash(&node, sibling)
			}
		})
	}
}

/// A public key that nobody finds but from its secret.
pub(crate) fn public_key(secret: &FieldElement) -> (FieldElement, FieldElement) {
	(hash(secret, &u64::from(b'x').into()), hash(secret, &u64::from(b'y').into()))
}

/// What a secret reveals in a scope.
pub(crate) fn nullifier(secret: &FieldElement, scope: &Word) -> FieldElement {
	hash(&hash_to_field(scope), secret)
}

/// The proof of what the witness shows.
pub(crate) fn prove(witness: Witness) -> SemaphoreProof {
	let handle = Word::from(fresh());
	let proof = SemaphoreProof {
		merkle_tree_depth: witness.depth,
		merkle_tree_root: witness.root().into(),
		nullifier: nullifier(&witness.secret, &witness.scope).into(),
		message: witness.message,
		scope: witness.scope,
		points: [handle; 8],
	};
	KNOWN.with_borrow_mut(|known| known.witnesses.insert(handle, witness));
	proof
}

/// The same proof under other points, which anyone can make.
pub(crate) fn rerandomised(proof: &SemaphoreProof) -> SemaphoreProof {
	let mut proof = proof.clone();
	proof.points[7] = Word::from(fresh());
	proof
}

/// The ideal verifier.
#[allow(unreachable_pub)]
pub struct IdealVerifier;

impl VerifySemaphore for IdealVerifier {
	fn verify(proof: &SemaphoreProof) -> Result<ProofOutputs, ProofRefusal> {
		let shown = Self::read(proof)?;
		let witness = KNOWN
			.with_borrow(|known| known.witnesses.get(&proof.points[0]).cloned())
			.ok_or(ProofRefusal::Verifier(VerifyError::ProofInvalid))?;
		let proven = witness.depth == proof.merkle_tree_depth
			&& witness.root() == shown.root
			&& nullifier(&witness.secret, &witness.scope) == shown.nullifier
			&& hash_to_field(&witness.message) == hash_to_field(&proof.message)
			&& hash_to_field(&witness.scope) == hash_to_field(&proof.scope);
		if proven {
			Ok(shown)
		} else {
			Err(ProofRefusal::Verifier(VerifyError::ProofInvalid))
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::mock::Identity;

	fn word(number: u64) -> Word {
		Word::from(number)
	}

	#[test]
	fn true_statements_are_accepted_and_changed_ones_are_not() {
		let person = Identity::of(1, 0);
		let proof = person.prove(4, (2, vec![FieldElement::from(5); 3]), word(6), word(7));
		let accepted = IdealVerifier::verify(&proof).unwrap();
		assert_eq!(accepted.nullifier, person.nullifier(&word(7)));
		assert!(IdealVerifier::verify(&rerandomised(&proof)).is_ok());
		let changes: [fn(&mut SemaphoreProof); 6] = [
			|proof| proof.merkle_tree_depth += 1,
			|proof| proof.merkle_tree_root = Word::from(1),
			|proof| proof.nullifier = Word::from(1),
			|proof| proof.message = Word::from(1),
			|proof| proof.scope = Word::from(1),
			|proof| proof.points[0] = Word::from(1 << 40),
		];
		for change in changes {
			let mut changed = proof.clone();
			change(&mut changed);
			assert_eq!(
				IdealVerifier::verify(&changed),
				Err(ProofRefusal::Verifier(VerifyError::ProofInvalid))
			);
		}
	}

	#[test]
	fn a_subtrees_root_can_pose_as_a_commitment() {
		let (one, two) = (Identity::of(1, 0), Identity::of(2, 0));
		let posing = hash(&one.commitment(), &two.commitment());
		let sibling = FieldElement::from(9);
		let root = hash(&posing, &sibling);
		// Two nullifiers under one leaf of the tree of `posing` and `sibling`.
		let proofs = [
			one.prove(16, (0, vec![two.commitment(), sibling]), word(1), word(2)),
			two.prove(16, (1, vec![one.commitment(), sibling]), word(1), word(2)),
		];
		let shown = proofs.map(|proof| IdealVerifier::verify(&proof).unwrap());
		assert_eq!((shown[0].root, shown[1].root), (root, root));
		assert_ne!(shown[0].nullifier, shown[1].nullifier);
	}

	#[test]
	fn too_long_a_path_gives_the_root_0() {
		let proof =
			Identity::of(1, 0).prove(2, (0, vec![FieldElement::from(5); 3]), word(6), word(7));
		assert_eq!(IdealVerifier::verify(&proof).unwrap().root, FieldElement::ZERO);
	}
}
