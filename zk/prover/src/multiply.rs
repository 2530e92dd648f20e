//! Multi-scalar multiplication: Pippenger's buckets with signed digits, filled by affine additions
//! that share one inversion a round, which cost little more than half of arkworks' own.
//!
//! Source: Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", 2012, for
//! the buckets; Montgomery's trick for the inversions.

use ark_ec::{
	short_weierstrass::{Affine, Projective, SWCurveConfig},
	AdditiveGroup, AffineRepr,
};
use ark_ff::{batch_inversion, BigInt, Field, Zero};
use rayon::prelude::*;
use zeroize::{Zeroize, Zeroizing};

/// The bits of a digit. For some thousands of points, 9 to 11 take equally long.
const DIGIT_BITS: usize = 10;
const BUCKETS: usize = 1 << (DIGIT_BITS - 1);
/// The scalars are below 2^254, and the last digit takes what the one before carries.
const DIGITS: usize = 254 / DIGIT_BITS + 1;

/// A scalar's digits, each from `-BUCKETS` to `BUCKETS - 1`, the lowest first.
fn digits(scalar: &BigInt<4>) -> [i16; DIGITS] {
	let limbs = &scalar.0;
	let mut carry = 0;
	core::array::from_fn(|digit| {
		let start = digit * DIGIT_BITS;
		let (limb, shift) = (start / 64, start % 64);
		let mut bits = limbs[limb] >> shift;
		if shift + DIGIT_BITS > 64 && limb + 1 < limbs.len() {
			bits |= limbs[limb + 1] << (64 - shift);
		}
		let value = (bits & ((1 << DIGIT_BITS) - 1)) as i16 + carry;
		carry = i16::from(value >= BUCKETS as i16);
		value - (carry << DIGIT_BITS)
	})
}

/// Adds up each bucket's points, which stand one bucket after the other; `lengths` tells how many
/// each has. Gives one point for each bucket, none for an empty one.
fn sum_buckets<P: SWCurveConfig>(
	mut points: Vec<Affine<P>>,
	mut lengths: Vec<usize>,
) -> Vec<Option<Affine<P>>> {
	let mut denominators: Vec<P::BaseField> = Vec::new();
	let mut next = Vec::with_capacity(points.len() / 2 + lengths.len());
	// Each round adds the points of every bucket in pairs.
	while lengths.iter().any(|length| *length > 1) {
		denominators.clear();
		let mut start = 0;
		for length in &lengths {
			for pair in points[start..start + length].chunks_exact(2) {
				denominators.push(if pair[0].x != pair[1].x {
					pair[1].x - pair[0].x
				} else {
					pair[0].y.double()
				});
			}
			start += length;
		}
		// Zeros, of points of order two, stay as they are.
		batch_inversion(&mut denominators);

		next.clear();
		let mut inverses = denominators.iter();
		let mut start = 0;
		for length in &mut lengths {
			let pairs = points[start..start + *length].chunks_exact(2);
			let single = pairs.remainder();
			for (pair, inverse) in pairs.zip(&mut inverses) {
				next.push(add(&pair[0], &pair[1], inverse));
			}
			next.extend_from_slice(single);
			start += *length;
			*length = length.div_ceil(2);
		}
		core::mem::swap(&mut points, &mut next);
	}
	let mut sums = points.into_iter();
	lengths.iter().map(|length| if *length == 0 { None } else { sums.next() }).collect()
}

/// The sum of two points, given the inverse of `other.x - one.x`, or of `2 * one.y` if that is 0.
fn add<P: SWCurveConfig>(one: &Affine<P>, other: &Affine<P>, inverse: &P::BaseField) -> Affine<P> {
	if one.is_zero() {
		return *other;
	}
	if other.is_zero() {
		return *one;
	}
	let slope = if one.x != other.x {
		(other.y - one.y) * inverse
	} else if one.y == other.y && !one.y.is_zero() {
		let square = one.x.square();
		(square.double() + square + P::COEFF_A) * inverse
	} else {
		return Affine::identity();
	};
	let x = slope.square() - one.x - other.x;
	Affine::new_unchecked(x, slope * (one.x - x) - one.y)
}

