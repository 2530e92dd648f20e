//! From bytes to numbers and points: each has one form only.

use crate::{pairing::in_subgroup, VerifyError};
use ark_bn254::{Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{BigInt, PrimeField};

/// The length of a coordinate or an input.
pub(crate) const NUMBER_BYTES: usize = 32;
/// The length of a point on the curve.
pub(crate) const G1_BYTES: usize = 2 * NUMBER_BYTES;
/// The length of a point on the twist.
pub(crate) const G2_BYTES: usize = 4 * NUMBER_BYTES;

/// How the flaws of points are reported.
pub(crate) struct Flaws {
	coordinate: VerifyError,
	infinity: VerifyError,
	curve: VerifyError,
	subgroup: VerifyError,
}

/// The flaws of a proof's points.
pub(crate) const OF_PROOF: Flaws = Flaws {
	coordinate: VerifyError::ProofCoordinate,
	infinity: VerifyError::ProofInfinity,
	curve: VerifyError::ProofCurve,
	subgroup: VerifyError::ProofSubgroup,
};

/// The flaws of a verifying key's points.
pub(crate) const OF_KEY: Flaws = Flaws {
	coordinate: VerifyError::KeyCoordinate,
	infinity: VerifyError::KeyInfinity,
	curve: VerifyError::KeyCurve,
	subgroup: VerifyError::KeySubgroup,
};

impl Flaws {
	/// Checks points whose coordinates are in range: none is at infinity, all are on their curve,
	/// those of the twist are in the subgroup of order `r`. The curve itself has that order.
	pub(crate) fn check(&self, g1: &[G1Affine], g2: &[G2Affine]) -> Result<(), VerifyError> {
		self.check_curve(g1, g2)?;
		self.check_subgroup(g2)
	}

	/// [`check`](Self::check) without the subgroup.
	pub(crate) fn check_curve(&self, g1: &[G1Affine], g2: &[G2Affine]) -> Result<(), VerifyError> {
		// Arkworks takes the point whose coordinates are zero for the point at infinity.
		let finite = !g1.iter().any(G1Affine::is_zero) && !g2.iter().any(G2Affine::is_zero);
		require(finite, self.infinity)?;
		let on_curve = g1.iter().all(G1Affine::is_on_curve) && g2.iter().all(G2Affine::is_on_curve);
		require(on_curve, self.curve)
	}

	/// The part of [`check`](Self::check) about the subgroup, for points on the twist.
	pub(crate) fn check_subgroup(&self, g2: &[G2Affine]) -> Result<(), VerifyError> {
		require(g2.iter().all(|point| in_subgroup(*point)), self.subgroup)
	}
}

fn require(holds: bool, flaw: VerifyError) -> Result<(), VerifyError> {
	if holds {
		Ok(())
	} else {
		Err(flaw)
	}
}

/// Takes numbers off the front of bytes whose length has been checked.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl Reader<'_> {
	/// The next big-endian number; `None` if it is not below the modulus (or if nothing is left).
	fn number<F: PrimeField<BigInt = BigInt<4>>>(&mut self) -> Option<F> {
		let (number, rest) = self.0.split_first_chunk::<NUMBER_BYTES>()?;
		self.0 = rest;
		let mut limbs = [0; 4];
		for (limb, bytes) in limbs.iter_mut().zip(number.rchunks_exact(8)) {
			*limb = bytes.iter().fold(0, |limb, byte| limb << 8 | u64::from(*byte));
		}
		F::from_bigint(BigInt(limbs))
	}

	/// The next input.
	pub(crate) fn input(&mut self) -> Result<Fr, VerifyError> {
		self.number().ok_or(VerifyError::InputRange)
	}

	/// The next point of the curve; only the range of its coordinates is checked.
	pub(crate) fn g1(&mut self, flaws: &Flaws) -> Result<G1Affine, VerifyError> {
		let mut coordinate = || self.number().ok_or(flaws.coordinate);
		Ok(G1Affine::new_unchecked(coordinate()?, coordinate()?))
	}

	/// The next point of the twist; only the range of its coordinates is checked.
	pub(crate) fn g2(&mut self, flaws: &Flaws) -> Result<G2Affine, VerifyError> {
		let mut coordinate = || {
			let c1 = self.number().ok_or(flaws.coordinate)?;
			let c0 = self.number().ok_or(flaws.coordinate)?;
			Ok(Fq2::new(c0, c1))
		};
		Ok(G2Affine::new_unchecked(coordinate()?, coordinate()?))
	}
}
