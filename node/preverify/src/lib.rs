//! Verifies the proofs of a block together, ahead of its execution.
//!
//! [`Preverify`] stands between BABE's and GRANDPA's block import, where the block's seal has been
//! checked. It asks the parent's runtime which proofs the block brings and hands them to
//! [`census_zk_host::accelerators::preverify`], which verifies them together and remembers those that hold.
//! A block is executed on one core, so that begins once the first proofs are verified; the other cores
//! go on ahead of it with the rest. [`verify_entering`] does the like for what enters the pool, so that whoever makes
//! a block finds most of the work done too. Neither decides anything: executing the block does, one proof after the
//! other, and finds most of the work done. If anything goes wrong here, it is as if it were not there.

mod pool;

pub use pool::verify_entering;

use census_runtime::{opaque::Block, Hash};
use census_runtime_api::{proofs::BroughtProof, ProofsApi};
use census_zk_host::{Item, Key};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sp_api::ProvideRuntimeApi;
use sp_consensus::BlockOrigin;
use sp_runtime::{traits::Header as _, OpaqueExtrinsic};
use std::{
	sync::{
		atomic::{AtomicBool, Ordering::Relaxed},
		Arc,
	},
	thread,
};

/// How many bytes of transactions a core takes the proofs of at once: some 64 proofs. More together save
/// little, and let the execution wait longer.
const PIECE_BYTES: usize = 32 * 1024;

/// After how many refused proofs the others of a block are left to its execution. Honest blocks have few,
/// and to find many takes time that nobody has paid for.
const MAX_REFUSED: usize = 8;

/// A block import that verifies a block's proofs beforehand.
pub struct Preverify<Import, Client> {
	import: Import,
	client: Arc<Client>,
	cores: usize,
}

impl<Import: Clone, Client> Clone for Preverify<Import, Client> {
	fn clone(&self) -> Self {
		Self { import: self.import.clone(), client: self.client.clone(), cores: self.cores }
	}
}

/// Proofs that are being verified on other cores. Dropped, it ends that.
struct Ahead(Arc<AtomicBool>);

impl Drop for Ahead {
	fn drop(&mut self) {
		self.0.store(true, Relaxed);
	}
}

impl<Import, Client> Preverify<Import, Client>
where
	Client: ProvideRuntimeApi<Block> + Send + Sync + 'static,
	Client::Api: ProofsApi<Block>,
{
	/// Verifies over all cores what `import` is to import.
	pub fn new(import: Import, client: Arc<Client>) -> Self {
		let cores = thread::available_parallelism().map_or(1, usize::from);
		Self { import, client, cores }
	}

	/// Verifies the proofs of the block's first piece, and begins with the others on all cores but one.
	fn preverify(&self, block: &BlockImportParams<Block>) -> Option<Ahead> {
		let body = block.body.as_ref()?;
		// What this node made itself, it has verified; what comes with its state is not executed.
		let executed = block.origin != BlockOrigin::Own && !block.with_state();
		if !executed || !census_zk_host::accelerators::accelerators().batch {
			return None;
		}
		let parent = *block.header.parent_hash();
		// Where there is no other core, nothing can go on beside the execution.
		let others = self.cores.saturating_sub(1);
		let bytes = if others > 0 { self.cores * PIECE_BYTES } else { usize::MAX };
		let (first, rest) = split(body, bytes);
		let mut refused = verify(&*self.client, parent, first, self.cores);
		if rest.is_empty() {
			return None;
		}
		let ahead = Ahead(Arc::default());
		let (ended, client, rest) = (ahead.0.clone(), self.client.clone(), rest.to_vec());
		let verify_rest = move || {
			let mut rest = &rest[..];
			while !ended.load(Relaxed) && !rest.is_empty() && refused <= MAX_REFUSED {
				let (piece, behind) = split(rest, others * PIECE_BYTES);
				refused = refused.saturating_add(verify(&*client, parent, piece, others));
				rest = behind;
			}
		};
		// Where no thread can be had, the execution verifies them.
		thread::Builder::new().name("proofs-ahead".into()).spawn(verify_rest).ok()?;
		Some(ahead)
	}
}

/// The first transactions, so many bytes or a single one, and the others.
fn split(body: &[OpaqueExtrinsic], bytes: usize) -> (&[OpaqueExtrinsic], &[OpaqueExtrinsic]) {
	let mut size = 0usize;
	let fits = |transaction: &&OpaqueExtrinsic| {
		size = size.saturating_add(transaction.inner().len());
		size <= bytes
	};
	let count = body.iter().take_while(fits).count();
	body.split_at(count.max(1).min(body.len()))
}

/// Verifies together what transactions bring. Tells how many proofs are refused.
fn verify<Client>(client: &Client, parent: Hash, piece: &[OpaqueExtrinsic], threads: usize) -> usize
where
	Client: ProvideRuntimeApi<Block>,
	Client::Api: ProofsApi<Block>,
{
	let proofs = client.runtime_api().brought_proofs(parent, piece.to_vec()).unwrap_or_default();
	let items: Vec<_> = proofs.iter().filter_map(item).collect();
	proofs.len() - census_zk_host::accelerators::preverify(&items, threads)
}

fn item(brought: &BroughtProof) -> Option<Item<'_>> {
	let key = Key::decode(&brought.key).ok()?;
	Some(Item { key, proof: &brought.proof, inputs: &brought.inputs })
}

#[async_trait::async_trait]
impl<Import, Client> BlockImport<Block> for Preverify<Import, Client>
where
	Import: BlockImport<Block> + Send + Sync,
	Client: ProvideRuntimeApi<Block> + Send + Sync + 'static,
	Client::Api: ProofsApi<Block>,
{
	type Error = Import::Error;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		self.import.check_block(block).await
	}

	async fn import_block(
		&self,
		block: BlockImportParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		let _ahead = self.preverify(&block);
		self.import.import_block(block).await
	}
}
