//! The rounds, as the schedule has them.
//!
//! Bounds, in units of `r` (four limbs hold 5.28): inputs are below 1, so what enters the first
//! S-boxes is below 2, and what leaves them below 1.61. A sum of at most three products of an
//! S-box's inputs and outputs is below 1.8, of four below 3.03, of three one of which is such a sum
//! below 2.2, and the one sum of two sums below 3.3; with an S-box's output each stays below 4.7. Everything that enters a later S-box has been
//! trimmed to below 1.34, so that what leaves it is below 1.35.

use crate::{
	field::{add, pow5, reduce_once, sum_of_products, trim, Limbs},
	schedule::{others, Schedule, Sum, WIDTH},
};

#[inline(always)]
fn sum<const N: usize>(sum: &Sum<N>, values: [&Limbs; N]) -> Limbs {
	sum_of_products(&sum.constant, values, sum.factors.each_ref())
}

/// The next S-box's input: one value times 1, and the others' products.
#[inline(always)]
fn mix<const N: usize>(one: &Limbs, products: &Sum<N>, values: [&Limbs; N]) -> Limbs {
	trim(&add(one, &sum(products, values)))
}

/// A full round, from its S-boxes to the next one's.
#[inline(always)]
fn full_round(lanes: &[Limbs; WIDTH], sums: &[Sum<2>; WIDTH]) -> [Limbs; WIDTH] {
	let y = lanes.each_ref().map(pow5);
	let lane = |lane: usize| {
		let [one, other] = others(lane);
		mix(&y[lane], &sums[lane], [&y[one], &y[other]])
	};
	[lane(0), lane(1), lane(2)]
}

/// Lane 0 of the permuted state `(0, left, right)`. Takes and gives plain integers below `r`.
pub(crate) fn permute(schedule: &Schedule, left: &Limbs, right: &Limbs) -> Limbs {
	let [to_left, to_right] = &schedule.inputs;
	let y = [pow5(&add(left, to_left)), pow5(&add(right, to_right))];
	let mut lanes = schedule.first.each_ref().map(|first| mix(&y[0], first, [&y[1]]));
	for sums in &schedule.early {
		lanes = full_round(&lanes, sums);
	}

	let y = lanes.each_ref().map(pow5);
	let mut x = mix(&y[0], &schedule.x, [&y[1], &y[2]]);
	let mut s = sum(&schedule.s, y.each_ref());
	let u = sum(&schedule.u, y.each_ref());

	let mut y_before = pow5(&x);
	x = trim(&add(&y_before, &s));
	s = add(&u, &sum(&schedule.second, [&y_before, &x]));
	for products in &schedule.partial {
		let y = pow5(&x);
		let next = trim(&add(&y, &s));
		s = sum(products, [&y, &next, &y_before, &x]);
		(y_before, x) = (y, next);
	}

	let y = pow5(&x);
	let [lane1, lane2] = &schedule.last_partial;
	let mut lanes = [
		trim(&add(&y, &s)),
		mix(&y, lane1, [&s, &y_before, &x]),
		mix(&y, lane2, [&s, &y_before, &x]),
	];
	for sums in &schedule.late {
		lanes = full_round(&lanes, sums);
	}
	let y = lanes.each_ref().map(pow5);
	reduce_once(&sum(&schedule.output, y.each_ref()))
}
