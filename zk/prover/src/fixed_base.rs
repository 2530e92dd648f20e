//! A secret times Baby Jubjub's generator, with the numbers by which circomlib's `EscalarMulFix`
//! proves it: three bits at a time choose a multiple, and the choices are added up on the
//! birationally equivalent Montgomery curve.

use crate::{
	baby_jubjub::{A, BASE8, D},
	Error,
};
use ark_bn254::Fr;
use ark_ff::{AdditiveGroup, Field, MontFp};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// The Montgomery curve `y^2 = x^3 + MONTGOMERY_A x^2 + x`. Source: EIP-2494.
const MONTGOMERY_A: Fr = MontFp!("168698");
/// Three bits choose among eight multiples.
const WINDOW_BITS: usize = 3;
/// How many windows each of both segments has.
const WINDOWS: [usize; 2] = [83, 2];
/// The bits that are multiplied: the secret's, and zeros to a whole number of windows.
pub(crate) const BITS: usize = WINDOW_BITS * (WINDOWS[0] + WINDOWS[1]);

/// A point in affine coordinates of either curve.
type Point = (Fr, Fr);

struct Segment {
	/// One to eight times each window's base.
	windows: Vec<[Point; 8]>,
	/// What the choices are added to, so that no sum is of equal points.
	start: Point,
	/// What is taken away for that, on the Edwards curve.
	excess: Point,
}

static SEGMENTS: LazyLock<[Segment; 2]> = LazyLock::new(|| {
	segments().expect("constants, of which no two that are added have the same abscissa; qed")
});

/// A division that no honest witness meets.
fn inverse(number: Fr) -> Result<Fr, Error> {
	number.inverse().ok_or(Error::Witness("a denominator is zero"))
}

fn to_montgomery((x, y): Point) -> Result<Point, Error> {
	let u = (Fr::ONE + y) * inverse(Fr::ONE - y)?;
	Ok((u, u * inverse(x)?))
}

fn to_edwards((u, v): Point) -> Result<Point, Error> {
	Ok((u * inverse(v)?, (u - Fr::ONE) * inverse(u + Fr::ONE)?))
}

/// The sum on the Montgomery curve, and the slope.
fn add(one: Point, other: Point) -> Result<(Point, Fr), Error> {
	let slope = (other.1 - one.1) * inverse(other.0 - one.0)?;
	Ok((third(one, other.0, slope), slope))
}

fn double(point: Point) -> Result<Point, Error> {
	let square = point.0.square();
	let rise = square.double() + square + (MONTGOMERY_A * point.0).double() + Fr::ONE;
	Ok(third(point, point.0, rise * inverse(point.1.double())?))
}

fn third(one: Point, x: Fr, slope: Fr) -> Point {
	let sum = slope.square() - MONTGOMERY_A - one.0 - x;
	(sum, slope * (one.0 - sum) - one.1)
}

fn segments() -> Result<[Segment; 2], Error> {
	let mut base = to_montgomery((BASE8.x, BASE8.y))?;
	let mut segment = |windows| {
		let mut excess = base;
		let mut multiples = Vec::new();
		let mut start = base;
		for window in 0..windows {
			let mut row = [base; 8];
			row[1] = double(base)?;
			for multiple in 2..8 {
				row[multiple] = add(base, row[multiple - 1])?.0;
			}
			base = row[7];
			multiples.push(row);
			start = if window + 1 < windows { base } else { double(base)? };
			excess = add(excess, start)?.0;
		}
		let excess = to_edwards(excess)?;
		Ok::<_, Error>(Segment { windows: multiples, start, excess: (-excess.0, excess.1) })
	};
	Ok([segment(WINDOWS[0])?, segment(WINDOWS[1])?])
}

/// An addition on the Edwards curve, as circomlib's `BabyAdd` proves it.
struct EdwardsSum {
	beta: Fr,
	gamma: Fr,
	delta: Fr,
	tau: Fr,
	sum: Point,
}

