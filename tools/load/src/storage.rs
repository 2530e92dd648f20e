//! What a read and a write of the chain's state take.
//!
//! The database is a node's, with the persons in it: RocksDB with the state's trie, pruned as a validator prunes
//! it, with the node's own cache for RocksDB. Entries of persons are read that nobody has read since the start, one
//! by one; and blocks are imported of as many writes as a full block has. In as little memory as
//! `tools/load/storage.sh` leaves it (a quarter of the database; what the system keeps of files counts), most of
//! what is read comes from the disk.
//!
//! A write's time is that of its share of a block: the new root, which reads the nodes on the way, and the
//! commit, with the pruning of what another block wrote over. Half of the writes are of entries that there are,
//! half of new ones. An average over a block is what a block's weight has to bound, so averages are taken.

use crate::{
	chain::{open, Database},
	people::People,
};
use census_runtime::Header;
use sc_client_api::{
	Backend as _, BlockImportOperation as _, HeaderBackend as _, NewBlockState, StateBackend as _,
	TrieCacheContext,
};
use sc_client_db::{DatabaseSource, PruningMode};
use sp_crypto_hashing::blake2_256;
use sp_runtime::{traits::Header as _, StateVersion};
use std::{
	fmt, iter,
	path::Path,
	time::{Duration, Instant},
};

/// For how many blocks the state is kept. A validator keeps more, and prunes one for each block all the same.
const KEPT: u32 = 16;

/// Any number below `bound`, as good as random, the same for the same two.
fn any_below(bound: u64, round: u64, number: u64) -> u64 {
	let mut bytes = [0; 16];
	bytes[..8].copy_from_slice(&round.to_le_bytes());
	bytes[8..].copy_from_slice(&number.to_le_bytes());
	let hash = blake2_256(&bytes);
	let mut number = [0; 8];
	number.copy_from_slice(&hash[..8]);
	u64::from_le_bytes(number) % bound.max(1)
}

/// A chain of nothing but states.
struct Chain {
	backend: Database,
	head: Header,
}

impl Chain {
	fn new(backend: Database) -> sp_blockchain::Result<Self> {
		let best = backend.blockchain().info().best_hash;
		let none = || sp_blockchain::Error::UnknownBlock("the database has no chain".into());
		let head = backend.blockchain().header(best)?.ok_or_else(none)?;
		Ok(Self { backend, head })
	}

	/// Imports a final block that writes these entries.
	fn import(&mut self, writes: &[(Vec<u8>, Vec<u8>)]) -> sp_blockchain::Result<()> {
		let parent = self.head.hash();
		let mut operation = self.backend.begin_operation()?;
		self.backend.begin_state_operation(&mut operation, parent)?;
		let changes = writes.iter().map(|(key, value)| (&key[..], Some(&value[..])));
		let (root, changed) = self
			.backend
			.state_at(parent, TrieCacheContext::Trusted)?
			.storage_root(changes, StateVersion::V1);
		operation.update_db_storage(changed)?;
		let number = self.head.number + 1;
		let head = Header::new(number, Default::default(), root, parent, Default::default());
		let state = NewBlockState::Final;
		operation.set_block_data(head.clone(), Some(vec![]), None, None, state, true)?;
		self.backend.commit_operation(operation)?;
		self.head = head;
		Ok(())
	}
}

/// What was found.
pub(crate) struct Found {
	/// Of one read: how many there were, and the time of one.
	reads: u64,
	read: Duration,
	/// Writes of a block, and the time of one.
	writes: Vec<(u64, Duration)>,
}

/// How much is measured.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Effort {
	/// How many entries to read.
	#[arg(long, default_value_t = 50_000)]
	pub(crate) reads: u64,
	/// How many writes a block has.
	#[arg(long, value_delimiter = ',', default_values_t = [1_000, 5_000])]
	pub(crate) writes: Vec<u64>,
	/// How many blocks of each size to import.
	#[arg(long, default_value_t = 30)]
	pub(crate) blocks: u64,
	/// MiB for RocksDB's cache. A node has 1024 by default.
	#[arg(long, value_name = "MIB", default_value_t = 1_024)]
	pub(crate) db_cache: usize,
	/// MiB for the cache of the trie's nodes. A node has 1024 by default.
	#[arg(long, value_name = "MIB", default_value_t = 0)]
	pub(crate) trie_cache: usize,
}

/// Measures in the database of a chain that these persons are in. The chain is no good afterwards: its blocks
/// are of no runtime's making.
///
/// # Errors
/// In a sentence, if the database cannot be read or written, or lacks one of the persons.
pub(crate) fn measure(path: &Path, people: &People, effort: &Effort) -> Result<Found, String> {
	let cannot = |error| format!("cannot read or write {}: {error}", path.display());
	let opened = open(path, |settings| {
		settings.trie_cache_maximum_size =
			(effort.trie_cache > 0).then_some(effort.trie_cache.saturating_mul(1 << 20));
		settings.state_pruning = Some(PruningMode::blocks_pruning(KEPT));
		settings.source =
			DatabaseSource::RocksDb { path: path.into(), cache_size: effort.db_cache };
	});
	let mut chain = opened.and_then(Chain::new).map_err(cannot)?;
	let count = u64::from(people.count());
	// Each person at most once: each is as cold as the last.
	let step = (count / effort.reads.max(1)).max(1);
	let reads = effort.reads.min(count);
	let state =
		chain.backend.state_at(chain.head.hash(), TrieCacheContext::Trusted).map_err(cannot)?;
	let mut spent = Duration::ZERO;
	for number in 0..reads {
		let person = any_below(step, u64::MAX, number) + number * step;
		let (key, _) = people.entry(person as u32, number);
		let started = Instant::now();
		let found = state.storage(&key);
		spent += started.elapsed();
		if !matches!(found, Ok(Some(_))) {
			return Err(format!("person {person} is not there"));
		}
	}
	drop(state);
	let read = spent / reads.max(1) as u32;

	// Beyond all that there are.
	let mut new = count..;
	let mut writes = Vec::new();
	for size in &effort.writes {
		let mut spent = Duration::ZERO;
		let full = iter::repeat_n((*size, true), effort.blocks as usize);
		// As many blocks come first as are kept, so that each further one prunes another of its size.
		for (many, counts) in iter::repeat_n((*size, false), KEPT as usize).chain(full) {
			let round = u64::from(chain.head.number);
			let changes: Vec<_> = (0..many)
				.map(|number| {
					let person = match number % 2 {
						0 => any_below(count, round, number),
						_ => new.next().unwrap_or_default(),
					};
					let (key, mut value) = people.entry(person as u32, number / 2);
					value.extend_from_slice(&round.to_le_bytes());
					(key, value)
				})
				.collect();
			let started = Instant::now();
			chain.import(&changes).map_err(cannot)?;
			if counts {
				spent += started.elapsed();
			}
		}
		writes.push((*size, spent / (effort.blocks * size).max(1) as u32));
	}
	Ok(Found { reads, read, writes })
}

impl fmt::Display for Found {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		writeln!(f, "a read: {:?} (mean of {})", self.read, self.reads)?;
		self.writes
			.iter()
			.try_for_each(|(size, time)| writeln!(f, "a write: {time:?} in blocks of {size}"))
	}
}
