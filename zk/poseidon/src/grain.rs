//! The constants of the permutation, from the generator that the Poseidon paper prescribes: a
//! Grain linear-feedback shift register in self-shrinking mode.
//!
//! Source: Grassi et al., "Poseidon", <https://eprint.iacr.org/2019/458>, appendix F, and its
//! reference script `generate_parameters_grain.sage`, which circomlib's constants come from.

use crate::field::{Fr, MODULUS};

/// Lanes of the state.
pub(crate) const WIDTH: usize = 3;
/// Rounds in which every lane passes the S-box: half before the partial rounds, half after.
pub(crate) const FULL_ROUNDS: usize = 8;
/// Rounds in which lane 0 alone passes the S-box.
pub(crate) const PARTIAL_ROUNDS: usize = 57;
/// All rounds.
pub(crate) const ROUNDS: usize = FULL_ROUNDS + PARTIAL_ROUNDS;

/// Bits of `r`.
const FIELD_BITS: usize = 254;

/// What defines the permutation, as the paper writes it.
pub(crate) struct Definition {
	/// Added to the lanes at the start of each round.
	pub(crate) constants: [[Fr; WIDTH]; ROUNDS],
	/// Multiplies the lanes at the end of each round: lane `i` becomes the sum over `j` of
	/// `matrix[i][j] * lane j`.
	pub(crate) matrix: [[Fr; WIDTH]; WIDTH],
	/// One over each entry of the matrix: what the entries are made from.
	pub(crate) reciprocals: [[Fr; WIDTH]; WIDTH],
}

/// The register: 80 bits, the oldest lowest.
struct Grain(u128);

impl Grain {
	/// The register filled with the parameters, high bits first, then 30 ones; its first 160 bits
	/// are discarded.
	const fn new() -> Self {
		let mut grain = Self(0);
		let mut filled = 0;
		// Field (1: prime), S-box (0: a power), bits of the field, width, full and partial rounds.
		let parameters = [
			(2, 1),
			(4, 0),
			(12, FIELD_BITS),
			(12, WIDTH),
			(10, FULL_ROUNDS),
			(10, PARTIAL_ROUNDS),
			(30, (1 << 30) - 1),
		];
		let mut i = 0;
		while i < parameters.len() {
			let (mut bits, value) = parameters[i];
			while bits > 0 {
				bits -= 1;
				grain.0 |= ((value >> bits & 1) as u128) << filled;
				filled += 1;
			}
			i += 1;
		}
		let mut discarded = 0;
		while discarded < 160 {
			grain.shift();
			discarded += 1;
		}
		grain
	}

	/// Shifts in a new bit, and tells it.
	const fn shift(&mut self) -> u64 {
		let s = self.0;
		let bit = (s ^ s >> 13 ^ s >> 23 ^ s >> 38 ^ s >> 51 ^ s >> 62) & 1;
		self.0 = s >> 1 | bit << 79;
		bit as u64
	}

	/// The next bit that passes: of each pair, the second if the first is 1.
	const fn bit(&mut self) -> u64 {
		while self.shift() == 0 {
			self.shift();
		}
		self.shift()
	}

	/// A number of as many bits as the field has, high bits first.
	const fn number(&mut self) -> [u64; 4] {
		let mut limbs = [0; 4];
		let mut bit = FIELD_BITS;
		while bit > 0 {
			bit -= 1;
			limbs[bit / 64] |= self.bit() << (bit % 64);
		}
		limbs
	}

	/// The first number below `r`.
	const fn element(&mut self) -> Fr {
		loop {
			let limbs = self.number();
			if is_below_modulus(&limbs) {
				return Fr::new(limbs);
			}
		}
	}
}

const fn is_below_modulus(limbs: &[u64; 4]) -> bool {
	let mut i = 4;
	while i > 0 {
		i -= 1;
		if limbs[i] != MODULUS[i] {
			return limbs[i] < MODULUS[i];
		}
	}
	false
}

impl Definition {
	pub(crate) const fn generate() -> Self {
		let mut grain = Grain::new();
		let mut constants = [[Fr::ZERO; WIDTH]; ROUNDS];
		let mut round = 0;
		while round < ROUNDS {
			let mut lane = 0;
			while lane < WIDTH {
				constants[round][lane] = grain.element();
				lane += 1;
			}
			round += 1;
		}

		// A Cauchy matrix, 1 / (x_i + y_j). The x and y are reduced, not drawn again, when above
		// r; the paper's tests for weak matrices pass at the first draw.
		let mut points = [Fr::ZERO; 2 * WIDTH];
		let mut i = 0;
		while i < points.len() {
			points[i] = Fr::new(grain.number());
			i += 1;
		}
		let mut matrix = [[Fr::ZERO; WIDTH]; WIDTH];
		let mut reciprocals = matrix;
		let mut row = 0;
		while row < WIDTH {
			let mut column = 0;
			while column < WIDTH {
				reciprocals[row][column] = points[row].add(points[WIDTH + column]);
				matrix[row][column] = reciprocals[row][column].inverse();
				column += 1;
			}
			row += 1;
		}
		Self { constants, matrix, reciprocals }
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ff::PrimeField;
	use light_poseidon::parameters::bn254_x5::get_poseidon_parameters;

	#[test]
	fn generates_the_constants_that_circomlib_carries() {
		let generated = Definition::generate();
		let published = get_poseidon_parameters::<ark_bn254::Fr>(WIDTH as u8).unwrap();
		assert_eq!(published.full_rounds, FULL_ROUNDS);
		assert_eq!(published.partial_rounds, PARTIAL_ROUNDS);
		let constants: Vec<_> = generated.constants.iter().flatten().collect();
		assert_eq!(published.ark.len(), constants.len());
		for (published, generated) in published.ark.iter().zip(constants) {
			assert_eq!(published.into_bigint().0, generated.limbs());
		}
		for row in 0..WIDTH {
			for column in 0..WIDTH {
				let entry = generated.matrix[row][column];
				assert_eq!(published.mds[row][column].into_bigint().0, entry.limbs());
				assert_eq!(entry.mul(generated.reciprocals[row][column]), Fr::ONE);
			}
		}
	}
}
