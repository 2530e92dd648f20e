//! Where the coefficients of a batch come from.
//!
//! Whoever knows the coefficients `c` before the proofs are fixed forges any statements with three
//! proofs of which each is false: `B = (gamma, beta, delta)`, whatever `C`, and
//! `A = (sum(c L) / c[0], sum(c alpha) / c[1], sum(c C) / c[2])` satisfy the product of the three
//! equations. So a seed is either random and fresh, or a hash of every byte that it is used for;
//! `tests/forger.rs` aims that forger, and its kin, at every guess of another one.

use crate::{batch::Item, coefficient::Coefficient, VERSION};
use alloc::{
	collections::{btree_map::Entry, BTreeMap},
	vec::Vec,
};
use tiny_keccak::{Hasher, Keccak};

/// Where the coefficients come from.
#[derive(Clone, Copy, Debug)]
pub enum Coefficients {
	/// From a seed that nobody could know who had a hand in the proofs: fresh and random, used
	/// once.
	Seed([u8; 32]),
	/// From the [`derived_seed`], so that everybody has the same.
	Derived,
}

impl Coefficients {
	/// One coefficient for each of the items.
	pub(crate) fn of(self, items: &[Item<'_>]) -> Vec<Coefficient> {
		let seed = match self {
			Self::Seed(seed) => seed,
			Self::Derived => derived_seed(items),
		};
		from_seed(&seed, items.len())
	}
}

/// The seed of [`Coefficients::Derived`]: a hash of all items in their order, of those too that
/// cannot be read and of those whose verdict the caller knows. So it is a function of the batch
/// alone: no two readers of it can differ in what is readable, or in what they remember.
pub fn derived_seed(items: &[Item<'_>]) -> [u8; 32] {
	let mut keccak = Keccak::v256();
	let mut absorb = |bytes: &[u8]| {
		keccak.update(&(bytes.len() as u64).to_le_bytes());
		keccak.update(bytes);
	};
	absorb(b"census groth16 batch");
	absorb(&VERSION.to_le_bytes());
	absorb(&(items.len() as u64).to_le_bytes());
	// Keys are numbered in the order in which they come up, and hashed there.
	let mut keys = BTreeMap::new();
	for Item { key, proof, inputs } in items {
		let next = keys.len() as u64;
		match keys.entry(*key) {
			Entry::Occupied(number) => absorb(&u64::to_le_bytes(*number.get())),
			Entry::Vacant(entry) => {
				absorb(&next.to_le_bytes());
				absorb(&key.encode());
				entry.insert(next);
			}
		}
		absorb(proof);
		absorb(inputs);
	}
	let mut seed = [0; 32];
	keccak.finalize(&mut seed);
	seed
}

/// `count` coefficients from a seed.
fn from_seed(seed: &[u8; 32], count: usize) -> Vec<Coefficient> {
	let mut coefficients = Vec::with_capacity(count + 1);
	for block in 0..count.div_ceil(2) as u64 {
		let mut keccak = Keccak::v256();
		keccak.update(b"census groth16 coefficients");
		keccak.update(seed);
		keccak.update(&block.to_le_bytes());
		let mut digest = [0; 32];
		keccak.finalize(&mut digest);
		coefficients.extend(digest.as_chunks().0.iter().map(|digits| Coefficient(*digits)));
	}
	coefficients.truncate(count);
	coefficients
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{semaphore_key, Key};

	/// The coefficients that a batch gets in the calls of the runtime.
	fn derived(items: &[Item<'_>]) -> Vec<Coefficient> {
		Coefficients::Derived.of(items)
	}

	/// The bytes of the published proof of a depth, and of its inputs but for the message's and the
	/// scope's hash, in whose place they stand themselves: what is hashed here is not verified.
	fn published(depth: u8) -> (Vec<u8>, Vec<u8>) {
		let published = census_vectors::semaphore::proof(depth);
		let proof = &published.proof;
		let inputs = [proof.merkle_tree_root, proof.nullifier, proof.message, proof.scope];
		(published.proof_bytes(), inputs.map(|word| word.0).concat())
	}

	/// No coefficient of one batch is that of the other at the same place, or any other's.
	fn all_differ(one: &[Coefficient], other: &[Coefficient]) -> bool {
		one.iter().all(|coefficient| !other.contains(coefficient))
	}

	#[test]
	fn coefficients_differ_by_seed_and_place() {
		let one = from_seed(&[1; 32], 9);
		assert_eq!(one.len(), 9);
		for (place, coefficient) in one.iter().enumerate() {
			assert!(!one[..place].contains(coefficient));
		}
		assert!(all_differ(&one, &from_seed(&[2; 32], 9)));
		assert_eq!(from_seed(&[1; 32], 4), one[..4]);
		let item = Item { key: Key::Raw(&[]), proof: &[], inputs: &[] };
		assert_eq!(Coefficients::Seed([1; 32]).of(&[item; 9]), one);
	}

	/// Each byte of a seed, and each bit of it, counts for every coefficient.
	#[test]
	fn coefficients_depend_on_all_of_a_seed() {
		let one = from_seed(&[7; 32], 5);
		for bit in 0..256 {
			let mut seed = [7; 32];
			seed[bit / 8] ^= 1 << (bit % 8);
			assert!(all_differ(&one, &from_seed(&seed, 5)), "bit {bit}");
		}
	}

	/// Three items of a real batch: any byte of any of them changes all three coefficients.
	#[test]
	fn every_byte_of_every_item_changes_all_coefficients() {
		let key = semaphore_key(20).unwrap();
		let parts = [20, 19, 18].map(published).map(|(proof, inputs)| [key.clone(), proof, inputs]);
		let of = |parts: &[[Vec<u8>; 3]]| {
			let items: Vec<_> = parts
				.iter()
				.map(|[key, proof, inputs]| Item { key: Key::Raw(key), proof, inputs })
				.collect();
			derived(&items)
		};
		let before = of(&parts);
		assert_eq!(before.len(), 3);
		for item in 0..3 {
			for part in 0..3 {
				for byte in 0..parts[item][part].len() {
					let mut changed = parts.clone();
					changed[item][part][byte] ^= 1 << (byte % 8);
					assert!(all_differ(&before, &of(&changed)), "item {item}, part {part}: {byte}");
				}
			}
		}
		// The key that all have.
		for byte in 0..key.len() {
			let mut changed = parts.clone();
			changed.iter_mut().for_each(|parts| parts[0][byte] ^= 1 << (byte % 8));
			assert!(all_differ(&before, &of(&changed)), "key: {byte}");
		}
		for (one, other) in [(0, 1), (0, 2), (1, 2)] {
			let mut swapped = parts.clone();
			swapped.swap(one, other);
			assert!(all_differ(&before, &of(&swapped)));
		}
	}

	/// Whatever stands in a batch changes the seed, and so does where a piece of it ends: if it can be
	/// read or not.
	#[test]
	fn a_derived_seed_depends_on_everything() {
		let item = Item { key: Key::Raw(&[1, 2, 3]), proof: &[4, 5], inputs: &[6, 7] };
		let others = [
			item,
			Item { key: Key::Raw(&[1, 2]), ..item },
			Item { key: Key::Raw(&[1, 2, 3, 4]), proof: &[5], ..item },
			Item { key: Key::Raw(&[]), ..item },
			Item { key: Key::Semaphore { depth: 1 }, ..item },
			Item { key: Key::Semaphore { depth: 2 }, ..item },
			Item { key: Key::Raw(&[1]), ..item },
			Item { proof: &[4, 5, 6], inputs: &[7], ..item },
			Item { proof: &[4], inputs: &[5, 6, 7], ..item },
			Item { proof: &[4, 6], ..item },
			Item { inputs: &[6], ..item },
		];
		let mut batches: Vec<Vec<_>> = others.iter().map(|item| vec![*item]).collect();
		batches.extend([
			vec![],
			vec![item; 2],
			vec![item; 3],
			vec![item, others[1]],
			vec![others[1], item],
			vec![item, others[1], item],
			vec![item, others[1], others[1]],
			vec![item, item, others[1]],
			vec![others[1], others[1], item],
			vec![others[1], item, item],
		]);
		let mut seeds = Vec::new();
		for batch in batches {
			let seed = derived_seed(&batch);
			assert!(!seeds.contains(&seed), "{batch:x?}");
			seeds.push(seed);
		}
	}

	/// Pearson's test: how far the counts of the sixteen digits are from equal.
	fn unevenness(digits: impl Iterator<Item = u8>) -> f64 {
		let mut counts = [0u32; 16];
		digits.for_each(|digit| counts[usize::from(digit)] += 1);
		let expected = f64::from(counts.iter().sum::<u32>()) / 16.0;
		assert!(expected > 100.0);
		counts.map(|count| (f64::from(count) - expected).powi(2) / expected).iter().sum()
	}

	/// Every digit of the coefficients takes every value equally often, and so does the difference
	/// between neighbours' digits, and between digits that stand side by side.
	///
	/// For digits at random Pearson's sum is distributed as chi-square with 15 degrees of freedom,
	/// and exceeds `x` with a probability of at most `(x / 15)^7.5 e^((15 - x) / 2)` (Chernoff's
	/// bound): below `2^-53` for 120. There are 4 times 96 sums here, so that such a hash would be
	/// found wanting with a probability below `2^-44`; as seeds are fixed, in no run or in each.
	#[test]
	fn digits_are_evenly_spread() {
		const MIN_UNLIKELY: f64 = 120.0;
		let item = Item { key: Key::Raw(&[]), proof: &[0; 8], inputs: &[] };
		let many = derived(&vec![item; 4096]);
		let firsts: Vec<_> = (0..4096u64)
			.flat_map(|n| derived(&[Item { proof: &n.to_le_bytes(), ..item }]))
			.collect();
		for coefficients in [from_seed(&[0; 32], 4096), from_seed(&[0xff; 32], 4096), many, firsts]
		{
			let digits: Vec<[u8; 32]> = coefficients
				.iter()
				.map(|coefficient| {
					core::array::from_fn(|place| {
						let byte = coefficient.0[place / 2];
						[byte >> 4, byte & 15][place % 2]
					})
				})
				.collect();
			for place in 0..32 {
				let at = |digits: &[u8; 32]| digits[place];
				assert!(unevenness(digits.iter().map(at)) < MIN_UNLIKELY, "digit {place}");
				let neighbours = digits.windows(2).map(|two| at(&two[0]) ^ at(&two[1]));
				assert!(unevenness(neighbours) < MIN_UNLIKELY, "neighbours' digit {place}");
				let beside = digits.iter().map(|digits| digits[place] ^ digits[(place + 1) % 32]);
				assert!(unevenness(beside) < MIN_UNLIKELY, "digits {place} and the next");
			}
		}
	}
}
