//! What a read and a write of the chain's state take.
//!
//! The database is the node's: RocksDB with the state's trie in it, pruned as a validator prunes it. `fill` makes
//! one of as many entries as are asked for, in blocks; `measure` goes on in it: it reads entries that nobody has
//! read since the start, one by one, and it imports blocks of as many writes as a full block has. Without the
//! trie's cache, and in as little memory as `tools/weights/storage.sh` leaves it (a quarter of the database; what
//! the system keeps of files counts), most of what is read comes from the disk.
//!
//! A database that was just filled goes on sorting itself out for minutes, which costs whoever reads meanwhile
//! several times as much as later; so both wait until its files have come to rest.
//!
//! A write's time is that of its share of a block: the new root, which reads the nodes on the way, and the
//! commit, with the pruning of what another block wrote over. Half of the writes are of entries that there are,
//! half of new ones. An average over a block is what a block's weight has to bound, so averages are taken.

use sc_client_api::{
	Backend as _, BlockImportOperation as _, HeaderBackend as _, NewBlockState, StateBackend as _,
	TrieCacheContext,
};
use sc_client_db::{Backend, BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sp_core::H256;
use sp_crypto_hashing::{blake2_256, twox_128};
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Header as _},
	OpaqueExtrinsic, StateVersion, Storage,
};
use std::{
	fs,
	path::{Path, PathBuf},
	thread::sleep,
	time::{Duration, Instant},
};

type Header = generic::Header<u32, BlakeTwo256>;
type Block = generic::Block<Header, OpaqueExtrinsic>;

/// How many entries a block of `fill` writes.
const FILLED_AT_ONCE: u64 = 100_000;
/// For how many blocks the state is kept: as a validator does.
const KEPT: u32 = 256;
/// RocksDB's cache, in MiB.
const DATABASE_CACHE: usize = 128;
/// For how long no file of the database's changes when it has come to rest.
const REST: Duration = Duration::from_secs(5);

/// Measures what reads and writes of the chain's state take.
#[derive(Clone, Debug, clap::Parser)]
#[command(version)]
pub struct Command {
	/// What to do.
	#[command(subcommand)]
	pub task: Task,
}

/// What to do.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Task {
	/// Makes a database. It must not be there yet.
	Fill {
		/// Its folder.
		#[arg(long, value_name = "FOLDER")]
		path: PathBuf,
		/// How many entries it has.
		#[arg(long, default_value_t = 10_000_000)]
		entries: u64,
	},
	/// Measures in a database that was made. It has some more entries afterwards.
	Measure {
		/// Its folder.
		#[arg(long, value_name = "FOLDER")]
		path: PathBuf,
		/// How many entries `fill` made.
		#[arg(long, default_value_t = 10_000_000)]
		entries: u64,
		/// How many entries to read.
		#[arg(long, default_value_t = 50_000)]
		reads: u64,
		/// How many writes a block has.
		#[arg(long, value_delimiter = ',', default_values_t = [1_000, 5_000])]
		writes: Vec<u64>,
		/// How many blocks of each size to import.
		#[arg(long, default_value_t = 30)]
		blocks: u64,
	},
}

impl Command {
	/// Does it.
	///
	/// # Errors
	/// In a sentence, if the database cannot be made or opened.
	pub fn run(&self) -> Result<(), String> {
		match &self.task {
			Task::Fill { path, entries } => fill(path, *entries),
			Task::Measure { path, entries, reads, writes, blocks } => {
				print!("{}", measure(path, *entries, *reads, writes, *blocks)?);
				Ok(())
			}
		}
	}
}

/// The key of an entry: like those of a map of the runtime's, of which there are 16.
fn key(entry: u64) -> Vec<u8> {
	let hash = blake2_256(&entry.to_le_bytes());
	let map = entry % 16;
	[&twox_128(b"pallet")[..], &twox_128(&map.to_le_bytes()), &hash[..16], &hash[16..24]].concat()
}

