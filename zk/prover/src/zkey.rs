//! A proving key as snarkjs writes it (`.zkey`, version 1, Groth16 over BN254).
//!
//! The file is a list of sections: type, length, content. Numbers are little-endian; coordinates
//! are in Montgomery form, and a constraint's coefficients doubly so. The reader takes one form of
//! the file only and checks every length before it allocates.

use crate::Error;
use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{AdditiveGroup, BigInt, Fp, FpConfig, MontBackend, MontConfig, PrimeField};
use std::ops::Range;

/// More than the largest published circuit has: 9418 variables, a domain of 2^14.
const MAX_VARIABLES: usize = 1 << 16;
const MAX_DOMAIN: usize = 1 << 16;
const MAX_PUBLIC: usize = 64;
const MAX_COEFFICIENTS: usize = 1 << 20;

const G1_BYTES: usize = 64;
const G2_BYTES: usize = 128;
const COEFFICIENT_BYTES: usize = 44;

/// One entry of the matrices A and B: `value * witness[variable]` in the constraint's row.
pub(crate) struct Coefficient {
	pub(crate) in_b: bool,
	pub(crate) constraint: usize,
	pub(crate) variable: usize,
	pub(crate) value: Fr,
}

/// Points with the variable that each is multiplied by; those at infinity are left out.
pub(crate) struct Bases<P> {
	pub(crate) variables: Vec<u32>,
	pub(crate) points: Vec<P>,
}

/// A circuit's proving key.
pub(crate) struct ProvingKey {
	/// How many numbers a witness has.
	pub(crate) variables: usize,
	/// How many of them, after the leading one, are public.
	pub(crate) public: usize,
	/// The number of constraints, rounded up to a power of two.
	pub(crate) domain: usize,
	pub(crate) alpha_g1: G1Affine,
	pub(crate) beta_g1: G1Affine,
	pub(crate) beta_g2: G2Affine,
	pub(crate) delta_g1: G1Affine,
	pub(crate) delta_g2: G2Affine,
	pub(crate) coefficients: Vec<Coefficient>,
	pub(crate) a: Bases<G1Affine>,
	pub(crate) b_g1: Bases<G1Affine>,
	pub(crate) b_g2: Bases<G2Affine>,
	pub(crate) c: Bases<G1Affine>,
	pub(crate) h: Vec<G1Affine>,
}

fn malformed(what: &'static str) -> Error {
	Error::ProvingKey(what)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
	fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
		let (taken, rest) =
			self.0.split_at_checked(length).ok_or(malformed("it ends in the middle"))?;
		self.0 = rest;
		Ok(taken)
	}

	fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
		let bytes = self.take(N)?;
		Ok(core::array::from_fn(|index| bytes[index]))
	}

	fn u32(&mut self) -> Result<u32, Error> {
		Ok(u32::from_le_bytes(self.array()?))
	}

	fn count(&mut self, most: usize) -> Result<usize, Error> {
		let count = self.u32()? as usize;
		if count > most {
			return Err(malformed("it is of a circuit larger than any of Semaphore's"));
		}
		Ok(count)
	}

	fn big_int(&mut self) -> Result<BigInt<4>, Error> {
		let bytes: [u8; 32] = self.array()?;
		Ok(BigInt(core::array::from_fn(|limb| {
			u64::from_le_bytes(core::array::from_fn(|byte| bytes[8 * limb + byte]))
		})))
	}

	/// A number in Montgomery form.
	fn montgomery<C: MontConfig<4>>(&mut self) -> Result<Fp<MontBackend<C, 4>, 4>, Error>
	where
		MontBackend<C, 4>: FpConfig<4>,
	{
		let number = self.big_int()?;
		if number >= C::MODULUS {
			return Err(malformed("a number is not below its field's modulus"));
		}
		Ok(Fp::new_unchecked(number))
	}

	fn fq2(&mut self) -> Result<Fq2, Error> {
		Ok(Fq2::new(self.montgomery()?, self.montgomery()?))
	}

	/// A point; infinity is written as zeros.
	fn g1(&mut self) -> Result<G1Affine, Error> {
		let (x, y): (Fq, Fq) = (self.montgomery()?, self.montgomery()?);
		if x == Fq::ZERO && y == Fq::ZERO {
			return Ok(G1Affine::zero());
		}
		let point = G1Affine::new_unchecked(x, y);
		// G1's cofactor is 1.
		point.is_on_curve().then_some(point).ok_or(malformed("a point is not on its curve"))
	}

	/// A point; that it lies in the subgroup follows from the file's hash alone.
	fn g2(&mut self) -> Result<G2Affine, Error> {
		let (x, y) = (self.fq2()?, self.fq2()?);
		if x == Fq2::ZERO && y == Fq2::ZERO {
			return Ok(G2Affine::zero());
		}
		let point = G2Affine::new_unchecked(x, y);
		point.is_on_curve().then_some(point).ok_or(malformed("a point is not on its curve"))
	}

	fn end(&self) -> Result<(), Error> {
		self.0.is_empty().then_some(()).ok_or(malformed("a section is longer than its content"))
	}
}

