//! The cache of prepared keys.

use super::{accepts::key_hash, counters, generations::Generations};
use census_groth16::{prepare_once, Key, PreparedKey, VerifyError, VerifyingKey};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// How much memory each of the two generations takes: a few hundred keys of common size.
const GENERATION_BYTES: usize = 16 * 1024 * 1024;

/// After how many uses a key earns tables: they take as long to make as several verifications.
const USES_FOR_TABLES: u32 = 16;

/// A key in the cache.
struct Entry {
	key: Arc<PreparedKey>,
	uses: u32,
	tables: bool,
}

static PREPARED: LazyLock<Mutex<Generations<Entry>>> = LazyLock::new(|| {
	Mutex::new(Generations::new(GENERATION_BYTES, |entry| entry.key.size_in_bytes()))
});

fn lock() -> MutexGuard<'static, Generations<Entry>> {
	// Nothing panics while it holds the lock, and the cache would be sound all the same.
	PREPARED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A key, checked and prepared now or before. A call never makes tables: what it costs to meet a
/// key for the first time is what a weight is measured with.
pub(super) fn prepare(bytes: &[u8]) -> Result<Arc<PreparedKey>, VerifyError> {
	let hash = key_hash(&Key::Raw(bytes));
	let known = lock().get(&hash).map(|entry| {
		entry.uses = entry.uses.saturating_add(1);
		entry.key.clone()
	});
	counters::count_key(known.is_some());
	if let Some(key) = known {
		return Ok(key);
	}
	// Not under the lock. If two threads prepare the same key, the second one's stays.
	let key = prepare_once(bytes)?;
	lock().insert(hash, Entry { key: key.clone(), uses: 1, tables: false });
	Ok(key)
}

/// Makes tables for a key if it has earned them and has none; tells whether it did. Not for calls:
/// this takes milliseconds.
pub(super) fn make_tables(bytes: &[u8]) -> bool {
	let hash = key_hash(&Key::Raw(bytes));
	let earned =
		lock().get(&hash).is_some_and(|entry| !entry.tables && entry.uses >= USES_FOR_TABLES);
	if !earned {
		return false;
	}
	let Ok(key) = VerifyingKey::from_bytes(bytes) else { return false };
	let key = Arc::new(PreparedKey::held(&key));
	lock().insert(hash, Entry { key, uses: USES_FOR_TABLES, tables: true });
	true
}

/// How many keys are kept.
pub(super) fn count() -> usize {
	lock().len()
}

/// Forgets all keys.
pub(super) fn forget() {
	lock().clear();
}
