//! Baby Jubjub, the twisted Edwards curve `a x^2 + y^2 = 1 + d x^2 y^2` over BN254's scalar field.
//!
//! Source: EIP-2494.

use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, MontFp};
use zeroize::Zeroize;

pub(crate) const A: Fr = MontFp!("168700");
pub(crate) const D: Fr = MontFp!("168696");

/// The generator of the subgroup of prime order.
pub(crate) const BASE8: Point = Point {
	x: MontFp!("5299619240641551281634865583518297030282874472190772894086521144482721001553"),
	y: MontFp!("16950150798460657717958625567821834550301663161624707787222815936182638968203"),
	z: Fr::ONE,
};

/// The order of that subgroup, little-endian:
/// 2736030358979909402780800718157159386076813972158567259200215660948447373041.
const ORDER: [u64; 4] =
	[0x677297dc392126f1, 0xab3eedb83920ee0a, 0x370a08b6d0302b0b, 0x060c89ce5c263405];

/// A point in projective coordinates.
#[derive(Clone, Copy)]
pub(crate) struct Point {
	pub(crate) x: Fr,
	pub(crate) y: Fr,
	z: Fr,
}

impl Zeroize for Point {
	fn zeroize(&mut self) {
		self.x.zeroize();
		self.y.zeroize();
		self.z.zeroize();
	}
}

impl Point {
	const NEUTRAL: Self = Self { x: Fr::ZERO, y: Fr::ONE, z: Fr::ONE };

	/// Bernstein, Birkner, Joye, Lange, Peters, "Twisted Edwards curves" (2008), section 6. The law
	/// is complete here: `a` is a square and `d` is not.
	fn add(&self, other: &Self) -> Self {
		let z = self.z * other.z;
		let z2 = z.square();
		let x = self.x * other.x;
		let y = self.y * other.y;
		let product = D * x * y;
		let (minus, plus) = (z2 - product, z2 + product);
		let cross = (self.x + self.y) * (other.x + other.y) - x - y;
		Self { x: z * minus * cross, y: z * plus * (y - A * x), z: minus * plus }
	}
}

/// A 256-bit number modulo the subgroup's order.
pub(crate) fn reduce(mut number: [u64; 4]) -> [u64; 4] {
	// The numbers that come here are below three times the order.
	while let Some(less) = checked_sub(&number, &ORDER) {
		number = less;
	}
	number
}

fn checked_sub(left: &[u64; 4], right: &[u64; 4]) -> Option<[u64; 4]> {
	let mut borrow = false;
	let difference = core::array::from_fn(|limb| {
		let (value, first) = left[limb].overflowing_sub(right[limb]);
		let (value, second) = value.overflowing_sub(u64::from(borrow));
		borrow = first || second;
		value
	});
	(!borrow).then_some(difference)
}

/// `scalar * Base8`, in affine coordinates. The same sequence of additions for every scalar.
pub(crate) fn public_key(scalar: &[u64; 4]) -> (Fr, Fr) {
	let mut sum = Point::NEUTRAL;
	for bit in (0..256).rev() {
		sum = sum.add(&sum);
		let mut next = sum.add(&BASE8);
		if scalar[bit / 64] >> (bit % 64) & 1 == 1 {
			sum = next;
		}
		next.zeroize();
	}
	// `z` is the product of factors that completeness keeps from being zero.
	let inverse = sum.z.inverse().unwrap_or(Fr::ZERO);
	let key = (sum.x * inverse, sum.y * inverse);
	sum.zeroize();
	key
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ff::{BigInt, LegendreSymbol};

	#[test]
	fn the_law_is_complete() {
		assert_eq!(A.legendre(), LegendreSymbol::QuadraticResidue);
		assert_eq!(D.legendre(), LegendreSymbol::QuadraticNonResidue);
	}

	#[test]
	fn the_generator_has_the_order() {
		let (x, y) = public_key(&[1, 0, 0, 0]);
		assert_eq!((x, y), (BASE8.x, BASE8.y));
		assert_eq!(A * x.square() + y.square(), Fr::ONE + D * x.square() * y.square());
		assert_eq!(public_key(&ORDER), (Fr::ZERO, Fr::ONE));
		let order = "2736030358979909402780800718157159386076813972158567259200215660948447373041";
		assert_eq!(BigInt(ORDER).to_string(), order);
	}

	#[test]
	fn reduces() {
		assert_eq!(reduce(ORDER), [0; 4]);
		assert_eq!(reduce([7, 0, 0, 0]), [7, 0, 0, 0]);
	}
}
