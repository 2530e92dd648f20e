//! `anchors_*` answered from the runtime's state and from what the node keeps of finality.

mod finality;
mod followers;
mod handovers;
mod receipts;

pub(crate) use finality::{Finality, Grandpa};
pub use handovers::Handovers;

use followers::{page_of, Followers};

use crate::{
	ask::{ask, check_page, page},
	limit::ConcurrencyLimit,
};
use census_anchor_log::{Checkpoint as StoredCheckpoint, ENGINE_ID};
use census_rpc_api::{
	anchors::AnchorsRpcServer,
	views::{
		anchors::{
			Anchor, AnchorCommitment, AnchorId, AnchorLog, Checkpoint, Digest, Edge, Leaf,
			LeafBytes, Lineage, SoftBinding, Tally, TallyKey, Window, WindowId,
		},
		AccountId, Cid, Hash, Page,
	},
	Error,
};
use census_runtime::opaque::Block;
use census_runtime_api::AnchorsApi;
use codec::DecodeAll;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	PendingSubscriptionSink, SubscriptionMessage, SubscriptionSink,
};
use sc_client_api::BlockchainEvents;
use serde::Serialize;
use sp_api::ProvideRuntimeApi;
use sp_blockchain::HeaderBackend;
use sp_runtime::{
	traits::{Block as BlockT, Header},
	DigestItem,
};
use std::sync::Arc;

/// Answers [`AnchorsRpcServer`] from a client's runtime API and what a node keeps of finality.
pub(crate) struct Anchors<Client> {
	client: Arc<Client>,
	finality: Arc<dyn Finality>,
	limit: Arc<ConcurrencyLimit>,
	followers: Arc<Followers>,
}

impl<Client> Anchors<Client> {
	/// Answers from this client. Receipts wait for their turn: they cost the node much.
	pub(crate) fn new(
		client: Arc<Client>,
		finality: Arc<dyn Finality>,
		limit: Arc<ConcurrencyLimit>,
	) -> Self {
		Self { client, finality, limit, followers: Arc::default() }
	}
}

/// The checkpoint in a header.
pub(crate) fn checkpoint(header: &<Block as BlockT>::Header) -> Option<Checkpoint> {
	let items = header.digest().logs().iter();
	let mut checkpoints = items.filter_map(|item| match item {
		DigestItem::Consensus(ENGINE_ID, data) => StoredCheckpoint::decode_all(&mut &data[..]).ok(),
		_ => None,
	});
	let StoredCheckpoint::V1 { count, root } = checkpoints.next()?;
	let hash = Hash(header.hash().0);
	Some(Checkpoint { block: *header.number(), hash, count, root: root.into() })
}

/// Sends a message; says whether anybody still listens.
async fn send(sink: &SubscriptionSink, news: &impl Serialize) -> bool {
	match SubscriptionMessage::from_json(news) {
		Ok(message) => sink.send(message).await.is_ok(),
		Err(_) => false,
	}
}

#[async_trait]
impl<Client> AnchorsRpcServer for Anchors<Client>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: AnchorsApi<Block>,
{
	fn log(&self, at: Option<Hash>) -> Result<AnchorLog, Error> {
		ask(&*self.client, at, |api, at| api.log(at))
	}

	fn anchor(&self, anchor: AnchorId, at: Option<Hash>) -> Result<Option<Anchor>, Error> {
		ask(&*self.client, at, |api, at| api.anchor(at, anchor))
	}

	fn leaf_bytes(&self, anchor: AnchorId, at: Option<Hash>) -> Result<Option<LeafBytes>, Error> {
		ask(&*self.client, at, |api, at| api.leaf_bytes(at, anchor))
	}

