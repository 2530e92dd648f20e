//! Multi-scalar multiplication by fixed points: Pippenger's buckets with signed digits over tables
//! of the points' multiples, filled by affine additions that share their inversions.
//!
//! Source: Brickell, Gordon, McCurley, Wilson, "Fast exponentiation with precomputation", 1992, for
//! the tables; Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", 2012,
//! for the buckets; Montgomery's trick for the inversions.

use crate::{
	clock::Clock,
	field::{is_equal, minus, negated_if, plus, unreduced_sum},
};
use ark_bn254::{Fq, Fq2};
use ark_ec::{
	short_weierstrass::{Affine, Projective, SWCurveConfig},
	AffineRepr,
};
use ark_ff::{batch_inversion, AdditiveGroup, BigInt, Field, Zero};
use rayon::prelude::*;
use std::hint::black_box;
use zeroize::{Zeroize, Zeroizing};

/// All scalars are below 2^254, and the last digit takes what the one before carries.
const SCALAR_BITS: usize = 255;
/// Additions that share an inversion: enough that it costs little, and all stays in the second
/// level's cache.
const CHUNK: usize = 4096;
/// Points whose multiples are computed together.
const TABLE_CHUNK: usize = 1024;

/// How many numbers are worked on side by side: the processor computes several products at once if
/// none waits for another.
const LANES: usize = 8;

/// A coordinate's field. Its operations have no branch on the numbers, which no processor foresees.
pub(crate) trait Coordinate: Field<BasePrimeField = Fq> {
	fn is_equal(&self, other: &Self) -> bool;
	fn minus(&self, other: &Self) -> Self;
	fn times(&self, other: &Self) -> Self;
	fn squared(&self) -> Self;
	/// The opposite if so asked.
	fn negated_if(&self, negate: bool) -> Self;
	/// What is inverted in this one's place.
	fn norm(&self) -> Fq;
	/// The inverse, given the norm's.
	fn inverse_by(&self, inverse_norm: &Fq) -> Self;
	/// The base field's numbers that make it up, as arkworks keeps them.
	fn limbs(&self) -> impl Iterator<Item = u64>;
	/// A number of such limbs.
	fn from_limbs(limbs: &mut impl Iterator<Item = u64>) -> Self;
}

impl Coordinate for Fq {
	#[inline(always)]
	fn is_equal(&self, other: &Self) -> bool {
		is_equal(self, other)
	}

	#[inline(always)]
	fn minus(&self, other: &Self) -> Self {
		minus(self, other)
	}

	#[inline(always)]
	fn times(&self, other: &Self) -> Self {
		*self * other
	}

	#[inline(always)]
	fn squared(&self) -> Self {
		self.square()
	}

	#[inline(always)]
	fn negated_if(&self, negate: bool) -> Self {
		negated_if(self, negate)
	}

	#[inline(always)]
	fn norm(&self) -> Fq {
		*self
	}

	#[inline(always)]
	fn inverse_by(&self, inverse_norm: &Fq) -> Self {
		*inverse_norm
	}

	#[inline(always)]
	fn limbs(&self) -> impl Iterator<Item = u64> {
		self.0 .0.into_iter()
	}

	#[inline(always)]
	fn from_limbs(limbs: &mut impl Iterator<Item = u64>) -> Self {
		Self::new_unchecked(BigInt(core::array::from_fn(|_| limbs.next().unwrap_or(0))))
	}
}

/// BN254's `i` is a root of -1.
impl Coordinate for Fq2 {
	#[inline(always)]
	fn is_equal(&self, other: &Self) -> bool {
		is_equal(&self.c0, &other.c0) & is_equal(&self.c1, &other.c1)
	}

	#[inline(always)]
	fn minus(&self, other: &Self) -> Self {
		Self::new(minus(&self.c0, &other.c0), minus(&self.c1, &other.c1))
	}

	/// Karatsuba's way.
	#[inline(always)]
	fn times(&self, other: &Self) -> Self {
		let (c0, c1) = (self.c0 * other.c0, self.c1 * other.c1);
		let all = unreduced_sum(&self.c0, &self.c1) * unreduced_sum(&other.c0, &other.c1);
		Self::new(minus(&c0, &c1), minus(&minus(&all, &c0), &c1))
	}

