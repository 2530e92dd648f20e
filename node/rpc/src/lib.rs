//! JSON-RPC: a thin layer over the runtime APIs.
//!
//! [`create_full`] puts together what a full node serves besides the methods that every
//! Substrate node has (`chain_*`, `state_*`, `author_*`, `system_*`, the `chainHead_v1_*` family):
//! consensus (`babe_*`, `grandpa_*`, `sync_state_*`), accounts and fees
//! (`system_accountNextIndex`, `payment_*`), and the project's own, described by `rpc.discover`:
//! [`groups`], [`personhood`], [`polls`], [`circuits`], [`anchors`] and [`leases`], each with its
//! namespace.

pub mod anchors;
mod ask;
mod circuits;
pub mod finality;
mod follow;
mod governance;
mod groups;
mod leases;
mod limit;
mod openrpc;
mod parameters;
mod personhood;
mod polls;
pub mod sync_state;
#[cfg(test)]
mod tests;
mod validators;

use anchors::Anchors;
use census_rpc_api::{
	anchors::AnchorsRpcServer, circuits::CircuitsRpcServer, description::Description,
	governance::GovernanceRpcServer, groups::GroupsRpcServer, leases::LeasesRpcServer,
	personhood::PersonhoodRpcServer, polls::PollsRpcServer, validators::ValidatorsRpcServer,
};
use census_runtime::{opaque::Block, AccountId, Balance, BlockNumber, Hash, Nonce};
use census_runtime_api::{
	AnchorsApi, CircuitsApi, GovernanceApi, GroupsApi, LeasesApi, PersonhoodApi, PollsApi,
	ValidatorsApi,
};
use circuits::Circuits;
use finality::{Finality, FinalityRpcServer};
use follow::Follower;
use governance::Governance;
use groups::Groups;
use jsonrpsee::{core::RegisterMethodError, Methods, RpcModule};
use leases::Leases;
use limit::ConcurrencyLimit;
use pallet_transaction_payment_rpc::{
	TransactionPayment, TransactionPaymentApiServer, TransactionPaymentRuntimeApi,
};
use personhood::Personhood;
use polls::Polls;
use sc_chain_spec::ChainSpec;
use sc_client_api::{AuxStore, Backend, BlockchainEvents};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sc_transaction_pool_api::TransactionPool;
use sp_api::ProvideRuntimeApi;
use sp_block_builder::BlockBuilder;
use sp_blockchain::{Error as BlockchainError, HeaderBackend, HeaderMetadata};
use sp_consensus::SelectChain;
use sp_consensus_babe::BabeApi;
use sp_keystore::KeystorePtr;
use std::sync::Arc;
use substrate_frame_rpc_system::{AccountNonceApi, System, SystemApiServer};
use sync_state::{SyncState, SyncStateRpcServer};
use validators::Validators;

/// What the methods about GRANDPA answer from.
pub struct GrandpaDependencies<B> {
	/// The rounds that are being voted on.
	pub shared_voter_state: SharedVoterState,
	/// The voters, now and in the past.
	pub shared_authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Tells of each new justification.
	pub justification_stream: GrandpaJustificationStream<Block>,
	/// Runs the subscriptions.
	pub subscription_executor: SubscriptionTaskExecutor,
	/// Proves finality from the database.
	pub finality_provider: Arc<FinalityProofProvider<B, Block>>,
}

/// What the node's methods answer from.
pub struct Dependencies<Client, Pool, Select, B> {
	/// The client.
	pub client: Arc<Client>,
	/// The client's database.
	pub backend: Arc<B>,
	/// The transaction pool.
	pub pool: Arc<Pool>,
	/// Selects the best chain.
	pub select_chain: Select,
	/// The chain's specification, into which `sync_state_genSyncSpec` writes a checkpoint.
	pub chain_spec: Box<dyn ChainSpec>,
	/// The node's keys.
	pub keystore: KeystorePtr,
	/// Asks the BABE worker about epochs.
	pub babe_worker: BabeWorkerHandle<Block>,
	/// What the methods about GRANDPA answer from.
	pub grandpa: GrandpaDependencies<B>,
}

