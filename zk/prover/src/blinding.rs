//! The two numbers that make a proof tell nothing but its statement.

use crate::Error;
use ark_bn254::Fr;
use ark_ff::PrimeField;
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// A proof's blinding: `r` hides what `A` is of the witness, `s` what `B` is. Whoever knew either, or
/// a relation between them or with another proof's, could try out who made the proof. It is no `Clone`,
/// and making a proof takes it away.
pub(crate) struct Blinding {
	pub(crate) r: Zeroizing<Fr>,
	pub(crate) s: Zeroizing<Fr>,
}

impl ZeroizeOnDrop for Blinding {}

impl Blinding {
	/// Two numbers from the operating system's generator, that no one learns.
	///
	/// # Errors
	/// [`Error::Randomness`] if it has none.
	pub(crate) fn random() -> Result<Self, Error> {
		Ok(Self { r: number()?, s: number()? })
	}
}

fn number() -> Result<Zeroizing<Fr>, Error> {
	let mut bytes = Zeroizing::new([0; 64]);
	getrandom::fill(&mut *bytes).map_err(Error::Randomness)?;
	// Twice the field's length, so that what is reduced is as good as uniform.
	Ok(Zeroizing::new(Fr::from_le_bytes_mod_order(&*bytes)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{
		input::hash_to_field, zkey::ProvingKey, Artifacts, Circuit, Group, Identity, Message, Scope,
	};
	use ark_bn254::{Bn254, Fq, Fq2, G1Affine, G1Projective, G2Affine, G2Projective};
	use ark_ec::{
		pairing::{Pairing, PairingOutput},
		AffineRepr, VariableBaseMSM,
	};
	use ark_ff::{AdditiveGroup, Field};
	use census_zk_types::{SemaphoreProof, Word};

	const DEPTH: u8 = 1;

	/// Someone who proves one statement as often as asked, and knows the witness.
	struct Prover {
		circuit: Circuit,
		key: ProvingKey,
		identity: Identity,
		group: Group,
		message: Message,
		scope: Scope,
	}

	type Exponent = PairingOutput<Bn254>;

	impl Prover {
		fn new() -> Self {
			let artifacts = Artifacts::of_tests();
			let identity = Identity::new("someone");
			let group = Group::new(&[identity.commitment(), 7.into()]).unwrap();
			Self {
				circuit: Circuit::load(&artifacts, DEPTH, None).unwrap(),
				key: ProvingKey::read(&artifacts.proving_key(DEPTH).unwrap().0).unwrap(),
				identity,
				group,
				message: Message::from(1),
				scope: Scope::from(2),
			}
		}

		/// As every caller does it.
		fn prove(&self) -> SemaphoreProof {
			self.circuit.prove(&self.identity, &self.group, &self.message, &self.scope).unwrap()
		}

		fn prove_with(&self, r: Fr, s: Fr) -> SemaphoreProof {
			let merkle_proof = self.group.merkle_proof_of(&self.identity.commitment()).unwrap();
			let blinding = Blinding { r: Zeroizing::new(r), s: Zeroizing::new(s) };
			let Self { circuit, identity, message, scope, .. } = self;
			circuit.prove_blinded(identity, &merkle_proof, message, scope, blinding).unwrap().0
		}

		/// `r` and `s` of a proof, as exponents of `e(delta, delta)`: what is left of its points
		/// once the witness' part is taken away.
		fn blinding_of(&self, proof: &SemaphoreProof) -> [Exponent; 2] {
			let Self { circuit, key, identity, group, message, scope } = self;
			let merkle_proof = group.merkle_proof_of(&identity.commitment()).unwrap();
			let [message, scope] = [message.word(), scope.word()].map(|word| hash_to_field(&word));
			let witness = circuit.witness(identity, &merkle_proof, &message, &scope).unwrap();
			let of = |variables: &[u32]| -> Vec<Fr> {
				variables.iter().map(|index| witness[*index as usize]).collect()
			};
			let a = G1Projective::msm(&key.a.points, &of(&key.a.variables)).unwrap();
			let b = G2Projective::msm(&key.b_g2.points, &of(&key.b_g2.variables)).unwrap();
			let (proven_a, proven_b) = points(proof);
			let r_delta = proven_a.into_group() - key.alpha_g1 - a;
			let s_delta = proven_b.into_group() - key.beta_g2 - b;
			[Bn254::pairing(r_delta, key.delta_g2), Bn254::pairing(key.delta_g1, s_delta)]
		}

		/// What the blindings of some proofs of one statement have in common, if anything.
		fn weakness(&self, proofs: &[SemaphoreProof]) -> Option<&'static str> {
			let one = Bn254::pairing(self.key.delta_g1, self.key.delta_g2);
			let near =
				|difference: Exponent| (-2i64..=2).any(|steps| difference == one * Fr::from(steps));
			let blindings: Vec<_> = proofs.iter().map(|proof| self.blinding_of(proof)).collect();
			let numbers: Vec<Exponent> = blindings.concat();
			if numbers.iter().any(|number| near(*number)) {
				return Some("a number is hardly one");
			}
			if blindings.iter().any(|[r, s]| near(*r - s) || near(*r + s)) {
				return Some("r tells s");
			}
			let pairs =
				(0..numbers.len()).flat_map(|left| (0..left).map(move |right| (left, right)));
			pairs
				.map(|(left, right)| (numbers[left], numbers[right]))
				.any(|(left, right)| near(left - right) || near(left + right))
				.then_some("a proof tells another's number")
		}
	}

	/// A proof's `A` and `B`.
	fn points(proof: &SemaphoreProof) -> (G1Affine, G2Affine) {
		let [ax, ay, bx1, bx0, by1, by0, _, _] =
			proof.points.map(|Word(bytes)| Fq::from_be_bytes_mod_order(&bytes));
		(G1Affine::new(ax, ay), G2Affine::new(Fq2::new(bx0, bx1), Fq2::new(by0, by1)))
	}

	#[test]
	fn no_number_is_drawn_twice() {
		let drawn: Vec<Blinding> = (0..32).map(|_| Blinding::random().unwrap()).collect();
		let mut numbers: Vec<Fr> =
			drawn.iter().flat_map(|Blinding { r, s }| [**r, **s]).chain([Fr::ZERO]).collect();
		numbers.sort();
		numbers.dedup();
		assert_eq!(numbers.len(), 65);
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn two_proofs_of_one_statement_differ_in_every_coordinate() {
		let prover = Prover::new();
		let (one, other) = (prover.prove(), prover.prove());
		for (left, right) in one.points.iter().zip(&other.points) {
			assert_ne!(left, right);
		}
		assert_eq!(SemaphoreProof { points: one.points, ..other }, one);
	}

	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn proofs_are_blinded_by_numbers_that_have_nothing_in_common() {
		let prover = Prover::new();
		let proofs: Vec<SemaphoreProof> = (0..4).map(|_| prover.prove()).collect();
		assert_eq!(prover.weakness(&proofs), None);
	}

	/// No verifier tells such proofs from others: each of them is accepted.
	#[test]
	#[ignore = "needs the npm package of the artifacts"]
	fn every_weak_blinding_is_noticed() {
		let prover = Prover::new();
		let (r, s, t) = (
			Fr::from(3u64).inverse().unwrap(),
			Fr::from(5u64).inverse().unwrap(),
			-Fr::from(1u64 << 40),
		);
		let weakness = |blindings: &[(Fr, Fr)]| {
			let proofs: Vec<_> = blindings.iter().map(|(r, s)| prover.prove_with(*r, *s)).collect();
			prover.weakness(&proofs)
		};
		for (r, s) in [(Fr::ZERO, s), (r, Fr::ZERO), (Fr::ZERO, Fr::ZERO), (r, Fr::ONE)] {
			assert_eq!(weakness(&[(r, s)]), Some("a number is hardly one"));
		}
		for s in [r, -r, r + Fr::ONE, -r - Fr::ONE] {
			assert_eq!(weakness(&[(r, s)]), Some("r tells s"));
		}
		for second in [(r, t), (t, s), (s, t), (t, r), (r + Fr::ONE, t)] {
			let found = weakness(&[(r, s), second]);
			assert_eq!(found, Some("a proof tells another's number"));
		}
		assert_eq!(weakness(&[(r, s)]), None);
		// What is found is the number itself.
		let one = Bn254::pairing(prover.key.delta_g1, prover.key.delta_g2);
		assert_eq!(prover.blinding_of(&prover.prove_with(r, s)), [one * r, one * s]);
	}
}