	/// `(a + bi)^2 = (a + b)(a - b) + 2abi`.
	#[inline(always)]
	fn squared(&self) -> Self {
		Self::new(
			unreduced_sum(&self.c0, &self.c1) * minus(&self.c0, &self.c1),
			unreduced_sum(&self.c0, &self.c0) * self.c1,
		)
	}

	#[inline(always)]
	fn negated_if(&self, negate: bool) -> Self {
		Self::new(negated_if(&self.c0, negate), negated_if(&self.c1, negate))
	}

	#[inline(always)]
	fn norm(&self) -> Fq {
		plus(&self.c0.square(), &self.c1.square())
	}

	/// `1/(a + bi) = (a - bi)/(a^2 + b^2)`.
	#[inline(always)]
	fn inverse_by(&self, inverse_norm: &Fq) -> Self {
		Self::new(self.c0 * inverse_norm, minus(&Fq::ZERO, &(self.c1 * inverse_norm)))
	}

	#[inline(always)]
	fn limbs(&self) -> impl Iterator<Item = u64> {
		self.c0.limbs().chain(self.c1.limbs())
	}

	#[inline(always)]
	fn from_limbs(limbs: &mut impl Iterator<Item = u64>) -> Self {
		Self::new(Fq::from_limbs(limbs), Fq::from_limbs(limbs))
	}
}

/// A point of a curve with `a = 0`, as both of BN254's are; zeros, which are on neither, stand for
/// infinity. None has order two. One or two lines of the processor's cache.
#[repr(align(64))]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Point<F> {
	pub(crate) x: F,
	pub(crate) y: F,
}

impl<F: Coordinate> Point<F> {
	pub(crate) const INFINITY: Self = Self { x: F::ZERO, y: F::ZERO };

	#[inline(always)]
	fn is_infinity(&self) -> bool {
		self.x.is_equal(&F::ZERO) && self.y.is_equal(&F::ZERO)
	}

	/// Loads it from memory, both lines if it has two.
	#[inline(always)]
	fn touch(&self) -> u64 {
		self.x.limbs().next().unwrap_or(0) ^ self.y.limbs().next().unwrap_or(0)
	}

	/// The double, given the inverse of twice the ordinate.
	#[inline(always)]
	fn doubled(&self, inverse: &F) -> Self {
		let square = self.x.squared();
		let slope = (square.double() + square).times(inverse);
		let x = slope.squared().minus(&self.x).minus(&self.x);
		Self { x, y: slope.times(&self.x.minus(&x)).minus(&self.y) }
	}
}

impl<F: Coordinate> Zeroize for Point<F> {
	fn zeroize(&mut self) {
		self.x.zeroize();
		self.y.zeroize();
	}
}

impl<F: Coordinate, P: SWCurveConfig<BaseField = F>> From<&Affine<P>> for Point<F> {
	fn from(point: &Affine<P>) -> Self {
		point.xy().map_or(Self::INFINITY, |(x, y)| Self { x, y })
	}
}

fn affine<P: SWCurveConfig<BaseField: Coordinate>>(point: &Point<P::BaseField>) -> Affine<P> {
	if point.is_infinity() {
		Affine::identity()
	} else {
		Affine::new_unchecked(point.x, point.y)
	}
}

/// Numbers that are inverted together, by one inversion.
struct Divisors<F> {
	/// The numbers, then their inverses.
	all: Vec<F>,
	/// The norm of each, and the product of those before it in its lane.
	norms: Vec<(Fq, Fq)>,
	count: usize,
}

impl<F: Coordinate> Divisors<F> {
	/// None, and room for so many.
	fn with_capacity(capacity: usize) -> Self {
		let capacity = capacity.next_multiple_of(LANES);
		// Of its full length from the start, so that nothing is left behind where it once lay.
		Self { all: vec![F::ZERO; capacity], norms: vec![(Fq::ZERO, Fq::ZERO); capacity], count: 0 }
	}

	/// Takes in a number, which must not be 0.
	#[inline(always)]
	fn push(&mut self, divisor: F) {
		self.all[self.count] = divisor;
		self.count += 1;
	}

