//! Miller loops of the optimal ate pairing (Vercauteren, "Optimal pairings", 2008), multiplied
//! together: of many pairs at once, whose points on the twist move in lockstep and share the
//! inversions of affine coordinates and the squarings of the product.
//!
//! The loop of a point `B` ends at `[6x + 2] B + psi(B) - psi^2(B)`, `psi` being the twist's
//! Frobenius. This is `-psi^3(B)` if and only if `B` is in the subgroup of order `r`, so that the
//! loop is the check of the subgroup as well. (Dai, Lin, Zhao and Zhou, "Fast subgroup membership
//! testings for G1, G2 and GT on pairing-friendly curves", 2022, check in this way with other
//! endomorphisms; a test below proves it for this one.)
//!
//! Lines are divided by their value's constant term, which lies in a subfield and falls to the
//! final exponentiation: each is `1 + b w + c w^3`.

use crate::{
	field::{
		add2, multiply12, multiply12_by_line, multiply2, square12, square12_cyclotomic, square2,
		subtract2,
	},
	lockstep::with_inverses,
};
use alloc::vec::Vec;
use ark_bn254::{Config, Fq, Fq12, Fq2, G1Affine, G2Affine};
use ark_ec::bn::BnConfig;
use ark_ff::{AdditiveGroup, Field, MontFp, One};

/// Where lines are evaluated: a point of the curve as `-x / y` and `1 / y`.
#[derive(Clone, Copy)]
pub(crate) struct Place {
	minus_x_by_y: Fq,
	one_by_y: Fq,
}

impl Place {
	/// The points made ready. None is the point at infinity; the curve has none with `y = 0`.
	pub(crate) fn of(points: impl Iterator<Item = G1Affine>) -> Vec<Self> {
		let mut places: Vec<_> =
			points.map(|point| Self { minus_x_by_y: -point.x, one_by_y: point.y }).collect();
		with_inverses(
			&mut places,
			&mut Vec::new(),
			|place| place.one_by_y,
			|place, inverse| {
				place.minus_x_by_y *= inverse;
				place.one_by_y = inverse;
			},
		);
		places
	}
}

/// The line `y - slope * x + offset` on the twist.
#[derive(Clone, Copy, Debug)]
struct Line {
	slope: Fq2,
	offset: Fq2,
}

impl Line {
	/// Multiplies `product` by the line's value.
	fn multiply(&self, product: &mut Fq12, place: &Place) {
		let (mut b, mut c) = (self.slope, self.offset);
		b.mul_assign_by_fp(&place.minus_x_by_y);
		c.mul_assign_by_fp(&place.one_by_y);
		*product = multiply12_by_line(product, &b, &c);
	}
}

/// The lines of a point that is known beforehand.
#[derive(Clone, Debug)]
pub(crate) struct Lines {
	point: G2Affine,
	lines: Vec<Line>,
}

impl Lines {
	/// The lines of a point on the twist, not at infinity; `None` if it is outside the subgroup.
	pub(crate) fn checked(point: G2Affine) -> Option<Self> {
		let mut lines = Vec::with_capacity(STEPS);
		let in_subgroup = walk(point, |denominator, line| lines.push((denominator, line)));
		in_subgroup.then(|| Self::new(point, lines))
	}

	/// The lines of a point of the subgroup, not at infinity.
	pub(crate) fn of(point: G2Affine) -> Self {
		let mut lines = Vec::with_capacity(STEPS);
		walk(point, |denominator, line| lines.push((denominator, line)));
		Self::new(point, lines)
	}

	/// From lines with their denominators, none of which is zero.
	fn new(point: G2Affine, mut lines: Vec<(Fq2, Line)>) -> Self {
		with_inverses(
			&mut lines,
			&mut Vec::new(),
			|(denominator, _)| *denominator,
			|(_, line), inverse| {
				line.slope = multiply2(&line.slope, &inverse);
				line.offset = multiply2(&line.offset, &inverse);
			},
		);
		Self { point, lines: lines.into_iter().map(|(_, line)| line).collect() }
	}

	/// How much memory the lines take.
	pub(crate) fn size_in_bytes(&self) -> usize {
		size_of_val(&self.lines[..])
	}

	/// Whose lines they are.
	pub(crate) fn point(&self) -> G2Affine {
		self.point
	}
}

/// Whether a point on the twist, not at infinity, is in the subgroup of order `r`.
pub(crate) fn in_subgroup(point: G2Affine) -> bool {
	walk(point, |_, _| {})
}

