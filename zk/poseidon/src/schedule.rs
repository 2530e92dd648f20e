//! The permutation rearranged into fewer multiplications: the same function, other constants.
//!
//! **Full rounds.** Each lane is kept divided by a factor of its own, `x = scale * z`, so the
//! S-box gives `x^5 = scale^5 * z^5`. Choosing the next scale of lane `i` as
//! `matrix[i][i] * scale^5` makes the diagonal of every matrix 1: two products a lane, not three.
//! The inputs enter as plain integers, which are numbers in Montgomery form divided by the radix:
//! again only a scale. The last matrix gives back plain integers in the same way.
//!
//! **Partial rounds.** Only lane 0 passes the S-box, so lanes 1 and 2 are a linear filter of order
//! two, driven by the S-box's outputs `y` and giving its inputs `x`. With the matrix split into
//! its corner `m`, the rest `q` of its first row, the rest `b` of its first column and the
//! remaining 2 x 2 matrix `A` (of trace `t` and determinant `d`), the theorem of Cayley and
//! Hamilton for `A` gives, up to constants,
//!
//! ```text
//! x[n+1] = m y[n] + s[n]
//! s[n+1] = (q b - m t) y[n] + t x[n+1] + u[n]
//! u[n+1] = (q (A - t) b + m d) y[n] - d x[n+1]
//! ```
//!
//! where `s = q w`, `u = q (A - t) w` and `w` holds lanes 1 and 2. Putting the third into the
//! second leaves four products and one reduction a round; a scale makes `m` 1. Moreover none of
//! them waits for the round's own S-box but the one with `y[n]`, so that most of the work runs
//! beside the S-boxes' chain.
//!
//! The widely used "sparse matrix" form of the Poseidon paper's appendix B needs five products
//! and three reductions for the same.

use crate::{
	field::{Fr, Limbs},
	grain::{Definition, FULL_ROUNDS, PARTIAL_ROUNDS},
};

pub(crate) use crate::grain::WIDTH;

/// A sum of products: the factors, and a constant.
///
/// The constant holds the radix once more than a number in Montgomery form, since it is added
/// before the reduction divides by it.
#[derive(Clone, Copy)]
pub(crate) struct Sum<const N: usize> {
	pub(crate) factors: [Limbs; N],
	pub(crate) constant: Limbs,
}

impl<const N: usize> Sum<N> {
	const NONE: Self = Self { factors: [[0; 4]; N], constant: [0; 4] };

	const fn new(factors: [Fr; N], constant: Fr) -> Self {
		let mut sum = Self { factors: [[0; 4]; N], constant: constant.mul(Fr::RADIX).0 };
		let mut i = 0;
		while i < N {
			sum.factors[i] = factors[i].0;
			i += 1;
		}
		sum
	}
}

/// Full rounds of the first half that come after the first.
const EARLY: usize = FULL_ROUNDS / 2 - 2;
/// Full rounds of the second half before the last.
const LATE: usize = FULL_ROUNDS / 2 - 1;

/// What a value is divided by, with its inverse: carrying both spares an inversion a step.
#[derive(Clone, Copy)]
struct Scale {
	value: Fr,
	inverse: Fr,
}

impl Scale {
	const ONE: Self = Self { value: Fr::ONE, inverse: Fr::ONE };

	/// The scale of the S-box's output.
	const fn pow5(self) -> Self {
		Self { value: self.value.pow5(), inverse: self.inverse.pow5() }
	}

	/// Times a factor whose inverse is at hand.
	const fn mul(self, factor: Self) -> Self {
		Self { value: self.value.mul(factor.value), inverse: self.inverse.mul(factor.inverse) }
	}

	/// That of a matrix entry.
	const fn entry(definition: &Definition, row: usize, column: usize) -> Self {
		Self { value: definition.matrix[row][column], inverse: definition.reciprocals[row][column] }
	}
}

/// What the permutation adds and multiplies, step by step. `y` is an output of an S-box, and what
/// a sum leaves out has the factor 1.
pub(crate) struct Schedule {
	/// Added to the inputs before the first S-boxes.
	pub(crate) inputs: [Limbs; 2],
	/// After the first S-boxes: lane `i` is `y[1] + factor * y[2] + constant`.
	pub(crate) first: [Sum<1>; WIDTH],
	/// After the S-boxes of the next rounds: lane `i` is `y[i]` and the two others' products.
	pub(crate) early: [[Sum<2>; WIDTH]; EARLY],
	/// After the last full round before the partial ones: `x[0]` is `y[0]` and two products.
	pub(crate) x: Sum<2>,
	/// Then also `s[0]`, and `u[0]`.
	pub(crate) s: Sum<3>,
	/// See [`Self::s`].
	pub(crate) u: Sum<3>,
	/// `s[1]` is `u[0]` and the products of `y[0]`, `x[1]`.
	pub(crate) second: Sum<2>,
	/// `s[n + 2]`, from `y[n + 1]`, `x[n + 2]`, `y[n]`, `x[n + 1]`.
	pub(crate) partial: [Sum<4>; PARTIAL_ROUNDS - 2],
	/// After the partial rounds lane 0 is `y + s`, and lanes 1 and 2 are `y` and the products of
	/// `s`, and of the `y` and `x` before.
	pub(crate) last_partial: [Sum<3>; 2],
	/// After the S-boxes of the full rounds then: as in [`Self::early`].
	pub(crate) late: [[Sum<2>; WIDTH]; LATE],
	/// The output, a plain integer.
	pub(crate) output: Sum<3>,
}