	/// The inverses in order, in chunks of [`LANES`]. The last may have more than there were numbers.
	fn invert(&mut self) -> impl Iterator<Item = &[F]> {
		let end = self.count.next_multiple_of(LANES);
		self.all[self.count..end].fill(F::ONE);
		self.count = 0;
		let (all, all_norms) = (&mut self.all[..end], &mut self.norms[..end]);
		let mut products = [Fq::ONE; LANES];
		for (divisors, norms) in all.chunks_exact(LANES).zip(all_norms.chunks_exact_mut(LANES)) {
			for ((divisor, norm), product) in divisors.iter().zip(norms).zip(&mut products) {
				*norm = (divisor.norm(), *product);
				*product *= norm.0;
			}
		}
		batch_inversion(&mut products);
		for (divisors, norms) in
			all.chunks_exact_mut(LANES).zip(all_norms.chunks_exact(LANES)).rev()
		{
			for ((divisor, norm), inverse) in divisors.iter_mut().zip(norms).zip(&mut products) {
				*divisor = divisor.inverse_by(&(*inverse * norm.1));
				*inverse *= norm.0;
			}
		}
		products.iter_mut().for_each(Zeroize::zeroize);
		self.all[..end].chunks_exact(LANES)
	}
}

impl<F: Zeroize> Zeroize for Divisors<F> {
	fn zeroize(&mut self) {
		self.all.zeroize();
		self.norms.zeroize();
	}
}

/// Puts the sum of each pair of points at the place of its first. Their abscissas differ;
/// `inverses` has one over the difference for each.
fn add_pairs<'a, F: Coordinate>(
	points: &mut [Point<F>],
	pairs: &[(u32, u32)],
	inverses: impl Iterator<Item = &'a [F]>,
) {
	for (pairs, inverses) in pairs.chunks(LANES).zip(inverses) {
		let mut slopes = [F::ZERO; LANES];
		for ((slope, (left, right)), inverse) in slopes.iter_mut().zip(pairs).zip(inverses) {
			let (one, other) = (&points[*left as usize], &points[*right as usize]);
			*slope = other.y.minus(&one.y).times(inverse);
		}
		let mut sums = [F::ZERO; LANES];
		for ((sum, (left, right)), slope) in sums.iter_mut().zip(pairs).zip(&slopes) {
			let (one, other) = (&points[*left as usize], &points[*right as usize]);
			*sum = slope.squared().minus(&one.x).minus(&other.x);
		}
		for ((x, (left, _)), slope) in sums.iter().zip(pairs).zip(&slopes) {
			let point = &mut points[*left as usize];
			let y = slope.times(&point.x.minus(x)).minus(&point.y);
			*point = Point { x: *x, y };
		}
	}
}

/// A point by its place, or its opposite: the place is shifted by the lowest bit, which is 1 for
/// the opposite.
type Entry = u32;

/// Some groups of points one after the other, and the places of their sums.
struct Groups<'a, F> {
	/// The points of them all.
	entries: &'a [Entry],
	/// How many of these each group has.
	lengths: &'a [u32],
	sums: &'a mut [Point<F>],
}

/// Adds up one group after the other of the points that `entries` name; `lengths` tells how many
/// each group has.
fn sum_groups<F: Coordinate>(
	points: &[Point<F>],
	entries: &[Entry],
	lengths: &[u32],
	clock: &Clock,
) -> Zeroizing<Vec<Point<F>>> {
	let mut sums = Zeroizing::new(vec![Point::INFINITY; lengths.len()]);
	let mut chunks = Vec::new();
	let mut rest = Groups { entries, lengths, sums: &mut sums };
	while !rest.lengths.is_empty() {
		let (mut groups, mut length) = (0, 0);
		while length < CHUNK && groups < rest.lengths.len() {
			length += rest.lengths[groups] as usize;
			groups += 1;
		}
		let (entries, other_entries) = rest.entries.split_at(length);
		let (lengths, other_lengths) = rest.lengths.split_at(groups);
		let (sums, other_sums) = rest.sums.split_at_mut(groups);
		chunks.push(Groups { entries, lengths, sums });
		rest = Groups { entries: other_entries, lengths: other_lengths, sums: other_sums };
	}
	// Dealt out one by one, so that no thread is left with many at the end.
	let chunks = chunks.into_par_iter().with_max_len(1);
	chunks.for_each(|chunk| clock.time(|| sum_chunk(points, chunk)));
	sums
}