/// Goes the way of a point on the twist through the loop, in projective coordinates (the formulas
/// of Aranha, Barreto, Longa and Ricardini, "The realm of the pairings", 2013, less the halvings).
/// Hands out the lines with a common denominator; tells whether the point is in the subgroup. If
/// not, the way may end early.
fn walk(start: G2Affine, mut line: impl FnMut(Fq2, Line)) -> bool {
	let mut now = Projective { x: start.x, y: start.y, z: Fq2::ONE };
	let mut step = |denominator: Fq2, slope: Fq2, offset: Fq2| {
		line(denominator, Line { slope, offset });
		// Else the point's order is no more than the loop's length.
		denominator != Fq2::ZERO
	};
	let one = frobenius(start);
	let two = frobenius(one);
	for digit in Config::ATE_LOOP_COUNT.iter().rev().skip(1) {
		let on = now.double(&mut step)
			&& match digit {
				1 => now.add(start, &mut step),
				-1 => now.add(-start, &mut step),
				_ => true,
			};
		if !on {
			return false;
		}
	}
	let end = -frobenius(two);
	now.add(one, &mut step)
		&& now.add(-two, &mut step)
		&& now.x == multiply2(&end.x, &now.z)
		&& now.y == multiply2(&end.y, &now.z)
}

/// The point `(x / z, y / z)`.
struct Projective {
	x: Fq2,
	y: Fq2,
	z: Fq2,
}

impl Projective {
	/// Doubles the point, and gives `step` the tangent.
	fn double(&mut self, step: impl FnOnce(Fq2, Fq2, Fq2) -> bool) -> bool {
		let Self { x, y, z } = self;
		let [x_square, y_square, z_square] = [&*x, &*y, &*z].map(square2);
		let yz_twice = square2(&(*y + *z)) - y_square - z_square;
		let e = multiply2(&z_square, &THREE_B);
		let f = e.double() + e;
		let on = step(yz_twice, x_square.double() + x_square, y_square - e);
		let e_square = square2(&e.double());
		*x = multiply2(&multiply2(x, y), &(y_square - f)).double();
		*y = square2(&(y_square + f)) - e_square.double() - e_square;
		*z = multiply2(&y_square, &yz_twice).double().double();
		on
	}

	/// Adds another point, and gives `step` the chord.
	fn add(&mut self, other: G2Affine, step: impl FnOnce(Fq2, Fq2, Fq2) -> bool) -> bool {
		let Self { x, y, z } = self;
		let rise = *y - multiply2(&other.y, z);
		let run = *x - multiply2(&other.x, z);
		let on = step(run, rise, multiply2(&rise, &other.x) - multiply2(&run, &other.y));
		let run_square = square2(&run);
		let run_cube = multiply2(&run_square, &run);
		let g = multiply2(x, &run_square);
		let h = run_cube + multiply2(z, &square2(&rise)) - g.double();
		*x = multiply2(&run, &h);
		*y = multiply2(&rise, &(g - h)) - multiply2(&run_cube, y);
		*z = multiply2(z, &run_cube);
		on
	}
}

/// Enough room for the lines of a loop.
const STEPS: usize = 96;

/// Three times the constant of the twist's equation, `3 / (9 + u)`.
const THREE_B: Fq2 = Fq2::new(
	MontFp!("14681138511599513868579906292550611339979233093309515871315818100066920017953"),
	MontFp!("800789373359973483740722161411851527635230895998700865708135532730922910070"),
);

/// A pair whose point on the twist is not known beforehand.
pub(crate) struct Pair {
	place: Place,
	start: G2Affine,
	now: G2Affine,
	astray: bool,
}

impl Pair {
	/// A pair; the point on the twist is not at infinity, and may be outside the subgroup.
	pub(crate) fn new(place: Place, point: G2Affine) -> Self {
		Self { place, start: point, now: point, astray: false }
	}

	/// Whether the pair's point on the twist was found in the subgroup, after the loop.
	pub(crate) fn in_subgroup(&self) -> bool {
		!self.astray && self.now == -frobenius(frobenius(frobenius(self.start)))
	}

	/// The denominator, if the step can be taken. If not, the point's order is no more than the
	/// loop's length: it is not in the subgroup.
	fn unless_zero(&mut self, denominator: Fq2) -> Fq2 {
		if denominator == Fq2::ZERO {
			self.astray = true;
		}
		if self.astray {
			Fq2::ONE
		} else {
			denominator
		}
	}

