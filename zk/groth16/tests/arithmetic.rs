//! What arkworks computes, pinned at the edges: an update of it that answers otherwise, or keeps its
//! numbers in another form, fails here.
//!
//! The vectors, `tests/vectors/bn254.json`, come from a program that knows nothing of arkworks, written
//! for this with Python's integers. It takes numbers modulo `q` and `r`, inverses by Python's `pow`,
//! and elements of the twelfth-degree field as polynomials in `w` modulo `w^12 - 18 w^6 + 82` (of which
//! the tower is another form: `v = w^2`, `u = w^6 - 9`), inverses by Euclid's algorithm; points in
//! affine coordinates by chord and tangent, bit by bit; a pairing by untwisting the point of the twist
//! and following chords and tangents with vertical lines left out, to the power
//! `(q^12 - 1) / r * 2 x (6 x^2 + 3 x + 1)` in one plain exponentiation. It agrees with a published
//! value: `test_reduced_pairing` of zcash-hackworks' `bn`, which is the last of the pairings.
//!
//! All numbers are 32 big-endian bytes. An element of an extension field is its coefficients in the
//! order of the tower, the constant one first; but a point of the twist has its `c1` first, as every
//! encoding here has. No point is compressed anywhere in this project, so that form has no vectors.

use ark_bn254::{Bn254, Fq, Fq12, Fq2, Fq6, Fr, G1Affine, G2Affine};
use ark_ec::{pairing::Pairing, AffineRepr, CurveGroup, PrimeGroup};
use ark_ff::{AdditiveGroup, BigInt, BigInteger, Field, PrimeField};
use census_groth16::{
	batch::{first_refusal, Coefficients, Item, Settings},
	prepare_once, verify, Key, VerifyError,
};
use census_vectors::bn254;
use census_zk_testing::points::{g1, g2, number};
use serde_json::Value;
use std::{fmt::Debug, sync::LazyLock};

static VECTORS: LazyLock<Value> = LazyLock::new(bn254);

fn bytes(value: &Value) -> Vec<u8> {
	hex::decode(value.as_str().unwrap()).unwrap()
}

fn list(value: &Value) -> &[Value] {
	let list = value.as_array().unwrap();
	assert!(!list.is_empty());
	list
}

fn limbs(bytes: &[u8]) -> BigInt<4> {
	let mut limbs = [0; 4];
	for (limb, bytes) in limbs.iter_mut().zip(bytes.rchunks(8)) {
		*limb = u64::from_be_bytes(bytes.try_into().unwrap());
	}
	BigInt(limbs)
}

/// A number in its one form.
fn prime<F: PrimeField<BigInt = BigInt<4>>>(bytes: &[u8]) -> F {
	F::from_bigint(limbs(bytes)).unwrap()
}

fn quadratic(bytes: &[u8]) -> Fq2 {
	Fq2::new(prime(&bytes[..32]), prime(&bytes[32..64]))
}

fn twelfth(bytes: &[u8]) -> Fq12 {
	let six = |bytes: &[u8]| {
		Fq6::new(quadratic(bytes), quadratic(&bytes[64..]), quadratic(&bytes[128..]))
	};
	assert_eq!(bytes.len(), 384);
	Fq12::new(six(bytes), six(&bytes[192..]))
}

/// Products, quotients, squares and inverses of a field's edges.
fn products_and_inverses<F: Field + Debug>(vectors: &Value, read: fn(&[u8]) -> F) {
	let read = |value: &Value| read(&bytes(value));
	let edges: Vec<F> = list(&vectors["edges"]).iter().map(read).collect();
	let products = list(&vectors["products"]);
	assert_eq!(products.len(), edges.len());
	for (one, products) in edges.iter().zip(products) {
		for (other, product) in edges.iter().zip(list(products)) {
			let product = read(product);
			assert_eq!(*one * other, product);
			assert_eq!(*other * one, product);
			if !one.is_zero() {
				assert_eq!(product / one, *other);
			}
		}
		let square = read(list(products).last().unwrap());
		assert_eq!(one.square(), square);
		// By the other laws of a field.
		assert_eq!((*one + F::ONE).square() - one.double() - F::ONE, square);
		assert_eq!(-*one * one, -square);
	}
	for (edge, inverse) in edges.iter().zip(list(&vectors["inverses"])) {
		assert_eq!(edge.inverse(), inverse.is_string().then(|| read(inverse)));
	}
}

/// A prime field's numbers: their forms outside and inside, and what is no number.
fn forms<F: PrimeField<BigInt = BigInt<4>>>(vectors: &Value, inside: fn(&F) -> BigInt<4>) {
	for (edge, montgomery) in list(&vectors["edges"]).iter().zip(list(&vectors["montgomery"])) {
		let edge = bytes(edge);
		let element: F = prime(&edge);
		assert_eq!(inside(&element), limbs(&bytes(montgomery)));
		assert_eq!(element.into_bigint(), limbs(&edge));
		assert_eq!(element.into_bigint().to_bytes_be(), edge);
		assert_eq!(F::from_be_bytes_mod_order(&edge), element);
	}
	for other in list(&vectors["refused"]) {
		assert_eq!(F::from_bigint(limbs(&bytes(other))), None);
	}
	assert_eq!(F::MODULUS, limbs(&bytes(&vectors["refused"][0])));
}

