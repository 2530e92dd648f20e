//! Verifies the proofs of paid transactions together, as they enter the pool.
//!
//! Whoever makes a block finds them verified, and so does whoever imports one with the same transactions. (What
//! nobody pays for was verified before it entered the pool.) It decides nothing, and asks for nothing: what it
//! takes of the machine is bounded. It rests for as long as it works, on cores that nobody else needs, and looks at
//! no more of a sender's for a while after one of its proofs was false: that one pays for it in a block, and
//! others need not wait for the like.

use crate::{item, Hash};
use census_runtime::{opaque::Block, AccountId, Address, UncheckedExtrinsic};
use census_runtime_api::{proofs::BroughtProof, ProofsApi};
use census_zk_host::accelerators::{self, accelerators};
use codec::{Decode, Encode};
use futures::{FutureExt, Stream, StreamExt};
use sc_client_api::HeaderBackend;
use sp_api::ProvideRuntimeApi;
use sp_runtime::{generic::Preamble, OpaqueExtrinsic};
use std::{
	collections::{HashMap, VecDeque},
	sync::Arc,
	thread,
	time::{Duration, Instant},
};

/// How many transactions are looked at together.
const MAX_TOGETHER: usize = 64;
/// How many proofs are verified together. More gain nothing.
const MAX_PROOFS: usize = 1_024;
/// For how long others are waited for after the first.
const GATHERING: Duration = Duration::from_millis(50);
/// For how long no proof of a sender is looked at after a false one of its.
const DISTRUST: Duration = Duration::from_secs(600);
/// Of how many senders that is remembered.
const MAX_DISTRUSTED: usize = 1_024;

/// Verifies what enters the pool, until the pool ends: transactions by their hashes, as the pool tells of them, and
/// `find` gives them.
pub async fn verify_entering<Client, Find>(
	entering: impl Stream<Item = Hash> + Unpin,
	find: Find,
	client: Arc<Client>,
) where
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block> + Send + Sync + 'static,
	Client::Api: ProofsApi<Block>,
	Find: Fn(&Hash) -> Option<OpaqueExtrinsic>,
{
	let mut entering = entering;
	let mut distrusted = Distrusted::default();
	while let Some(first) = entering.next().await {
		if !accelerators().batch {
			continue;
		}
		tokio::time::sleep(GATHERING).await;
		let mut hashes = vec![first];
		while hashes.len() < MAX_TOGETHER {
			let Some(Some(next)) = entering.next().now_or_never() else { break };
			hashes.push(next);
		}
		let now = Instant::now();
		let paid = hashes.iter().filter_map(&find).filter_map(|transaction| {
			let sender = sender_of(&transaction)?;
			(!distrusted.contains(&sender, now)).then_some((sender, transaction))
		});
		let paid: Vec<_> = paid.collect();
		if paid.is_empty() {
			continue;
		}
		let client = client.clone();
		let verified = tokio::task::spawn_blocking(move || verify(&*client, paid)).await;
		for sender in verified.unwrap_or_default() {
			log::debug!(target: "txpool", "a proof of {sender}'s is false: no more are looked at for now");
			distrusted.insert(sender, Instant::now());
		}
		tokio::time::sleep(now.elapsed()).await;
	}
}

/// Who pays for a transaction.
fn sender_of(transaction: &OpaqueExtrinsic) -> Option<AccountId> {
	let decoded = UncheckedExtrinsic::decode(&mut &transaction.encode()[..]).ok()?;
	match decoded.preamble {
		Preamble::Signed(Address::Id(sender), _, _) => Some(sender),
		_ => None,
	}
}

/// Verifies together what transactions bring. Gives back those of whom something is false.
fn verify<Client>(client: &Client, paid: Vec<(AccountId, OpaqueExtrinsic)>) -> Vec<AccountId>
where
	Client: HeaderBackend<Block> + ProvideRuntimeApi<Block>,
	Client::Api: ProofsApi<Block>,
{
	let best = client.info().best_hash;
	let brought = |transaction| {
		client.runtime_api().brought_proofs(best, vec![transaction]).unwrap_or_default()
	};
	let proofs: Vec<_> =
		paid.into_iter().map(|(sender, transaction)| (sender, brought(transaction))).collect();
	// All cores but the one that executes blocks.
	let cores = thread::available_parallelism().map_or(1, usize::from);
	let threads = cores.saturating_sub(1).max(1);
	let mut false_of = Vec::new();
	let mut rest = &proofs[..];
	while !rest.is_empty() {
		let mut count = 0usize;
		let fits = |(_, proofs): &&(AccountId, Vec<BroughtProof>)| {
			count = count.saturating_add(proofs.len());
			count <= MAX_PROOFS
		};
		let (part, behind) = rest.split_at(rest.iter().take_while(fits).count().max(1));
		rest = behind;
		let items: Vec<_> =
			part.iter().flat_map(|(_, proofs)| proofs.iter().filter_map(item)).collect();
		accelerators::preverify(&items, threads);
		let is_true =
			|proof: &BroughtProof| item(proof).is_some_and(|one| accelerators::remembers(&one));
		let is_false = |(_, proofs): &&(AccountId, Vec<BroughtProof>)| !proofs.iter().all(is_true);
		false_of.extend(part.iter().filter(is_false).map(|(sender, _)| sender.clone()));
	}
	false_of
}

/// Whose proofs are not looked at for a while: the latest.
#[derive(Default)]
struct Distrusted {
	until: HashMap<AccountId, Instant>,
	order: VecDeque<AccountId>,
}

impl Distrusted {
	fn contains(&self, sender: &AccountId, now: Instant) -> bool {
		self.until.get(sender).is_some_and(|until| now < *until)
	}

	fn insert(&mut self, sender: AccountId, now: Instant) {
		if self.until.insert(sender.clone(), now + DISTRUST).is_none() {
			self.order.push_back(sender);
		}
		while self.order.len() > MAX_DISTRUSTED {
			self.order.pop_front().and_then(|oldest| self.until.remove(&oldest));
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn account(number: u32) -> AccountId {
		let mut bytes = [0; 32];
		bytes[..4].copy_from_slice(&number.to_le_bytes());
		bytes.into()
	}

	#[test]
	fn a_sender_is_distrusted_for_a_while_and_only_so_many_are() {
		let (mut distrusted, now) = (Distrusted::default(), Instant::now());
		distrusted.insert(account(0), now);
		assert!(distrusted.contains(&account(0), now));
		assert!(!distrusted.contains(&account(1), now));
		assert!(!distrusted.contains(&account(0), now + DISTRUST));
		for number in 0..=MAX_DISTRUSTED as u32 {
			distrusted.insert(account(number), now);
		}
		assert_eq!((distrusted.until.len(), distrusted.order.len()), (1_024, 1_024));
		assert!(!distrusted.contains(&account(0), now));
		assert!(distrusted.contains(&account(1_024), now));
	}
}