	/// Goes on to where the chord or tangent leads; gives the line.
	fn advance(&mut self, other_x: Fq2, slope: Fq2) -> Line {
		let G2Affine { x, y, .. } = self.now;
		let offset = subtract2(&multiply2(&slope, &x), &y);
		self.now.x = subtract2(&square2(&slope), &add2(&x, &other_x));
		self.now.y = subtract2(&offset, &multiply2(&slope, &self.now.x));
		Line { slope, offset }
	}
}

/// The twist's endomorphism `psi`: `q`-th powers on the curve, seen on the twist.
fn frobenius(mut point: G2Affine) -> G2Affine {
	point.x.conjugate_in_place();
	point.y.conjugate_in_place();
	point.x *= Config::TWIST_MUL_BY_Q_X;
	point.y *= Config::TWIST_MUL_BY_Q_Y;
	point
}

/// The product of the Miller loops of all pairs, none of whose points is at infinity. It means
/// nothing unless all are then [in the subgroup](Pair::in_subgroup).
pub(crate) fn product(pairs: &mut [Pair], known: &[(&Lines, G1Affine)]) -> Fq12 {
	let places = Place::of(known.iter().map(|(_, point)| *point));
	let mut steps = Steps {
		product: Fq12::one(),
		room: Vec::with_capacity(pairs.len()),
		known: known.iter().zip(places).map(|((known, _), at)| (known.lines.iter(), at)).collect(),
	};
	for digit in Config::ATE_LOOP_COUNT.iter().rev().skip(1) {
		steps.product = square12(&steps.product);
		steps.double(pairs);
		match digit {
			1 => steps.add(pairs, |pair| pair.start),
			-1 => steps.add(pairs, |pair| -pair.start),
			_ => {}
		}
	}
	steps.add(pairs, |pair| frobenius(pair.start));
	steps.add(pairs, |pair| -frobenius(frobenius(pair.start)));
	steps.product
}

/// The steps that the loops of all pairs take together.
struct Steps<'a> {
	product: Fq12,
	room: Vec<Fq2>,
	known: Vec<(core::slice::Iter<'a, Line>, Place)>,
}

impl Steps<'_> {
	fn double(&mut self, pairs: &mut [Pair]) {
		with_inverses(
			pairs,
			&mut self.room,
			|pair| pair.unless_zero(add2(&pair.now.y, &pair.now.y)),
			|pair, inverse| {
				let square = square2(&pair.now.x);
				let thrice = add2(&add2(&square, &square), &square);
				let slope = multiply2(&thrice, &inverse);
				pair.advance(pair.now.x, slope).multiply(&mut self.product, &pair.place);
			},
		);
		self.multiply_known();
	}

	fn add(&mut self, pairs: &mut [Pair], addend: impl Fn(&Pair) -> G2Affine) {
		with_inverses(
			pairs,
			&mut self.room,
			|pair| pair.unless_zero(subtract2(&addend(pair).x, &pair.now.x)),
			|pair, inverse| {
				let addend = addend(pair);
				let slope = multiply2(&subtract2(&addend.y, &pair.now.y), &inverse);
				pair.advance(addend.x, slope).multiply(&mut self.product, &pair.place);
			},
		);
		self.multiply_known();
	}

	fn multiply_known(&mut self) {
		for (lines, place) in &mut self.known {
			if let Some(line) = lines.next() {
				line.multiply(&mut self.product, place);
			}
		}
	}
}

/// Whether the final exponentiation of a product of Miller loops is 1: its power by
/// `(q^12 - 1) / r`, and by a number that has nothing in common with `r`.
pub(crate) fn is_one(product: &Fq12) -> bool {
	let Some(inverse) = product.inverse() else { return false };
	// To the power `q^6 - 1`, then `q^2 + 1`. From here on inverses are conjugates.
	let power = multiply12(&conjugate(product), &inverse);
	let power = multiply12(&power, &power.frobenius_map(2));
	last_part(&power) == Fq12::one()
}

