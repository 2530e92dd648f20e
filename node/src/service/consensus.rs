//! What a validator does for consensus: it makes blocks, votes for those that are final, and finds the
//! others.

use super::partial::{
	FullBabeImport, FullClient, FullPool, FullSelectChain, JUSTIFICATION_PERIOD_BLOCKS,
};
use crate::guarded_pool::GuardedPool;
use census_runtime::{opaque::Block, BlockNumber};
use census_runtime_api::host_calls::INHERENT;
use futures::prelude::*;
use sc_authority_discovery::{Role as DiscoveryRole, WorkerConfig};
use sc_basic_authorship::ProposerFactory;
use sc_consensus_babe::{BabeLink, BabeParams, SlotProportion};
use sc_consensus_grandpa::{
	GrandpaParams, LinkHalf, SharedVoterState, VotingRule, VotingRulesBuilder,
};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_network::{
	service::traits::{NetworkService, NotificationService},
	Event, NetworkEventStream, ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_service::{ChainType, Error as ServiceError, Role, TaskManager};
use sc_telemetry::TelemetryHandle;
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_babe::inherents::BabeCreateInherentDataProviders;
use sp_inherents::{
	CreateInherentDataProviders, InherentData, InherentDataProvider, InherentIdentifier,
};
use sp_runtime::Percent;
use std::{sync::Arc, time::Duration};

/// How long a GRANDPA message may take through the network; polkadot-sdk's nodes allow as much.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// How far into its time a proposer goes on past transactions that fit no more. All the way: paid
/// and unpaid ones have a share of the block each, and a queue full of the one kind must not hide
/// the other.
const SOFT_DEADLINE: Percent = Percent::from_percent(100);

/// What all parts of consensus work with.
pub(super) struct Consensus<'a> {
	pub(super) task_manager: &'a TaskManager,
	pub(super) client: Arc<FullClient>,
	pub(super) network: Arc<dyn NetworkService>,
	pub(super) sync: Arc<SyncingService<Block>>,
	pub(super) keystore: sp_keystore::KeystorePtr,
	pub(super) prometheus: Option<prometheus_endpoint::Registry>,
	pub(super) telemetry: Option<TelemetryHandle>,
}

/// What making blocks needs besides.
pub(super) struct Author {
	pub(super) select_chain: FullSelectChain,
	/// It gives what nobody pays for by turns.
	pub(super) pool: Arc<GuardedPool<FullPool>>,
	pub(super) block_import: FullBabeImport,
	pub(super) link: BabeLink<Block>,
	pub(super) inherents: BabeCreateInherentDataProviders<Block>,
	/// Whether blocks are made without peers.
	pub(super) force: bool,
}

/// What voting needs besides.
pub(super) struct Voter {
	pub(super) link: LinkHalf<Block, FullClient, FullSelectChain>,
	pub(super) state: SharedVoterState,
	pub(super) protocol: ProtocolName,
	pub(super) notifications: Box<dyn NotificationService>,
	pub(super) pool: OffchainTransactionPoolFactory<Block>,
	pub(super) role: Role,
	/// The node's name.
	pub(super) name: String,
	pub(super) chain: ChainType,
}

/// Tells the runtime in the node's own blocks which host calls the node has.
struct HostCalls;

#[async_trait::async_trait]
impl InherentDataProvider for HostCalls {
	async fn provide_inherent_data(
		&self,
		data: &mut InherentData,
	) -> Result<(), sp_inherents::Error> {
		data.put_data(INHERENT, &census_zk_host::LEVEL)
	}

	async fn try_handle_error(
		&self,
		_: &InherentIdentifier,
		_: &[u8],
	) -> Option<Result<(), sp_inherents::Error>> {
		None
	}
}

