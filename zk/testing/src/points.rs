//! Numbers and points of BN254 as bytes, as every encoding here has them, and ways to spoil them.

use ark_bn254::{Fq, Fq2, Fr, G1Affine, G2Affine};
use ark_ec::AffineRepr;
use ark_ff::{BigInteger, Field, PrimeField};

/// A number as 32 big-endian bytes.
pub fn number(value: impl PrimeField) -> Vec<u8> {
	value.into_bigint().to_bytes_be()
}

/// A point of the curve: `x, y`. Not the point at infinity.
pub fn g1(point: impl Into<G1Affine>) -> Vec<u8> {
	let point = point.into();
	[number(point.x), number(point.y)].concat()
}

/// A point of the twist: `x.c1, x.c0, y.c1, y.c0`. Not the point at infinity.
pub fn g2(point: impl Into<G2Affine>) -> Vec<u8> {
	let point = point.into();
	[number(point.x.c1), number(point.x.c0), number(point.y.c1), number(point.y.c0)].concat()
}

/// The point of the curve in 64 bytes.
///
/// # Panics
/// If it is none.
pub fn read_g1(bytes: &[u8]) -> G1Affine {
	let [x, y] = [0, 32].map(|at| Fq::from_be_bytes_mod_order(&bytes[at..at + 32]));
	G1Affine::new(x, y)
}

/// The point of the twist in 128 bytes.
///
/// # Panics
/// If it is none.
pub fn read_g2(bytes: &[u8]) -> G2Affine {
	let numbers = [0, 32, 64, 96].map(|at| Fq::from_be_bytes_mod_order(&bytes[at..at + 32]));
	G2Affine::new(Fq2::new(numbers[1], numbers[0]), Fq2::new(numbers[3], numbers[2]))
}

/// Another proof of what `proof` proves under `key`, for any `u` but zero and any `v`:
/// `(u A, B / u + v delta, C + u v A)`.
pub fn rerandomised(key: &[u8], proof: &[u8], u: Fr, v: Fr) -> Vec<u8> {
	let (a, b, c) = (read_g1(&proof[..64]), read_g2(&proof[64..192]), read_g1(&proof[192..]));
	let delta = read_g2(&key[320..448]);
	[g1(a * u), g2(b * u.inverse().unwrap() + delta * v), g1(c + a * (u * v))].concat()
}

/// A point of the twist outside the subgroup.
pub fn outside_subgroup() -> G2Affine {
	let point =
		(1u64..).find_map(|x| G2Affine::get_point_from_x_unchecked(Fq2::from(x), false)).unwrap();
	assert!(point.is_on_curve());
	assert!(!point.mul_bigint(Fr::characteristic()).eq(&G2Affine::zero()));
	point
}

/// Adds the modulus of `F` to the big-endian number at `place`: another form of the same element.
pub fn add_modulus<F: PrimeField>(bytes: &mut [u8], place: usize) {
	let modulus = F::MODULUS.to_bytes_be();
	let mut carry = 0;
	for (byte, add) in bytes[place * 32..][..32].iter_mut().zip(modulus).rev() {
		carry += u16::from(*byte) + u16::from(add);
		*byte = carry as u8;
		carry >>= 8;
	}
	assert_eq!(carry, 0, "twice a modulus fits into 32 bytes");
}

/// Adds 1 to the big-endian number at `place`.
pub fn add_one(bytes: &mut [u8], place: usize) {
	for byte in bytes[place * 32..][..32].iter_mut().rev() {
		*byte = byte.wrapping_add(1);
		if *byte != 0 {
			break;
		}
	}
}

/// Public inputs as bytes.
pub fn inputs(inputs: &[Fr]) -> Vec<u8> {
	inputs.iter().flat_map(|input| number(*input)).collect()
}