/// To the power `2 x (6 x^2 + 3 x + 1) (q^4 - q^2 + 1) / r`, which is
/// `(1 + a + 6 x^2) + (a - 2 x) q + a q^2 + (a - 2 x - 1) q^3` with `a = 6 x + 6 x^2 + 12 x^3`
/// (Fuentes-Castaneda, Knapp and Rodriguez-Henriquez, "Faster hashing to G2", 2011).
fn last_part(base: &Fq12) -> Fq12 {
	let twice = square12_cyclotomic(&to_the_x(base));
	let sixth = multiply12(&square12_cyclotomic(&twice), &twice);
	let square = to_the_x(&sixth);
	let a = multiply12(&multiply12(&sixth, &square), &to_the_x(&square12_cyclotomic(&square)));
	let less = multiply12(&a, &conjugate(&twice));
	let powers = [
		multiply12(&multiply12(base, &a), &square),
		less.frobenius_map(1),
		a.frobenius_map(2),
		multiply12(&less, &conjugate(base)).frobenius_map(3),
	];
	powers[1..].iter().fold(powers[0], |product, power| multiply12(&product, power))
}

fn conjugate(element: &Fq12) -> Fq12 {
	Fq12::new(element.c0, -element.c1)
}

/// To the power of the curve's `x`, by odd powers up to the seventh.
fn to_the_x(base: &Fq12) -> Fq12 {
	let square = square12_cyclotomic(base);
	let mut odd = [*base; 4];
	for place in 1..odd.len() {
		odd[place] = multiply12(&odd[place - 1], &square);
	}
	let mut power = Fq12::one();
	for digit in X_DIGITS.iter().rev().skip_while(|digit| **digit == 0) {
		power = square12_cyclotomic(&power);
		if *digit != 0 {
			let odd = odd[usize::from(digit.unsigned_abs()) / 2];
			power = multiply12(&power, &if *digit < 0 { conjugate(&odd) } else { odd });
		}
	}
	power
}

/// The curve's `x` to the base 2, in digits that are odd and at most 7 in size, or 0: the least
/// significant first.
const X_DIGITS: [i8; 64] = {
	let mut rest = Config::X[0] as i128;
	let mut digits = [0; 64];
	let mut place = 0;
	while rest != 0 {
		if rest % 2 == 1 {
			let digit = (rest + 8) % 16 - 8;
			digits[place] = digit as i8;
			rest -= digit;
		}
		rest /= 2;
		place += 1;
	}
	digits
};

#[cfg(test)]
mod tests {
	use super::*;
	use ark_bn254::{g2, Bn254, Fr};
	use ark_ec::{
		pairing::{MillerLoopOutput, Pairing},
		short_weierstrass::SWCurveConfig,
		AffineRepr, CurveConfig, CurveGroup,
	};
	use ark_ff::Zero;

	fn curve_points(count: u64) -> Vec<G1Affine> {
		let point = |n| (G1Affine::generator() * Fr::from(n).pow([5])).into_affine();
		(1..=count).map(point).collect()
	}

	fn twist_points(count: u64) -> Vec<G2Affine> {
		let point = |n| (G2Affine::generator() * Fr::from(n).pow([7])).into_affine();
		(1..=count).map(point).collect()
	}

	/// Points of the twist as they come: nearly all are outside the subgroup.
	fn any_twist_points() -> impl Iterator<Item = G2Affine> {
		(0u64..).filter_map(|n| {
			let x = Fq2::new(Fq::from(n), Fq::from(n * n + 1));
			G2Affine::get_point_from_x_unchecked(x, n % 2 == 0)
		})
	}

	/// What the loops of pairs say of each point's subgroup, after they went together.
	fn in_subgroup_together(points: &[G2Affine]) -> Vec<bool> {
		let places = Place::of(curve_points(points.len() as u64).into_iter());
		let mut pairs: Vec<_> =
			places.into_iter().zip(points).map(|(place, point)| Pair::new(place, *point)).collect();
		product(&mut pairs, &[]);
		pairs.iter().map(Pair::in_subgroup).collect()
	}

	#[test]
	fn the_digits_are_those_of_x() {
		let sum = X_DIGITS.iter().rev().fold(0i128, |sum, digit| 2 * sum + i128::from(*digit));
		assert_eq!(sum, Config::X[0].into());
		assert!(X_DIGITS.iter().all(|digit| *digit == 0 || digit % 2 != 0 && digit.abs() < 8));
	}

	#[test]
	fn the_twists_constant() {
		assert_eq!(THREE_B, g2::Config::COEFF_B.double() + g2::Config::COEFF_B);
	}

