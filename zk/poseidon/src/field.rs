//! Arithmetic modulo `r`, the order of BN254's groups, in Montgomery form: the number `a` stands
//! as `a * 2^256 mod r` in four 64-bit limbs, least significant first.
//!
//! `r` is 0.1891 * 2^256, so four limbs have room for numbers up to `5.28 r`: within the
//! permutation they are reduced only as far as the next step needs, and [`sum_of_products`] does
//! all the work. [`Fr`] is the plain and always reduced kind, for working out the permutation's
//! constants while compiling.

/// Four limbs: a number below `2^256`.
pub(crate) type Limbs = [u64; 4];

/// `r`.
pub(crate) const MODULUS: Limbs =
	[0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029];

/// `-1 / r mod 2^64`, by Newton's iteration: each step doubles the number of right bits.
const NEG_INVERSE: u64 = {
	let mut inverse = 1u64;
	let mut step = 0;
	while step < 6 {
		inverse = inverse.wrapping_mul(2u64.wrapping_sub(MODULUS[0].wrapping_mul(inverse)));
		step += 1;
	}
	inverse.wrapping_neg()
};

/// `2^-64 mod r`, which is `(NEG_INVERSE * r + 1) / 2^64`.
const LIMB_INVERSE: Limbs = {
	let [_, low, rest @ ..] = add_row([0; 5], NEG_INVERSE, &MODULUS);
	// The lowest limb is 2^64 - 1, so adding 1 clears it and carries.
	[low + 1, rest[0], rest[1], rest[2]]
};

/// `2^512 mod r`, which brings a number into Montgomery form.
const RADIX_SQUARED: Limbs = {
	let mut power = [1, 0, 0, 0];
	let mut doublings = 0;
	while doublings < 512 {
		power = reduce_once(&add(&power, &power));
		doublings += 1;
	}
	power
};

/// The largest multiple of `r` not above `i * 2^252`, for each `i`.
static MULTIPLES: [Limbs; 16] = {
	let mut multiples = [[0; 4]; 16];
	let mut i = 1;
	while i < 16 {
		// At most one more than before, since r is above 2^252.
		let next = add(&multiples[i - 1], &MODULUS);
		let fits = next[3] < (i as u64) << 60;
		multiples[i] = if fits { next } else { multiples[i - 1] };
		i += 1;
	}
	multiples
};

/// `a + b + carry`, and the carry out.
#[inline(always)]
const fn add_limb(a: u64, b: u64, carry: bool) -> (u64, bool) {
	let (sum, first) = a.overflowing_add(b);
	let (sum, second) = sum.overflowing_add(carry as u64);
	(sum, first | second)
}

/// `a - b - borrow`, and whether the next limb must lend.
#[inline(always)]
const fn subtract_limb(a: u64, b: u64, borrow: bool) -> (u64, bool) {
	let (difference, first) = a.overflowing_sub(b);
	let (difference, second) = difference.overflowing_sub(borrow as u64);
	(difference, first | second)
}

/// `a * b`: the lower limb and the upper.
#[inline(always)]
const fn multiply_limb(a: u64, b: u64) -> (u64, u64) {
	let product = a as u128 * b as u128;
	(product as u64, (product >> 64) as u64)
}

/// `a + b`, which must be below `2^256`.
#[inline(always)]
pub(crate) const fn add(a: &Limbs, b: &Limbs) -> Limbs {
	let (s0, carry) = add_limb(a[0], b[0], false);
	let (s1, carry) = add_limb(a[1], b[1], carry);
	let (s2, carry) = add_limb(a[2], b[2], carry);
	let (s3, _) = add_limb(a[3], b[3], carry);
	[s0, s1, s2, s3]
}

/// `a - b`, and whether that is negative (and so `2^256` too large).
#[inline(always)]
const fn subtract(a: &Limbs, b: &Limbs) -> (Limbs, bool) {
	let (s0, borrow) = subtract_limb(a[0], b[0], false);
	let (s1, borrow) = subtract_limb(a[1], b[1], borrow);
	let (s2, borrow) = subtract_limb(a[2], b[2], borrow);
	let (s3, borrow) = subtract_limb(a[3], b[3], borrow);
	([s0, s1, s2, s3], borrow)
}

