//! The coefficients of a random linear combination: 128 bits each, and quick to multiply by.
//!
//! A coefficient is an integer of the ring `Z[w]`, `w` a primitive third root of unity: the curve
//! has an endomorphism that acts as `w` and costs one multiplication in the base field (Gallant,
//! Lambert and Vanstone, "Faster point multiplication on elliptic curves with efficient
//! endomorphisms", CRYPTO 2001). It is written to the base 4 with a leading 1 and 32 more digits
//! from a complete set of residues modulo 4, so that the `2^128` coefficients differ. They also
//! differ modulo `r`: two of them are less than `2^65` apart, while the norm of every multiple of
//! the prime above `r` is `r` or more.
//!
//! All digits but zero are `1`, `1 - w` or `2`, times a unit of the ring; and units cost nothing.

use crate::{
	field::{add1, subtract1},
	lockstep::with_inverses,
};
use alloc::vec::Vec;
use ark_bn254::{g1, Fq, Fr, G1Affine, G1Projective};
use ark_ec::{scalar_mul::glv::GLVConfig, short_weierstrass::Bucket};
use ark_ff::{AdditiveGroup, Field, Zero};

/// How many digits follow the leading 1.
const DIGITS: usize = 32;

/// What the endomorphism multiplies a point's `x` by.
const ROOT: Fq = g1::Config::ENDO_COEFFS[0];

/// A coefficient by its digits, two to a byte, the most significant first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Coefficient(pub(crate) [u8; DIGITS / 2]);

/// A digit that is not zero: `(-1)^negated * w^turns * [1, 1 - w, 2][multiple]`.
#[derive(Clone, Copy)]
struct Digit {
	multiple: usize,
	turns: u8,
	negated: bool,
}

impl Digit {
	/// The digit that four bits stand for. There are six of the first two kinds each, and three of
	/// the last, for `2 = -2` modulo 4.
	fn new(nibble: u8) -> Option<Self> {
		let place = nibble.checked_sub(1)?;
		let (multiple, unit) = (place / 6, place % 6);
		Some(Self { multiple: multiple.into(), turns: unit % 3, negated: unit >= 3 })
	}

	/// `a` and `b` of the digit `a + b w`.
	fn integers(self) -> (i128, i128) {
		let mut digit = [(1, 0), (1, -1), (2, 0)][self.multiple];
		for _ in 0..self.turns {
			digit = (-digit.1, digit.0 - digit.1);
		}
		if self.negated {
			(-digit.0, -digit.1)
		} else {
			digit
		}
	}

	/// The digit's unit times a point.
	fn turn(self, mut point: G1Affine) -> G1Affine {
		for _ in 0..self.turns {
			point.x *= ROOT;
		}
		if self.negated {
			-point
		} else {
			point
		}
	}
}

impl Coefficient {
	fn digit(&self, place: usize) -> Option<Digit> {
		let byte = self.0[place / 2];
		Digit::new([byte >> 4, byte & 15][place % 2])
	}

	/// The coefficient modulo `r`.
	pub(crate) fn scalar(&self) -> Fr {
		let (a, b) = (0..DIGITS).fold((1i128, 0i128), |(a, b), place| {
			let digit = self.digit(place).map_or((0, 0), Digit::integers);
			(4 * a + digit.0, 4 * b + digit.1)
		});
		Fr::from(a) + Fr::from(b) * g1::Config::LAMBDA
	}
}

/// A product in the making.
struct Product {
	multiples: [G1Affine; 3],
	coefficient: Coefficient,
	sum: G1Affine,
	addend: Option<G1Affine>,
}

/// The chord's or tangent's slope gives the sum of two points.
fn third_point(one: &G1Affine, other_x: Fq, slope: Fq) -> G1Affine {
	let x = subtract1(&(slope * slope), &add1(&one.x, &other_x));
	G1Affine::new_unchecked(x, subtract1(&(slope * subtract1(&one.x, &x)), &one.y))
}