/// `sum(scalars[i] * points[i])`, on rayon's threads. What is beyond the shorter of the two is left
/// out.
pub(crate) fn multiply<P: SWCurveConfig>(
	points: &[Affine<P>],
	scalars: &[BigInt<4>],
) -> Projective<P> {
	let scalars: Zeroizing<Vec<[i16; DIGITS]>> =
		Zeroizing::new(scalars.iter().map(digits).collect());
	let windows: Vec<Projective<P>> = (0..DIGITS)
		.into_par_iter()
		.map(|digit| {
			// Sorted by counting: first how many each bucket takes, then each to its place.
			let mut lengths = vec![0usize; BUCKETS];
			for scalar in scalars.iter().zip(points).map(|(scalar, _)| scalar[digit]) {
				if scalar != 0 {
					lengths[usize::from(scalar.unsigned_abs()) - 1] += 1;
				}
			}
			let mut places: Vec<usize> = lengths
				.iter()
				.scan(0, |end, length| {
					*end += length;
					Some(*end - length)
				})
				.collect();
			let mut sorted = vec![Affine::identity(); lengths.iter().sum()];
			for (point, scalar) in points.iter().zip(scalars.iter()) {
				let scalar = scalar[digit];
				if scalar != 0 {
					let place = &mut places[usize::from(scalar.unsigned_abs()) - 1];
					sorted[*place] = if scalar < 0 { -*point } else { *point };
					*place += 1;
				}
			}
			places.zeroize();
			// `sum(bucket * its points)`, as a sum of running sums from the last bucket down.
			let mut running = Projective::zero();
			let mut sum = Projective::zero();
			for bucket in sum_buckets(sorted, lengths).into_iter().rev() {
				if let Some(bucket) = bucket {
					running += bucket;
				}
				sum += running;
			}
			sum
		})
		.collect();
	windows.into_iter().rev().fold(Projective::zero(), |mut total, window| {
		for _ in 0..DIGIT_BITS {
			total.double_in_place();
		}
		total + window
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_bn254::{g1, g2, Fr};
	use ark_ec::{CurveGroup, VariableBaseMSM};
	use ark_ff::PrimeField;
	use proptest::prelude::*;

	fn scalar() -> impl Strategy<Value = Fr> {
		prop_oneof![
			any::<[u8; 32]>().prop_map(|bytes| Fr::from_be_bytes_mod_order(&bytes)),
			(0u64..3).prop_map(Fr::from),
			(1u64..3).prop_map(|number| -Fr::from(number)),
			any::<u64>().prop_map(Fr::from),
			(0u32..254).prop_map(|bit| Fr::from(2u64).pow([u64::from(bit)])),
		]
	}

	/// Points with repetitions, opposites and infinity among them.
	fn check<P: SWCurveConfig<ScalarField = Fr>>(pairs: &[(Fr, u8)]) {
		let points: Vec<Affine<P>> = pairs
			.iter()
			.map(|(_, kind)| {
				let point = P::GENERATOR * Fr::from(u64::from(kind % 16));
				if kind & 16 == 0 { point } else { -point }.into_affine()
			})
			.collect();
		let scalars: Vec<_> = pairs.iter().map(|(scalar, _)| scalar.into_bigint()).collect();
		assert_eq!(multiply(&points, &scalars), Projective::<P>::msm_bigint(&points, &scalars));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn multiplies_as_arkworks_does(
			pairs in proptest::collection::vec((scalar(), any::<u8>()), 0..200),
		) {
			check::<g1::Config>(&pairs);
			check::<g2::Config>(&pairs);
		}
	}
}