	fn leaves(
		&self,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<Leaf, AnchorId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| api.leaves(at, after, count))
	}

	fn first_anchor_by_hash(
		&self,
		digest: Digest,
		at: Option<Hash>,
	) -> Result<Option<Leaf>, Error> {
		ask(&*self.client, at, |api, at| api.first_anchor_by_hash(at, digest))
	}

	fn anchors_by_hash(
		&self,
		digest: Digest,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.anchors_by_hash(at, digest, after, count)
		})
	}

	fn anchors_by_cid(
		&self,
		Cid(digest): Cid,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error> {
		self.anchors_by_hash(digest, count, after, at)
	}

	fn anchors_by_soft_binding(
		&self,
		binding: SoftBinding,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.anchors_by_soft_binding(at, binding.clone(), after, count)
		})
	}

	fn anchors_by_author(
		&self,
		author: AccountId,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<AnchorId, AnchorId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.anchors_by_author(at, author, after, count)
		})
	}

	fn links(
		&self,
		anchor: AnchorId,
		count: u32,
		after: Option<AnchorId>,
		at: Option<Hash>,
	) -> Result<Page<Edge, AnchorId>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.links(at, anchor, after, count)
		})
	}

	fn ancestors(&self, anchor: AnchorId, count: u32, at: Option<Hash>) -> Result<Lineage, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.ancestors(at, anchor, count))
	}

	fn descendants(
		&self,
		anchor: AnchorId,
		count: u32,
		at: Option<Hash>,
	) -> Result<Lineage, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.descendants(at, anchor, count))
	}

	fn tallies(
		&self,
		anchor: AnchorId,
		count: u32,
		after: Option<TallyKey>,
		at: Option<Hash>,
	) -> Result<Page<Tally, TallyKey>, Error> {
		page(&*self.client, at, count, after, |api, at, after, count| {
			api.tallies(at, anchor, after, count)
		})
	}

	fn window(&self, window: WindowId, at: Option<Hash>) -> Result<Option<Window>, Error> {
		ask(&*self.client, at, |api, at| api.window(at, window))
	}

	fn commitment(
		&self,
		author: AccountId,
		commitment: Hash,
		at: Option<Hash>,
	) -> Result<Option<AnchorCommitment>, Error> {
		ask(&*self.client, at, |api, at| api.commitment(at, author, commitment))
	}

	fn inclusion_proof(
		&self,
		anchor: AnchorId,
		size: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error> {
		ask(&*self.client, at, |api, at| api.inclusion_proof(at, anchor, size))
	}

	fn consistency_proof(
		&self,
		old: u64,
		new: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error> {
		ask(&*self.client, at, |api, at| api.consistency_proof(at, old, new))
	}

	async fn receipt(
		&self,
		anchor: AnchorId,
		first_set: Option<u64>,
	) -> Result<Option<String>, Error> {
		let (client, finality) = (self.client.clone(), self.finality.clone());
		let first_set = first_set.unwrap_or_default();
		let job = move || receipts::receipt(&*client, &*finality, anchor, first_set);
		self.limit.take(None, job).await
	}

	async fn subscribe_leaves(
		&self,
		pending: PendingSubscriptionSink,
		from: Option<AnchorId>,
	) -> SubscriptionResult {
		let mut latest = self.followers.latest(&*self.client);
		let known = latest.borrow().as_ref().map_or(0, |checkpoint| checkpoint.count);
		let mut next = from.unwrap_or(known);
		let sink = pending.accept().await?;
		let connection = sink.connection_id();
		let deliver = async {
			loop {
				let checkpoint = *latest.borrow_and_update();
				match checkpoint {
					Some(Checkpoint { hash, count, .. }) if next < count => {
						let leaves = page_of(next, count);
						let (client, wanted) = (self.client.clone(), leaves.clone());
						let read = move || {
							// A page has far fewer than there are numbers.
							let count = wanted.end.saturating_sub(wanted.start) as u32;
							let before = wanted.start.checked_sub(1);
							let page =
								ask(&*client, Some(hash), |api, at| api.leaves(at, before, count))?;
							match page.items.is_empty() {
								true => Err(Error::RuntimeFailed {
									at: hash,
									cause: format!("leaf {} is missing", wanted.start),
								}),
								false => Ok(page.items),
							}
						};
						let page = self.followers.page(connection, hash, leaves, read).await?;
						for leaf in page.iter() {
							next = leaf.index + 1;
							if !send(&sink, leaf).await {
								return Ok(());
							}
						}
					}
					_ if latest.changed().await.is_err() => return Ok(()),
					_ => (),
				}
			}
		};
		tokio::select! {
			() = sink.closed() => Ok(()),
			outcome = deliver => outcome.map_err(|error: Error| error.to_string().into()),
		}
	}

	async fn subscribe_checkpoints(&self, pending: PendingSubscriptionSink) -> SubscriptionResult {
		let mut latest = self.followers.latest(&*self.client);
		let sink = pending.accept().await?;
		let deliver = async {
			loop {
				let checkpoint = *latest.borrow_and_update();
				if let Some(checkpoint) = checkpoint {
					if !send(&sink, &checkpoint).await {
						break;
					}
				}
				if latest.changed().await.is_err() {
					break;
				}
			}
		};
		tokio::select! {
			() = sink.closed() => (),
			() = deliver => (),
		}
		Ok(())
	}
}