fn add_edwards(one: Point, other: Point) -> Result<EdwardsSum, Error> {
	let (beta, gamma) = (one.0 * other.1, one.1 * other.0);
	let delta = (one.1 - A * one.0) * (other.0 + other.1);
	let tau = beta * gamma;
	let x = (beta + gamma) * inverse(Fr::ONE + D * tau)?;
	let y = (delta + A * beta - gamma) * inverse(Fr::ONE - D * tau)?;
	Ok(EdwardsSum { beta, gamma, delta, tau, sum: (x, y) })
}

/// A segment's part of the sum, on the Edwards curve, and `tau` of its last addition. Writes the
/// numbers of its additions.
fn add_up(
	segment: &Segment,
	bits: &[bool],
	last_is_chosen: bool,
	numbers: &mut Vec<Fr>,
) -> Result<(Point, Fr), Error> {
	let mut sum = segment.start;
	let last = segment.windows.len() - 1;
	for (window, (row, bits)) in
		segment.windows.iter().zip(bits.chunks_exact(WINDOW_BITS)).enumerate()
	{
		let choice = bits.iter().rev().fold(0, |choice, bit| 2 * choice + usize::from(*bit));
		let chosen = row[choice];
		let slope;
		(sum, slope) = add(sum, chosen)?;
		numbers.extend([sum.0, sum.1]);
		if window < last || last_is_chosen {
			numbers.extend([chosen.0, chosen.1]);
		}
		numbers.push(slope);
	}
	let sum = to_edwards(sum)?;
	numbers.extend([sum.0, sum.1]);
	let EdwardsSum { tau, sum, .. } = add_edwards(sum, segment.excess)?;
	Ok((sum, tau))
}

/// What the circuit makes of the product of a window's two lower bits.
fn product_of_bits(row: &[Point; 8], bits: &[bool]) -> Fr {
	let x = |multiple: usize| row[multiple].0;
	if bits[0] && bits[1] {
		x(7) - x(6) - x(5) + x(4) - x(3) + x(2) + x(1) - x(0)
	} else {
		Fr::ZERO
	}
}

/// The public key of a secret's bits, the lowest first. Appends the circuit's numbers in the
/// witness' order.
///
/// # Errors
/// [`Error::Witness`] in cases that do not occur for a secret below the subgroup's order.
pub(crate) fn public_key(bits: &[bool; BITS], numbers: &mut Vec<Fr>) -> Result<Point, Error> {
	let [first, second] = &*SEGMENTS;
	let (first_bits, second_bits) = bits.split_at(WINDOW_BITS * WINDOWS[0]);

	// Both parts first, since their sum stands before them.
	let mut first_numbers = Zeroizing::new(Vec::with_capacity(512));
	let mut second_numbers = Zeroizing::new(Vec::with_capacity(64));
	let (one, tau) = add_up(first, first_bits, true, &mut first_numbers)?;
	first_numbers.push(tau);
	for (row, bits) in first.windows.iter().zip(first_bits.chunks_exact(WINDOW_BITS)) {
		first_numbers.push(product_of_bits(row, bits));
	}
	// Two of the last window's bits are padding, so its choice is no variable.
	let (other, tau) = add_up(second, second_bits, false, &mut second_numbers)?;
	second_numbers.push(tau);
	second_numbers.push(product_of_bits(&second.windows[0], second_bits));

	let EdwardsSum { beta, gamma, delta, tau, sum } = add_edwards(one, other)?;
	numbers.extend([one.0, one.1, other.0, other.1, beta, gamma, delta, tau]);
	numbers.append(&mut first_numbers);
	numbers.append(&mut second_numbers);
	Ok(sum)
}

/// All coordinates that the bits of a secret choose among, and those that are added to any choice.
#[cfg(test)]
pub(crate) fn constants() -> impl Iterator<Item = Fr> {
	SEGMENTS.iter().flat_map(|Segment { windows, start, excess }| {
		windows.iter().flatten().chain([start, excess]).flat_map(|(x, y)| [*x, *y])
	})
}
