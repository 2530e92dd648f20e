//! The arithmetic that verification spends its time on, quicker than arkworks' generic form of it.
//!
//! A product in an extension field is a few sums of products in the base field. Arkworks reduces
//! each product modulo `q`; here each sum is reduced once. Elements are arkworks' own, in the
//! representation of Montgomery ("Modular multiplication without trial division", 1985).

use ark_bn254::{Fq, Fq12, Fq2, Fq6, FqConfig};
use ark_ff::{BigInt, MontConfig, PrimeField};

/// A number below `2^256`, the least significant limb first.
type Limbs = [u64; 4];

const MODULUS: Limbs = Fq::MODULUS.0;

/// `-1 / q` modulo `2^64`.
const NEGATED_INVERSE: u64 = <FqConfig as MontConfig<4>>::INV;

/// `a + b * c + carry`; the upper half becomes the carry.
#[inline(always)]
fn multiply_add(a: u64, b: u64, c: u64, carry: &mut u64) -> u64 {
	let sum = u128::from(a) + product(b, c) + u128::from(*carry);
	*carry = (sum >> 64) as u64;
	sum as u64
}

/// The whole product.
#[cfg(not(target_family = "wasm"))]
#[inline(always)]
fn product(one: u64, other: u64) -> u128 {
	u128::from(one) * u128::from(other)
}

/// The whole product, from those of halves: wasm multiplies no wider, and calls a function if asked.
#[cfg(target_family = "wasm")]
#[inline(always)]
fn product(one: u64, other: u64) -> u128 {
	let low = u64::from(u32::MAX);
	let [(a, b), (c, d)] = [one, other].map(|number| (number >> 32, number & low));
	let middle = a * d + (b * d >> 32);
	let rest = b * c + (middle & low);
	let high = a * c + (middle >> 32) + (rest >> 32);
	u128::from(high) << 64 | u128::from(rest << 32 | b * d & low)
}

/// `number`, or `number - q` if that is not negative. Without a branch, for nobody could tell where
/// it would go.
#[inline(always)]
fn subtract_modulus(number: Limbs) -> Limbs {
	let (less, negative) = subtract(&number, &MODULUS);
	let keep = u64::from(negative).wrapping_neg();
	core::array::from_fn(|limb| (number[limb] & keep) | (less[limb] & !keep))
}

/// The difference modulo `2^256`, and whether it is negative.
#[inline(always)]
fn subtract(number: &Limbs, other: &Limbs) -> (Limbs, bool) {
	let mut difference = [0; 4];
	let mut borrow = false;
	for limb in 0..4 {
		let (less, one) = number[limb].overflowing_sub(other[limb]);
		let (less, two) = less.overflowing_sub(u64::from(borrow));
		(difference[limb], borrow) = (less, one | two);
	}
	(difference, borrow)
}

/// A sum below `2^256`.
#[inline(always)]
fn add(one: &Limbs, other: &Limbs) -> Limbs {
	let (mut sum, mut carry) = ([0; 4], 0);
	for limb in 0..4 {
		sum[limb] = multiply_add(one[limb], other[limb], 1, &mut carry);
	}
	sum
}

#[inline(always)]
fn limbs(element: &Fq) -> &Limbs {
	&element.0 .0
}

/// The sum.
#[inline(always)]
pub(crate) fn add1(one: &Fq, other: &Fq) -> Fq {
	Fq::new_unchecked(BigInt(subtract_modulus(add(limbs(one), limbs(other)))))
}

/// The difference. Without a branch, too.
#[inline(always)]
pub(crate) fn subtract1(one: &Fq, other: &Fq) -> Fq {
	let (difference, negative) = subtract(limbs(one), limbs(other));
	let correct = u64::from(negative).wrapping_neg();
	let (mut sum, mut carry) = ([0; 4], 0);
	for limb in 0..4 {
		sum[limb] = multiply_add(difference[limb], MODULUS[limb] & correct, 1, &mut carry);
	}
	Fq::new_unchecked(BigInt(sum))
}

/// The sum.
#[inline(always)]
pub(crate) fn add2(one: &Fq2, other: &Fq2) -> Fq2 {
	Fq2::new(add1(&one.c0, &other.c0), add1(&one.c1, &other.c1))
}

/// The difference.
#[inline(always)]
pub(crate) fn subtract2(one: &Fq2, other: &Fq2) -> Fq2 {
	Fq2::new(subtract1(&one.c0, &other.c0), subtract1(&one.c1, &other.c1))
}

/// The sum.
#[inline(always)]
fn add6(one: &Fq6, other: &Fq6) -> Fq6 {
	Fq6::new(add2(&one.c0, &other.c0), add2(&one.c1, &other.c1), add2(&one.c2, &other.c2))
}

