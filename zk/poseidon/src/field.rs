//! Arithmetic modulo `r`, the order of BN254's groups, in Montgomery form: the number `a` stands
//! as `a * 2^256 mod r` in four 64-bit limbs, least significant first.
//!
//! Everything is `const`, so that the constants of the permutation are worked out while compiling
//! by the same code that runs.

/// `r`.
pub(crate) const MODULUS: [u64; 4] =
	[0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029];

/// `-1 / r mod 2^64`, by Newton's iteration: each step doubles the number of right bits.
pub(crate) const NEG_INVERSE: u64 = {
	let mut inverse = 1u64;
	let mut step = 0;
	while step < 6 {
		inverse = inverse.wrapping_mul(2u64.wrapping_sub(MODULUS[0].wrapping_mul(inverse)));
		step += 1;
	}
	inverse.wrapping_neg()
};

/// `2^512 mod r`, which brings a number into Montgomery form.
const R_SQUARED: [u64; 4] = {
	let mut power = [1, 0, 0, 0];
	let mut doublings = 0;
	while doublings < 512 {
		power = add_mod(&power, &power);
		doublings += 1;
	}
	power
};

/// `a * b + c + carry`, which fits two limbs: the lower, and the upper as the next carry.
#[inline(always)]
const fn mul_add(a: u64, b: u64, c: u64, carry: u64) -> (u64, u64) {
	let sum = a as u128 * b as u128 + c as u128 + carry as u128;
	(sum as u64, (sum >> 64) as u64)
}

/// `a - b - borrow`, and whether the next limb must lend.
#[inline(always)]
const fn subtract(a: u64, b: u64, borrow: bool) -> (u64, bool) {
	let (difference, first) = a.overflowing_sub(b);
	let (difference, second) = difference.overflowing_sub(borrow as u64);
	(difference, first | second)
}

/// `a + b mod r`, for `a` and `b` below `r`.
const fn add_mod(a: &[u64; 4], b: &[u64; 4]) -> [u64; 4] {
	let mut sum = [0; 4];
	let mut carry = 0;
	let mut i = 0;
	while i < 4 {
		(sum[i], carry) = mul_add(a[i], 1, b[i], carry);
		i += 1;
	}
	// No carry out: r is below 2^254.
	subtract_modulus(&sum)
}

/// `a - r` where that is not negative, else `a`.
pub(crate) const fn subtract_modulus(a: &[u64; 4]) -> [u64; 4] {
	let mut rest = [0; 4];
	let mut borrow = false;
	let mut i = 0;
	while i < 4 {
		(rest[i], borrow) = subtract(a[i], MODULUS[i], borrow);
		i += 1;
	}
	if borrow {
		*a
	} else {
		rest
	}
}

/// `sum + a * b`. The caller sees to it that the result is below `2^320`.
#[inline(always)]
pub(crate) const fn add_row(sum: [u64; 5], a: u64, b: &[u64; 4]) -> [u64; 5] {
	let (s0, carry) = mul_add(a, b[0], sum[0], 0);
	let (s1, carry) = mul_add(a, b[1], sum[1], carry);
	let (s2, carry) = mul_add(a, b[2], sum[2], carry);
	let (s3, carry) = mul_add(a, b[3], sum[3], carry);
	[s0, s1, s2, s3, sum[4].wrapping_add(carry)]
}

/// `(sum + m * r) / 2^64`, with the `m` that makes it whole. `sum + m * r` must be below `2^320`.
#[inline(always)]
pub(crate) const fn reduce_row(sum: [u64; 5]) -> [u64; 5] {
	let m = sum[0].wrapping_mul(NEG_INVERSE);
	let [_, s0, s1, s2, s3] = add_row(sum, m, &MODULUS);
	[s0, s1, s2, s3, 0]
}

/// A number modulo `r`, in Montgomery form and below `r`: what the constants are made with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fr(pub(crate) [u64; 4]);

impl Fr {
	pub(crate) const ZERO: Self = Self([0; 4]);
	pub(crate) const ONE: Self = Self::new([1, 0, 0, 0]);
	/// The number `2^256 mod r`, that is `1` taken for a number already in Montgomery form.
	pub(crate) const RADIX: Self = Self(R_SQUARED);

	/// The number with these limbs, modulo `r`.
	pub(crate) const fn new(limbs: [u64; 4]) -> Self {
		Self(limbs).mul(Self(R_SQUARED))
	}

	/// The number's own limbs, below `r`.
	pub(crate) const fn limbs(self) -> [u64; 4] {
		self.mul(Self([1, 0, 0, 0])).0
	}

	pub(crate) const fn add(self, other: Self) -> Self {
		Self(add_mod(&self.0, &other.0))
	}

	pub(crate) const fn neg(self) -> Self {
		Self::ZERO.sub(self)
	}

	pub(crate) const fn sub(self, other: Self) -> Self {
		// r - other, which is r itself for 0; then the sum is below 2r all the same.
		let mut minus = [0; 4];
		let mut borrow = false;
		let mut i = 0;
		while i < 4 {
			(minus[i], borrow) = subtract(MODULUS[i], other.0[i], borrow);
			i += 1;
		}
		Self(add_mod(&self.0, &minus))
	}

	/// Row by row, a step of reduction after each.
	pub(crate) const fn mul(self, other: Self) -> Self {
		let mut sum = [0u64; 5];
		let mut i = 0;
		while i < 4 {
			sum = add_row(sum, self.0[i], &other.0);
			sum = reduce_row(sum);
			i += 1;
		}
		Self(subtract_modulus(&[sum[0], sum[1], sum[2], sum[3]]))
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
