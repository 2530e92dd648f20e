//! Proven mode with proofs that are really proven and really verified: one layer of a quantised
//! network, in Groth16 over BN254.
//!
//! The circuit knows weights and inputs and shows commitments to them and to the outputs. Its
//! fourth public input, the binding, is in no constraint of its own, as it need not be: a proof
//! holds for the inputs it was made with and no others.

use crate::{mock::*, Error, LeaseId, Mode};
use ark_bn254::{Bn254, Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ff::{BigInteger, Field, PrimeField, Zero};
use ark_groth16::{prepare_verifying_key, Groth16, Proof, ProvingKey};
use ark_relations::gr1cs::{
	ConstraintSynthesizer, ConstraintSystemRef, LinearCombination, Result, Variable,
};
use ark_std::test_rng;
use census_zk_types::{Points, Word};
use frame_support::assert_ok;

/// A value and where it stands in the circuit.
#[derive(Clone)]
struct Wire {
	terms: LinearCombination<Fr>,
	value: Fr,
}

impl Wire {
	fn plus(&self, other: &Self) -> Self {
		Self { terms: self.terms.clone() + &other.terms, value: self.value + other.value }
	}

	fn constant(value: Fr) -> Self {
		Self { terms: LinearCombination::from((value, Variable::One)), value }
	}

	fn witness(cs: &ConstraintSystemRef<Fr>, value: Fr) -> Result<Self> {
		let variable = cs.new_witness_variable(|| Ok(value))?;
		Ok(Self { terms: variable.into(), value })
	}

	fn times(&self, cs: &ConstraintSystemRef<Fr>, other: &Self) -> Result<Self> {
		let product = Self::witness(cs, self.value * other.value)?;
		let (a, b, c) = (self.terms.clone(), other.terms.clone(), product.terms.clone());
		cs.enforce_r1cs_constraint(|| a, || b, || c)?;
		Ok(product)
	}
}

/// A commitment for these tests alone: MiMC with exponent 5, one permutation for each value.
fn commitment(values: &[Fr]) -> Fr {
	values.iter().fold(Fr::zero(), |state, value| {
		(1..=ROUNDS).fold(state + value, |state, round| (state + constant(round)).pow([5]))
	})
}

const ROUNDS: u64 = 64;

fn constant(round: u64) -> Fr {
	Fr::from(7).pow([round])
}

/// The same in the circuit.
fn commit(cs: &ConstraintSystemRef<Fr>, values: &[Wire]) -> Result<Wire> {
	let mut state = Wire::constant(Fr::zero());
	for value in values {
		state = state.plus(value);
		for round in 1..=ROUNDS {
			let sum = state.plus(&Wire::constant(constant(round)));
			let square = sum.times(cs, &sum)?;
			state = square.times(cs, &square)?.times(cs, &sum)?;
		}
	}
	Ok(state)
}

/// Two neurons with three inputs.
#[derive(Clone)]
struct Layer {
	weights: [[u64; 3]; 2],
	input: [u64; 3],
	binding: Fr,
}

impl Layer {
	fn weights(&self) -> Vec<Fr> {
		self.weights.as_flattened().iter().map(|weight| Fr::from(*weight)).collect()
	}

	fn input(&self) -> Vec<Fr> {
		self.input.map(Fr::from).into()
	}

	fn output(&self) -> Vec<Fr> {
		let dot = |row: &[u64; 3]| row.iter().zip(self.input).map(|(w, x)| w * x).sum::<u64>();
		self.weights.iter().map(dot).map(Fr::from).collect()
	}
}

impl ConstraintSynthesizer<Fr> for Layer {
	fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<()> {
		let shown = [
			commitment(&self.weights()),
			commitment(&self.input()),
			commitment(&self.output()),
			self.binding,
		];
		let public: Vec<_> = shown
			.iter()
			.map(|value| cs.new_input_variable(|| Ok(*value)))
			.collect::<Result<_>>()?;

		let wires = |values: Vec<Fr>| -> Result<Vec<Wire>> {
			values.into_iter().map(|value| Wire::witness(&cs, value)).collect()
		};
		let (weights, input) = (wires(self.weights())?, wires(self.input())?);
		let mut output = Vec::new();
		for row in weights.chunks(3) {
			let mut sum = Wire::constant(Fr::zero());
			for (weight, value) in row.iter().zip(&input) {
				sum = sum.plus(&weight.times(&cs, value)?);
			}
			output.push(sum);
		}
		for (values, public) in [weights, input, output].iter().zip(public) {
			let committed = commit(&cs, values)?.terms;
			let one = LinearCombination::from(Variable::One);
			cs.enforce_r1cs_constraint(|| committed, || one, || public.into())?;
		}
		Ok(())
	}
}

fn word<F: PrimeField>(number: F) -> Word {
	Word(number.into_bigint().to_bytes_be().try_into().expect("it is 32 bytes"))
}

fn g1(point: G1Affine) -> [Word; 2] {
	[word(point.x), word(point.y)]
}

fn g2(point: G2Affine) -> [Word; 4] {
	let pair = |Fq2 { c0, c1, .. }: Fq2| -> [Fq; 2] { [c1, c0] };
	let [x1, x0] = pair(point.x);
	let [y1, y0] = pair(point.y);
	[x1, x0, y1, y0].map(word)
}

fn key_bytes(key: &ProvingKey<Bn254>) -> Vec<u8> {
	let vk = &key.vk;
	let mut words = Vec::from(g1(vk.alpha_g1));
	for point in [vk.beta_g2, vk.gamma_g2, vk.delta_g2] {
		words.extend(g2(point));
	}
	for point in &vk.gamma_abc_g1 {
		words.extend(g1(*point));
	}
	words.into_iter().flat_map(|word| word.0).collect()
}

fn proof_of(key: &ProvingKey<Bn254>, layer: Layer) -> Box<Points> {
	let proof = Groth16::<Bn254>::create_random_proof_with_reduction(layer, key, &mut test_rng())
		.expect("the circuit is satisfied");
	Box::new(points_of(&proof))
}

fn points_of(proof: &Proof<Bn254>) -> Points {
	let points = [&g1(proof.a)[..], &g2(proof.b), &g1(proof.c)].concat();
	points.try_into().expect("it is 8 words")
}

/// The layer as a lease's provider computes it in its present epoch.
fn bound(layer: &Layer, lease: LeaseId) -> Layer {
	let binding = Market::lease_view(lease).unwrap().binding.expect("an epoch is under way");
	Layer { binding: Fr::from_be_bytes_mod_order(&binding.0), ..layer.clone() }
}

#[test]
fn a_lease_is_paid_for_the_real_proof_of_a_networks_layer() {
	let layer = Layer { weights: [[3, 1, 4], [1, 5, 9]], input: [2, 6, 5], binding: Fr::zero() };
	let rng = &mut test_rng();
	let key =
		Groth16::<Bn254>::generate_random_parameters_with_reduction(layer.clone(), rng).unwrap();
	run(|| {
		register(ALICE);
		let circuit = register_key(key_bytes(&key));
		let mode = Mode::Proven {
			circuit,
			model: word(commitment(&layer.weights())),
			input: word(commitment(&layer.input())),
			epoch: 8,
		};
		let lease = active(mode.clone(), 50, 200);
		let other = active(mode, 50, 200);
		let output = word(commitment(&layer.output()));
		let submit = |lease, epoch, output, proof| {
			Market::submit_proof(by(ALICE), lease, epoch, output, proof)
		};

		let for_other = proof_of(&key, bound(&layer, other));
		assert_refused(|| submit(lease, 0, output, for_other.clone()), Error::ProofInvalid);
		let right = proof_of(&key, bound(&layer, lease));
		let wrong_output = word(commitment(&[Fr::from(1), Fr::from(2)]));
		assert_refused(|| submit(lease, 0, wrong_output, right.clone()), Error::ProofInvalid);
		let lazy = Layer { input: [0, 0, 0], ..layer.clone() };
		let of_nothing = proof_of(&key, bound(&lazy, lease));
		let nothing = word(commitment(&lazy.output()));
		assert_refused(|| submit(lease, 0, nothing, of_nothing), Error::ProofInvalid);
		let mut broken = right.clone();
		broken[0] = Word([255; 32]);
		assert_refused(|| submit(lease, 0, output, broken), Error::CoordinateNotInField);
		assert_ok!(submit(lease, 0, output, right.clone()));
		assert_eq!(stored(lease).ledger.spent(), 40);
		assert_ok!(submit(other, 0, output, for_other));

		// The next epoch wants its own proof.
		go_to(9);
		assert_refused(|| submit(lease, 1, output, right), Error::ProofInvalid);
		assert_ok!(submit(lease, 1, output, proof_of(&key, bound(&layer, lease))));
		assert_eq!(stored(lease).ledger.spent(), 80);
	});
}

/// By a provider that did nothing, under a key from which anybody can tell how: its `beta` is its
/// `gamma`, as if nobody had contributed to the first phase of its set-up.
#[test]
fn a_lease_is_not_paid_for_a_forged_proof() {
	let layer = Layer { weights: [[3, 1, 4], [1, 5, 9]], input: [2, 6, 5], binding: Fr::zero() };
	let rng = &mut test_rng();
	let mut key =
		Groth16::<Bn254>::generate_random_parameters_with_reduction(layer.clone(), rng).unwrap();
	key.vk.beta_g2 = key.vk.gamma_g2;
	run(|| {
		register(ALICE);
		let circuit = register_key(key_bytes(&key));
		let (model, input) = (commitment(&layer.weights()), commitment(&layer.input()));
		let mode = Mode::Proven { circuit, model: word(model), input: word(input), epoch: 8 };
		let lease = active(mode, 50, 200);
		let output = Fr::from(666);
		let shown = [model, input, output, bound(&layer, lease).binding];

		// `A = alpha + L, B = gamma + delta, C = A`.
		let points = &key.vk.gamma_abc_g1;
		let a = points[1..]
			.iter()
			.zip(shown)
			.fold(key.vk.alpha_g1 + points[0], |sum, (ic, by)| sum + *ic * by);
		let b = key.vk.gamma_g2 + key.vk.delta_g2;
		let forged = Proof::<Bn254> { a: a.into(), b: b.into(), c: a.into() };
		let verifier = prepare_verifying_key(&key.vk);
		let holds = Groth16::<Bn254>::verify_proof(&verifier, &forged, &shown).unwrap();
		assert!(holds, "it is no forgery");

		let proof = Box::new(points_of(&forged));
		let submit = || Market::submit_proof(by(ALICE), lease, 0, word(output), proof.clone());
		assert_refused(submit, Error::ProofInvalid);
		assert!(stored(lease).ledger.spent().is_zero());
	});
}
