//! Keys whose secrets are known.

use crate::points::{g1, g2};
use ark_bn254::{Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::Field;

/// A set-up that kept its secrets: it can prove anything.
#[derive(Clone, Debug)]
pub struct Setup {
	/// The secret behind the key's `alpha`.
	pub alpha: Fr,
	/// That behind `beta`.
	pub beta: Fr,
	/// That behind `gamma`.
	pub gamma: Fr,
	/// That behind `delta`.
	pub delta: Fr,
	/// Those behind `IC`, one more than there are inputs.
	pub ic: Vec<Fr>,
}

impl Setup {
	/// A circuit of so many inputs: the same one each time.
	pub fn new(inputs: usize) -> Self {
		let secret = |n: u64| Fr::from(n).pow([5]) + Fr::from(3);
		Self {
			alpha: secret(11),
			beta: secret(12),
			gamma: secret(13),
			delta: secret(14),
			ic: (0..=inputs as u64).map(|n| secret(100 + n)).collect(),
		}
	}

	/// The verifying key.
	pub fn key(&self) -> Vec<u8> {
		let twist = |scalar: Fr| g2(G2Affine::generator() * scalar);
		let mut key =
			[g1(G1Affine::generator() * self.alpha), twist(self.beta), twist(self.gamma)].concat();
		key.extend(twist(self.delta));
		key.extend(self.ic.iter().flat_map(|scalar| g1(G1Affine::generator() * scalar)));
		key
	}

	/// A proof of whatever `inputs` say.
	pub fn prove(&self, inputs: &[Fr]) -> Vec<u8> {
		let (a, b) = (Fr::from(1234), Fr::from(5678));
		let combination: Fr =
			self.ic[0] + self.ic[1..].iter().zip(inputs).map(|(ic, input)| *ic * input).sum::<Fr>();
		let c = (a * b - self.alpha * self.beta - combination * self.gamma) / self.delta;
		let generator = G1Affine::generator();
		[g1(generator * a), g2(G2Affine::generator() * b), g1(generator * c)].concat()
	}
}