/// The difference.
#[inline(always)]
fn subtract6(one: &Fq6, other: &Fq6) -> Fq6 {
	let [c0, c1, c2] = [(&one.c0, &other.c0), (&one.c1, &other.c1), (&one.c2, &other.c2)]
		.map(|(one, other)| subtract2(one, other));
	Fq6::new(c0, c1, c2)
}

/// The sum of `M * N` products, at most six, in Montgomery's form. The factors are up to `q`; those
/// of a single product may be up to `2 q`.
///
/// The sum of the second factors and of `q` is below `2^256` where there are at most four products
/// (`q` is less than a fifth of `2^256`). In each round that sum times `2^64` bounds what is held:
/// five limbs hold it, and six where there are more products. What is left in the end is `q` and a
/// fifth of `q` for each product (four fifths in all for greater factors) at most: less than `2 q`,
/// or `3 q` where there are more than four.
#[inline(always)]
fn sum_of_products<const M: usize, const N: usize>(factors: [[(&Limbs, &Limbs); M]; N]) -> Fq {
	let mut sum = [0u64; 6];
	for limb in 0..4 {
		for (one, other) in factors.as_flattened() {
			let mut carry = 0;
			for place in 0..4 {
				sum[place] = multiply_add(sum[place], one[limb], other[place], &mut carry);
			}
			if M * N > 4 {
				let (top, overflow) = sum[4].overflowing_add(carry);
				sum[4] = top;
				sum[5] += u64::from(overflow);
			} else {
				sum[4] += carry;
			}
		}
		let multiple = sum[0].wrapping_mul(NEGATED_INVERSE);
		let mut carry = 0;
		multiply_add(sum[0], multiple, MODULUS[0], &mut carry);
		for place in 1..4 {
			sum[place - 1] = multiply_add(sum[place], multiple, MODULUS[place], &mut carry);
		}
		let (top, overflow) = sum[4].overflowing_add(carry);
		(sum[3], sum[4], sum[5]) = (top, sum[5] + u64::from(overflow), 0);
	}
	let mut result = subtract_modulus([sum[0], sum[1], sum[2], sum[3]]);
	if M * N > 4 {
		result = subtract_modulus(result);
	}
	Fq::new_unchecked(BigInt(result))
}

/// The sum of products, at most three.
#[inline(never)]
fn sum_of_products2<const N: usize>(factors: [(&Fq2, &Fq2); N]) -> Fq2 {
	let negated = factors.map(|(one, _)| subtract(&MODULUS, limbs(&one.c1)).0);
	let mut real = [[(&MODULUS, &MODULUS); 2]; N];
	let mut imaginary = real;
	for (place, (one, other)) in factors.into_iter().enumerate() {
		let (real_other, imaginary_other) = (limbs(&other.c0), limbs(&other.c1));
		real[place] = [(limbs(&one.c0), real_other), (&negated[place], imaginary_other)];
		imaginary[place] = [(limbs(&one.c0), imaginary_other), (limbs(&one.c1), real_other)];
	}
	Fq2::new(sum_of_products(real), sum_of_products(imaginary))
}

/// The product.
#[inline(always)]
pub(crate) fn multiply2(one: &Fq2, other: &Fq2) -> Fq2 {
	sum_of_products2([(one, other)])
}

/// The square: `(a + b)(a - b) + 2 a b u`.
#[inline(always)]
pub(crate) fn square2(element: &Fq2) -> Fq2 {
	let (real, imaginary) = (limbs(&element.c0), limbs(&element.c1));
	let sum = add(real, imaginary);
	let difference = add(real, &subtract(&MODULUS, imaginary).0);
	let double = add(real, real);
	Fq2::new(sum_of_products([[(&sum, &difference)]]), sum_of_products([[(&double, imaginary)]]))
}

/// The product with `9 + u`, which the tower is built on.
#[inline(always)]
fn multiply_by_nonresidue(element: &Fq2) -> Fq2 {
	let (real, imaginary) = (limbs(&element.c0), limbs(&element.c1));
	Fq2::new(nine_times(real, &subtract(&MODULUS, imaginary).0), nine_times(imaginary, real))
}

/// `9 one + other` modulo `q`, for numbers up to `q`.
#[inline(always)]
fn nine_times(one: &Limbs, other: &Limbs) -> Fq {
	let (mut sum, mut top) = ([0; 4], 0);
	for limb in 0..4 {
		sum[limb] = multiply_add(other[limb], one[limb], 9, &mut top);
	}
	// How often `q` goes into this number, or one less: the number is at most `10 q`, and `q` is
	// 12.0978 times `2^250`. `21 / 256` is less than the inverse of that by a part in 130.
	let quotient = ((top << 6 | sum[3] >> 58) * 21) >> 8;
	let (mut multiple, mut carry) = ([0; 4], 0);
	for limb in 0..4 {
		multiple[limb] = multiply_add(0, MODULUS[limb], quotient, &mut carry);
	}
	// What is left is below `2 q`: what either number has above `2^256` cancels.
	Fq::new_unchecked(BigInt(subtract_modulus(subtract(&sum, &multiple).0)))
}