/// The value of an entry: a short one or, as often, one that is stored by itself.
fn value(entry: u64, version: u64) -> Vec<u8> {
	let hash = blake2_256(&(entry ^ version.rotate_left(32)).to_le_bytes());
	if entry & 1 == 0 {
		hash[..16].to_vec()
	} else {
		hash.repeat(3)
	}
}

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
	backend: Backend<Block>,
	head: Header,
}

impl Chain {
	fn open(path: &Path) -> Result<Self, String> {
		let settings = DatabaseSettings {
			trie_cache_maximum_size: None,
			state_pruning: Some(PruningMode::blocks_pruning(KEPT)),
			source: DatabaseSource::RocksDb { path: path.into(), cache_size: DATABASE_CACHE },
			blocks_pruning: BlocksPruning::Some(KEPT),
			pruning_filters: Vec::new(),
			metrics_registry: None,
		};
		let told = |error| format!("cannot open {}: {error}", path.display());
		let backend = Backend::<Block>::new(settings, u64::from(KEPT)).map_err(told)?;
		let best = backend.blockchain().info().best_hash;
		let head = backend.blockchain().header(best).ok().flatten();
		let mut chain = match head {
			Some(head) => return Ok(Self { backend, head }),
			None => Self { backend, head: header(0, H256::zero(), H256::zero()) },
		};
		chain.begin().map_err(told)?;
		Ok(chain)
	}

	/// The genesis, which holds one entry.
	fn begin(&mut self) -> sp_blockchain::Result<()> {
		let mut operation = self.backend.begin_operation()?;
		let top = [(b"begin".to_vec(), vec![1])].into();
		let genesis = Storage { top, children_default: Default::default() };
		let root = operation.set_genesis_state(genesis, true, StateVersion::V1)?;
		self.head = header(0, H256::zero(), root);
		let state = NewBlockState::Final;
		operation.set_block_data(self.head.clone(), Some(vec![]), None, None, state, true)?;
		self.backend.commit_operation(operation)
	}

	/// Imports a final block that writes these entries.
	fn import(&mut self, writes: &[(Vec<u8>, Vec<u8>)]) -> sp_blockchain::Result<()> {
		let parent = self.head.hash();
		let mut operation = self.backend.begin_operation()?;
		self.backend.begin_state_operation(&mut operation, parent)?;
		let changes = writes.iter().map(|(key, value)| (&key[..], Some(&value[..])));
		let (root, changed) = self
			.backend
			.state_at(parent, TrieCacheContext::Untrusted)?
			.storage_root(changes, StateVersion::V1);
		operation.update_db_storage(changed)?;
		let head = header(self.head.number + 1, parent, root);
		let state = NewBlockState::Final;
		operation.set_block_data(head.clone(), Some(vec![]), None, None, state, true)?;
		self.backend.commit_operation(operation)?;
		self.head = head;
		Ok(())
	}
}

fn header(number: u32, parent: H256, root: H256) -> Header {
	Header::new(number, H256::zero(), root, parent, Default::default())
}

/// Waits until the database, which is open, has sorted out what was written to it.
fn come_to_rest(path: &Path) -> Result<(), String> {
	let files = || -> std::io::Result<Vec<_>> {
		let names = fs::read_dir(path)?.map(|file| file.map(|file| file.file_name()));
		let mut names: Vec<_> = names.collect::<Result<_, _>>()?;
		names.sort();
		Ok(names)
	};
	let told = |error| format!("cannot list {}: {error}", path.display());
	let (mut before, mut since) = (files().map_err(told)?, Instant::now());
	while since.elapsed() < REST {
		sleep(REST / 10);
		let now = files().map_err(told)?;
		if now != before {
			(before, since) = (now, Instant::now());
		}
	}
	Ok(())
}

