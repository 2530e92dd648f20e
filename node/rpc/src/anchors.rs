//! `anchors_*`: questions about anchors and their log, receipts, and news of both.
//!
//! Nothing is decided here: each question is put to the runtime of one block, `at`, or the best block
//! where that is left out. The best block may still be replaced by another; for an answer that will
//! stand, pass the hash from `chain_getFinalizedHead`. Receipts and subscriptions speak of final
//! blocks alone.
//!
//! Numbers are JSON numbers; hashes and other bytes are hexadecimal behind `0x`. Words are C2PA's.
//! What does not exist is `null`, or an empty list.

mod finality;
mod followers;
mod handovers;
pub mod json;
mod receipts;

pub(crate) use finality::{Finality, Grandpa};
pub use handovers::Handovers;

use followers::{page_of, Followers};
use json::{
	Algorithm, AnchorJson, CheckpointJson, ClaimTerm, CommitmentJson, EdgeJson, LeafJson,
	LineageJson, LogJson, TallyJson, WindowJson,
};

use crate::{
	ask::{ask, check_page},
	turns::Turns,
	Error,
};
use census_anchor_log::{leaf::Digest, Checkpoint, ENGINE_ID};
use census_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use census_runtime_api::anchors::AnchorsApi;
use codec::DecodeAll;
use jsonrpsee::{
	core::{async_trait, SubscriptionResult},
	proc_macros::rpc,
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

/// The methods of the namespace `anchors`.
#[rpc(server, namespace = "anchors")]
pub trait AnchorsRpc {
	/// The log: its size, root and peaks, and the genesis to which its roots are bound.
	#[method(name = "log", blocking)]
	fn log(&self, at: Option<Hash>) -> Result<LogJson, Error>;

	/// A leaf, and its row if it still has one. `null` where there is no such leaf.
	#[method(name = "anchor", blocking)]
	fn anchor(&self, anchor: u64, at: Option<Hash>) -> Result<Option<AnchorJson>, Error>;

	/// Leaves `start` to `start + count`, in order.
	#[method(name = "leaves", blocking)]
	fn leaves(&self, start: u64, count: u32, at: Option<Hash>) -> Result<Vec<LeafJson>, Error>;

	/// The anchor with which a hash, or the root of a batch, was first seen.
	#[method(name = "firstSeen", blocking)]
	fn first_seen(
		&self,
		algorithm: Algorithm,
		hash: Hash,
		at: Option<Hash>,
	) -> Result<Option<LeafJson>, Error>;

	/// The anchors of a hash that have rows, in order, behind `after`.
	#[method(name = "ofHash", blocking)]
	fn of_hash(
		&self,
		algorithm: Algorithm,
		hash: Hash,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<u64>, Error>;

	/// An account's anchors, disputes and retractions that have rows, in order, behind `after`.
	#[method(name = "byAuthor", blocking)]
	fn by_author(
		&self,
		author: AccountId,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<u64>, Error>;

	/// What is linked to an anchor and has a row, in order, behind `after`.
	#[method(name = "links", blocking)]
	fn links(
		&self,
		anchor: u64,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<EdgeJson>, Error>;

	/// From what an anchor came, nearest first, at most `count` steps.
	#[method(name = "ancestors", blocking)]
	fn ancestors(&self, anchor: u64, count: u32, at: Option<Hash>) -> Result<LineageJson, Error>;

	/// What came from an anchor, nearest first, at most `count` steps.
	#[method(name = "descendants", blocking)]
	fn descendants(&self, anchor: u64, count: u32, at: Option<Hash>) -> Result<LineageJson, Error>;

	/// How many persons claimed what of an anchor, by window, behind `after`: a window and a claim.
	#[method(name = "tallies", blocking)]
	fn tallies(
		&self,
		anchor: u64,
		count: u32,
		after: Option<(u32, ClaimTerm)>,
		at: Option<Hash>,
	) -> Result<Vec<TallyJson>, Error>;

	/// A claim window.
	#[method(name = "window", blocking)]
	fn window(&self, window: u32, at: Option<Hash>) -> Result<Option<WindowJson>, Error>;

	/// A commitment that was neither revealed nor withdrawn.
	#[method(name = "commitment", blocking)]
	fn commitment(
		&self,
		author: AccountId,
		commitment: Hash,
		at: Option<Hash>,
	) -> Result<Option<CommitmentJson>, Error>;

	/// The proof of a leaf in the log of `size` leaves: any size that the log had by block `at`.
	#[method(name = "inclusionProof", blocking)]
	fn inclusion_proof(
		&self,
		anchor: u64,
		size: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error>;

	/// The proof that the log of `old` leaves is the beginning of that of `new`.
	#[method(name = "consistencyProof", blocking)]
	fn consistency_proof(
		&self,
		old: u64,
		new: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error>;

	/// The text of a receipt at the latest final block with a justification, with the handovers since
	/// the set of validators `firstSet`, genesis's where it is left out. `null` where no such block
	/// has the leaf, or there has been no such set. It is verified before it is given.
	#[method(name = "receipt")]
	async fn receipt(
		&self,
		anchor: u64,
		#[argument(rename = "firstSet")] first_set: Option<u64>,
	) -> Result<Option<String>, Error>;

	/// Each leaf, in order, once its block is final: from leaf `start` on, or from the next one.
	#[subscription(
		name = "subscribeLeaves" => "leaf",
		unsubscribe = "unsubscribeLeaves",
		item = LeafJson
	)]
	async fn subscribe_leaves(&self, start: Option<u64>) -> SubscriptionResult;

	/// The checkpoint of the latest final block, now and whenever there is another. Who is slow
	/// misses some: each vouches for all that came before.
	#[subscription(
		name = "subscribeCheckpoints" => "checkpoint",
		unsubscribe = "unsubscribeCheckpoints",
		item = CheckpointJson
	)]
	async fn subscribe_checkpoints(&self) -> SubscriptionResult;
}

/// Answers [`AnchorsRpcServer`] from a client's runtime API and what a node keeps of finality.
pub struct Anchors<Client> {
	client: Arc<Client>,
	finality: Arc<dyn Finality>,
	turns: Arc<Turns>,
	followers: Arc<Followers>,
}

impl<Client> Anchors<Client> {
	/// Answers from this client. Receipts wait for their turn: they cost the node much.
	pub(crate) fn new(client: Arc<Client>, finality: Arc<dyn Finality>, turns: Arc<Turns>) -> Self {
		Self { client, finality, turns, followers: Arc::default() }
	}
}

/// The checkpoint in a header.
fn checkpoint(header: &<Block as BlockT>::Header) -> Option<CheckpointJson> {
	let items = header.digest().logs().iter();
	let mut checkpoints = items.filter_map(|item| match item {
		DigestItem::Consensus(ENGINE_ID, data) => Checkpoint::decode_all(&mut &data[..]).ok(),
		_ => None,
	});
	let Checkpoint::V1 { count, root } = checkpoints.next()?;
	Some(CheckpointJson { block: *header.number(), hash: header.hash(), count, root: root.into() })
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
	Client::Api: AnchorsApi<Block, AccountId, BlockNumber>,
{
	fn log(&self, at: Option<Hash>) -> Result<LogJson, Error> {
		ask(&*self.client, at, |api, at| api.log(at)).map(Into::into)
	}

	fn anchor(&self, anchor: u64, at: Option<Hash>) -> Result<Option<AnchorJson>, Error> {
		ask(&*self.client, at, |api, at| api.anchor(at, anchor)).map(|found| found.map(Into::into))
	}

	fn leaves(&self, start: u64, count: u32, at: Option<Hash>) -> Result<Vec<LeafJson>, Error> {
		check_page(count)?;
		let leaves = ask(&*self.client, at, |api, at| api.leaves(at, start, count))?;
		Ok(leaves.into_iter().map(Into::into).collect())
	}

	fn first_seen(
		&self,
		Algorithm(algorithm): Algorithm,
		hash: Hash,
		at: Option<Hash>,
	) -> Result<Option<LeafJson>, Error> {
		let digest = Digest { algorithm, hash: hash.0 };
		ask(&*self.client, at, |api, at| api.first_seen(at, digest))
			.map(|found| found.map(Into::into))
	}

	fn of_hash(
		&self,
		Algorithm(algorithm): Algorithm,
		hash: Hash,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<u64>, Error> {
		check_page(count)?;
		let digest = Digest { algorithm, hash: hash.0 };
		ask(&*self.client, at, |api, at| api.anchors_of(at, digest, after, count))
	}

	fn by_author(
		&self,
		author: AccountId,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<u64>, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.anchors_by(at, author, after, count))
	}

	fn links(
		&self,
		anchor: u64,
		count: u32,
		after: Option<u64>,
		at: Option<Hash>,
	) -> Result<Vec<EdgeJson>, Error> {
		check_page(count)?;
		let links = ask(&*self.client, at, |api, at| api.links_to(at, anchor, after, count))?;
		Ok(links.into_iter().map(|link| EdgeJson::to(anchor, link)).collect())
	}

	fn ancestors(&self, anchor: u64, count: u32, at: Option<Hash>) -> Result<LineageJson, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.ancestors(at, anchor, count)).map(Into::into)
	}

	fn descendants(&self, anchor: u64, count: u32, at: Option<Hash>) -> Result<LineageJson, Error> {
		check_page(count)?;
		ask(&*self.client, at, |api, at| api.descendants(at, anchor, count)).map(Into::into)
	}

	fn tallies(
		&self,
		anchor: u64,
		count: u32,
		after: Option<(u32, ClaimTerm)>,
		at: Option<Hash>,
	) -> Result<Vec<TallyJson>, Error> {
		check_page(count)?;
		let after = after.map(|(window, ClaimTerm(claim))| (window, claim));
		let tallies = ask(&*self.client, at, |api, at| api.tallies(at, anchor, after, count))?;
		Ok(tallies.into_iter().map(Into::into).collect())
	}

	fn window(&self, window: u32, at: Option<Hash>) -> Result<Option<WindowJson>, Error> {
		ask(&*self.client, at, |api, at| api.window(at, window)).map(|found| found.map(Into::into))
	}

	fn commitment(
		&self,
		author: AccountId,
		commitment: Hash,
		at: Option<Hash>,
	) -> Result<Option<CommitmentJson>, Error> {
		ask(&*self.client, at, |api, at| api.commitment(at, author, commitment.0))
			.map(|found| found.map(Into::into))
	}

	fn inclusion_proof(
		&self,
		anchor: u64,
		size: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error> {
		let path = ask(&*self.client, at, |api, at| api.inclusion_proof(at, anchor, size))?;
		Ok(path.map(|path| path.into_iter().map(Into::into).collect()))
	}

	fn consistency_proof(
		&self,
		old: u64,
		new: u64,
		at: Option<Hash>,
	) -> Result<Option<Vec<Hash>>, Error> {
		let path = ask(&*self.client, at, |api, at| api.consistency_proof(at, old, new))?;
		Ok(path.map(|path| path.into_iter().map(Into::into).collect()))
	}

	async fn receipt(&self, anchor: u64, first_set: Option<u64>) -> Result<Option<String>, Error> {
		let (client, finality) = (self.client.clone(), self.finality.clone());
		let first_set = first_set.unwrap_or_default();
		let job = move || receipts::receipt(&*client, &*finality, anchor, first_set);
		self.turns.take(None, job).await
	}

	async fn subscribe_leaves(
		&self,
		pending: PendingSubscriptionSink,
		start: Option<u64>,
	) -> SubscriptionResult {
		let mut latest = self.followers.latest(&*self.client);
		let known = latest.borrow().as_ref().map_or(0, |checkpoint| checkpoint.count);
		let mut next = start.unwrap_or(known).min(known);
		let sink = pending.accept().await?;
		let connection = sink.connection_id();
		let deliver = async {
			loop {
				let checkpoint = latest.borrow_and_update().clone();
				match checkpoint {
					Some(CheckpointJson { hash, count, .. }) if next < count => {
						let leaves = page_of(next, count);
						let (client, wanted) = (self.client.clone(), leaves.clone());
						let read = move || {
							// A page has far fewer than there are numbers.
							let count = wanted.end.saturating_sub(wanted.start) as u32;
							let leaves = ask(&*client, Some(hash), |api, at| {
								api.leaves(at, wanted.start, count)
							})?;
							match leaves.is_empty() {
								true => Err(Error::RuntimeFailed {
									at: hash,
									cause: format!("leaf {} is missing", wanted.start),
								}),
								false => Ok(leaves),
							}
						};
						let page = self.followers.page(connection, hash, leaves, read).await?;
						for leaf in page.iter() {
							next = leaf.index + 1;
							if !send(&sink, &LeafJson::from(leaf.clone())).await {
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
				let checkpoint = latest.borrow_and_update().clone();
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

#[cfg(test)]
pub(crate) mod mock;
#[cfg(test)]
mod tests;