/// The product.
fn multiply6(one: &Fq6, other: &Fq6) -> Fq6 {
	let [b, c] = [&other.c1, &other.c2].map(multiply_by_nonresidue);
	Fq6::new(
		sum_of_products2([(&one.c0, &other.c0), (&one.c1, &c), (&one.c2, &b)]),
		sum_of_products2([(&one.c0, &other.c1), (&one.c1, &other.c0), (&one.c2, &c)]),
		sum_of_products2([(&one.c0, &other.c2), (&one.c1, &other.c1), (&one.c2, &other.c0)]),
	)
}

/// The product with `v`, the sixth-degree field's root of the nonresidue.
#[inline(always)]
fn multiply6_by_root(element: &Fq6) -> Fq6 {
	Fq6::new(multiply_by_nonresidue(&element.c2), element.c0, element.c1)
}

/// The product.
pub(crate) fn multiply12(one: &Fq12, other: &Fq12) -> Fq12 {
	let low = multiply6(&one.c0, &other.c0);
	let high = multiply6(&one.c1, &other.c1);
	let all = multiply6(&add6(&one.c0, &one.c1), &add6(&other.c0, &other.c1));
	let low_and_high = add6(&low, &high);
	Fq12::new(add6(&low, &multiply6_by_root(&high)), subtract6(&all, &low_and_high))
}

/// The square.
pub(crate) fn square12(element: &Fq12) -> Fq12 {
	let Fq12 { c0, c1, .. } = element;
	let product = multiply6(c0, c1);
	let all = multiply6(&add6(c0, c1), &add6(c0, &multiply6_by_root(c1)));
	let rest = add6(&product, &multiply6_by_root(&product));
	Fq12::new(subtract6(&all, &rest), add6(&product, &product))
}

/// The product with `1 + b w + c w^3`.
pub(crate) fn multiply12_by_line(element: &Fq12, b: &Fq2, c: &Fq2) -> Fq12 {
	let [b_root, c_root] = [b, c].map(multiply_by_nonresidue);
	let Fq12 { c0: low, c1: high, .. } = element;
	Fq12::new(
		Fq6::new(
			add2(&low.c0, &sum_of_products2([(&high.c2, &b_root), (&high.c1, &c_root)])),
			add2(&low.c1, &sum_of_products2([(&high.c0, b), (&high.c2, &c_root)])),
			add2(&low.c2, &sum_of_products2([(&high.c1, b), (&high.c0, c)])),
		),
		Fq6::new(
			add2(&high.c0, &sum_of_products2([(&low.c0, b), (&low.c2, &c_root)])),
			add2(&high.c1, &sum_of_products2([(&low.c1, b), (&low.c0, c)])),
			add2(&high.c2, &sum_of_products2([(&low.c2, b), (&low.c1, c)])),
		),
	)
}