fn sum_chunk<F: Coordinate>(points: &[Point<F>], chunk: Groups<'_, F>) {
	let Groups { entries, lengths, sums } = chunk;
	// The table is larger than the processor's caches. Loads that wait for nothing bring what is
	// needed of it all at once: a sixth of the whole is saved.
	let touched = entries.iter().map(|entry| points[(entry >> 1) as usize].touch());
	black_box(touched.fold(0, |all, limb| all ^ limb));
	let mut terms: Vec<Point<F>> = Vec::with_capacity(entries.len());
	terms.extend(entries.iter().map(|entry| {
		let Point { x, y } = points[(entry >> 1) as usize];
		Point { x, y: y.negated_if(entry & 1 == 1) }
	}));
	let mut pairs = vec![(0, 0); entries.len() / 2];
	let mut divisors = Divisors::with_capacity(entries.len() / 2);
	let longest = lengths.iter().max().copied().unwrap_or(0);
	// Each round adds in pairs what the last one left: every so-many-th term, starting with the
	// first of its group.
	let mut step = 1;
	while step < longest {
		let mut count = 0;
		let mut start = 0;
		for length in lengths {
			let (mut left, end) = (start, start + length);
			while left + step < end {
				let right = left + step;
				let (one, other) = (&terms[left as usize], &terms[right as usize]);
				let difference = other.x.minus(&one.x);
				if one.is_infinity() || other.is_infinity() || difference.is_equal(&F::ZERO) {
					// Hardly ever.
					terms[left as usize] = add(one, other);
				} else {
					divisors.push(difference);
					pairs[count] = (left, right);
					count += 1;
				}
				left = right + step;
			}
			start = end;
		}
		add_pairs(&mut terms, &pairs[..count], divisors.invert());
		step *= 2;
	}
	let mut start = 0;
	for (sum, length) in sums.iter_mut().zip(lengths) {
		if *length > 0 {
			*sum = terms[start as usize];
		}
		start += length;
	}
	terms.zeroize();
	pairs.zeroize();
	divisors.zeroize();
}

/// The sum of two points of which one is infinity, or the other's equal or opposite.
fn add<F: Coordinate>(one: &Point<F>, other: &Point<F>) -> Point<F> {
	if one.is_infinity() {
		*other
	} else if other.is_infinity() {
		*one
	} else if one.y.is_equal(&other.y) {
		// No point has order two.
		one.y.double().inverse().map_or(Point::INFINITY, |inverse| one.doubled(&inverse))
	} else {
		Point::INFINITY
	}
}

/// How a table is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Layout {
	/// The bits of a digit: from 2 to 16.
	pub(crate) digit_bits: usize,
	/// How many multiples of each point are kept: the one by `2^(digit_bits * i)` is the `i`th.
	pub(crate) multiples: usize,
}

impl Layout {
	/// The fastest for so many points that keeps none but themselves.
	pub(crate) fn bare(count: usize) -> Self {
		Self::fastest(count, |digit_bits| Self { digit_bits, multiples: 1 })
	}

	/// The fastest for so many points that keeps a multiple for each digit, so that all digits share
	/// their buckets.
	pub(crate) fn full(count: usize) -> Self {
		let multiples = |digit_bits| SCALAR_BITS.div_ceil(digit_bits);
		Self::fastest(count, |digit_bits| Self { digit_bits, multiples: multiples(digit_bits) })
	}

	/// The one with the fewest additions: one for each digit, two for each bucket.
	fn fastest(count: usize, layout: impl Fn(usize) -> Self) -> Self {
		let additions =
			|layout: &Self| layout.digits() * count + 2 * layout.sets() * layout.buckets();
		(2..=16).map(&layout).min_by_key(additions).unwrap_or(layout(2))
	}

	/// How many sets of buckets there are.
	fn sets(self) -> usize {
		self.digits().div_ceil(self.multiples)
	}

	fn digits(self) -> usize {
		SCALAR_BITS.div_ceil(self.digit_bits)
	}

	/// A digit's largest absolute value, and so the number of buckets.
	fn buckets(self) -> usize {
		1 << (self.digit_bits - 1)
	}

