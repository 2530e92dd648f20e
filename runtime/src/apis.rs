//! The questions that the runtime answers, for the node and for everybody.

use crate::{
	presets, AccountId, Anchors, AuthorityDiscovery, Babe, Balance, Block, BlockNumber, Circuits,
	Executive, Grandpa, Groups, Hash, Header, Historical, InherentDataExt, Leases, Nonce, Pace,
	Personhood, Polls, Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, System,
	TransactionPayment, UncheckedExtrinsic, VERSION,
};
use alloc::vec::Vec;
use census_primitives::{
	CircuitId, CircuitRefusal, GroupDetails, GroupId, IssuerId, Page, PersonId, PersonRefusal,
	PersonScope, ProofRefusal, RootDetails, ScopeId,
};
use census_runtime_api::{
	anchors::{
		AnchorDetails, AnchorId, Claim, CommitmentDetails, Digest, Leaf, Lineage, Link, LogDetails,
		LogHash, Tally, WindowDetails,
	},
	circuits::{CircuitDetails, Hash32, StatementDetails},
	door::Look,
	leases::{
		Audit, Auditor, Books, ClosedLease, FittingOrders, LeaseDetails, LeaseId, Mismatch, Mode,
		Order, OrderDetails, OrderId, Provider, Quote, Rating, RatingPeriod,
	},
	personhood::{
		AcceptedRoot, EpochDetails, IssuerDetails, KnowledgeDetails, MarkDetails, NotChecked,
		PersonDetails, PolicyDetails, ScopeDetails,
	},
	polls::{PollDetails, PollId},
	proofs::BroughtProof,
	MAX_PAGE,
};
use census_zk_types::{FieldElement, MerkleProof, Points, SemaphoreProof, Word};
use codec::{DecodeLimit, Encode};
use frame_support::{
	genesis_builder_helper,
	traits::{Get, KeyOwnerProofSystem},
	weights::Weight,
	MAX_EXTRINSIC_DEPTH,
};
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_authority_discovery::AuthorityId as AuthorityDiscoveryId;
use sp_consensus_babe::{
	AuthorityId as BabeId, BabeConfiguration, Epoch, EquivocationProof as BabeEquivocationProof,
	OpaqueKeyOwnershipProof as BabeKeyOwnershipProof, Slot,
};
use sp_consensus_grandpa::{
	AuthorityId as GrandpaId, AuthorityList, EquivocationProof as GrandpaEquivocationProof,
	OpaqueKeyOwnershipProof as GrandpaKeyOwnershipProof, SetId,
};
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_genesis_builder::PresetId;
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
};
use sp_session::OpaqueGeneratedSessionKeys;
use sp_version::RuntimeVersion;