	#[test]
	fn final_exponentiations_are_those_of_arkworks() {
		let mut element = Fq12::one();
		for place in 0..12u64 {
			element += Fq12::one();
			element = element.pow([place + 3]).frobenius_map(1) + Fq12::from(place);
			let product = MillerLoopOutput(element);
			let expected = Bn254::final_exponentiation(product).unwrap().0;
			let inverse = element.inverse().unwrap();
			let power = multiply12(&conjugate(&element), &inverse);
			let power = multiply12(&power, &power.frobenius_map(2));
			assert_eq!(last_part(&power), expected);
		}
	}

	#[test]
	fn zero_is_no_product_of_pairings() {
		assert!(!is_one(&Fq12::zero()));
		assert!(is_one(&Fq12::one()));
	}

	/// However pairs are divided between known ones and others.
	#[test]
	fn products_are_those_of_arkworks() {
		let (curve, twist) = (curve_points(7), twist_points(7));
		let expected = Bn254::multi_pairing(&curve, &twist).0;
		let lines: Vec<_> = twist.iter().map(|point| Lines::of(*point)).collect();
		for known in 0..=7 {
			let known_pairs: Vec<_> = lines.iter().zip(curve.iter().copied()).take(known).collect();
			let mut pairs: Vec<_> = Place::of(curve[known..].iter().copied())
				.into_iter()
				.zip(&twist[known..])
				.map(|(place, point)| Pair::new(place, *point))
				.collect();
			let product = product(&mut pairs, &known_pairs);
			assert_eq!(Bn254::final_exponentiation(MillerLoopOutput(product)).unwrap().0, expected);
			assert!(pairs.iter().all(Pair::in_subgroup));
			assert!(!is_one(&product));
			assert!(is_one(&multiply12(&product, &conjugate(&product))));
		}
		assert_eq!(super::product(&mut [], &[]), Fq12::one());
	}

	#[test]
	fn lines_are_those_of_arkworks() {
		for point in twist_points(4) {
			let theirs = ark_ec::bn::G2Prepared::<Config>::from(point).ell_coeffs;
			let ours = Lines::checked(point).unwrap().lines;
			assert_eq!(ours.len(), theirs.len());
			assert!(ours.len() <= STEPS);
			for (line, (constant, slope, offset)) in ours.iter().zip(theirs) {
				assert_eq!(line.slope * constant, -slope);
				assert_eq!(line.offset * constant, offset);
			}
		}
	}

	#[test]
	fn the_subgroup_is_that_of_arkworks() {
		let mut points = twist_points(20);
		points.extend(any_twist_points().take(200));
		let outside = points[30];
		let moved: Vec<_> = points.iter().map(|point| (*point + outside).into_affine()).collect();
		points.extend(moved.into_iter().filter(|point| !point.is_zero()));
		let together = in_subgroup_together(&points);
		for (point, together) in points.into_iter().zip(together) {
			let expected = point.is_in_correct_subgroup_assuming_on_curve();
			assert_eq!(in_subgroup(point), expected);
			assert_eq!(Lines::checked(point).is_some(), expected);
			assert_eq!(together, expected);
		}
	}

	/// The proof that the loop is a check of the subgroup. The points that pass form a group. If
	/// one of them were outside the subgroup, there would be one whose order is a prime factor of
	/// the cofactor; and as no factor is there twice, or is `r`, all points of that order are
	/// multiples of each other: to try one is to try them all.
	#[test]
	fn no_point_of_another_prime_order_passes() {
		let factors: [&[u64]; 4] = [
			&[10_069],
			&[5_864_401],
			&[1_875_725_156_269],
			&[0x9b6e_0b35_8e0d_894d, 0xe9da_b924_0f0c_6ab8, 0x0002_1031_5729_f570],
		];
		let any = any_twist_points().next().unwrap();
		let times = |point: G2Affine, factors: &[&[u64]]| {
			factors.iter().fold(point, |point, factor| point.mul_bigint(factor).into_affine())
		};
		assert_eq!(times(any, &factors), times(any, &[g2::Config::COFACTOR]));
		let mut points = Vec::new();
		for place in 0..factors.len() {
			let mut others = factors.to_vec();
			let factor = others.remove(place);
			let point = times(times(any, &others), &[Fr::characteristic()]);
			assert!(!point.is_zero());
			assert!(times(point, &[factor]).is_zero());
			points.push(point);
			points.push((point + G2Affine::generator()).into_affine());
		}
		for point in &points {
			assert!(!in_subgroup(*point));
		}
		assert_eq!(in_subgroup_together(&points), [false; 8]);
	}
}
