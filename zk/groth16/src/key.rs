//! Verifying keys: how they are named, read, checked and prepared.

use crate::{
	comb::Comb,
	encoding::{Reader, G1_BYTES, G2_BYTES, OF_KEY},
	proof::Proof,
	Refusal, Verdict,
};
use alloc::vec::Vec;
use ark_bn254::{Bn254, Fq12, G1Affine, G2Affine};
use ark_ec::{
	bn::G2Prepared,
	pairing::{MillerLoopOutput, Pairing},
	CurveGroup,
};
use ark_ff::Zero;

/// The most public inputs a verifying key may have.
pub const MAX_INPUTS: usize = 64;

/// The length of `alpha, beta, gamma, delta, IC[0]`.
const LEAST_KEY_BYTES: usize = G1_BYTES + 3 * G2_BYTES + G1_BYTES;

/// The length of a verifying key with [`MAX_INPUTS`] inputs.
pub const MAX_KEY_BYTES: usize = LEAST_KEY_BYTES + MAX_INPUTS * G1_BYTES;

/// Which verifying key to verify against.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key<'a> {
	/// The embedded key of the Semaphore v4 circuit of this depth, 1 to
	/// [`MAX_DEPTH`](census_zk_types::MAX_DEPTH).
	Semaphore {
		/// The circuit's depth.
		depth: u8,
	},
	/// A [`VerifyingKey`]'s bytes, which are checked each time.
	Raw(&'a [u8]),
}

/// The first byte of an encoded [`Key::Semaphore`].
const KIND_SEMAPHORE: u8 = 0;
/// The first byte of an encoded [`Key::Raw`].
const KIND_RAW: u8 = 1;

impl<'a> Key<'a> {
	/// Reads the form in which a key crosses the border between runtime and node: `0` and the
	/// depth, or `1` and the key's bytes.
	///
	/// # Errors
	/// [`Refusal::UnknownKey`] for any other form. What the key is made of is not looked at.
	pub fn decode(bytes: &'a [u8]) -> Result<Self, Refusal> {
		match bytes {
			[KIND_SEMAPHORE, depth] => Ok(Self::Semaphore { depth: *depth }),
			[KIND_RAW, key @ ..] => Ok(Self::Raw(key)),
			_ => Err(Refusal::UnknownKey),
		}
	}

	/// The form that [`decode`](Self::decode) reads.
	pub fn encode(&self) -> Vec<u8> {
		match self {
			Self::Semaphore { depth } => [KIND_SEMAPHORE, *depth].into(),
			Self::Raw(bytes) => [&[KIND_RAW], *bytes].concat(),
		}
	}
}

/// A verifying key whose every point has been checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyingKey {
	alpha: G1Affine,
	beta: G2Affine,
	gamma: G2Affine,
	delta: G2Affine,
	ic: Vec<G1Affine>,
}

impl VerifyingKey {
	/// The number of inputs of a key of so many bytes.
	pub(crate) fn inputs_for_length(bytes: usize) -> Result<usize, Refusal> {
		let rest = bytes.checked_sub(LEAST_KEY_BYTES).ok_or(Refusal::KeyLength)?;
		if rest % G1_BYTES == 0 && rest / G1_BYTES <= MAX_INPUTS {
			Ok(rest / G1_BYTES)
		} else {
			Err(Refusal::KeyLength)
		}
	}

	/// Reads and checks `alpha, beta, gamma, delta, IC[0], ..., IC[n]`.
	///
	/// # Errors
	/// The first of these that applies: the length fits no number of inputs up to [`MAX_INPUTS`];
	/// a coordinate is out of range; a point is at infinity, off its curve or outside the
	/// subgroup; `gamma` and `delta` are equal or opposite.
	pub fn from_bytes(bytes: &[u8]) -> Result<Self, Refusal> {
		let inputs = Self::inputs_for_length(bytes.len())?;
		let mut points = Reader(bytes);
		let alpha = points.g1(&OF_KEY)?;
		let beta = points.g2(&OF_KEY)?;
		let gamma = points.g2(&OF_KEY)?;
		let delta = points.g2(&OF_KEY)?;
		let ic = (0..=inputs).map(|_| points.g1(&OF_KEY)).collect::<Result<Vec<_>, _>>()?;
		OF_KEY.check(&[&[alpha], &ic[..]].concat(), &[beta, gamma, delta])?;
		// Then `A = alpha, B = beta, C = -L` (or `L`) would prove anything.
		if gamma == delta || gamma == -delta {
			return Err(Refusal::KeyForgeable);
		}
		Ok(Self { alpha, beta, gamma, delta, ic })
	}

	/// How many public inputs a proof has under this key.
	pub fn inputs(&self) -> usize {
		// At least `IC[0]` is there.
		self.ic.len() - 1
	}
}

/// A verifying key made ready for verification.
#[derive(Clone, Debug)]
pub struct PreparedKey {
	/// The Miller loop of `(-alpha, beta)`. Left short of the final exponentiation, it joins the
	/// product of the proof's Miller loops for one multiplication.
	alpha_beta: Fq12,
	gamma_negated: G2Prepared<ark_bn254::Config>,
	delta_negated: G2Prepared<ark_bn254::Config>,
	ic_first: G1Affine,
	ic_rest: Comb,
}

impl PreparedKey {
	/// Prepares a key for many verifications: tables of 16 KiB an input make each one faster.
	pub fn held(key: &VerifyingKey) -> Self {
		Self::new(key, 8)
	}

	/// Prepares a key for a single verification, with no more work than that saves.
	pub fn once(key: &VerifyingKey) -> Self {
		Self::new(key, 1)
	}

	fn new(key: &VerifyingKey, teeth: usize) -> Self {
		Self {
			alpha_beta: Bn254::miller_loop(-key.alpha, key.beta).0,
			gamma_negated: (-key.gamma).into(),
			delta_negated: (-key.delta).into(),
			ic_first: key.ic[0],
			ic_rest: Comb::new(&key.ic[1..], teeth),
		}
	}

	/// How many public inputs a proof has under this key.
	pub fn inputs(&self) -> usize {
		self.ic_rest.bases()
	}

	/// Verifies `proof` for the public `inputs` against this key. See [`verify`](crate::verify).
	///
	/// # Errors
	/// Those of [`verify`](crate::verify) that concern the proof and the inputs.
	pub fn verify(&self, proof: &[u8], inputs: &[u8]) -> Verdict {
		self.check(&Proof::read(proof, inputs, self.inputs())?)
	}

	/// The pairing equation, as `e(A, B) e(-alpha, beta) e(L, -gamma) e(C, -delta) = 1`.
	pub(crate) fn check(&self, proof: &Proof) -> Verdict {
		let inputs = (self.ic_rest.combine(&proof.inputs) + self.ic_first).into_affine();
		let product = Bn254::multi_miller_loop(
			[proof.a, inputs, proof.c],
			[proof.b.into(), self.gamma_negated.clone(), self.delta_negated.clone()],
		);
		match Bn254::final_exponentiation(MillerLoopOutput(product.0 * self.alpha_beta)) {
			Some(one) if one.is_zero() => Ok(()),
			_ => Err(Refusal::FalseProof),
		}
	}
}
