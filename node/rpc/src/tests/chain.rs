//! A client whose runtime is the real one: called natively, over the state of the chain that [`script`]
//! makes. Nothing is canned.

use super::script::{self, World};
use crate::anchors::Finality;
use census_anchor_log::leaf::Authorities;
use census_receipt::{AuthoritySet, Finalised, Trust};
use census_runtime::{opaque::Block, Header, RuntimeApi};
use codec::Encode;
use frame_support::storage::{with_transaction_unchecked, TransactionOutcome};
use sc_client_api::{
	client::{FinalityNotification, FinalityNotifications, ImportNotifications},
	notifications::StorageEventStream,
	BlockchainEvents, FinalizeSummary, StorageKey,
};
use sc_utils::mpsc::{tracing_unbounded, TracingUnboundedSender};
use sp_api::{
	ApiError, ApiRef, CallApiAt, CallApiAtParams, ConstructRuntimeApi, ProvideRuntimeApi,
};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::{Pair, H256};
use sp_externalities::Extensions;
use sp_io::TestExternalities;
use sp_keyring::Ed25519Keyring;
use sp_runtime::traits::BlakeTwo256;
use sp_state_machine::InMemoryBackend;
use sp_version::RuntimeVersion;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A known block whose runtime fails.
pub(crate) const FAILING: H256 = H256::repeat_byte(3);
/// No block.
pub(crate) const UNKNOWN: H256 = H256::repeat_byte(4);

/// A set of validators since which there are too many handovers.
pub(crate) const FAILING_SET: u64 = 1_000_000;
/// A set of validators after which another one was forced upon the chain.
pub(crate) const FORCED_SET: u64 = 1_000_001;
/// A set of validators of which nobody knows who was in it.
pub(crate) const UNKNOWN_SET: u64 = 1_000_002;

/// The chain, made once.
struct Made {
	state: Mutex<TestExternalities>,
	headers: Vec<Header>,
	world: World,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
	let (state, headers, world) = script::make();
	Made { state: Mutex::new(state), headers, world }
});

/// What there is on the chain.
pub(crate) fn world() -> &'static World {
	&MADE.world
}

/// The header of a block.
pub(crate) fn header(number: u32) -> Header {
	MADE.headers[number as usize].clone()
}

/// The best block.
pub(crate) fn best() -> Header {
	MADE.headers.last().expect("there is genesis").clone()
}

/// The block that is final at first: all but the best one are.
pub(crate) fn final_block() -> Header {
	header(best().number - 1)
}

/// A known block whose state is gone.
pub(crate) fn discarded() -> H256 {
	header(0).hash()
}

/// Works on the chain's state, and leaves it as it is.
pub(crate) fn in_state<R>(work: impl FnOnce() -> R) -> R {
	let mut state = MADE.state.lock().unwrap_or_else(PoisonError::into_inner);
	state.execute_with(|| with_transaction_unchecked(|| TransactionOutcome::Rollback(work())))
}

/// Changes a state.
type Change = fn();

/// The client.
#[derive(Clone, Default)]
pub(crate) struct Chain {
	listeners: Arc<Mutex<Vec<TracingUnboundedSender<FinalityNotification<Block>>>>>,
	/// What is otherwise in the state that it asks.
	change: Arc<Mutex<Option<Change>>>,
}

impl Chain {
	/// Lets something be otherwise from now on, in the state of all blocks.
	pub(crate) fn change(&self, change: Change) {
		*self.change.lock().unwrap() = Some(change);
	}

	/// Tells whoever listens that a block is final.
	pub(crate) fn finalise(&self, header: Header) {
		for listener in &*self.listeners.lock().unwrap() {
			let summary = FinalizeSummary {
				finalized: vec![header.hash()],
				header: header.clone(),
				stale_blocks: Vec::new(),
			};
			let (unpin, _) = tracing_unbounded("unpin", 100);
			// Whoever has gone hears nothing.
			let news = FinalityNotification::from_summary(summary, unpin);
			let _ = listener.unbounded_send(news);
		}
	}

	/// How many listen.
	pub(crate) fn listeners(&self) -> usize {
		let mut listeners = self.listeners.lock().unwrap();
		listeners.retain(|listener| !listener.is_closed());
		listeners.len()
	}
}

impl CallApiAt<Block> for Chain {
	type StateBackend = InMemoryBackend<BlakeTwo256>;