/// Every method of a Census full node that is not common to all Substrate nodes.
///
/// Fails where two methods have one name, or where the chain specification has no
/// `lightSyncState` extension.
pub fn create_full<Client, Pool, Select, B>(
	dependencies: Dependencies<Client, Pool, Select, B>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ HeaderMetadata<Block, Error = BlockchainError>
		+ BlockchainEvents<Block>
		+ AuxStore
		+ 'static,
	Client::Api: AccountNonceApi<Block, AccountId, Nonce>
		+ AnchorsApi<Block>
		+ BabeApi<Block>
		+ BlockBuilder<Block>
		+ CircuitsApi<Block>
		+ GroupsApi<Block>
		+ LeasesApi<Block>
		+ PersonhoodApi<Block>
		+ GovernanceApi<Block>
		+ PollsApi<Block>
		+ ValidatorsApi<Block>
		+ TransactionPaymentRuntimeApi<Block, Balance>,
	Pool: TransactionPool<Block = Block> + 'static,
	Select: SelectChain<Block> + 'static,
	B: Backend<Block> + 'static,
{
	let Dependencies {
		client,
		backend,
		pool,
		select_chain,
		chain_spec,
		keystore,
		babe_worker,
		grandpa,
	} = dependencies;
	let GrandpaDependencies {
		shared_voter_state,
		shared_authority_set,
		justification_stream,
		subscription_executor,
		finality_provider,
	} = grandpa;

	let kept = Arc::new(anchors::Grandpa::new(backend, shared_authority_set.clone()));
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module
		.merge(Babe::new(client.clone(), babe_worker.clone(), keystore, select_chain).into_rpc())?;
	let mut grandpa = Grandpa::new(
		subscription_executor,
		shared_authority_set.clone(),
		shared_voter_state,
		justification_stream,
		finality_provider.clone(),
	)
	.into_rpc();
	grandpa.remove_method(finality::NAME);
	module.merge(grandpa)?;
	module.merge(Finality(finality_provider).into_rpc())?;
	module.merge(
		SyncState::new(chain_spec, client.clone(), shared_authority_set, babe_worker)?.into_rpc(),
	)?;
	module.merge(own(client, kept)?)?;
	module.merge(openrpc::module()?)?;
	Ok(module)
}

/// The project's own methods. They refuse parameters that they do not have.
fn own<Client>(
	client: Arc<Client>,
	finality: Arc<dyn anchors::Finality>,
) -> Result<Methods, RegisterMethodError>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: AnchorsApi<Block>
		+ CircuitsApi<Block>
		+ GroupsApi<Block>
		+ LeasesApi<Block>
		+ PersonhoodApi<Block>
		+ GovernanceApi<Block>
		+ PollsApi<Block>
		+ ValidatorsApi<Block>,
{
	own_with_limits(client, finality, Arc::default(), Arc::default())
}

/// The same, where proofs and receipts wait for these limits.
fn own_with_limits<Client>(
	client: Arc<Client>,
	finality: Arc<dyn anchors::Finality>,
	proofs: Arc<ConcurrencyLimit>,
	// Receipts are long: whoever asks for many keeps nobody from having proofs checked.
	receipts: Arc<ConcurrencyLimit>,
) -> Result<Methods, RegisterMethodError>
where
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: AnchorsApi<Block>
		+ CircuitsApi<Block>
		+ GroupsApi<Block>
		+ LeasesApi<Block>
		+ PersonhoodApi<Block>
		+ GovernanceApi<Block>
		+ PollsApi<Block>
		+ ValidatorsApi<Block>,
{
	let follower = Arc::<Follower>::default();
	let mut own = RpcModule::new(());
	own.merge(Groups::new(client.clone(), proofs.clone(), follower.clone()).into_rpc())?;
	own.merge(Personhood::new(client.clone(), proofs.clone(), follower.clone()).into_rpc())?;
	own.merge(Polls::new(client.clone(), follower.clone()).into_rpc())?;
	own.merge(Governance(client.clone()).into_rpc())?;
	own.merge(Validators(client.clone()).into_rpc())?;
	own.merge(Leases::new(client.clone(), follower).into_rpc())?;
	own.merge(Circuits::new(client.clone(), proofs).into_rpc())?;
	own.merge(Anchors::new(client, finality, receipts).into_rpc())?;
	let described = Description::default();
	let names = described.parameters().map(|(method, names)| (method, names.into())).collect();
	parameters::strict(own, &names)
}
