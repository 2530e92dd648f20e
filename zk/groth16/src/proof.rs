//! A proof with its inputs, read and checked, ready for the pairing.

use crate::{
	encoding::{Reader, G1_BYTES, G2_BYTES, NUMBER_BYTES, OF_PROOF},
	pairing::Lines,
	VerifyError,
};
use alloc::vec::Vec;
use ark_bn254::{Fr, G1Affine, G2Affine};

/// The length of a proof.
pub const PROOF_BYTES: usize = 2 * G1_BYTES + G2_BYTES;

/// A proof whose points are what they must be, and its inputs.
pub(crate) struct Proof {
	pub(crate) a: G1Affine,
	pub(crate) b: G2Affine,
	pub(crate) c: G1Affine,
	pub(crate) inputs: Vec<Fr>,
}

impl Proof {
	/// Reads a proof for a key with `expected` inputs: steps 1 to 3 of the order of the checks. The
	/// last part, whether `B` is in the subgroup, is found on the way to its lines.
	pub(crate) fn read(
		proof: &[u8],
		inputs: &[u8],
		expected: usize,
	) -> Result<(Self, Lines), VerifyError> {
		let proof = Self::read_but_subgroup(proof, inputs, expected)?;
		let lines = Lines::checked(proof.b).ok_or(VerifyError::ProofSubgroup)?;
		Ok((proof, lines))
	}

	/// The last part of step 3 alone.
	pub(crate) fn check_subgroup(&self) -> Result<(), VerifyError> {
		OF_PROOF.check_subgroup(&[self.b])
	}

	/// Steps 1 to 3 of the order of the checks, without [the last part](Self::check_subgroup).
	pub(crate) fn read_but_subgroup(
		proof: &[u8],
		inputs: &[u8],
		expected: usize,
	) -> Result<Self, VerifyError> {
		if proof.len() != PROOF_BYTES {
			return Err(VerifyError::ProofLength);
		}
		if inputs.len() != expected * NUMBER_BYTES {
			return Err(VerifyError::InputCount);
		}
		let mut points = Reader(proof);
		let a = points.g1(&OF_PROOF)?;
		let b = points.g2(&OF_PROOF)?;
		let c = points.g1(&OF_PROOF)?;
		let mut numbers = Reader(inputs);
		let inputs = (0..expected).map(|_| numbers.input()).collect::<Result<_, _>>()?;
		OF_PROOF.check_curve(&[a, c], &[b])?;
		Ok(Self { a, b, c, inputs })
	}
}