/// A number below `2 r`, reduced to below `r`.
#[inline(always)]
pub(crate) const fn reduce_once(a: &Limbs) -> Limbs {
	match subtract(a, &MODULUS) {
		(_, true) => *a,
		(rest, false) => rest,
	}
}

/// Any number, reduced to below `r + 2^252`, that is below `1.34 r`: its upper four bits choose
/// the multiple of `r` to take off.
#[inline(always)]
pub(crate) fn trim(a: &Limbs) -> Limbs {
	subtract(a, &MULTIPLES[(a[3] >> 60) as usize]).0
}

/// `sum + a * b`, which must be below `2^320`.
#[inline(always)]
const fn add_row(sum: [u64; 5], a: u64, b: &Limbs) -> [u64; 5] {
	let (low0, high0) = multiply_limb(a, b[0]);
	let (low1, high1) = multiply_limb(a, b[1]);
	let (low2, high2) = multiply_limb(a, b[2]);
	let (low3, high3) = multiply_limb(a, b[3]);

	// The product first, then the sum: two chains of carries, where adding limb by limb makes four.
	let (p1, carry) = add_limb(high0, low1, false);
	let (p2, carry) = add_limb(high1, low2, carry);
	let (p3, carry) = add_limb(high2, low3, carry);
	let (p4, _) = add_limb(high3, 0, carry);

	let (s0, carry) = add_limb(sum[0], low0, false);
	let (s1, carry) = add_limb(sum[1], p1, carry);
	let (s2, carry) = add_limb(sum[2], p2, carry);
	let (s3, carry) = add_limb(sum[3], p3, carry);
	let (s4, _) = add_limb(sum[4], p4, carry);
	[s0, s1, s2, s3, s4]
}

/// `sum / 2^64` modulo `r`, by Montgomery's step: `(sum + m * r) / 2^64` with the `m` that makes
/// it whole. `sum + 2^64 * r` must be below `2^320`.
#[inline(always)]
const fn reduce_row(sum: [u64; 5]) -> [u64; 5] {
	let m = sum[0].wrapping_mul(NEG_INVERSE);
	let [_, s0, s1, s2, s3] = add_row(sum, m, &MODULUS);
	[s0, s1, s2, s3, 0]
}

/// `sum / 2^64` modulo `r`, with a product less and no wait for `m`: the lowest limb is taken off
/// and comes back times `2^-64`. The result is larger, up to `2^64 * r + sum / 2^64`.
#[inline(always)]
const fn fold_row(sum: [u64; 5]) -> [u64; 5] {
	add_row([sum[1], sum[2], sum[3], sum[4], 0], sum[0], &LIMB_INVERSE)
}

/// `(constant + a[0] * b[0] + a[1] * b[1] + ...) / 2^256` modulo `r`, for one to four products.
///
/// With every `b` and the constant below `r` (a single `b` may be as large as `3 r`), the result is
/// below `dividend / 2^256 + 1.01 r`; with four products it is below `dividend / 2^256 + 2.01 r`,
/// and the upper limbs of the four `a` must add up to less than `3 * 2^64`.
///
/// No step overflows: in units of `2^64 * r`, of which `2^320` holds 5.28, a row of `N` products
/// adds at most `N`, a reduction at most 1 while it works, a fold leaves at most 1 and a bit for
/// the next row, a reduction next to nothing. So with three products the third row, after a fold
/// and before a reduction, needs at most 5 and a bit. With four it would need 6, and is folded
/// too; then the last row has 1 from the fold, less than 3 by its smaller `a`, and 1.
#[inline(always)]
pub(crate) fn sum_of_products<const N: usize>(
	constant: &Limbs,
	a: [&Limbs; N],
	b: [&Limbs; N],
) -> Limbs {
	const { assert!(1 <= N && N <= 4) };
	let mut sum = [constant[0], constant[1], constant[2], constant[3], 0];
	sum = fold_row(add_rows(sum, 0, a, b));
	sum = fold_row(add_rows(sum, 1, a, b));
	sum = add_rows(sum, 2, a, b);
	sum = if N < 4 { reduce_row(sum) } else { fold_row(sum) };
	sum = reduce_row(add_rows(sum, 3, a, b));
	[sum[0], sum[1], sum[2], sum[3]]
}