/// `a[0] * b[0] + a[1] * b[1]`
const fn dot(a: [Fr; 2], b: [Fr; 2]) -> Fr {
	a[0].mul(b[0]).add(a[1].mul(b[1]))
}

/// The constants of lanes 1 and 2.
const fn rest(lanes: [Fr; WIDTH]) -> [Fr; 2] {
	[lanes[1], lanes[2]]
}

impl Schedule {
	pub(crate) const fn new(definition: &Definition) -> Self {
		let Definition { constants, matrix, .. } = definition;
		let mut round = 0;

		// The first round. Lane 0 is its constant whatever the inputs.
		let inputs = [constants[0][1].limbs(), constants[0][2].limbs()];
		let fixed = constants[0][0].pow5();
		let plain = Scale { value: Fr::RADIX, inverse: Fr::RADIX_INVERSE }.pow5();
		let mut first = [Sum::NONE; WIDTH];
		let mut scales = [Scale::ONE; WIDTH];
		let mut lane = 0;
		while lane < WIDTH {
			let [of_fixed, _, of_right] = matrix[lane];
			scales[lane] = Scale::entry(definition, lane, 1).mul(plain);
			let unscale = scales[lane].inverse;
			first[lane] = Sum::new(
				[of_right.mul(plain.value).mul(unscale)],
				of_fixed.mul(fixed).add(constants[1][lane]).mul(unscale),
			);
			lane += 1;
		}
		round += 1;

		let diagonal = [
			Scale::entry(definition, 0, 0),
			Scale::entry(definition, 1, 1),
			Scale::entry(definition, 2, 2),
		];
		let mut early = [[Sum::NONE; WIDTH]; EARLY];
		while round <= EARLY {
			(early[round - 1], scales) = full(matrix, &diagonal, scales, &constants[round + 1]);
			round += 1;
		}

		// The parts of the matrix, and the filter's own factors.
		let corner = matrix[0][0];
		let q = [matrix[0][1], matrix[0][2]];
		let b = [matrix[1][0], matrix[2][0]];
		let a = [[matrix[1][1], matrix[1][2]], [matrix[2][1], matrix[2][2]]];
		let trace = a[0][0].add(a[1][1]);
		let determinant = a[0][0].mul(a[1][1]).sub(a[0][1].mul(a[1][0]));
		// q (A - t)
		let p = [
			dot(q, [a[0][0], a[1][0]]).sub(trace.mul(q[0])),
			dot(q, [a[0][1], a[1][1]]).sub(trace.mul(q[1])),
		];
		let s_from_y = dot(q, b).sub(corner.mul(trace));
		let u_from_y = dot(p, b).add(corner.mul(determinant));

		// Constants: `c` are those of the rounds from the first partial one to the full one behind
		// them, and one more round of nothing. Lane 0's are added to x, which moves them into
		// s[n] = q w[n] + c[n + 1][0]; for s[n + 1] to follow from the above, u[n] must hold
		// q c'[n + 1] + c[n + 2][0] - t c[n + 1][0], where c' are lanes 1 and 2.
		let mut c = [[Fr::ZERO; WIDTH]; PARTIAL_ROUNDS + 2];
		let mut n = 0;
		while n <= PARTIAL_ROUNDS {
			c[n] = constants[round + 1 + n];
			n += 1;
		}
		let mut in_u = [Fr::ZERO; PARTIAL_ROUNDS];
		let mut n = 0;
		while n < PARTIAL_ROUNDS {
			in_u[n] = dot(q, rest(c[n + 1])).add(c[n + 2][0]).sub(trace.mul(c[n + 1][0]));
			n += 1;
		}

		// Into the filter: w[0] = rows 1 and 2 of the matrix, and constants.
		let fifth = [scales[0].pow5(), scales[1].pow5(), scales[2].pow5()];
		let mut scale = diagonal[0].mul(fifth[0]);
		let x = Sum::new(
			[
				matrix[0][1].mul(fifth[1].value).mul(scale.inverse),
				matrix[0][2].mul(fifth[2].value).mul(scale.inverse),
			],
			c[0][0].mul(scale.inverse),
		);
		// The scales of x[1], which s[0] shares, and of x[2].
		let mut next = diagonal[0].mul(scale.pow5());
		let mut after = diagonal[0].mul(next.pow5());
		let s = into_filter(q, matrix, fifth, next, dot(q, rest(c[0])).add(c[1][0]));
		let u = into_filter(p, matrix, fifth, after, dot(p, rest(c[0])).add(in_u[0]));

		// Scales of x[n], x[n + 1], x[n + 2] are `scale`, `next` and `after`.
		let unscale = after.inverse;
		let second = Sum::new(
			[s_from_y.mul(scale.pow5().value).mul(unscale), trace.mul(next.value).mul(unscale)],
			Fr::ZERO,
		);
		let mut partial = [Sum::NONE; PARTIAL_ROUNDS - 2];
		let mut n = 0;
		while n < PARTIAL_ROUNDS - 2 {
			// What u[n + 1] holds beside y[n] and x[n + 1].
			let constant =
				dot(p, rest(c[n + 1])).add(determinant.mul(c[n + 1][0])).add(in_u[n + 1]);
			let third = diagonal[0].mul(after.pow5());
			let unscale = third.inverse;
			partial[n] = Sum::new(
				[
					s_from_y.mul(next.pow5().value).mul(unscale),
					trace.mul(after.value).mul(unscale),
					u_from_y.mul(scale.pow5().value).mul(unscale),
					determinant.neg().mul(next.value).mul(unscale),
				],
				constant.mul(unscale),
			);
			(scale, next, after) = (next, after, third);
			n += 1;
		}

		// Out of the filter, with N the last partial round: w[N] from s[N] and u[N], which are
		// q w[N] + c[N + 1][0] and p w[N] + in_u[N]; then w[N + 1] = b y[N] + A w[N] + c'[N + 1].
		let n = PARTIAL_ROUNDS - 1;
		let unmix = q[0].mul(p[1]).sub(q[1].mul(p[0])).inverse();
		let constant_of_u = dot(p, rest(c[n])).add(determinant.mul(c[n][0]));
		let mut last_partial = [Sum::NONE; 2];
		scales[0] = after;
		let mut lane = 0;
		while lane < 2 {
			let of_s = a[lane][0].mul(p[1]).sub(a[lane][1].mul(p[0])).mul(unmix);
			let of_u = a[lane][1].mul(q[0]).sub(a[lane][0].mul(q[1])).mul(unmix);
			scales[lane + 1] = Scale::entry(definition, lane + 1, 0).mul(next.pow5());
			let unscale = scales[lane + 1].inverse;
			last_partial[lane] = Sum::new(
				[
					of_s.mul(after.value).mul(unscale),
					of_u.mul(u_from_y).mul(scale.pow5().value).mul(unscale),
					of_u.mul(determinant.neg()).mul(next.value).mul(unscale),
				],
				c[n + 1][lane + 1]
					.sub(of_s.mul(c[n + 1][0]))
					.add(of_u.mul(constant_of_u))
					.mul(unscale),
			);
			lane += 1;
		}
		round += PARTIAL_ROUNDS + 1;

		let mut late = [[Sum::NONE; WIDTH]; LATE];
		let mut i = 0;
		while i < LATE {
			(late[i], scales) = full(matrix, &diagonal, scales, &constants[round + 1]);
			round += 1;
			i += 1;
		}

		// A number in Montgomery form times a plain factor comes out plain.
		let output = Sum {
			factors: [
				matrix[0][0].mul(scales[0].pow5().value).limbs(),
				matrix[0][1].mul(scales[1].pow5().value).limbs(),
				matrix[0][2].mul(scales[2].pow5().value).limbs(),
			],
			constant: [0; 4],
		};
		Self { inputs, first, early, x, s, u, second, partial, last_partial, late, output }
	}
}