#[test]
fn the_base_field() {
	let vectors = &VECTORS["Fq"];
	products_and_inverses::<Fq>(vectors, prime);
	forms::<Fq>(vectors, |element| element.0);
}

#[test]
fn the_scalar_field() {
	let vectors = &VECTORS["Fr"];
	products_and_inverses::<Fr>(vectors, prime);
	forms::<Fr>(vectors, |element| element.0);
}

#[test]
fn the_quadratic_field() {
	products_and_inverses(&VECTORS["Fq2"], quadratic);
}

#[test]
fn the_twelfth_degree_field() {
	let vectors = &VECTORS["Fq12"];
	products_and_inverses(vectors, twelfth);
	for (edge, powers) in list(&vectors["edges"]).iter().zip(list(&vectors["powers_of_q"])) {
		let edge = twelfth(&bytes(edge));
		for (power, expected) in [1, 2, 3, 6].into_iter().zip(list(powers)) {
			assert_eq!(edge.frobenius_map(power), twelfth(&bytes(expected)));
		}
		let mut conjugate = edge;
		conjugate.conjugate_in_place();
		assert_eq!(conjugate, edge.frobenius_map(6));
	}
}

/// Multiples of a generator, and their sums.
fn multiples<P: AffineRepr<ScalarField = Fr>>(vectors: &Value, encode: fn(P) -> Vec<u8>) {
	let of = |scalar: Fr| (P::generator() * scalar).into_affine();
	let mut scalars = Vec::new();
	for multiple in list(&vectors["multiples"]) {
		let scalar: Fr = prime(&bytes(&multiple[0]));
		let point = of(scalar);
		assert_eq!(point.is_zero(), multiple[1].is_null());
		if !point.is_zero() {
			assert_eq!(encode(point), bytes(&multiple[1]));
		}
		assert_eq!(P::Group::generator().mul_bigint(scalar.into_bigint()), point.into_group());
		scalars.push(scalar);
	}
	for one in &scalars {
		for other in &scalars {
			let sum = of(one + other);
			assert_eq!((of(*one) + of(*other)).into_affine(), sum);
			assert_eq!((of(*one).into_group() + of(*other).into_group()).into_affine(), sum);
		}
		assert_eq!((-of(*one)).into_group(), of(-*one).into_group());
		assert_eq!(of(*one).into_group().double().into_affine(), of(*one + one));
	}
}

#[test]
fn points_of_the_curve() {
	multiples::<G1Affine>(&VECTORS["G1"], g1);
}

#[test]
fn points_of_the_twist() {
	let vectors = &VECTORS["G2"];
	multiples::<G2Affine>(vectors, g2);
	for outside in list(&vectors["outside"]) {
		let outside = bytes(outside);
		let numbers: Vec<Fq> = outside.chunks(32).map(prime).collect();
		let point = G2Affine::new_unchecked(
			Fq2::new(numbers[1], numbers[0]),
			Fq2::new(numbers[3], numbers[2]),
		);
		assert!(point.is_on_curve() && !point.is_in_correct_subgroup_assuming_on_curve());
	}
}

#[test]
fn pairings() {
	for pairing in list(&VECTORS["pairings"]) {
		let [one, other] = [0, 1].map(|place| prime::<Fr>(&bytes(&pairing[place])));
		let (one, other) = (G1Affine::generator() * one, G2Affine::generator() * other);
		let value = twelfth(&bytes(&pairing[2]));
		assert_eq!(Bn254::pairing(one, other).0, value);
		assert_eq!(Bn254::multi_pairing([one], [other]).0, value);
	}
}

/// A whole statement, whose inputs are the least and the greatest number and a power of two: it holds
/// as it is written, alone and twice over, and with no number in a second form.
#[test]
fn a_statement() {
	let statement = &VECTORS["groth16"];
	let [key, proof, inputs] = ["key", "proof", "inputs"].map(|part| bytes(&statement[part]));
	assert_eq!(inputs[32..64], number(-Fr::from(1)));
	let key = Key::Raw(&key);
	assert_eq!(verify(key, &proof, &inputs), Ok(()));
	let item = Item { key, proof: &proof, inputs: &inputs };
	let settings =
		Settings { coefficients: Coefficients::Derived, prepare: &prepare_once, threads: 1 };
	assert_eq!(first_refusal(&[item; 2], &settings).result, None);
	for other in list(&VECTORS["Fq"]["refused"]) {
		for place in 0..8 {
			let mut proof = proof.clone();
			proof[32 * place..][..32].copy_from_slice(&bytes(other));
			assert_eq!(verify(key, &proof, &inputs), Err(VerifyError::ProofCoordinate));
		}
	}
	for other in list(&VECTORS["Fr"]["refused"]) {
		for place in 0..3 {
			let mut inputs = inputs.clone();
			inputs[32 * place..][..32].copy_from_slice(&bytes(other));
			assert_eq!(verify(key, &proof, &inputs), Err(VerifyError::InputRange));
		}
	}
	for outside in list(&VECTORS["G2"]["outside"]) {
		let mut proof = proof.clone();
		proof[64..192].copy_from_slice(&bytes(outside));
		assert_eq!(verify(key, &proof, &inputs), Err(VerifyError::ProofSubgroup));
	}
	let mut changed = inputs.clone();
	changed[31] = 1;
	assert_eq!(verify(key, &proof, &changed), Err(VerifyError::FalseProof));
}
