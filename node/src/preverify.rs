//! Verifies the proofs of a block together, before the block is executed.
//!
//! [`Preverify`] stands between BABE's and GRANDPA's block import, where the block's seal has been
//! checked. It asks the parent's runtime which proofs the block brings and hands them to
//! [`census_zk_host::layers::preverify`], which verifies them over the machine's cores and remembers those
//! that hold. It decides nothing: executing the block does, one proof after the other, and finds most
//! of the work done. If anything goes wrong here, it is as if it were not there.

use census_runtime::opaque::Block;
use census_runtime_api::ProofsApi;
use census_zk_host::{Item, Key};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sp_api::ProvideRuntimeApi;
use sp_consensus::BlockOrigin;
use sp_runtime::traits::Header as _;
use std::sync::Arc;

/// A block import that verifies a block's proofs beforehand.
pub(crate) struct Preverify<Import, Client> {
	import: Import,
	client: Arc<Client>,
	threads: usize,
}

impl<Import: Clone, Client> Clone for Preverify<Import, Client> {
	fn clone(&self) -> Self {
		Self { import: self.import.clone(), client: self.client.clone(), threads: self.threads }
	}
}

impl<Import, Client> Preverify<Import, Client>
where
	Client: ProvideRuntimeApi<Block>,
	Client::Api: ProofsApi<Block>,
{
	/// Verifies over all cores what `import` is to import.
	pub(crate) fn new(import: Import, client: Arc<Client>) -> Self {
		let threads = std::thread::available_parallelism().map_or(1, usize::from);
		Self { import, client, threads }
	}

	fn preverify(&self, block: &BlockImportParams<Block>) {
		let Some(body) = &block.body else { return };
		// What this node made itself, it has verified; what comes with its state is not executed.
		if block.origin == BlockOrigin::Own || block.with_state() || body.is_empty() {
			return;
		}
		let parent = *block.header.parent_hash();
		let Ok(proofs) = self.client.runtime_api().brought_proofs(parent, body.clone()) else {
			return;
		};
		let items: Vec<_> = proofs
			.iter()
			.filter_map(|brought| {
				let key = Key::decode(&brought.key).ok()?;
				Some(Item { key, proof: &brought.proof, inputs: &brought.inputs })
			})
			.collect();
		if items.len() > 1 {
			census_zk_host::layers::preverify(&items, self.threads);
		}
	}
}

#[async_trait::async_trait]
impl<Import, Client> BlockImport<Block> for Preverify<Import, Client>
where
	Import: BlockImport<Block> + Send + Sync,
	Client: ProvideRuntimeApi<Block> + Send + Sync,
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
		self.preverify(&block);
		self.import.import_block(block).await
	}
}