	/// Writes a scalar's digits, each from `-buckets` to `buckets - 1`, the lowest first.
	fn write_digits(self, scalar: &BigInt<4>, digits: &mut [i16]) {
		let limbs = &scalar.0;
		let mut carry = 0;
		for (position, digit) in digits.iter_mut().enumerate() {
			let start = position * self.digit_bits;
			let (limb, shift) = (start / 64, start % 64);
			let mut bits = limbs[limb] >> shift;
			if shift + self.digit_bits > 64 && limb + 1 < limbs.len() {
				bits |= limbs[limb + 1] << (64 - shift);
			}
			let value = (bits & ((1 << self.digit_bits) - 1)) as i32 + carry;
			carry = i32::from(value >= 1 << (self.digit_bits - 1));
			*digit = (value - (carry << self.digit_bits)) as i16;
		}
	}
}

/// Fixed points with some of their multiples.
pub(crate) struct Table<P: SWCurveConfig<BaseField: Coordinate>> {
	layout: Layout,
	/// All multiples of the first point, all of the second, and so on.
	points: Vec<Point<P::BaseField>>,
}

impl<P: SWCurveConfig<BaseField: Coordinate>> Table<P> {
	/// The table of some points, none of which is infinity, on rayon's threads.
	pub(crate) fn new(layout: Layout, points: &[Affine<P>]) -> Self {
		let Layout { digit_bits, multiples } = layout;
		let mut table = vec![Point::INFINITY; points.len() * multiples];
		let chunks =
			table.par_chunks_mut(TABLE_CHUNK * multiples).zip(points.par_chunks(TABLE_CHUNK));
		chunks.for_each(|(table, points)| {
			let mut current: Vec<Point<P::BaseField>> = points.iter().map(Point::from).collect();
			let mut divisors = Divisors::with_capacity(points.len());
			for multiple in 0..multiples {
				for _ in 0..if multiple == 0 { 0 } else { digit_bits } {
					current.iter().for_each(|point| divisors.push(point.y.double()));
					for (points, inverses) in current.chunks_mut(LANES).zip(divisors.invert()) {
						for (point, inverse) in points.iter_mut().zip(inverses) {
							*point = point.doubled(inverse);
						}
					}
				}
				for (row, point) in table.chunks_exact_mut(multiples).zip(&current) {
					row[multiple] = *point;
				}
			}
		});
		Self { layout, points: table }
	}

	/// A table as [`points`](Self::points) gave it.
	pub(crate) fn from_points(layout: Layout, points: Vec<Point<P::BaseField>>) -> Self {
		Self { layout, points }
	}

	/// All multiples of the first point, all of the second, and so on.
	pub(crate) fn points(&self) -> &[Point<P::BaseField>] {
		&self.points
	}

	/// `sum(scalars[i] * points[i])`, on rayon's threads, for scalars below 2^254; those beyond the
	/// points are left out.
	pub(crate) fn msm(&self, scalars: &[BigInt<4>], clock: &Clock) -> Projective<P> {
		let (layout, multiples) = (self.layout, self.layout.multiples);
		let (digits, buckets) = (layout.digits(), layout.buckets());
		let sets = layout.sets();
		let count = scalars.len().min(self.points.len() / multiples);

		let (mut entries, mut lengths) = clock.time(|| {
			let mut all_digits = Zeroizing::new(vec![0i16; count * digits]);
			let rows = all_digits.chunks_exact_mut(digits).zip(scalars);
			rows.for_each(|(row, scalar)| layout.write_digits(scalar, row));

			// Sorted by counting: first how many each bucket takes, then each to its place.
			let place_of = |position: usize, digit: i16| {
				position / multiples * buckets + usize::from(digit.unsigned_abs()) - 1
			};
			let mut lengths = vec![0u32; sets * buckets];
			for row in all_digits.chunks_exact(digits) {
				for (position, digit) in row.iter().enumerate().filter(|(_, digit)| **digit != 0) {
					lengths[place_of(position, *digit)] += 1;
				}
			}
			let mut total = 0;
			let starts = lengths.iter().map(|length| {
				total += length;
				total - length
			});
			let mut starts = Zeroizing::new(starts.collect::<Vec<u32>>());
			let mut entries: Vec<Entry> = vec![0; total as usize];
			for (point, row) in all_digits.chunks_exact(digits).enumerate() {
				for (position, digit) in row.iter().enumerate().filter(|(_, digit)| **digit != 0) {
					let place = &mut starts[place_of(position, *digit)];
					let multiple = (point * multiples + position % multiples) as u32;
					entries[*place as usize] = multiple << 1 | u32::from(*digit < 0);
					*place += 1;
				}
			}
			(entries, lengths)
		});
		let sums = sum_groups(&self.points, &entries, &lengths, clock);
		entries.zeroize();
		lengths.zeroize();
		self.combine(&sums, sets, clock)
	}

