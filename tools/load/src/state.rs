//! Writes a state of any size into a node's database, as the trie that the node reads.
//!
//! The entries come in the order of their keys and no more than a branch of the trie is in memory: each node is
//! written once, where the node's database would have it. So a state of 10^8 entries takes minutes, and the
//! database has nothing to sort out afterwards.

use kvdb::DBTransaction;
use kvdb_rocksdb::{Database, DatabaseConfig};
use sp_runtime::traits::{BlakeTwo256, Hash};
use sp_trie::{prefixed_key, LayoutV1};
use std::{collections::BTreeMap, iter, path::Path};
use trie_db::{trie_visit, ChildReference, ProcessEncodedNode};

/// A key of the state, and what is there.
pub(crate) type Entry = (Vec<u8>, Vec<u8>);

/// A node's address.
type Root = <BlakeTwo256 as Hash>::Output;
/// A place in a trie: the whole bytes of the path to it, and the odd half of one.
type Place<'a> = (&'a [u8], Option<u8>);

/// The columns of the node's database (`NUM_COLUMNS` of `sc-client-db`), and that of the state.
const COLUMNS: u32 = 13;
const STATE: u32 = 1;
/// What is written at once, in bytes.
const AT_ONCE: usize = 16 << 20;
/// What RocksDB may have in memory, in MiB.
const MEMORY_MIB: usize = 512;

/// Part of a state: all entries whose key begins with the prefix, in their order. They are made when their turn
/// comes.
pub(crate) struct Section<'a> {
	pub(crate) prefix: Vec<u8>,
	pub(crate) entries: Box<dyn FnOnce() -> Box<dyn Iterator<Item = Entry> + 'a> + 'a>,
}

/// A map's entries by the hashes in their keys: `key` and `value` tell those of each of the numbers, and all keys
/// begin with `prefix`.
pub(crate) fn section<'a>(
	prefix: Vec<u8>,
	numbers: u32,
	key: impl Fn(u32) -> Vec<u8> + Clone + 'a,
	value: impl Fn(u32) -> Vec<u8> + 'a,
) -> Section<'a> {
	/// As much of a key behind the prefix as tells it from all others of the map.
	const TELLING: usize = 24;
	let shared = prefix.len();
	let entries = move || {
		let mut order: Vec<([u8; TELLING], u32)> = (0..numbers)
			.map(|number| {
				let mut telling = [0; TELLING];
				let key = key(number);
				let own = key.get(shared..).unwrap_or_default();
				for (to, from) in telling.iter_mut().zip(own) {
					*to = *from;
				}
				(telling, number)
			})
			.collect();
		order.sort_unstable();
		let entry = move |(_, number)| (key(number), value(number));
		Box::new(order.into_iter().map(entry)) as Box<dyn Iterator<Item = Entry> + 'a>
	};
	Section { prefix, entries: Box::new(entries) }
}

/// All entries in their order.
///
/// # Panics
/// If there is an entry besides a section's that its prefix claims.
pub(crate) fn in_order<'a>(
	mut others: BTreeMap<Vec<u8>, Vec<u8>>,
	mut sections: Vec<Section<'a>>,
) -> impl Iterator<Item = Entry> + 'a {
	sections.sort_by(|one, other| one.prefix.cmp(&other.prefix));
	let mut parts: Vec<Box<dyn Iterator<Item = Entry> + 'a>> = Vec::new();
	for Section { prefix, entries } in sections {
		let behind = others.split_off(&prefix);
		assert!(behind.keys().all(|key| !key.starts_with(&prefix)), "a map has entries already");
		parts.push(Box::new(std::mem::replace(&mut others, behind).into_iter()));
		parts.push(Box::new(iter::once_with(entries).flatten()));
	}
	parts.push(Box::new(others.into_iter()));
	parts.into_iter().flatten()
}

/// Writes a state into a node's database that has none, and gives back its root and how many entries it has.
///
/// # Errors
/// In a sentence, if it cannot be written, or if the entries come in no order.
pub(crate) fn write(
	path: &Path,
	entries: impl Iterator<Item = Entry>,
) -> Result<(Root, u64), String> {
	let cannot = |error: std::io::Error| format!("cannot write {}: {error}", path.display());
	let mut config = DatabaseConfig::with_columns(COLUMNS);
	config.create_if_missing = false;
	config.memory_budget.insert(STATE, MEMORY_MIB);
	let database = Database::open(&config, path).map_err(cannot)?;

	let mut nodes = Nodes::new(&database);
	let (mut count, mut ordered, mut last) = (0, true, Vec::new());
	let watched = entries.inspect(|(key, _)| {
		count += 1;
		ordered &= last < *key || count == 1;
		last.clone_from(key);
	});
	trie_visit::<LayoutV1<BlakeTwo256>, _, _, _, _>(watched, &mut nodes);
	nodes.flush();
	nodes.written.map_err(cannot)?;
	if !ordered {
		return Err("the entries of the state come in no order".into());
	}
	Ok((nodes.root, count))
}

/// Where a trie's nodes go.
struct Nodes<'a> {
	database: &'a Database,
	batch: DBTransaction,
	bytes: usize,
	written: std::io::Result<()>,
	root: Root,
}

impl<'a> Nodes<'a> {
	fn new(database: &'a Database) -> Self {
		Self {
			database,
			batch: DBTransaction::new(),
			bytes: 0,
			written: Ok(()),
			root: Root::default(),
		}
	}

	fn put(&mut self, place: Place<'_>, node: &[u8]) -> Root {
		let hash = BlakeTwo256::hash(node);
		let key = prefixed_key::<BlakeTwo256>(&hash, place);
		self.bytes += key.len() + node.len();
		self.batch.put_vec(STATE, &key, node.to_vec());
		if self.bytes >= AT_ONCE {
			self.flush();
		}
		hash
	}

	fn flush(&mut self) {
		let batch = std::mem::replace(&mut self.batch, DBTransaction::new());
		self.bytes = 0;
		if self.written.is_ok() {
			self.written = self.database.write(batch);
		}
	}
}

impl ProcessEncodedNode<Root> for Nodes<'_> {
	fn process(&mut self, place: Place<'_>, node: Vec<u8>, is_root: bool) -> ChildReference<Root> {
		let mut short = Root::default();
		if let (false, Some(start)) = (is_root, short.as_mut().get_mut(..node.len())) {
			if node.len() < Root::len_bytes() {
				start.copy_from_slice(&node);
				return ChildReference::Inline(short, node.len());
			}
		}
		let hash = self.put(place, &node);
		if is_root {
			self.root = hash;
		}
		ChildReference::Hash(hash)
	}

	fn process_inner_hashed_value(&mut self, place: Place<'_>, value: &[u8]) -> Root {
		self.put(place, value)
	}
}
