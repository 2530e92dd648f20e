//! Keys under which anybody forges: each with its forger, who knows the key's points and nothing
//! else, and each refused. Then keys that look odd and let nobody forge, and what no check can find.
//!
//! [`VerifyingKey::from_bytes`] says why each forgery holds.

mod peer;

use ark_bn254::{Bn254, Fr, G1Affine, G1Projective, G2Affine, G2Projective};
use ark_ec::{AffineRepr, CurveGroup};
use ark_ff::{AdditiveGroup, Field, Zero};
use census_groth16::{
	batch::{first_refusal, verdicts, Coefficients, Item, Settings},
	prepare_once, verify, Key, PreparedKey, VerifyError, VerifyingKey, MAX_INPUTS,
};
use census_zk_testing::{
	points::{g1, g2, inputs, read_g1},
	Setup,
};
use peer::{accepts, read_key};
use proptest::prelude::*;

/// Two points of a key that are equal or opposite, and so let anybody forge.
#[derive(Clone, Copy, Debug)]
enum Relation {
	BetaGamma,
	BetaDelta,
	GammaDelta,
	/// `alpha` and `IC[0]`.
	AlphaFirst,
	/// `IC[0]` and that of an input.
	First {
		input: usize,
	},
	/// Those of two inputs.
	Inputs {
		one: usize,
		other: usize,
	},
}

/// Equal or opposite.
const SIGNS: [i8; 2] = [1, -1];

fn sign(sign: i8) -> Fr {
	Fr::from(sign)
}

impl Relation {
	/// All there are among the points of a key with so many inputs.
	fn all(count: usize) -> Vec<Self> {
		let mut all = vec![Self::BetaGamma, Self::BetaDelta, Self::GammaDelta, Self::AlphaFirst];
		all.extend((0..count).map(|input| Self::First { input }));
		all.extend(
			(0..count).flat_map(|one| (0..one).map(move |other| Self::Inputs { one, other })),
		);
		all
	}

	/// A key whose points are so related, and no others.
	fn setup(self, count: usize, s: Fr) -> Setup {
		let mut setup = Setup::new(count);
		match self {
			Self::BetaGamma => setup.beta = s * setup.gamma,
			Self::BetaDelta => setup.beta = s * setup.delta,
			Self::GammaDelta => setup.gamma = s * setup.delta,
			Self::AlphaFirst => setup.alpha = s * setup.ic[0],
			Self::First { input } => setup.ic[0] = s * setup.ic[input + 1],
			Self::Inputs { one, other } => setup.ic[one + 1] = s * setup.ic[other + 1],
		}
		setup
	}

	/// A proof made of the key's points alone, and what it proves: `wanted`, where anything can be
	/// proven.
	///
	/// `v` is any number but zero: it keeps the proof's points off infinity. Of two inputs whose
	/// points are alike the forger has seen a proof of something else, `seen`.
	fn forge(
		self,
		key: &[u8],
		s: Fr,
		v: Fr,
		wanted: &[Fr],
		seen: Option<(&[u8], &[Fr])>,
	) -> (Vec<u8>, Vec<Fr>) {
		let key = read_key(key);
		let (alpha, beta) = (G1Projective::from(key.alpha_g1), G2Projective::from(key.beta_g2));
		let (gamma, delta) = (G2Projective::from(key.gamma_g2), key.delta_g2);
		let combination = combination(&key.gamma_abc_g1, wanted);
		let proof =
			|a: G1Projective, b: G2Projective, c: G1Projective| [g1(a), g2(b), g1(c)].concat();
		let none = vec![Fr::ZERO; wanted.len()];
		match self {
			Self::BetaGamma => {
				let a = combination + alpha * s;
				(proof(a, gamma + delta * v, a * v), wanted.to_vec())
			}
			Self::BetaDelta => {
				let c = combination * v - alpha * s;
				(proof(combination, gamma + delta * v, c), wanted.to_vec())
			}
			Self::GammaDelta => (proof(alpha, beta, -combination * s), wanted.to_vec()),
			Self::AlphaFirst => (proof(alpha, beta + gamma * s + delta * v, alpha * v), none),
			Self::First { input } => {
				let mut claimed = none;
				claimed[input] = -s;
				(proof(alpha, beta + delta * v, alpha * v), claimed)
			}
			Self::Inputs { one, other } => {
				let (proof, proven) = seen.unwrap();
				let mut claimed = proven.to_vec();
				claimed[one] += v;
				claimed[other] -= s * v;
				(proof.to_vec(), claimed)
			}
		}
	}
}

/// `IC[0] + sum(input[i] IC[i + 1])`.
fn combination(ic: &[G1Affine], inputs: &[Fr]) -> G1Projective {
	ic[1..].iter().zip(inputs).fold(ic[0].into_group(), |sum, (point, input)| sum + *point * input)
}

fn scalar() -> impl Strategy<Value = Fr> {
	any::<[u8; 32]>().prop_map(|bytes| ark_ff::PrimeField::from_le_bytes_mod_order(&bytes))
}