	/// `sum(2^(digit_bits * multiples * set) * k * bucket)` over each set's buckets, counted from
	/// `k = 1`.
	///
	/// `k` is taken apart into a high and a low half, so that the buckets need to be added up only
	/// by either half, and few sums remain to be multiplied by what it stands for.
	fn combine(&self, sums: &[Point<P::BaseField>], sets: usize, clock: &Clock) -> Projective<P> {
		let buckets = self.layout.buckets();
		let low_bits = (self.layout.digit_bits - 1) / 2;
		let (rows, columns) = (buckets >> low_bits, (1 << low_bits) - 1);
		let (mut entries, mut lengths) = (Vec::with_capacity(2 * sums.len()), Vec::new());
		let mut group = |buckets: &mut dyn Iterator<Item = usize>| {
			let before = entries.len();
			entries.extend(buckets.map(|place| (place as Entry) << 1));
			lengths.push((entries.len() - before) as u32);
		};
		for first in (0..sets).map(|set| set * buckets) {
			for high in 1..=rows {
				let range = high << low_bits..((high + 1) << low_bits).min(buckets + 1);
				group(&mut range.map(|k| first + k - 1));
			}
			for low in 1..=columns {
				group(&mut (low..=buckets).step_by(columns + 1).map(|k| first + k - 1));
			}
		}
		let halves = sum_groups(sums, &entries, &lengths, clock);

		clock.time(|| {
			let weighted = |sums: &[Point<P::BaseField>]| {
				let mut running = Projective::<P>::zero();
				let mut total = Projective::<P>::zero();
				for sum in sums.iter().rev() {
					running += affine::<P>(sum);
					total += running;
				}
				total
			};
			halves.chunks_exact(rows + columns).rev().fold(Projective::zero(), |total, halves| {
				let (rows, columns) = halves.split_at(rows);
				double(total, self.layout.digit_bits * self.layout.multiples)
					+ double(weighted(rows), low_bits)
					+ weighted(columns)
			})
		})
	}
}

fn double<P: SWCurveConfig>(mut point: Projective<P>, times: usize) -> Projective<P> {
	for _ in 0..times {
		point.double_in_place();
	}
	point
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

	fn layout() -> impl Strategy<Value = Layout> {
		(2usize..=16).prop_flat_map(|digit_bits| {
			(1..=SCALAR_BITS.div_ceil(digit_bits))
				.prop_map(move |multiples| Layout { digit_bits, multiples })
		})
	}

	/// Points with repetitions and opposites among them.
	fn check<P>(layout: Layout, pairs: &[(Fr, u8)])
	where
		P: SWCurveConfig<ScalarField = Fr, BaseField: Coordinate>,
	{
		let points: Vec<Affine<P>> = pairs
			.iter()
			.map(|(_, kind)| {
				let point = P::GENERATOR * Fr::from(u64::from(kind % 16 + 1));
				if kind & 16 == 0 { point } else { -point }.into_affine()
			})
			.collect();
		let scalars: Vec<_> = pairs.iter().map(|(scalar, _)| scalar.into_bigint()).collect();
		let found = Table::new(layout, &points).msm(&scalars, &Clock::default());
		assert_eq!(found, Projective::<P>::msm_bigint(&points, &scalars));
	}

	proptest! {
		#![proptest_config(ProptestConfig::with_cases(64))]

		#[test]
		fn multiplies_as_arkworks_does(
			layout in layout(),
			pairs in proptest::collection::vec((scalar(), any::<u8>()), 0..200),
		) {
			check::<g1::Config>(layout, &pairs);
			check::<g2::Config>(layout, &pairs);
		}
	}
}