	fn call_api_at(&self, params: CallApiAtParams<'_, Block>) -> Result<Vec<u8>, ApiError> {
		let CallApiAtParams { at, function, arguments, .. } = params;
		if at == FAILING {
			return Err(ApiError::Application("the runtime failed".into()));
		}
		// The state of all blocks but the first is that of the best one: nothing here asks for the difference.
		if at == discarded() || self.status(at).ok() != Some(BlockStatus::InChain) {
			return Err(ApiError::UnknownBlock(format!("{at:?}")));
		}
		let change = *self.change.lock().unwrap();
		let answer = || {
			if let Some(change) = change {
				change();
			}
			census_runtime::dispatch(function, &arguments)
		};
		in_state(answer)
			.ok_or_else(|| ApiError::Application(format!("there is no {function}").into()))
	}

	fn runtime_version_at(
		&self,
		_: H256,
		_: sp_core::traits::CallContext,
	) -> Result<RuntimeVersion, ApiError> {
		Ok(census_runtime::VERSION)
	}

	fn state_at(&self, at: H256) -> Result<Self::StateBackend, ApiError> {
		Err(ApiError::UnknownBlock(format!("{at:?}")))
	}

	fn initialize_extensions(&self, _: H256, _: &mut Extensions) -> Result<(), ApiError> {
		Ok(())
	}
}

impl ProvideRuntimeApi<Block> for Chain {
	type Api = <RuntimeApi as ConstructRuntimeApi<Block, Self>>::RuntimeApi;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		RuntimeApi::construct_runtime_api(self)
	}
}

impl HeaderBackend<Block> for Chain {
	fn header(&self, hash: H256) -> BlockchainResult<Option<Header>> {
		Ok(MADE.headers.iter().find(|header| header.hash() == hash).cloned())
	}

	fn info(&self) -> Info<Block> {
		let (best, last) = (best(), final_block());
		Info {
			best_hash: best.hash(),
			best_number: best.number,
			genesis_hash: header(0).hash(),
			finalized_hash: last.hash(),
			finalized_number: last.number,
			finalized_state: None,
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, hash: H256) -> BlockchainResult<BlockStatus> {
		let is_known = hash == FAILING || self.header(hash)?.is_some();
		Ok(if is_known { BlockStatus::InChain } else { BlockStatus::Unknown })
	}

	fn number(&self, hash: H256) -> BlockchainResult<Option<u32>> {
		Ok(self.header(hash)?.map(|header| header.number))
	}

	fn hash(&self, number: u32) -> BlockchainResult<Option<H256>> {
		Ok(MADE.headers.get(number as usize).map(|header| header.hash()))
	}
}

impl BlockchainEvents<Block> for Chain {
	fn import_notification_stream(&self) -> ImportNotifications<Block> {
		tracing_unbounded("imports", 100).1
	}

	fn every_import_notification_stream(&self) -> ImportNotifications<Block> {
		tracing_unbounded("imports", 100).1
	}

	fn finality_notification_stream(&self) -> FinalityNotifications<Block> {
		let (listener, stream) = tracing_unbounded("finality", 100);
		self.listeners.lock().unwrap().push(listener);
		stream
	}

	fn storage_changes_notification_stream(
		&self,
		_: Option<&[StorageKey]>,
		_: Option<&[(StorageKey, Option<Vec<StorageKey>>)]>,
	) -> BlockchainResult<StorageEventStream<H256>> {
		Err(sp_blockchain::Error::Backend("nobody asks".into()))
	}
}

/// The validator of the development preset.
fn validators() -> Authorities {
	vec![(Ed25519Keyring::Alice.public().0, 1)]
}

/// What this chain's receipts are trusted by.
pub(crate) fn trust() -> Trust {
	let set = AuthoritySet::new(0, validators()).unwrap();
	Trust::new(header(0).hash().0, vec![set])
}

/// A block that this set of validators finalised.
fn finalised(header: &Header, set: u64) -> Finalised {
	let (target, round) = ((header.hash(), header.number), 7u64);
	let signature = Ed25519Keyring::Alice.pair().sign(&(1u8, target, round, set).encode());
	let votes = vec![(target, signature, Ed25519Keyring::Alice.public())];
	let justification = (round, target, votes, Vec::<Header>::new()).encode();
	Finalised { header: header.encode(), justification }
}

/// The votes of the chain's validator, by which all but the best block are final.
pub(crate) struct Votes;

impl Finality for Votes {
	fn blocks(&self, first_set: u64) -> Result<Option<Vec<Finalised>>, String> {
		match first_set {
			0 | UNKNOWN_SET => Ok(Some(vec![finalised(&final_block(), first_set)])),
			FORCED_SET => {
				// The last block that was final before does not hand over.
				let last = finalised(&header(final_block().number - 1), FORCED_SET);
				Ok(Some(vec![last, finalised(&final_block(), FORCED_SET + 1)]))
			}
			FAILING_SET => Err("there are too many handovers".into()),
			_ => Ok(None),
		}
	}

	fn authorities(&self, set: u64) -> Result<Option<Authorities>, String> {
		Ok((set != UNKNOWN_SET).then(validators))
	}
}