/// Forges under a key with this relation: the equation holds, and the key is refused wherever a key
/// is taken.
fn attempt(relation: Relation, count: usize, by: i8, v: Fr, wanted: &[Fr]) {
	let s = sign(by);
	let setup = relation.setup(count, s);
	let key = setup.key();
	let proven: Vec<_> = wanted.iter().map(|input| *input + Fr::ONE).collect();
	let seen = setup.prove(&proven);
	let (proof, claimed) = relation.forge(&key, s, v, wanted, Some((&seen, &proven)));
	let claimed = inputs(&claimed);
	assert!(accepts(&key, &proof, &claimed), "{relation:?} {by}: no forgery");

	let refused = VerifyError::KeyForgeable;
	assert_eq!(VerifyingKey::from_bytes(&key).err(), Some(refused), "{relation:?} {by}");
	assert_eq!(prepare_once(&key).err(), Some(refused));
	assert_eq!(verify(Key::Raw(&key), &proof, &claimed), Err(refused));
}

#[test]
fn nobody_forges_under_a_key_of_related_points() {
	for count in [0, 1, 3] {
		let wanted: Vec<_> = (1..=count as u64).map(|n| Fr::from(n).pow([7])).collect();
		for relation in Relation::all(count) {
			for by in SIGNS {
				attempt(relation, count, by, Fr::from(5), &wanted);
			}
		}
	}
}

/// The first and the last, as far apart as they can be.
#[test]
fn nobody_forges_under_the_longest_key() {
	let wanted = vec![Fr::from(3); MAX_INPUTS];
	let last = MAX_INPUTS - 1;
	for relation in [
		Relation::AlphaFirst,
		Relation::First { input: last },
		Relation::Inputs { one: last, other: 0 },
		Relation::Inputs { one: last, other: last - 1 },
	] {
		for by in SIGNS {
			attempt(relation, MAX_INPUTS, by, Fr::from(5), &wanted);
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(24))]

	#[test]
	fn nobody_forges_anything(
		wanted in prop::collection::vec(scalar(), 3),
		v in scalar(),
		relation in prop::sample::select(Relation::all(3)),
		by in prop::sample::select(SIGNS.to_vec()),
	) {
		prop_assume!(!v.is_zero());
		attempt(relation, 3, by, v, &wanted);
	}
}

/// Every input and every key in one batch: forged proofs stand beside sound ones, and spoil none.
#[test]
fn a_batch_refuses_the_forgeries_and_takes_the_rest() {
	let sound = Setup::new(3);
	let statement = [Fr::from(8), Fr::from(9), Fr::from(10)];
	let honest = (sound.key(), sound.prove(&statement), inputs(&statement));
	let mut cases = vec![honest.clone()];
	for relation in Relation::all(3) {
		for by in SIGNS {
			let setup = relation.setup(3, sign(by));
			let proven = [Fr::from(1), Fr::from(2), Fr::from(3)];
			let seen = setup.prove(&proven);
			let (proof, claimed) = relation.forge(
				&setup.key(),
				sign(by),
				Fr::from(5),
				&statement,
				Some((&seen, &proven)),
			);
			cases.push((setup.key(), proof, inputs(&claimed)));
			cases.push(honest.clone());
		}
	}
	let items: Vec<_> = cases
		.iter()
		.map(|(key, proof, inputs)| Item { key: Key::Raw(key), proof, inputs })
		.collect();
	for coefficients in [Coefficients::Derived, Coefficients::Seed([7; 32])] {
		for threads in [1, 3] {
			let settings = Settings { coefficients, prepare: &prepare_once, threads };
			for (place, verdict) in verdicts(&items, &settings).result.into_iter().enumerate() {
				let expected = if place % 2 == 0 { Ok(()) } else { Err(VerifyError::KeyForgeable) };
				assert_eq!(verdict, expected, "{place}");
			}
			let first = first_refusal(&items, &settings).result;
			assert_eq!(first, Some((1, VerifyError::KeyForgeable)));
		}
	}
}

/// Set-ups whose points look odd, and of which nobody can make anything.
fn odd() -> Vec<(&'static str, Setup)> {
	let changed = |change: fn(&mut Setup)| {
		let mut setup = Setup::new(2);
		change(&mut setup);
		setup
	};
	vec![
		// The key of every honest set-up by snarkjs.
		("gamma is the generator", changed(|setup| setup.gamma = Fr::ONE)),
		("gamma is the generator's opposite", changed(|setup| setup.gamma = -Fr::ONE)),
		("beta is the generator", changed(|setup| setup.beta = Fr::ONE)),
		("delta is the generator", changed(|setup| setup.delta = Fr::ONE)),
		("alpha is the generator", changed(|setup| setup.alpha = Fr::ONE)),
		("IC[0] is the generator", changed(|setup| setup.ic[0] = Fr::ONE)),
		("IC[1] is the generator", changed(|setup| setup.ic[1] = Fr::ONE)),
		("alpha is IC[1]", changed(|setup| setup.alpha = setup.ic[1])),
		("alpha is the opposite of IC[2]", changed(|setup| setup.alpha = -setup.ic[2])),
		// Of one number, but points of two groups.
		("alpha is as beta", changed(|setup| setup.alpha = setup.beta)),
		("alpha is as gamma", changed(|setup| setup.alpha = setup.gamma)),
		("alpha is as delta", changed(|setup| setup.alpha = setup.delta)),
		("IC[1] is as delta", changed(|setup| setup.ic[1] = setup.delta)),
	]
}

