//! A bounded memory that forgets what has not been asked for in a while.
//!
//! Two generations: what is new, or asked for, is in the young one. When that is full it becomes
//! the old one, and the old one is forgotten.

use std::collections::HashMap;

/// Values by 32-byte hashes, each with a weight.
pub(super) struct Generations<V> {
	young: HashMap<[u8; 32], V>,
	old: HashMap<[u8; 32], V>,
	young_weight: usize,
	limit: usize,
	weight: fn(&V) -> usize,
}

impl<V> Generations<V> {
	/// A memory each of whose generations holds at most `limit`, as `weight` counts it, and at least
	/// one value.
	pub(super) fn new(limit: usize, weight: fn(&V) -> usize) -> Self {
		let (young, old) = (HashMap::new(), HashMap::new());
		Self { young, old, young_weight: 0, limit, weight }
	}

	/// The value of a hash.
	pub(super) fn get(&mut self, hash: &[u8; 32]) -> Option<&mut V> {
		if !self.young.contains_key(hash) {
			let value = self.old.remove(hash)?;
			self.insert(*hash, value);
		}
		self.young.get_mut(hash)
	}

	/// Sets the value of a hash.
	pub(super) fn insert(&mut self, hash: [u8; 32], value: V) {
		let weight = (self.weight)(&value);
		if !self.young.is_empty() && self.young_weight + weight > self.limit {
			self.old = std::mem::take(&mut self.young);
			self.young_weight = 0;
		}
		self.old.remove(&hash);
		let before = self.young.insert(hash, value);
		self.young_weight += weight;
		self.young_weight -= before.as_ref().map_or(0, self.weight);
	}

	/// How many values there are.
	pub(super) fn len(&self) -> usize {
		self.young.len() + self.old.len()
	}

	/// What all values weigh.
	#[cfg(test)]
	pub(super) fn total_weight(&self) -> usize {
		self.young.values().chain(self.old.values()).map(self.weight).sum()
	}

	/// Forgets everything.
	pub(super) fn clear(&mut self) {
		*self = Self::new(self.limit, self.weight);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn hash(n: u64) -> [u8; 32] {
		let mut hash = [0; 32];
		hash[..8].copy_from_slice(&n.to_le_bytes());
		hash
	}

	#[test]
	fn a_flood_does_not_grow_it_and_what_is_in_use_stays() {
		let mut memory = Generations::new(100, |_| 1);
		memory.insert(hash(0), 0);
		for n in 1..10_000 {
			memory.insert(hash(n), n);
			assert!(memory.len() <= 200);
			assert_eq!(memory.get(&hash(0)), Some(&mut 0));
			assert_eq!(memory.get(&hash(n)), Some(&mut n.clone()));
		}
		assert_eq!(memory.get(&hash(5)), None);
		memory.clear();
		assert_eq!((memory.len(), memory.get(&hash(0))), (0, None));
	}

	#[test]
	fn it_is_bounded_by_weight() {
		let mut memory = Generations::new(100, |weight: &usize| *weight);
		for n in 0..1000 {
			memory.insert(hash(n % 37), n as usize * 7 % 60);
			assert!(memory.total_weight() <= 200);
		}
		// What alone is too heavy is kept until the next.
		memory.insert(hash(1), 1000);
		assert_eq!(memory.get(&hash(1)), Some(&mut 1000));
		memory.insert(hash(2), 1);
		memory.insert(hash(3), 100);
		assert!(memory.total_weight() <= 200);
	}
}
