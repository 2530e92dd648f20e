//! Linear combinations of fixed points: `sum(scalar[i] * base[i])`.
//!
//! The comb of Lim and Lee ("More flexible exponentiation with precomputation", CRYPTO '94): a
//! scalar's bits are laid out in rows of equal length, one for each tooth, and a base's table
//! holds the sum for every possible column. All bases share the doublings. With a single tooth
//! the table is the base itself, and the comb is plain double-and-add.

use alloc::vec::Vec;
use ark_bn254::{Fr, G1Affine, G1Projective};
use ark_ec::CurveGroup;
use ark_ff::{AdditiveGroup, PrimeField, Zero};

/// The bits of a scalar, rounded up so that any number of teeth in use divides them.
const SCALAR_BITS: usize = 256;

/// Points made ready for linear combinations of them.
#[derive(Clone, Debug)]
pub(crate) struct Comb {
	teeth: usize,
	/// For each base, the sums over every set of its multiples by `2^(row length * tooth)`: bit
	/// `t` of a sum's place tells whether tooth `t` is in it.
	tables: Vec<G1Affine>,
}

impl Comb {
	/// Makes `bases` ready. `teeth` is a power of two: more cost more to prepare and to keep
	/// (64 bytes * 2^teeth a base), and save doublings and additions.
	pub(crate) fn new(bases: &[G1Affine], teeth: usize) -> Self {
		let mut sums = Vec::with_capacity(bases.len() << teeth);
		for base in bases {
			let start = sums.len();
			sums.push(G1Projective::zero());
			let mut multiple = G1Projective::from(*base);
			for tooth in 0..teeth {
				if tooth > 0 {
					for _ in 0..SCALAR_BITS / teeth {
						multiple.double_in_place();
					}
				}
				for without in start..sums.len() {
					sums.push(sums[without] + multiple);
				}
			}
		}
		Self { teeth, tables: G1Projective::normalize_batch(&sums) }
	}

	/// How many bases there are.
	pub(crate) fn bases(&self) -> usize {
		self.tables.len() >> self.teeth
	}

	/// How much memory the tables take.
	pub(crate) fn size_in_bytes(&self) -> usize {
		size_of_val(&self.tables[..])
	}

	/// `sum(scalars[i] * bases[i])`; a base without a scalar counts as if multiplied by zero.
	pub(crate) fn combine(&self, scalars: &[Fr]) -> G1Projective {
		let scalars: Vec<_> = scalars.iter().map(|scalar| scalar.into_bigint().0).collect();
		let row_bits = SCALAR_BITS / self.teeth;
		let mut sum = G1Projective::zero();
		for column in (0..row_bits).rev() {
			sum.double_in_place();
			for (scalar, table) in scalars.iter().zip(self.tables.chunks_exact(1 << self.teeth)) {
				let place = (0..self.teeth).fold(0, |place, tooth| {
					let bit = column + tooth * row_bits;
					place | (scalar[bit / 64] >> (bit % 64) & 1) << tooth
				});
				sum += table[place as usize];
			}
		}
		sum
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_bn254::Fq;
	use ark_ec::AffineRepr;
	use proptest::prelude::*;

	fn naive(bases: &[G1Affine], scalars: &[Fr]) -> G1Projective {
		bases.iter().zip(scalars).map(|(base, scalar)| *base * *scalar).sum()
	}

	fn scalar() -> impl Strategy<Value = Fr> {
		any::<[u8; 32]>().prop_map(|bytes| Fr::from_le_bytes_mod_order(&bytes))
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(32))]

		#[test]
		fn every_comb_is_the_sum_of_products(
			bases in prop::collection::vec(scalar(), 0..5),
			scalars in prop::collection::vec(scalar(), 5),
		) {
			let bases: Vec<_> =
				bases.iter().map(|scalar| (G1Affine::generator() * scalar).into()).collect();
			for teeth in [1, 2, 4, 8] {
				let comb = Comb::new(&bases, teeth);
				prop_assert_eq!(comb.bases(), bases.len());
				prop_assert_eq!(comb.combine(&scalars[..bases.len()]), naive(&bases, &scalars));
			}
		}
	}

	#[test]
	fn scalars_at_the_edges() {
		let base = G1Affine::new_unchecked(Fq::from(1), Fq::from(2));
		for scalar in [Fr::from(0), Fr::from(1), -Fr::from(1)] {
			for teeth in [1, 8] {
				assert_eq!(Comb::new(&[base], teeth).combine(&[scalar]), base * scalar);
			}
		}
	}

	#[test]
	fn opposite_products_cancel() {
		let base = G1Affine::generator();
		for teeth in [1, 8] {
			let comb = Comb::new(&[base, -base, base], teeth);
			let sum = comb.combine(&[Fr::from(7), Fr::from(7), Fr::from(0)]);
			assert!(sum.is_zero());
		}
	}
}