#[test]
fn keys_that_look_odd_and_let_nobody_forge_are_taken() {
	let statement = [Fr::from(5), Fr::from(6)];
	let other = inputs(&[Fr::from(5), Fr::from(7)]);
	for (what, setup) in odd() {
		let bytes = setup.key();
		let proof = setup.prove(&statement);
		let key =
			VerifyingKey::from_bytes(&bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
		for key in [PreparedKey::once(&key), PreparedKey::held(&key)] {
			assert_eq!(key.verify(&proof, &inputs(&statement)), Ok(()), "{what}");
			assert_eq!(key.verify(&proof, &other), Err(VerifyError::FalseProof), "{what}");
		}
	}
}

/// The same forgeries, by relations that are not looked for: there is no end to them. Who made a
/// set-up alone knows them all.
#[test]
fn relations_with_other_numbers_are_not_found() {
	let statement = [Fr::from(1234), Fr::from(5678)];
	let mut setup = Setup::new(2);
	setup.beta = Fr::from(2) * setup.gamma;
	let key = setup.key();
	let v = Fr::from(5);
	let two = Fr::from(2);
	let (proof, claimed) = Relation::BetaGamma.forge(&key, two, v, &statement, None);
	assert!(accepts(&key, &proof, &inputs(&claimed)));
	assert_eq!(verify(Key::Raw(&key), &proof, &inputs(&claimed)), Ok(()));

	// `beta = gamma + delta`: `A = alpha + L, B = gamma + v delta, C = v A - alpha`.
	let mut setup = Setup::new(2);
	setup.beta = setup.gamma + setup.delta;
	let key = setup.key();
	let points = read_key(&key);
	let a = combination(&points.gamma_abc_g1, &statement) + points.alpha_g1;
	let b = points.gamma_g2 + points.delta_g2 * v;
	let proof = [g1(a), g2(b), g1(a * v - points.alpha_g1)].concat();
	assert_eq!(verify(Key::Raw(&key), &proof, &inputs(&statement)), Ok(()));

	// `IC[1] = 2 IC[2]`: one proof of many inputs.
	let mut setup = Setup::new(2);
	setup.ic[1] = two * setup.ic[2];
	let key = setup.key();
	let proof = setup.prove(&statement);
	let moved = inputs(&[statement[0] + v, statement[1] - two * v]);
	assert_eq!(verify(Key::Raw(&key), &proof, &moved), Ok(()));
}

/// A key under other bytes, which takes the same proofs: no list of keys by their bytes, or by a
/// hash, has them all.
#[test]
fn a_key_has_many_forms() {
	let statement = [Fr::from(21), Fr::from(22)];
	let setup = Setup::new(2);
	let proof = setup.prove(&statement);
	let s = Fr::from(3);
	let other = |change: &dyn Fn(&mut Setup)| {
		let mut other = Setup::new(2);
		change(&mut other);
		assert_ne!(other.key(), setup.key());
		other.key()
	};
	let taken = |key: &[u8], proof: &[u8]| verify(Key::Raw(key), proof, &inputs(&statement));
	// `alpha s` and `beta / s`; `IC s` and `gamma / s`; `beta + s gamma` and `IC[0] - s alpha`: the
	// same proofs.
	for key in [
		other(&|key| (key.alpha, key.beta) = (key.alpha * s, key.beta / s)),
		other(&|key| {
			key.gamma /= s;
			key.ic.iter_mut().for_each(|point| *point *= s);
		}),
		other(&|key| {
			key.beta += s * key.gamma;
			key.ic[0] -= s * key.alpha;
		}),
	] {
		assert_eq!(taken(&key, &proof), Ok(()));
	}
	// `delta s`: proofs with `C / s`.
	let key = other(&|key| key.delta *= s);
	let c = read_g1(&proof[192..]) * s.inverse().unwrap();
	let moved = [&proof[..192], &g1(c.into_affine())].concat();
	assert_eq!(taken(&key, &proof), Err(VerifyError::FalseProof));
	assert_eq!(taken(&key, &moved), Ok(()));
}

/// The pairing itself, in place of arkworks' verifier: of one forgery, every step.
#[test]
fn the_equation_of_a_forgery_written_out() {
	use ark_ec::pairing::Pairing;
	let setup = Relation::BetaGamma.setup(1, Fr::ONE);
	let key = read_key(&setup.key());
	let e = |one: G1Projective, other: G2Affine| Bn254::pairing(one, other);
	let combination = combination(&key.gamma_abc_g1, &[Fr::from(99)]);
	let alpha = key.alpha_g1.into_group();
	// With `beta = gamma` the right side is `e(alpha + L, gamma)`, but for `C`.
	let right = e(alpha, key.beta_g2) + e(combination, key.gamma_g2);
	assert_eq!(right, e(alpha + combination, key.gamma_g2));
}