/// The block that the next one will be: what is asked about proofs and roots is asked about it.
fn next_block() -> BlockNumber {
	System::block_number().saturating_add(1)
}

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block)
		}

		fn initialize_block(header: &Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: UncheckedExtrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<UncheckedExtrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			transaction: UncheckedExtrinsic,
			block_hash: Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, transaction, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> BabeConfiguration {
			let epoch = Babe::epoch_config()
				.unwrap_or(crate::constants::BABE_EPOCH_CONFIGURATION);
			BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: <Pace as Get<u64>>::get(),
				c: epoch.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch.allowed_slots,
			}
		}

		fn current_epoch_start() -> Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_: Slot,
			authority: BabeId,
		) -> Option<BabeKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority))
				.map(|proof| BabeKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation: BabeEquivocationProof<Header>,
			key_owner: BabeKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(equivocation, key_owner.decode()?)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> SetId {
			Grandpa::current_set_id()
		}

		fn generate_key_ownership_proof(
			_: SetId,
			authority: GrandpaId,
		) -> Option<GrandpaKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority))
				.map(|proof| GrandpaKeyOwnershipProof::new(proof.encode()))
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation: GrandpaEquivocationProof<Hash, NumberFor<Block>>,
			key_owner: GrandpaKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(equivocation, key_owner.decode()?)
		}
	}

	impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
		fn authorities() -> Vec<AuthorityDiscoveryId> {
			AuthorityDiscovery::authorities()
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(extrinsic: UncheckedExtrinsic, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(extrinsic, len)
		}

		fn query_fee_details(extrinsic: UncheckedExtrinsic, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_fee_details(extrinsic, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(len: u32) -> Balance {
			TransactionPayment::length_to_fee(len)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime
	{
		fn query_call_info(call: RuntimeCall, len: u32) -> RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(call: RuntimeCall, len: u32) -> FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(len: u32) -> Balance {
			TransactionPayment::length_to_fee(len)
		}
	}

	impl census_runtime_api::GroupsApi<Block, AccountId, BlockNumber> for Runtime {
		fn group(group: GroupId) -> Option<GroupDetails<AccountId, BlockNumber>> {
			Groups::details(group)
		}

		fn group_count() -> u32 {
			Groups::group_count()
		}

		fn members(group: GroupId, start: u32, count: u32) -> Vec<FieldElement> {
			Groups::members(group, start, count.min(MAX_PAGE))
		}

		fn index_of(group: GroupId, member: Word) -> Option<u32> {
			Groups::index_of(group, member)
		}

		fn merkle_proof(group: GroupId, index: u32) -> Option<MerkleProof> {
			Groups::merkle_proof(group, index)
		}

		fn roots(group: GroupId, start: u32, count: u32) -> Vec<RootDetails<BlockNumber>> {
			Groups::root_history(group, start, count.min(MAX_PAGE), next_block())
		}

		fn is_nullifier_used(group: GroupId, nullifier: Word) -> bool {
			Groups::is_nullifier_used(group, nullifier)
		}

		fn verify_proof(group: GroupId, proof: SemaphoreProof) -> Result<(), ProofRefusal> {
			Groups::check_proof(group, &proof, next_block())
		}
	}

	impl census_runtime_api::personhood::PersonhoodApi<Block, AccountId, BlockNumber> for Runtime {
		fn policy() -> Option<PolicyDetails<BlockNumber>> {
			Personhood::policy()
		}

		fn epoch() -> Option<EpochDetails<BlockNumber>> {
			Personhood::epoch_details(next_block())
		}

		fn accepted_roots() -> Vec<AcceptedRoot<BlockNumber>> {
			Personhood::accepted_roots()
		}

		fn issuer_count() -> u32 {
			Personhood::issuer_count()
		}

		fn issuers(start: IssuerId, count: u32) -> Vec<IssuerDetails<AccountId>> {
			Personhood::issuer_page(start, count.min(MAX_PAGE))
		}

		fn person_count() -> u32 {
			Personhood::person_count()
		}

		fn person(person: PersonId) -> Option<PersonDetails<BlockNumber>> {
			Personhood::person_details(person)
		}

		fn person_by_commitment(commitment: Word) -> Option<PersonDetails<BlockNumber>> {
			Personhood::person_of_commitment(commitment).and_then(Personhood::person_details)
		}

		fn mark(issuer: IssuerId, tag: [u8; 32]) -> MarkDetails {
			Personhood::mark_details(issuer, tag)
		}

		fn leaves(root: Option<Word>, start: u32, count: u32) -> Option<Vec<FieldElement>> {
			Personhood::leaves(Personhood::epoch_under(root)?, start, count.min(MAX_PAGE))
		}

		fn merkle_proof(commitment: Word, root: Option<Word>) -> Option<MerkleProof> {
			Personhood::merkle_proof_of(commitment, root)
		}

		fn scope_count() -> u32 {
			Personhood::scope_count()
		}

		fn scope(scope: ScopeId) -> Option<ScopeDetails<AccountId, BlockNumber>> {
			Personhood::scope_details(scope, next_block())
		}

		fn scope_word(scope: PersonScope) -> Word {
			Personhood::scope_word(scope)
		}

		fn are_spent(scope: PersonScope, mut nullifiers: Vec<Word>) -> Vec<bool> {
			nullifiers.truncate(MAX_PAGE as usize);
			Personhood::are_spent(scope, nullifiers)
		}

		fn knowledge(commitment: Word) -> Option<KnowledgeDetails> {
			Personhood::knowledge_of(commitment)
		}

		fn epoch_of_root(root: Word) -> Option<u32> {
			Personhood::epoch_under(Some(root))
		}

		fn check(
			block: Hash,
			call: Vec<u8>,
		) -> Result<Result<(), PersonRefusal>, NotChecked> {
			// As a pool does: in a block that follows this one.
			System::initialize(&next_block(), &block, &Default::default());
			let call =
				RuntimeCall::decode_all_with_depth_limit(MAX_EXTRINSIC_DEPTH, &mut call.as_slice())
					.map_err(|_| NotChecked::NoCall)?;
			match call {
				RuntimeCall::Personhood(call) => {
					Personhood::check(&call).ok_or(NotChecked::NotAuthorised)
				}
				_ => Err(NotChecked::NotAuthorised),
			}
		}
	}

	impl census_runtime_api::door::DoorApi<Block> for Runtime {
		fn look(block: Hash, transaction: Vec<u8>) -> Look {
			// As a pool does: in a block that follows this one.
			System::initialize(&next_block(), &block, &Default::default());
			crate::door::look(&transaction)
		}
	}

	impl census_runtime_api::proofs::ProofsApi<Block> for Runtime {
		fn brought_proofs(transactions: Vec<UncheckedExtrinsic>) -> Vec<BroughtProof> {
			crate::proofs::brought(&transactions, next_block())
		}
	}

	impl census_runtime_api::polls::PollsApi<Block, AccountId, BlockNumber> for Runtime {
		fn poll(poll: PollId) -> Option<PollDetails<AccountId, BlockNumber>> {
			Polls::details(poll, next_block())
		}

		fn polls(
			start: PollId,
			count: u32,
		) -> Page<PollDetails<AccountId, BlockNumber>, PollId> {
			Polls::page(start, count.min(MAX_PAGE), next_block())
		}

		fn poll_count() -> u32 {
			Polls::poll_count()
		}
	}

	impl census_runtime_api::circuits::CircuitsApi<Block, AccountId, BlockNumber> for Runtime {
		fn circuit(circuit: CircuitId) -> Option<CircuitDetails<AccountId, BlockNumber>> {
			Circuits::details(&circuit)
		}

		fn circuits(
			after: Option<CircuitId>,
			count: u32,
		) -> Vec<(CircuitId, CircuitDetails<AccountId, BlockNumber>)> {
			Circuits::list(after, count.min(MAX_PAGE))
		}

		fn key(circuit: CircuitId) -> Option<Vec<u8>> {
			Circuits::key(&circuit)
		}

		fn is_key_revoked(key_hash: Hash32) -> bool {
			Circuits::is_key_revoked(&key_hash)
		}

		fn verify_proof(
			circuit: CircuitId,
			inputs: Vec<Word>,
			proof: Points,
		) -> Result<(), CircuitRefusal> {
			<Circuits as census_primitives::Circuits>::verify(&circuit, &inputs, &proof)
		}

		fn statement(
			statement: Hash32,
		) -> Option<StatementDetails<AccountId, BlockNumber>> {
			Circuits::statement(&statement)
		}
	}

	impl census_runtime_api::anchors::AnchorsApi<Block, AccountId, BlockNumber> for Runtime {
		fn log() -> LogDetails {
			Anchors::log_details()
		}

		fn anchor(index: AnchorId) -> Option<AnchorDetails<AccountId, BlockNumber>> {
			Anchors::anchor_details(index)
		}

		fn leaves(start: AnchorId, count: u32) -> Vec<Leaf<AccountId>> {
			Anchors::leaves(start, count.min(MAX_PAGE))
		}

		fn first_seen(digest: Digest) -> Option<Leaf<AccountId>> {
			Anchors::first_seen(digest)
		}

		fn anchors_of(digest: Digest, after: Option<AnchorId>, count: u32) -> Vec<AnchorId> {
			Anchors::anchors_of(digest, after, count.min(MAX_PAGE))
		}

		fn anchors_by(author: AccountId, after: Option<AnchorId>, count: u32) -> Vec<AnchorId> {
			Anchors::anchors_by(author, after, count.min(MAX_PAGE))
		}

		fn links_to(
			anchor: AnchorId,
			after: Option<AnchorId>,
			count: u32,
		) -> Vec<(AnchorId, Link)> {
			Anchors::links_to(anchor, after, count.min(MAX_PAGE))
		}

		fn ancestors(anchor: AnchorId, limit: u32) -> Lineage {
			Anchors::ancestors(anchor, limit.min(MAX_PAGE))
		}

		fn descendants(anchor: AnchorId, limit: u32) -> Lineage {
			Anchors::descendants(anchor, limit.min(MAX_PAGE))
		}

		fn tallies(anchor: AnchorId, after: Option<(ScopeId, Claim)>, count: u32) -> Vec<Tally> {
			Anchors::tallies(anchor, after, count.min(MAX_PAGE))
		}

		fn window(window: ScopeId) -> Option<WindowDetails<AccountId, BlockNumber>> {
			Anchors::window_details(window)
		}

		fn commitment(
			author: AccountId,
			commitment: LogHash,
		) -> Option<CommitmentDetails<BlockNumber>> {
			Anchors::commitment(author, commitment)
		}

		fn inclusion_proof(index: AnchorId, count: u64) -> Option<Vec<LogHash>> {
			Anchors::inclusion_proof(index, count)
		}

		fn consistency_proof(old: u64, new: u64) -> Option<Vec<LogHash>> {
			Anchors::consistency_proof(old, new)
		}
	}

	impl census_runtime_api::leases::LeasesApi<Block, AccountId, Balance, BlockNumber> for Runtime {
		fn provider(provider: AccountId) -> Option<Provider<Balance, BlockNumber>> {
			Leases::provider_details(&provider)
		}

		fn providers(
			after: Option<AccountId>,
			count: u32,
		) -> Vec<(AccountId, Provider<Balance, BlockNumber>)> {
			Leases::providers(after.as_ref(), count.min(MAX_PAGE))
		}

		fn auditor(auditor: AccountId) -> Option<Auditor<Balance>> {
			Leases::auditor(&auditor)
		}

		fn auditors(after: Option<AccountId>, count: u32) -> Vec<(AccountId, Auditor<Balance>)> {
			Leases::auditors(after.as_ref(), count.min(MAX_PAGE))
		}

		fn audits(
			provider: AccountId,
			after: Option<AccountId>,
			count: u32,
		) -> Page<(AccountId, Audit<Balance, BlockNumber>), AccountId> {
			Leases::audits(&provider, after.as_ref(), count.min(MAX_PAGE))
		}

		fn order_count() -> OrderId {
			Leases::order_count()
		}

		fn order(order: OrderId) -> Option<OrderDetails<AccountId, Balance, BlockNumber>> {
			Leases::order_details(order)
		}

		fn orders(
			after: Option<OrderId>,
			count: u32,
		) -> Page<(OrderId, Order<AccountId, Balance, BlockNumber>), OrderId> {
			Leases::open_orders(after, count.min(MAX_PAGE))
		}

		fn fitting_orders(
			provider: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> FittingOrders {
			Leases::fitting_orders(&provider, after, count.min(MAX_PAGE))
		}

		fn why_not(
			order: OrderId,
			provider: AccountId,
			terms: Option<(Balance, BlockNumber)>,
		) -> Vec<Mismatch<AccountId>> {
			Leases::why_not(order, &provider, terms)
		}

		fn quote(mode: Mode<BlockNumber>, rate: Balance, blocks: BlockNumber) -> Quote<Balance> {
			Leases::quote(&mode, rate, blocks)
		}

		fn lease(lease: LeaseId) -> Option<LeaseDetails<AccountId, Balance, BlockNumber>> {
			Leases::lease_details(lease)
		}

		fn closed_lease(lease: LeaseId) -> Option<ClosedLease<AccountId, Balance, BlockNumber>> {
			Leases::closed_lease(lease)
		}

		fn involved(account: AccountId, after: Option<OrderId>, count: u32) -> Vec<OrderId> {
			Leases::involved(&account, after, count.min(MAX_PAGE))
		}

		fn totals() -> Books<Balance> {
			Leases::totals()
		}

		fn rating(provider: AccountId) -> Rating {
			Leases::rating(&provider)
		}

		fn rating_period() -> Option<RatingPeriod<BlockNumber>> {
			Leases::rating_period()
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			genesis_builder_helper::build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<PresetId>) -> Option<Vec<u8>> {
			genesis_builder_helper::get_preset::<RuntimeGenesisConfig>(id, presets::get)
		}

		fn preset_names() -> Vec<PresetId> {
			presets::names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (Vec<frame_benchmarking::BenchmarkList>, Vec<frame_support::traits::StorageInfo>) {
			use frame_support::traits::StorageInfoTrait;

			let mut list = Vec::new();
			list_benchmarks!(list, extra);
			(list, crate::AllPalletsWithSystem::storage_info())
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			use frame_support::traits::WhitelistedStorageKeys;

			let whitelist = crate::AllPalletsWithSystem::whitelisted_storage_keys();
			let mut batches = Vec::new();
			let params = (&config, &whitelist);
			add_benchmarks!(params, batches);
			Ok(batches)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(
			checks: frame_try_runtime::UpgradeCheckSelect,
		) -> (Weight, Weight) {
			// A failed check is what whoever tries an upgrade is after.
			let weight = Executive::try_runtime_upgrade(checks).unwrap();
			(weight, crate::constants::MAX_BLOCK_WEIGHT)
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			Executive::try_execute_block(block, state_root_check, signature_check, select).unwrap()
		}
	}
}