impl Consensus<'_> {
	/// Makes blocks.
	pub(super) fn start_author(&self, author: Author) -> Result<(), ServiceError> {
		let Author { select_chain, pool, block_import, link, inherents, force } = author;
		let mut proposer = ProposerFactory::new(
			self.task_manager.spawn_handle(),
			self.client.clone(),
			pool,
			self.prometheus.as_ref(),
			self.telemetry.clone(),
		);
		proposer.set_soft_deadline(SOFT_DEADLINE);
		let author = sc_consensus_babe::start_babe(BabeParams {
			keystore: self.keystore.clone(),
			client: self.client.clone(),
			select_chain,
			env: proposer,
			block_import,
			sync_oracle: self.sync.clone(),
			justification_sync_link: self.sync.clone(),
			create_inherent_data_providers: move |parent, ()| {
				let inherents = inherents.clone();
				async move {
					let (slot, timestamp) =
						inherents.create_inherent_data_providers(parent, ()).await?;
					Ok((slot, timestamp, HostCalls))
				}
			},
			force_authoring: force,
			// Where finality lags, fewer new blocks let it catch up.
			backoff_authoring_blocks: (!force)
				.then(BackoffAuthoringOnFinalizedHeadLagging::<BlockNumber>::default),
			babe_link: link,
			// The other half of a slot is for the block to travel and to be checked.
			block_proposal_slot_portion: SlotProportion::new(0.5),
			max_block_proposal_slot_portion: None,
			telemetry: self.telemetry.clone(),
		})?;
		self.task_manager.spawn_essential_handle().spawn_blocking(
			"babe-proposer",
			Some("block-authoring"),
			author,
		);
		Ok(())
	}

	/// Votes for blocks that are to be final, with the keys of a validator; follows the votes otherwise.
	pub(super) fn start_voter(&self, voter: Voter) -> Result<(), ServiceError> {
		let Voter { link, state, protocol, notifications, pool, role, name, chain } = voter;
		let config = sc_consensus_grandpa::Config {
			gossip_duration: GOSSIP_DURATION,
			justification_generation_period: JUSTIFICATION_PERIOD_BLOCKS,
			observer_enabled: false,
			local_role: role,
			name: Some(name),
			// Without keys it follows the votes and casts none.
			keystore: role.is_authority().then(|| self.keystore.clone()),
			telemetry: self.telemetry.clone(),
			protocol_name: protocol,
		};
		let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
			config,
			link,
			network: self.network.clone(),
			sync: self.sync.clone(),
			notification_service: notifications,
			voting_rule: voting_rule(&chain),
			prometheus_registry: self.prometheus.clone(),
			shared_voter_state: state,
			telemetry: self.telemetry.clone(),
			offchain_tx_pool_factory: pool,
		})?;
		let tasks = self.task_manager.spawn_essential_handle();
		tasks.spawn_blocking("grandpa-voter", None, voter);
		Ok(())
	}

	/// Publishes this validator's addresses on the network's DHT and looks for the others'.
	pub(super) fn start_discovery(&self, config: WorkerConfig) {
		let events = self.network.event_stream("authority-discovery");
		let dht_events = events.filter_map(|event| async move {
			match event {
				Event::Dht(event) => Some(event),
				_ => None,
			}
		});
		let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
			config,
			self.client.clone(),
			Arc::new(self.network.clone()),
			Box::pin(dht_events),
			DiscoveryRole::PublishAndDiscover(self.keystore.clone()),
			self.prometheus.clone(),
			self.task_manager.spawn_handle(),
		);
		self.task_manager.spawn_handle().spawn(
			"authority-discovery-worker",
			Some("networking"),
			worker.run(),
		);
	}
}

/// Which block the voter votes for.
///
/// On a development chain, the best one, so that finality follows at once: its one validator
/// makes no forks. Elsewhere GRANDPA's usual rules, which leave the newest blocks to settle.
fn voting_rule(chain_type: &ChainType) -> impl VotingRule<Block, FullClient> + Clone {
	match chain_type {
		ChainType::Development => VotingRulesBuilder::new(),
		_ => VotingRulesBuilder::default(),
	}
	.build()
}