/// The square of an element whose order divides `q^4 - q^2 + 1` (Granger and Scott, "Faster
/// squaring in the cyclotomic subgroup of sixth degree extensions", 2010).
pub(crate) fn square12_cyclotomic(element: &Fq12) -> Fq12 {
	// The square of `a + b y`, where `y^2` is the nonresidue.
	let square4 = |a: &Fq2, b: &Fq2| {
		let square = sum_of_products2([(a, a), (b, &multiply_by_nonresidue(b))]);
		let product = multiply2(a, b);
		(square, add2(&product, &product))
	};
	let Fq12 { c0: low, c1: high, .. } = element;
	let (a, b) = square4(&low.c0, &high.c1);
	let (c, d) = square4(&high.c0, &low.c2);
	let (e, f) = square4(&low.c1, &high.c2);
	let thrice = |three: &Fq2, two: &Fq2| add2(&add2(two, two), three);
	let thrice_less = |three: Fq2, two: Fq2| thrice(&three, &subtract2(&three, &two));
	let thrice_more = |three: Fq2, two: Fq2| thrice(&three, &add2(&three, &two));
	Fq12::new(
		Fq6::new(thrice_less(a, low.c0), thrice_less(c, low.c1), thrice_less(e, low.c2)),
		Fq6::new(
			thrice_more(multiply_by_nonresidue(&f), high.c0),
			thrice_more(b, high.c1),
			thrice_more(d, high.c2),
		),
	)
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::vec::Vec;
	use ark_ff::{CyclotomicMultSubgroup, Field};
	use proptest::prelude::*;

	/// Elements at random, and those where carries and borrows are at their limits.
	fn element() -> impl Strategy<Value = Fq> {
		let limb = || prop_oneof![any::<u64>(), Just(0), Just(u64::MAX), Just(1)];
		prop_oneof![
			3 => any::<[u64; 4]>().prop_map(|mut limbs| {
				for _ in 0..5 {
					limbs = subtract_modulus(limbs);
				}
				limbs
			}),
			1 => (limb(), limb(), limb(), 0..MODULUS[3]).prop_map(|(a, b, c, d)| [a, b, c, d]),
			1 => (1u64..4).prop_map(|less| subtract(&MODULUS, &[less, 0, 0, 0]).0),
			1 => (0u64..3).prop_map(|limb| [limb, 0, 0, 0]),
		]
		.prop_map(|limbs| Fq::new_unchecked(BigInt(limbs)))
	}

	fn element2() -> impl Strategy<Value = Fq2> {
		(element(), element()).prop_map(|(c0, c1)| Fq2::new(c0, c1))
	}

	fn element6() -> impl Strategy<Value = Fq6> {
		(element2(), element2(), element2()).prop_map(|(c0, c1, c2)| Fq6::new(c0, c1, c2))
	}

	fn element12() -> impl Strategy<Value = Fq12> {
		(element6(), element6()).prop_map(|(c0, c1)| Fq12::new(c0, c1))
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(4096))]

		// Arkworks compares elements by their limbs: that they are equal says that ours are below
		// the modulus.

		#[test]
		fn second_degree(one in element2(), other in element2()) {
			prop_assert_eq!(multiply2(&one, &other), one * other);
			prop_assert_eq!(square2(&one), one * one);
			let nonresidue = Fq2::new(Fq::from(9), Fq::from(1));
			prop_assert_eq!(multiply_by_nonresidue(&one), one * nonresidue);
		}

		#[test]
		fn sixth_degree(one in element6(), other in element6()) {
			prop_assert_eq!(multiply6(&one, &other), one * other);
			let root = Fq6::new(Fq2::from(0), Fq2::from(1), Fq2::from(0));
			prop_assert_eq!(multiply6_by_root(&one), one * root);
		}

		#[test]
		fn twelfth_degree(one in element12(), other in element12(), b in element2(), c in element2()) {
			prop_assert_eq!(multiply12(&one, &other), one * other);
			prop_assert_eq!(square12(&one), one * one);
			let mut product = one;
			product.mul_by_034(&Fq2::from(1), &b, &c);
			prop_assert_eq!(multiply12_by_line(&one, &b, &c), product);
		}

		#[test]
		fn cyclotomic(element in element12()) {
			prop_assume!(element != Fq12::from(0));
			let mut root = element;
			root.conjugate_in_place();
			root *= element.inverse().unwrap();
			root *= root.frobenius_map(2);
			prop_assert_eq!(square12_cyclotomic(&root), root.square());
			prop_assert_eq!(square12_cyclotomic(&root), root.cyclotomic_square());
		}
	}

	/// Where sums of products are greatest: the lower limbs of the first factors, and the second
	/// factors.
	#[test]
	fn the_greatest_factors() {
		let raw = |limbs| Fq::new_unchecked(BigInt(limbs));
		let full = [u64::MAX, u64::MAX, u64::MAX, MODULUS[3] - 1];
		let near = subtract(&MODULUS, &[1, 0, 0, 0]).0;
		let limbs = [full, near, subtract(&MODULUS, &full).0, [0; 4], [1, 0, 0, 0]];
		let elements: Vec<_> =
			limbs.iter().flat_map(|c0| limbs.map(|c1| Fq2::new(raw(*c0), raw(c1)))).collect();
		for one in &elements {
			for other in &elements {
				assert_eq!(multiply2(one, other), *one * other);
				let [one6, other6] =
					[one, other].map(|element| Fq6::new(*element, *element, *element));
				assert_eq!(multiply6(&one6, &other6), one6 * other6);
				let [one12, other12] = [one6, other6].map(|element| Fq12::new(element, element));
				assert_eq!(multiply12(&one12, &other12), one12 * other12);
				let mut line = one12;
				line.mul_by_034(&Fq2::from(1), other, one);
				assert_eq!(multiply12_by_line(&one12, other, one), line);
			}
			assert_eq!(square2(one), *one * one);
			let nonresidue = Fq2::new(Fq::from(9), Fq::from(1));
			assert_eq!(multiply_by_nonresidue(one), *one * nonresidue);
		}
	}

	#[test]
	fn the_modulus_is_below_a_fifth_of_the_room() {
		assert!(MODULUS[3] < u64::MAX / 5);
	}
}
