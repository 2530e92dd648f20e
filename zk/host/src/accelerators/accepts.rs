//! The memory of accepted proofs.

use super::{counters, generations::Generations};
use census_groth16::{Key, MAX_INPUTS, MAX_KEY_BYTES, PROOF_BYTES, VERSION};
use sp_crypto_hashing::blake2_256;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

/// How many parts the memory has, so that threads seldom wait for each other.
const SHARDS: usize = 16;
/// How many accepts each generation of a part holds: all parts and both generations together
/// 65,536, which is many blocks full and takes a few MiB.
const SHARD_ACCEPTS: usize = 2048;

/// A hash of all that a verdict depends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Statement([u8; 32]);

impl Statement {
	/// The statement that `proof` proves `inputs` under `key`; `None` if that cannot be, by the
	/// lengths alone.
	pub(super) fn of(key: &Key<'_>, proof: &[u8], inputs: &[u8]) -> Option<Self> {
		let too_long = matches!(key, Key::Raw(key) if key.len() > MAX_KEY_BYTES);
		if too_long || proof.len() != PROOF_BYTES || inputs.len() > 32 * MAX_INPUTS {
			return None;
		}
		let mut bytes = Vec::with_capacity(4 + 32 + 8 + proof.len() + 8 + inputs.len());
		bytes.extend(VERSION.to_le_bytes());
		bytes.extend(key_hash(key));
		for part in [proof, inputs] {
			bytes.extend((part.len() as u64).to_le_bytes());
			bytes.extend(part);
		}
		Some(Self(blake2_256(&bytes)))
	}
}

/// A hash of a key, whatever its kind.
pub(super) fn key_hash(key: &Key<'_>) -> [u8; 32] {
	blake2_256(&key.encode())
}

type Shard = Mutex<Generations<()>>;

static ACCEPTS: LazyLock<[Shard; SHARDS]> =
	LazyLock::new(|| std::array::from_fn(|_| Mutex::new(Generations::new(SHARD_ACCEPTS, |()| 1))));

fn lock(shard: &Shard) -> MutexGuard<'_, Generations<()>> {
	// Nothing panics while it holds the lock, and the memory would be sound all the same.
	shard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn shard(statement: &Statement) -> MutexGuard<'static, Generations<()>> {
	lock(&ACCEPTS[usize::from(statement.0[0]) % SHARDS])
}

/// Whether a statement has been accepted, and not been forgotten.
pub(super) fn contain(statement: &Statement) -> bool {
	let known = shard(statement).get(&statement.0).is_some();
	counters::count_accept(known);
	known
}

/// Remembers that a statement was accepted.
pub(super) fn insert(statement: Statement) {
	shard(&statement).insert(statement.0, ());
}

/// How many accepts are remembered.
pub(super) fn count() -> usize {
	ACCEPTS.iter().map(|shard| lock(shard).len()).sum()
}

/// Forgets all accepts.
pub(super) fn forget() {
	ACCEPTS.iter().for_each(|shard| lock(shard).clear());
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn statements_differ_wherever_anything_does() {
		let proof = [1; PROOF_BYTES];
		let raw = Key::Raw(&[0, 20]);
		let depth = |depth| Key::Semaphore { depth };
		let mut other = proof;
		other[255] = 0;
		let statements: Vec<_> = [
			Statement::of(&depth(20), &proof, &[]),
			Statement::of(&depth(21), &proof, &[]),
			Statement::of(&raw, &proof, &[]),
			Statement::of(&Key::Raw(&[]), &proof, &[]),
			Statement::of(&depth(20), &other, &[]),
			Statement::of(&depth(20), &proof, &[0]),
			Statement::of(&depth(20), &proof, &[0, 0]),
		]
		.map(Option::unwrap)
		.into();
		for (place, one) in statements.iter().enumerate() {
			assert!(!statements[..place].contains(one));
		}
		assert_eq!(Statement::of(&depth(20), &proof, &[]), Some(statements[0].clone()));
	}

	/// As many as a flood of valid proofs would leave.
	#[test]
	fn a_flood_does_not_grow_the_memory() {
		for n in 0..200_000u64 {
			let hash = blake2_256(&n.to_le_bytes());
			insert(Statement(hash));
			assert!(contain(&Statement(hash)));
		}
		let most = 2 * SHARDS * SHARD_ACCEPTS;
		assert!((most / 2..=most).contains(&count()), "{}", count());
		assert!(!contain(&Statement(blake2_256(&0u64.to_le_bytes()))));
		forget();
		assert_eq!(count(), 0);
	}

	#[test]
	fn what_is_too_long_is_not_hashed() {
		let proof = [1; PROOF_BYTES];
		assert_eq!(Statement::of(&Key::Semaphore { depth: 1 }, &proof[1..], &[]), None);
		assert_eq!(Statement::of(&Key::Raw(&vec![0; MAX_KEY_BYTES + 1]), &proof, &[]), None);
		let inputs = vec![0; 32 * MAX_INPUTS + 1];
		assert_eq!(Statement::of(&Key::Semaphore { depth: 1 }, &proof, &inputs), None);
	}
}