fn fill(path: &Path, entries: u64) -> Result<(), String> {
	if path.exists() {
		return Err(format!("{} is there already", path.display()));
	}
	let mut chain = Chain::open(path)?;
	let started = Instant::now();
	for first in (0..entries).step_by(FILLED_AT_ONCE as usize) {
		let last = (first + FILLED_AT_ONCE).min(entries);
		let writes: Vec<_> = (first..last).map(|entry| (key(entry), value(entry, 0))).collect();
		chain.import(&writes).map_err(|error| format!("cannot write: {error}"))?;
		println!("{last} entries after {:.0} s", started.elapsed().as_secs_f64());
	}
	// What these great blocks have written over is kept in memory, until as many others have come.
	for block in 0..=u64::from(KEPT) {
		let writes: Vec<_> = (0..8).map(|entry| (key(entry), value(entry, block))).collect();
		chain.import(&writes).map_err(|error| format!("cannot write: {error}"))?;
	}
	come_to_rest(path)
}

/// What was found.
struct Found {
	/// Of one read: how many there were, and the time of one.
	reads: u64,
	read: Duration,
	/// Writes of a block, and the time of one.
	writes: Vec<(u64, Duration)>,
}

fn measure(
	path: &Path,
	entries: u64,
	reads: u64,
	sizes: &[u64],
	blocks: u64,
) -> Result<Found, String> {
	let cannot = |error| format!("cannot read or write {}: {error}", path.display());
	let mut chain = Chain::open(path)?;
	if chain.head.number == 0 {
		return Err(format!("{} is empty: fill it first", path.display()));
	}
	come_to_rest(path)?;
	// Each entry at most once: each is as cold as the last.
	let step = (entries / reads.max(1)).max(1);
	let state =
		chain.backend.state_at(chain.head.hash(), TrieCacheContext::Untrusted).map_err(cannot)?;
	let mut spent = Duration::ZERO;
	for number in 0..reads {
		let entry = any_below(step, u64::MAX, number) + number * step;
		let key = key(entry);
		let started = Instant::now();
		let found = state.storage(&key);
		spent += started.elapsed();
		if !matches!(found, Ok(Some(_))) {
			return Err(format!("entry {entry} is not there: was it filled with {entries}?"));
		}
	}
	drop(state);
	let read = spent / reads.max(1) as u32;

	// Beyond all that was ever written.
	let mut next = entries + u64::from(chain.head.number) * FILLED_AT_ONCE;
	let mut writes = Vec::new();
	for size in sizes {
		let mut spent = Duration::ZERO;
		// As many blocks again as the state is kept for come first, so that each prunes one.
		for block in 0..u64::from(KEPT) + blocks {
			let small = block < u64::from(KEPT);
			let many = if small { 100 } else { *size };
			let round = u64::from(chain.head.number);
			let changes: Vec<_> = (0..many)
				.map(|number| {
					let entry = match number % 2 {
						0 => any_below(entries, round, number),
						_ => next + number,
					};
					(key(entry), value(entry, round))
				})
				.collect();
			next += many;
			let started = Instant::now();
			chain.import(&changes).map_err(cannot)?;
			if !small {
				spent += started.elapsed();
			}
		}
		writes.push((*size, spent / (blocks * size).max(1) as u32));
	}
	Ok(Found { reads, read, writes })
}

impl core::fmt::Display for Found {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		writeln!(f, "a read: {:?} (mean of {})", self.read, self.reads)?;
		self.writes
			.iter()
			.try_for_each(|(size, time)| writeln!(f, "a write: {time:?} in blocks of {size}"))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_small_database_is_filled_read_and_written() {
		let folder = tempfile::tempdir().unwrap();
		let path = folder.path().join("state");
		let missing = measure(&path, 100, 10, &[10], 2);
		assert!(missing.is_err_and(|error| error.contains("fill it first")));
		fs::remove_dir_all(&path).unwrap();
		fill(&path, 300).unwrap();
		assert!(fill(&path, 300).is_err());
		let found = measure(&path, 300, 100, &[10, 20], 2).unwrap();
		assert!(found.read > Duration::ZERO && found.writes.len() == 2);
		let beyond = measure(&path, 1_000, 100, &[10], 1);
		assert!(beyond.is_err_and(|error| error.contains("is not there")));
	}
}