/// The points of a section, one for each of `variables`.
fn bases<'a, P: AffineRepr>(
	section: &'a [u8],
	point_bytes: usize,
	variables: Range<usize>,
	read: impl Fn(&mut Reader<'a>) -> Result<P, Error>,
) -> Result<Bases<P>, Error> {
	if section.len() != variables.len() * point_bytes {
		return Err(malformed("a section does not hold one point for each variable"));
	}
	let mut reader = Reader(section);
	let mut bases = Bases { variables: Vec::new(), points: Vec::new() };
	for variable in variables {
		let point = read(&mut reader)?;
		if !point.is_zero() {
			bases.variables.push(variable as u32);
			bases.points.push(point);
		}
	}
	Ok(bases)
}

impl ProvingKey {
	/// Reads a proving key.
	///
	/// # Errors
	/// [`Error::ProvingKey`].
	pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
		let mut reader = Reader(bytes);
		if reader.array()? != *b"zkey" || reader.u32()? != 1 {
			return Err(malformed("it does not begin as a zkey file of version 1"));
		}
		// Types 1 to 10, each once, in any order.
		let mut sections = [None; 11];
		for _ in 0..reader.count(10)? {
			let kind = reader.u32()? as usize;
			let length = usize::try_from(u64::from_le_bytes(reader.array()?))
				.map_err(|_| malformed("it ends in the middle"))?;
			let content = reader.take(length)?;
			match sections.get_mut(kind) {
				Some(slot @ None) if kind != 0 => *slot = Some(content),
				_ => return Err(malformed("a section is unknown, or occurs twice")),
			}
		}
		if !reader.0.is_empty() {
			return Err(malformed("something follows the last section"));
		}
		let section = |kind: usize| sections[kind].ok_or(malformed("a section is missing"));

		let mut protocol = Reader(section(1)?);
		if protocol.u32()? != 1 {
			return Err(malformed("it is not of Groth16"));
		}
		protocol.end()?;

		let mut header = Reader(section(2)?);
		if header.u32()? != 32
			|| header.big_int()? != Fq::MODULUS
			|| header.u32()? != 32
			|| header.big_int()? != Fr::MODULUS
		{
			return Err(malformed("it is not over BN254"));
		}
		let variables = header.count(MAX_VARIABLES)?;
		let public = header.count(MAX_PUBLIC)?;
		let domain = header.count(MAX_DOMAIN)?;
		if public >= variables || !domain.is_power_of_two() || domain < 2 {
			return Err(malformed("its sizes do not fit together"));
		}
		let (alpha_g1, beta_g1, beta_g2) = (header.g1()?, header.g1()?, header.g2()?);
		let (_gamma_g2, delta_g1, delta_g2) = (header.g2()?, header.g1()?, header.g2()?);
		header.end()?;

		let mut entries = Reader(section(4)?);
		let count = entries.count(MAX_COEFFICIENTS)?;
		if entries.0.len() != count * COEFFICIENT_BYTES {
			return Err(malformed("the matrices' length is not what they say"));
		}
		let mut coefficients = Vec::with_capacity(count);
		for _ in 0..count {
			let matrix = entries.u32()?;
			let (constraint, variable) = (entries.u32()? as usize, entries.u32()? as usize);
			if matrix > 1 || constraint >= domain || variable >= variables {
				return Err(malformed("a coefficient stands outside the matrices"));
			}
			let doubly: Fr = entries.montgomery()?;
			let value = Fr::new_unchecked(doubly.into_bigint());
			coefficients.push(Coefficient { in_b: matrix == 1, constraint, variable, value });
		}

		let h_section = section(9)?;
		if h_section.len() != domain * G1_BYTES {
			return Err(malformed("a section does not hold one point for each constraint"));
		}
		let mut h_reader = Reader(h_section);
		let h = (0..domain).map(|_| h_reader.g1()).collect::<Result<_, _>>()?;

		Ok(Self {
			variables,
			public,
			domain,
			alpha_g1,
			beta_g1,
			beta_g2,
			delta_g1,
			delta_g2,
			coefficients,
			a: bases(section(5)?, G1_BYTES, 0..variables, Reader::g1)?,
			b_g1: bases(section(6)?, G1_BYTES, 0..variables, Reader::g1)?,
			b_g2: bases(section(7)?, G2_BYTES, 0..variables, Reader::g2)?,
			c: bases(section(8)?, G1_BYTES, public + 1..variables, Reader::g1)?,
			h,
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_no_proving_key_is_refused() {
		let twice = [
			b"zkey\x01\0\0\0\x02\0\0\0".as_slice(),
			&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
			&[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
		]
		.concat();
		let huge = [b"zkey\x01\0\0\0\x01\0\0\0\x01\0\0\0".as_slice(), &[0xff; 8]].concat();
		let none = b"zkey\x01\0\0\0\0\0\0\0".to_vec();
		let refusals = [
			(Vec::new(), "it ends in the middle"),
			(b"wtns\x02\0\0\0".to_vec(), "it does not begin as a zkey file of version 1"),
			(twice, "a section is unknown, or occurs twice"),
			(huge, "it ends in the middle"),
			([none.as_slice(), &[0]].concat(), "something follows the last section"),
			(none, "a section is missing"),
		];
		for (bytes, reason) in refusals {
			match ProvingKey::read(&bytes) {
				Err(Error::ProvingKey(found)) => assert_eq!(found, reason),
				_ => panic!("read {bytes:?}"),
			}
		}
	}
}