/// One full round's matrix and the next round's constants, and the scales that come of it.
const fn full(
	matrix: &[[Fr; WIDTH]; WIDTH],
	diagonal: &[Scale; WIDTH],
	scales: [Scale; WIDTH],
	constants: &[Fr; WIDTH],
) -> ([Sum<2>; WIDTH], [Scale; WIDTH]) {
	let fifth = [scales[0].pow5(), scales[1].pow5(), scales[2].pow5()];
	let mut sums = [Sum::NONE; WIDTH];
	let mut next = [Scale::ONE; WIDTH];
	let mut lane = 0;
	while lane < WIDTH {
		next[lane] = diagonal[lane].mul(fifth[lane]);
		let unscale = next[lane].inverse;
		let [one, other] = others(lane);
		sums[lane] = Sum::new(
			[
				matrix[lane][one].mul(fifth[one].value).mul(unscale),
				matrix[lane][other].mul(fifth[other].value).mul(unscale),
			],
			constants[lane].mul(unscale),
		);
		lane += 1;
	}
	(sums, next)
}

/// The two lanes beside this one, in order.
pub(crate) const fn others(lane: usize) -> [usize; 2] {
	[(lane == 0) as usize, 2 - (lane == 2) as usize]
}

/// `row * w[0]` and a constant, from the S-boxes' outputs before the partial rounds.
const fn into_filter(
	row: [Fr; 2],
	matrix: &[[Fr; WIDTH]; WIDTH],
	fifth: [Scale; WIDTH],
	scale: Scale,
	constant: Fr,
) -> Sum<3> {
	let unscale = scale.inverse;
	let mut factors = [Fr::ZERO; WIDTH];
	let mut lane = 0;
	while lane < WIDTH {
		let column = [matrix[1][lane], matrix[2][lane]];
		factors[lane] = dot(row, column).mul(fifth[lane].value).mul(unscale);
		lane += 1;
	}
	Sum::new(factors, constant.mul(unscale))
}
