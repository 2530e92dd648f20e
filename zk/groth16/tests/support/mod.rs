//! What the tests share: the published proofs, numbers as bytes, and keys whose secrets are known.

#![allow(dead_code, reason = "no test uses all of it")]

use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{BigInteger, Field, PrimeField};
use census_zk_types::SemaphoreProof;
use tiny_keccak::{Hasher, Keccak};

/// A proof made by a stock client, as the verifier takes it.
#[derive(Clone)]
pub(crate) struct Vector {
	pub(crate) depth: u8,
	pub(crate) proof: Vec<u8>,
	pub(crate) inputs: Vec<u8>,
}

/// One proof for each depth from 1 to 32.
pub(crate) fn vectors() -> Vec<Vector> {
	let json = include_str!("../../../../tests/vectors/semaphore-v4-proofs.json");
	let json: serde_json::Value = serde_json::from_str(json).unwrap();
	let vectors: Vec<_> = json.as_array().unwrap().iter().map(vector).collect();
	assert!(vectors.iter().map(|vector| vector.depth).eq(1..=32));
	vectors
}

fn vector(json: &serde_json::Value) -> Vector {
	let proof: SemaphoreProof = serde_json::from_value(json["proof"].clone()).unwrap();
	let inputs =
		[proof.merkle_tree_root.0, proof.nullifier.0, hash(proof.message.0), hash(proof.scope.0)];
	Vector {
		depth: proof.merkle_tree_depth,
		proof: proof.points.iter().flat_map(|word| word.0).collect(),
		inputs: inputs.concat(),
	}
}

/// Semaphore's hash of a message or scope into the field: keccak-256, shifted right by a byte.
fn hash(word: [u8; 32]) -> [u8; 32] {
	let mut digest = [0; 32];
	let mut keccak = Keccak::v256();
	keccak.update(&word);
	keccak.finalize(&mut digest);
	digest.rotate_right(1);
	digest[0] = 0;
	digest
}

pub(crate) fn number(value: impl PrimeField) -> Vec<u8> {
	value.into_bigint().to_bytes_be()
}

pub(crate) fn g1(point: impl Into<G1Affine>) -> Vec<u8> {
	let point = point.into();
	[number(point.x), number(point.y)].concat()
}

pub(crate) fn g2(point: impl Into<G2Affine>) -> Vec<u8> {
	let point = point.into();
	[number(point.x.c1), number(point.x.c0), number(point.y.c1), number(point.y.c0)].concat()
}

pub(crate) fn read_g1(bytes: &[u8]) -> G1Affine {
	let [x, y] = [0, 32].map(|at| Fq::from_be_bytes_mod_order(&bytes[at..at + 32]));
	G1Affine::new(x, y)
}

pub(crate) fn read_g2(bytes: &[u8]) -> G2Affine {
	let numbers = [0, 32, 64, 96].map(|at| Fq::from_be_bytes_mod_order(&bytes[at..at + 32]));
	G2Affine::new(Fq2::new(numbers[1], numbers[0]), Fq2::new(numbers[3], numbers[2]))
}

/// Another proof of what `proof` proves under `key`, for any `u` but zero and any `v`:
/// `(u A, B / u + v delta, C + u v A)`.
pub(crate) fn rerandomised(key: &[u8], proof: &[u8], u: Fr, v: Fr) -> Vec<u8> {
	let (a, b, c) = (read_g1(&proof[..64]), read_g2(&proof[64..192]), read_g1(&proof[192..]));
	let delta = read_g2(&key[320..448]);
	[g1(a * u), g2(b * u.inverse().unwrap() + delta * v), g1(c + a * (u * v))].concat()
}

/// A point of the twist outside the subgroup.
pub(crate) fn outside_subgroup() -> G2Affine {
	let point =
		(1u64..).find_map(|x| G2Affine::get_point_from_x_unchecked(Fq2::from(x), false)).unwrap();
	assert!(point.is_on_curve());
	assert!(!point.mul_bigint(Fr::characteristic()).eq(&G2Affine::zero()));
	point
}

/// Adds the modulus of `F` to the big-endian number at `place`: another form of the same element.
pub(crate) fn add_modulus<F: PrimeField>(bytes: &mut [u8], place: usize) {
	let modulus = F::MODULUS.to_bytes_be();
	let mut carry = 0;
	for (byte, add) in bytes[place * 32..][..32].iter_mut().zip(modulus).rev() {
		carry += u16::from(*byte) + u16::from(add);
		*byte = carry as u8;
		carry >>= 8;
	}
	assert_eq!(carry, 0, "twice a modulus fits into 32 bytes");
}

/// Adds 1 to the big-endian number at `place`.
pub(crate) fn add_one(bytes: &mut [u8], place: usize) {
	for byte in bytes[place * 32..][..32].iter_mut().rev() {
		*byte = byte.wrapping_add(1);
		if *byte != 0 {
			break;
		}
	}
}

/// A set-up that kept its secrets: it can prove anything.
pub(crate) struct Setup {
	pub(crate) alpha: Fr,
	pub(crate) beta: Fr,
	pub(crate) gamma: Fr,
	pub(crate) delta: Fr,
	pub(crate) ic: Vec<Fr>,
}

impl Setup {
	pub(crate) fn new(inputs: usize) -> Self {
		let secret = |n: u64| Fr::from(n).pow([5]) + Fr::from(3);
		Self {
			alpha: secret(11),
			beta: secret(12),
			gamma: secret(13),
			delta: secret(14),
			ic: (0..=inputs as u64).map(|n| secret(100 + n)).collect(),
		}
	}

	pub(crate) fn key(&self) -> Vec<u8> {
		let twist = |scalar: Fr| g2(G2Affine::generator() * scalar);
		let mut key =
			[g1(G1Affine::generator() * self.alpha), twist(self.beta), twist(self.gamma)].concat();
		key.extend(twist(self.delta));
		key.extend(self.ic.iter().flat_map(|scalar| g1(G1Affine::generator() * scalar)));
		key
	}

	/// A proof of whatever `inputs` say.
	pub(crate) fn prove(&self, inputs: &[Fr]) -> Vec<u8> {
		let (a, b) = (Fr::from(1234), Fr::from(5678));
		let combination: Fr =
			self.ic[0] + self.ic[1..].iter().zip(inputs).map(|(ic, input)| *ic * input).sum::<Fr>();
		let c = (a * b - self.alpha * self.beta - combination * self.gamma) / self.delta;
		let generator = G1Affine::generator();
		[g1(generator * a), g2(G2Affine::generator() * b), g1(generator * c)].concat()
	}
}

pub(crate) fn inputs(inputs: &[Fr]) -> Vec<u8> {
	inputs.iter().flat_map(|input| number(*input)).collect()
}