/// `sum + a[0][limb] * b[0] + a[1][limb] * b[1] + ...`
#[inline(always)]
fn add_rows<const N: usize>(
	mut sum: [u64; 5],
	limb: usize,
	a: [&Limbs; N],
	b: [&Limbs; N],
) -> [u64; 5] {
	// By index: with iterators the arrays go through memory, and hashing takes twice as long.
	let mut i = 0;
	while i < N {
		sum = add_row(sum, a[i][limb], b[i]);
		i += 1;
	}
	sum
}

/// `a * b / 2^256` modulo `r`, below `a * b / 2^256 + 1.01 r`, for `b` below `3 r`.
#[inline(always)]
pub(crate) fn multiply(a: &Limbs, b: &Limbs) -> Limbs {
	sum_of_products(&[0; 4], [a], [b])
}

/// The S-box, `x^5`, for `x` below `2 r`: the result is below `1.61 r`, and below `1.35 r` for
/// `x` below `1.34 r`.
#[inline(always)]
pub(crate) fn pow5(x: &Limbs) -> Limbs {
	let square = multiply(x, x);
	multiply(&multiply(&square, &square), x)
}

/// A number modulo `r`, in Montgomery form and below `r`: what the constants are made with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fr(pub(crate) Limbs);

impl Fr {
	pub(crate) const ZERO: Self = Self([0; 4]);
	pub(crate) const ONE: Self = Self::new([1, 0, 0, 0]);
	/// The number `2^256`.
	pub(crate) const RADIX: Self = Self(RADIX_SQUARED);
	/// The number `2^-256`.
	pub(crate) const RADIX_INVERSE: Self = Self([1, 0, 0, 0]);

	/// The number with these limbs, modulo `r`.
	pub(crate) const fn new(limbs: Limbs) -> Self {
		Self(limbs).mul(Self(RADIX_SQUARED))
	}

	/// The number's own limbs, below `r`.
	pub(crate) const fn limbs(self) -> Limbs {
		self.mul(Self::RADIX_INVERSE).0
	}

	pub(crate) const fn add(self, other: Self) -> Self {
		Self(reduce_once(&add(&self.0, &other.0)))
	}

	pub(crate) const fn sub(self, other: Self) -> Self {
		// r - other is at most r, so the sum is below 2 r.
		Self(reduce_once(&add(&self.0, &subtract(&MODULUS, &other.0).0)))
	}

	pub(crate) const fn neg(self) -> Self {
		Self::ZERO.sub(self)
	}

	/// Row by row, each followed by Montgomery's step. `self` may be any four limbs.
	pub(crate) const fn mul(self, other: Self) -> Self {
		let b = other.0;
		let mut sum = [0u64; 4];
		let mut row = 0;
		while row < 4 {
			let a = self.0[row] as u128;
			let s0 = a * b[0] as u128 + sum[0] as u128;
			let s1 = a * b[1] as u128 + sum[1] as u128 + (s0 >> 64);
			let s2 = a * b[2] as u128 + sum[2] as u128 + (s1 >> 64);
			let s3 = a * b[3] as u128 + sum[3] as u128 + (s2 >> 64);
			let m = (s0 as u64).wrapping_mul(NEG_INVERSE) as u128;
			let r0 = m * MODULUS[0] as u128 + (s0 as u64) as u128;
			let r1 = m * MODULUS[1] as u128 + (s1 as u64) as u128 + (r0 >> 64);
			let r2 = m * MODULUS[2] as u128 + (s2 as u64) as u128 + (r1 >> 64);
			let r3 = m * MODULUS[3] as u128 + (s3 as u64) as u128 + (r2 >> 64);
			sum = [r1 as u64, r2 as u64, r3 as u64, ((s3 >> 64) + (r3 >> 64)) as u64];
			row += 1;
		}
		Self(reduce_once(&sum))
	}