/// `coefficient * point` for all pairs. No point is the point at infinity, and so no product is.
///
/// In affine coordinates. No denominator is zero: the order `r` of every point is prime, and both
/// summands are less than `2^65` times the point, and not equal or opposite, for of two such
/// integers of the ring the one has the other's digit added, and is greater.
pub(crate) fn multiply(pairs: impl Iterator<Item = (G1Affine, Coefficient)>) -> Vec<G1Affine> {
	let mut room = Vec::new();
	let mut products: Vec<_> = pairs
		.map(|(point, coefficient)| Product {
			multiples: [point; 3],
			coefficient,
			sum: point,
			addend: None,
		})
		.collect();
	let mut double = |products: &mut [Product]| {
		with_inverses(
			products,
			&mut room,
			|product| add1(&product.sum.y, &product.sum.y),
			|product, inverse| {
				let x = product.sum.x;
				let square = x * x;
				let thrice = add1(&add1(&square, &square), &square);
				product.sum = third_point(&product.sum, x, thrice * inverse);
			},
		);
	};
	double(&mut products);
	for product in &mut products {
		let point = product.multiples[0];
		product.multiples[2] = product.sum;
		product.sum = point;
		product.addend = Some(G1Affine::new_unchecked(point.x * ROOT, -point.y));
	}
	let mut room = Vec::new();
	let mut add = |products: &mut [Product]| {
		with_inverses(
			products,
			&mut room,
			|product| product.addend.map_or(Fq::ONE, |addend| subtract1(&addend.x, &product.sum.x)),
			|product, inverse| {
				if let Some(addend) = product.addend {
					let slope = subtract1(&addend.y, &product.sum.y) * inverse;
					product.sum = third_point(&product.sum, addend.x, slope);
				}
			},
		);
	};
	add(&mut products);
	for product in &mut products {
		product.multiples[1] = product.sum;
		product.sum = product.multiples[0];
	}
	for place in 0..DIGITS {
		double(&mut products);
		double(&mut products);
		for product in &mut products {
			let digit = product.coefficient.digit(place);
			product.addend = digit.map(|digit| digit.turn(product.multiples[digit.multiple]));
		}
		add(&mut products);
	}
	products.into_iter().map(|product| product.sum).collect()
}

/// `sum(coefficient * point)`.
pub(crate) fn combine(pairs: &[(G1Affine, Coefficient)]) -> G1Projective {
	let mut sum = G1Projective::zero();
	for (point, _) in pairs {
		sum += point;
	}
	for place in 0..DIGITS {
		sum.double_in_place().double_in_place();
		let mut buckets = [Bucket::<g1::Config>::ZERO; 3];
		for (point, coefficient) in pairs {
			if let Some(digit) = coefficient.digit(place) {
				buckets[digit.multiple] += &digit.turn(*point);
			}
		}
		let [one, one_less_root, two] = buckets.map(G1Projective::from);
		sum += one + one_less_root - g1::Config::endomorphism(&one_less_root) + two.double();
	}
	sum
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ec::{AffineRepr, CurveGroup};
	use proptest::prelude::*;

	fn points(count: u64) -> Vec<G1Affine> {
		let point = |n| (G1Affine::generator() * Fr::from(n).pow([3])).into_affine();
		(1..=count).map(point).collect()
	}

	#[test]
	fn the_digits_are_a_complete_set_of_residues_modulo_4() {
		let digits: Vec<_> =
			(0..16).map(|nibble| Digit::new(nibble).map_or((0, 0), Digit::integers)).collect();
		for (place, one) in digits.iter().enumerate() {
			for other in &digits[..place] {
				assert!((one.0 - other.0) % 4 != 0 || (one.1 - other.1) % 4 != 0);
			}
		}
	}

	#[test]
	fn a_turn_is_a_multiplication() {
		let point = points(5)[4];
		for nibble in 1..16 {
			let digit = Digit::new(nibble).unwrap();
			let (a, b) = digit.integers();
			let scalar = Fr::from(a) + Fr::from(b) * g1::Config::LAMBDA;
			let root = G1Affine::new(point.x * ROOT, point.y);
			let multiple = [point, (point - root).into_affine(), (point + point).into_affine()];
			assert_eq!(digit.turn(multiple[digit.multiple]), point * scalar);
		}
	}

	#[test]
	fn products_with_edge_digits() {
		for byte in [0x00, 0xff, 0x11, 0x77, 0xd0, 0x0f, 0x44, 0x3d] {
			let coefficient = Coefficient([byte; 16]);
			let point = points(3)[2];
			assert_eq!(
				multiply([(point, coefficient)].into_iter()),
				[point * coefficient.scalar()]
			);
			assert_eq!(combine(&[(point, coefficient)]), point * coefficient.scalar());
		}
		assert!(multiply([].into_iter()).is_empty());
		assert!(combine(&[]).is_zero());
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(32))]

		#[test]
		fn products_and_their_sum(coefficients in prop::collection::vec(any::<[u8; 16]>(), 0..12)) {
			let coefficients: Vec<_> = coefficients.into_iter().map(Coefficient).collect();
			// Points that are equal or opposite must not trouble the sum.
			let mut points = points(12);
			points[3] = points[2];
			points[4] = -points[2];
			let pairs: Vec<_> = points.into_iter().zip(coefficients).collect();
			let expected: Vec<_> = pairs
				.iter()
				.map(|(point, coefficient)| (*point * coefficient.scalar()).into_affine())
				.collect();
			prop_assert_eq!(combine(&pairs), expected.iter().sum::<G1Projective>());
			prop_assert_eq!(multiply(pairs.into_iter()), expected);
		}
	}
}
