//! Published proofs, and ways to spoil them.

#![allow(dead_code, reason = "no program uses all of it")]

use ark_bn254::{Fq, Fq2, G2Affine};
use ark_ff::{BigInteger, PrimeField};
use census_groth16::semaphore_key;
use census_vectors::semaphore;
use census_zk_testing::points::{g2, number};

/// What the verifier is given.
#[derive(Clone)]
pub(crate) struct Case {
	pub(crate) key: Vec<u8>,
	pub(crate) proof: Vec<u8>,
	pub(crate) inputs: Vec<u8>,
}

/// One published proof for each depth, with the embedded key.
pub(crate) fn vectors() -> Vec<Case> {
	let cases = semaphore::proofs().iter().map(|published| Case {
		key: vec![0, published.depth()],
		proof: published.proof_bytes(),
		inputs: published.input_bytes(),
	});
	cases.collect()
}

/// The same proof with its key passed as bytes.
pub(crate) fn with_raw_key(case: &Case) -> Case {
	let key = [&[1], &semaphore_key(case.key[1]).unwrap()[..]].concat();
	Case { key, ..case.clone() }
}

/// A generator of numbers that look random and are the same in every run (SplitMix64: Steele, Lea
/// and Flood, "Fast splittable pseudorandom number generators", 2014).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
	pub(crate) fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut mixed = self.0;
		mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
		mixed ^ mixed >> 31
	}

	pub(crate) fn below(&mut self, bound: usize) -> usize {
		(self.next() % bound as u64) as usize
	}

	pub(crate) fn bytes(&mut self, length: usize) -> Vec<u8> {
		(0..length).map(|_| self.next() as u8).collect()
	}
}

/// A point of the twist outside the subgroup of order `r`.
pub(crate) fn outside_subgroup(numbers: &mut Numbers) -> G2Affine {
	loop {
		let x = Fq2::new(Fq::from(numbers.next()), Fq::from(numbers.next()));
		if let Some(point) = G2Affine::get_point_from_x_unchecked(x, false) {
			return point;
		}
	}
}

/// Adds a modulus to the number at `place`, if it then fits: another form of the same element.
pub(crate) fn add_modulus<F: PrimeField>(bytes: &mut [u8], place: usize) {
	let mut carry = 0;
	for (byte, add) in bytes[place * 32..][..32].iter_mut().zip(F::MODULUS.to_bytes_be()).rev() {
		carry += u16::from(*byte) + u16::from(add);
		*byte = carry as u8;
		carry >>= 8;
	}
}

/// A change of bytes that knows nothing of what they mean.
pub(crate) fn disturb(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
	if bytes.is_empty() {
		bytes.push(numbers.next() as u8);
		return;
	}
	let at = numbers.below(bytes.len());
	match numbers.below(7) {
		0..=2 => bytes[at] ^= 1 << numbers.below(8),
		3 => bytes.truncate(at),
		4 => {
			let more = numbers.below(70) + 1;
			bytes.extend(numbers.bytes(more));
		}
		5 => {
			let from = numbers.below(bytes.len());
			let length = 32.min(bytes.len() - at).min(bytes.len() - from);
			bytes.copy_within(from..from + length, at);
		}
		_ => {
			let end = bytes.len().min(at + 32);
			bytes[at..end].fill(if numbers.below(2) == 0 { 0 } else { 0xff });
		}
	}
}

/// A change of a proof or key that leaves numbers where numbers were. Points start at `start`.
pub(crate) fn disturb_points(bytes: &mut [u8], start: usize, numbers: &mut Numbers) {
	let (_, points) = bytes.split_at_mut(start);
	let places = points.len() / 32;
	let place = numbers.below(places);
	let put = |points: &mut [u8], place: usize, with: Vec<u8>| {
		let length = with.len().min(points.len() - place * 32);
		points[place * 32..][..length].copy_from_slice(&with[..length]);
	};
	match numbers.below(8) {
		0 => add_modulus::<Fq>(points, place),
		1 => {
			let other = numbers.below(places);
			let number = points[other * 32..][..32].to_vec();
			put(points, place, number);
		}
		2 => put(points, place, vec![0; 32]),
		3 => put(points, place & !1, vec![0; 64]),
		4 => put(points, 2.min(places - 1), vec![0; 128]),
		5 => put(points, 2.min(places - 1), g2(outside_subgroup(numbers))),
		6 => put(points, place, number(Fq::from(numbers.next()))),
		_ => put(points, place, number(-Fq::from(1))),
	}
}