	pub(crate) const fn pow5(self) -> Self {
		let square = self.mul(self);
		square.mul(square).mul(self)
	}

	/// `1 / self`, as `self^(r - 2)`; 0 for 0.
	pub(crate) const fn inverse(self) -> Self {
		let exponent = [MODULUS[0] - 2, MODULUS[1], MODULUS[2], MODULUS[3]];
		let mut power = Self::ONE;
		let mut bit = 256;
		while bit > 0 {
			bit -= 1;
			power = power.mul(power);
			if exponent[bit / 64] >> (bit % 64) & 1 == 1 {
				power = power.mul(self);
			}
		}
		power
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};
	use proptest::prelude::*;

	type Ark = ark_bn254::Fr;

	/// The number that stands in Montgomery form in these limbs, reduced or not.
	fn ark(limbs: &Limbs) -> Ark {
		let radix = Ark::from(2u64).pow([256]);
		limbs
			.iter()
			.rev()
			.fold(Ark::ZERO, |number, limb| number * Ark::from(1u128 << 64) + Ark::from(*limb))
			/ radix
	}

	fn plain(number: Ark) -> Limbs {
		number.into_bigint().0
	}

	/// Any limbs, with many at the edges.
	fn limbs() -> impl Strategy<Value = Limbs> {
		let limb = prop_oneof![4 => any::<u64>(), 1 => Just(0), 1 => Just(u64::MAX)];
		prop_oneof![
			6 => prop::array::uniform4(limb),
			1 => Just(MODULUS),
			1 => Just(minus_one()),
		]
	}

	fn minus_one() -> Limbs {
		subtract(&MODULUS, &[1, 0, 0, 0]).0
	}

	/// Limbs of a number below `r`, with many at the edges.
	fn reduced() -> impl Strategy<Value = Limbs> {
		limbs().prop_map(|limbs| reduce_once(&trim(&limbs)))
	}

	/// Below `1.34 r`, as most of what the permutation multiplies is.
	fn trimmed() -> impl Strategy<Value = Limbs> {
		limbs().prop_map(|limbs| trim(&limbs))
	}

	/// Whether `number` is below `hundredths * r / 100`.
	fn is_below(number: &Limbs, hundredths: u64) -> bool {
		let product = |limbs: &Limbs, factor| add_row([0; 5], factor, limbs);
		product(number, 100).iter().rev().lt(product(&MODULUS, hundredths).iter().rev())
	}

	#[test]
	fn the_constants_are_what_they_say() {
		assert_eq!(MODULUS, Ark::MODULUS.0);
		assert_eq!(NEG_INVERSE.wrapping_mul(MODULUS[0]), u64::MAX);
		let two = Ark::from(2u64);
		assert_eq!(LIMB_INVERSE, plain(two.pow([64]).inverse().unwrap()));
		assert_eq!(RADIX_SQUARED, plain(two.pow([512])));
		for (i, multiple) in MULTIPLES.iter().enumerate() {
			let bound = [0, 0, 0, (i as u64) << 60];
			assert_eq!(ark(multiple), Ark::ZERO);
			assert!(BigInt(*multiple) <= BigInt(bound));
			assert!(BigInt(add(multiple, &MODULUS)) > BigInt(bound));
		}
	}

	#[test]
	fn the_largest_values_overflow_nowhere() {
		let most = minus_one();
		let all = [u64::MAX; 4];
		let sum = sum_of_products(&most, [&all; 3], [&most; 3]);
		assert_eq!(
			ark(&sum),
			ark(&[1, 0, 0, 0]) * ark(&most) + ark(&all) * ark(&most) * Ark::from(3)
		);
		let upper = [u64::MAX, u64::MAX, u64::MAX, u64::MAX / 4 * 3];
		let sum = sum_of_products(&most, [&upper; 4], [&most; 4]);
		assert_eq!(
			ark(&sum),
			ark(&[1, 0, 0, 0]) * ark(&most) + ark(&upper) * ark(&most) * Ark::from(4)
		);
		let three = add(&most, &add(&most, &most));
		assert_eq!(ark(&multiply(&all, &three)), ark(&all) * ark(&three));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(4096))]

		#[test]
		fn plain_arithmetic_is_that_of_ark_ff(a in reduced(), b in reduced()) {
			let (x, y) = (Fr(a), Fr(b));
			prop_assert_eq!(ark(&x.add(y).0), ark(&a) + ark(&b));
			prop_assert_eq!(ark(&x.sub(y).0), ark(&a) - ark(&b));
			prop_assert_eq!(ark(&x.neg().0), -ark(&a));
			prop_assert_eq!(ark(&x.mul(y).0), ark(&a) * ark(&b));
			prop_assert_eq!(ark(&x.pow5().0), ark(&a).pow([5]));
			for result in [x.add(y), x.sub(y), x.neg(), x.mul(y), x.pow5()] {
				prop_assert!(BigInt(result.0) < BigInt(MODULUS));
			}
			prop_assert_eq!(x.limbs(), plain(ark(&a)));
			prop_assert_eq!(Fr::new(x.limbs()), x);
		}

		#[test]
		fn any_limbs_enter_montgomery_form(a in limbs()) {
			prop_assert_eq!(ark(&Fr::new(a).0) * ark(&[1, 0, 0, 0]), ark(&a));
			prop_assert!(BigInt(Fr::new(a).0) < BigInt(MODULUS));
		}

		#[test]
		fn trimming_keeps_the_number_and_the_bound(a in limbs()) {
			prop_assert_eq!(ark(&trim(&a)), ark(&a));
			prop_assert!(is_below(&trim(&a), 134));
		}

		#[test]
		fn the_s_box_is_the_fifth_power_within_its_bounds(a in trimmed(), b in reduced()) {
			prop_assert_eq!(ark(&pow5(&a)), ark(&a).pow([5]));
			prop_assert!(is_below(&pow5(&a), 135));
			let twice = add(&b, &b);
			prop_assert_eq!(ark(&pow5(&twice)), ark(&twice).pow([5]));
			prop_assert!(is_below(&pow5(&twice), 161));
		}

		#[test]
		fn sums_of_products_are_those_of_ark_ff(
			constant in reduced(),
			a in prop::array::uniform3(limbs()),
			b in prop::array::uniform4(reduced()),
			small in prop::array::uniform4(trimmed()),
		) {
			let constant_share = ark(&constant) * ark(&[1, 0, 0, 0]);
			let expected = |a: &[Limbs]| {
				a.iter().zip(&b).fold(constant_share, |sum, (a, b)| sum + ark(a) * ark(b))
			};
			let [b0, b1, b2, b3] = &b;
			let one = sum_of_products(&constant, [&a[0]], [b0]);
			prop_assert_eq!(ark(&one), expected(&a[..1]));
			prop_assert!(is_below(&one, 201));
			let two = sum_of_products(&constant, [&a[0], &a[1]], [b0, b1]);
			prop_assert_eq!(ark(&two), expected(&a[..2]));
			prop_assert!(is_below(&two, 301));
			let three = sum_of_products(&constant, a.each_ref(), [b0, b1, b2]);
			prop_assert_eq!(ark(&three), expected(&a));
			prop_assert!(is_below(&three, 401));
			let four = sum_of_products(&constant, small.each_ref(), [b0, b1, b2, b3]);
			prop_assert_eq!(ark(&four), expected(&small));
			prop_assert!(is_below(&four, 303));
		}
	}

	proptest! {
		#[test]
		fn inverses_are_those_of_ark_ff(a in reduced()) {
			let inverse = Fr(a).inverse();
			prop_assert_eq!(ark(&inverse.0), ark(&a).inverse().unwrap_or(Ark::ZERO));
		}
	}
}
