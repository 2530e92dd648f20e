//! The questions that the runtime answers, for the node and for everybody.

use crate::{
	presets, AccountId, Anchors, AuthorityDiscovery, Babe, Balance, Block, BlockNumber, Circuits,
	Executive, Governance, Grandpa, Groups, Hash, Header, Historical, InherentDataExt, Leases,
	Nonce, Personhood, Polls, Runtime, RuntimeCall, RuntimeGenesisConfig, SessionKeys, System,
	Timing, TransactionPayment, UncheckedExtrinsic, Validators, VERSION,
};
use alloc::vec::Vec;
use census_runtime_api::{door::Look, proofs::BroughtProof, MAX_PAGE};
use census_views::{
	self as views,
	anchors::{
		Anchor, AnchorCommitment, AnchorId, AnchorLog, Digest, Edge, Leaf, LeafBytes, Lineage,
		SoftBinding, Tally, TallyKey, Window, WindowId,
	},
	circuits::{Circuit, CircuitRefusal, Statement},
	governance::{Proposal, ProposalId},
	groups::{Group, GroupId, GroupRoot, ProofRefusal},
	leases::{
		Audit, Auditor, BidTerms, ClosedLease, Lease, LeaseId, LeaseMode, Ledger, Mismatch, Order,
		OrderId, OrderWithBids, Provider, Quote, Rating, RatingPeriod,
	},
	persons::{
		Declaration, EpochId, Issuer, IssuerId, Knowledge, NotChecked, PeopleRoot, Person,
		PersonId, PersonRefusal, PersonScope, Policy, Scope, ScopeId, Tag,
	},
	polls::{Poll, PollId},
	validators::{Candidate, ValidatorsHealth},
	Amount, FieldElement, MerkleProof, Page, Points, SemaphoreProof, Word,
};
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

/// An account as clients name it.
fn account(views::AccountId(account): views::AccountId) -> AccountId {
	account.into()
}

/// A path in the log as it is shown.
fn hashes(path: Vec<[u8; 32]>) -> Vec<views::Hash> {
	path.into_iter().map(Into::into).collect()
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
				epoch_length: <Timing as Get<u64>>::get(),
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
			// polkadot-sdk's nodes report headers without their seals, which nobody believes; in a pool they
			// would be in the way of the report that is to be believed.
			if !sp_consensus_babe::check_equivocation_proof(equivocation.clone()) {
				return None;
			}
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

	impl census_runtime_api::groups::GroupsApi<Block> for Runtime {
		fn group(group: GroupId) -> Option<Group> {
			Groups::view(group)
		}

		fn groups(after: Option<GroupId>, count: u32) -> Page<Group, GroupId> {
			Groups::page(after, count.min(MAX_PAGE))
		}

		fn group_count() -> u32 {
			Groups::group_count()
		}

		fn members(group: GroupId, after: Option<u32>, count: u32) -> Page<FieldElement, u32> {
			Groups::members(group, after, count.min(MAX_PAGE))
		}

		fn member_index(group: GroupId, commitment: FieldElement) -> Option<u32> {
			Groups::index_of(group, commitment.into())
		}

		fn merkle_proof(group: GroupId, index: u32) -> Option<MerkleProof> {
			Groups::merkle_proof(group, index)
		}

		fn roots(group: GroupId, after: Option<u32>, count: u32) -> Page<GroupRoot, u32> {
			Groups::root_history(group, after, count.min(MAX_PAGE), next_block())
		}

		fn are_spent(group: GroupId, mut nullifiers: Vec<FieldElement>) -> Vec<bool> {
			nullifiers.truncate(MAX_PAGE as usize);
			Groups::are_spent(group, nullifiers)
		}

		fn verify_proof(group: GroupId, proof: SemaphoreProof) -> Result<(), ProofRefusal> {
			Groups::check_proof(group, &proof, next_block())
		}
	}

	impl census_runtime_api::personhood::PersonhoodApi<Block> for Runtime {
		fn policy() -> Option<Policy> {
			Personhood::policy()
		}

		fn epoch() -> Option<views::persons::Epoch> {
			Personhood::epoch_view(next_block())
		}

		fn roots(after: Option<EpochId>, count: u32) -> Page<PeopleRoot, EpochId> {
			Personhood::roots(after, count.min(MAX_PAGE))
		}

		fn issuer(issuer: IssuerId) -> Option<Issuer> {
			Personhood::issuer_view(issuer)
		}

		fn issuers(after: Option<IssuerId>, count: u32) -> Page<Issuer, IssuerId> {
			Personhood::issuer_page(after, count.min(MAX_PAGE))
		}

		fn issuer_count() -> u32 {
			Personhood::issuer_count()
		}

		fn person(person: PersonId) -> Option<Person> {
			Personhood::person_view(person)
		}

		fn persons(after: Option<PersonId>, count: u32) -> Page<Person, PersonId> {
			Personhood::person_page(after, count.min(MAX_PAGE))
		}

		fn person_count() -> u32 {
			Personhood::person_count()
		}

		fn person_by_commitment(commitment: Word) -> Option<Person> {
			Personhood::person_of_commitment(commitment).and_then(Personhood::person_view)
		}

		fn tag(issuer: IssuerId, tag: views::Hash) -> Tag {
			Personhood::tag_view(issuer, tag.0)
		}

		fn leaves(
			root: Option<Word>,
			after: Option<u32>,
			count: u32,
		) -> Option<Page<FieldElement, u32>> {
			Personhood::leaf_page(root, after, count.min(MAX_PAGE))
		}

		fn merkle_proof(commitment: Word, root: Option<Word>) -> Option<MerkleProof> {
			Personhood::merkle_proof_of(commitment, root)
		}

		fn scope(scope: ScopeId) -> Option<Scope> {
			Personhood::scope_view(scope, next_block())
		}

		fn scopes(after: Option<ScopeId>, count: u32) -> Page<Scope, ScopeId> {
			Personhood::scope_page(after, count.min(MAX_PAGE), next_block())
		}

		fn declarations(
			scope: ScopeId,
			after: Option<FieldElement>,
			count: u32,
		) -> Page<Declaration, FieldElement> {
			Personhood::declarations(scope, after, count.min(MAX_PAGE))
		}

		fn scope_count() -> u32 {
			Personhood::scope_count()
		}

		fn scope_word(scope: PersonScope) -> Word {
			Personhood::scope_word(scope)
		}

		fn are_spent(scope: PersonScope, mut nullifiers: Vec<Word>) -> Vec<bool> {
			nullifiers.truncate(MAX_PAGE as usize);
			Personhood::are_spent(scope, nullifiers)
		}

		fn knowledge(commitment: Word) -> Option<Knowledge> {
			Personhood::knowledge_of(commitment)
		}

		fn epoch_of_root(root: Word) -> Option<EpochId> {
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

		fn verify_proof(
			block: Hash,
			scope: PersonScope,
			proof: SemaphoreProof,
		) -> Result<(), PersonRefusal> {
			System::initialize(&next_block(), &block, &Default::default());
			Personhood::check_proof(&scope, &proof)
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

	impl census_runtime_api::governance::GovernanceApi<Block> for Runtime {
		fn overview() -> views::governance::Governance {
			Governance::overview(next_block())
		}

		fn proposal(proposal: ProposalId) -> Option<Proposal> {
			Governance::view(proposal, next_block())
		}

		fn proposals(after: Option<ProposalId>, count: u32) -> Page<Proposal, ProposalId> {
			Governance::page(after, count.min(MAX_PAGE), next_block())
		}

		fn proposal_count() -> u32 {
			Governance::proposal_count()
		}
	}

	impl census_runtime_api::validators::ValidatorsApi<Block> for Runtime {
		fn health() -> ValidatorsHealth {
			Validators::health()
		}

		fn candidate(account: views::AccountId) -> Option<Candidate> {
			Validators::view(&AccountId::new(account.0))
		}
	}

	impl census_runtime_api::host_calls::HostCallsApi<Block> for Runtime {
		fn host_calls_needed() -> u32 {
			crate::readiness::NEEDED
		}
	}

	impl census_runtime_api::polls::PollsApi<Block> for Runtime {
		fn poll(poll: PollId) -> Option<Poll> {
			Polls::view(poll, next_block())
		}

		fn polls(after: Option<PollId>, count: u32) -> Page<Poll, PollId> {
			Polls::page(after, count.min(MAX_PAGE), next_block())
		}

		fn poll_count() -> u32 {
			Polls::poll_count()
		}
	}

	impl census_runtime_api::circuits::CircuitsApi<Block> for Runtime {
		fn circuit(circuit: views::Hash) -> Option<Circuit> {
			Circuits::view(&circuit.0)
		}

		fn circuits(
			after: Option<views::Hash>,
			count: u32,
		) -> Page<Circuit, views::Hash> {
			Circuits::page(after.map(Into::into), count.min(MAX_PAGE))
		}

		fn verifying_key(circuit: views::Hash) -> Option<Vec<u8>> {
			Circuits::key(&circuit.0)
		}

		fn is_key_revoked(key_hash: views::Hash) -> bool {
			Circuits::is_key_revoked(&key_hash.0)
		}

		fn verify_proof(
			circuit: views::Hash,
			inputs: Vec<Word>,
			proof: Points,
		) -> Result<(), CircuitRefusal> {
			<Circuits as census_primitives::Circuits>::verify(&circuit.0, &inputs, &proof)
		}

		fn statement_hash(circuit: views::Hash, inputs: Vec<Word>) -> views::Hash {
			pallet_circuits::statement_hash(&circuit.0, &inputs).into()
		}

		fn statement(statement: views::Hash) -> Option<Statement> {
			Circuits::statement(&statement.0)
		}
	}

	impl census_runtime_api::anchors::AnchorsApi<Block> for Runtime {
		fn log() -> AnchorLog {
			Anchors::log_view()
		}

		fn anchor(index: AnchorId) -> Option<Anchor> {
			Anchors::anchor_view(index)
		}

		fn leaf_bytes(index: AnchorId) -> Option<LeafBytes> {
			Anchors::leaf_bytes(index)
		}

		fn leaves(after: Option<AnchorId>, count: u32) -> Page<Leaf, AnchorId> {
			Anchors::leaf_page(after, count.min(MAX_PAGE))
		}

		fn first_anchor_by_hash(digest: Digest) -> Option<Leaf> {
			Anchors::first_seen(digest.into())
		}

		fn anchors_by_hash(
			digest: Digest,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId> {
			Anchors::anchors_of(digest.into(), after, count.min(MAX_PAGE))
		}

		fn anchors_by_soft_binding(
			binding: SoftBinding,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId> {
			Anchors::anchors_bound(&binding, after, count.min(MAX_PAGE))
		}

		fn anchors_by_author(
			author: views::AccountId,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<AnchorId, AnchorId> {
			Anchors::anchors_by(account(author), after, count.min(MAX_PAGE))
		}

		fn links(
			anchor: AnchorId,
			after: Option<AnchorId>,
			count: u32,
		) -> Page<Edge, AnchorId> {
			Anchors::links_to(anchor, after, count.min(MAX_PAGE))
		}

		fn ancestors(anchor: AnchorId, count: u32) -> Lineage {
			Anchors::ancestors(anchor, count.min(MAX_PAGE))
		}

		fn descendants(anchor: AnchorId, count: u32) -> Lineage {
			Anchors::descendants(anchor, count.min(MAX_PAGE))
		}

		fn tallies(
			anchor: AnchorId,
			after: Option<TallyKey>,
			count: u32,
		) -> Page<Tally, TallyKey> {
			Anchors::tallies(anchor, after, count.min(MAX_PAGE))
		}

		fn window(window: WindowId) -> Option<Window> {
			Anchors::window_view(window)
		}

		fn commitment(
			author: views::AccountId,
			commitment: views::Hash,
		) -> Option<AnchorCommitment> {
			Anchors::commitment(account(author), commitment.0)
		}

		fn inclusion_proof(index: AnchorId, size: u64) -> Option<Vec<views::Hash>> {
			Anchors::inclusion_proof(index, size).map(hashes)
		}

		fn consistency_proof(old: u64, new: u64) -> Option<Vec<views::Hash>> {
			Anchors::consistency_proof(old, new).map(hashes)
		}
	}

	impl census_runtime_api::leases::LeasesApi<Block> for Runtime {
		fn provider(provider: views::AccountId) -> Option<Provider> {
			Leases::provider_view(&account(provider))
		}

		fn providers(
			after: Option<views::AccountId>,
			count: u32,
		) -> Page<Provider, views::AccountId> {
			Leases::providers(after.map(account).as_ref(), count.min(MAX_PAGE))
		}

		fn auditor(auditor: views::AccountId) -> Option<Auditor> {
			Leases::auditor_view(&account(auditor))
		}

		fn auditors(
			after: Option<views::AccountId>,
			count: u32,
		) -> Page<Auditor, views::AccountId> {
			Leases::auditors(after.map(account).as_ref(), count.min(MAX_PAGE))
		}

		fn audits(
			provider: views::AccountId,
			after: Option<views::AccountId>,
			count: u32,
		) -> Page<Audit, views::AccountId> {
			let after = after.map(account);
			Leases::audits(&account(provider), after.as_ref(), count.min(MAX_PAGE))
		}

		fn order(order: OrderId) -> Option<OrderWithBids> {
			Leases::order_view(order)
		}

		fn orders(after: Option<OrderId>, count: u32) -> Page<Order, OrderId> {
			Leases::open_orders(after, count.min(MAX_PAGE))
		}

		fn order_count() -> OrderId {
			Leases::order_count()
		}

		fn orders_by_provider(
			provider: views::AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Page<OrderId, OrderId> {
			Leases::fitting_orders(&account(provider), after, count.min(MAX_PAGE))
		}

		fn mismatches(
			order: OrderId,
			provider: views::AccountId,
			bid: Option<BidTerms>,
		) -> Vec<Mismatch> {
			Leases::mismatch_views(order, &account(provider), bid)
		}

		fn quote(mode: LeaseMode, rate: Amount, blocks: BlockNumber) -> Quote {
			Leases::quote(&mode.into(), rate.0, blocks)
		}

		fn lease(lease: LeaseId) -> Option<Lease> {
			Leases::lease_view(lease)
		}

		fn closed_lease(lease: LeaseId) -> Option<ClosedLease> {
			Leases::closed_lease_view(lease)
		}

		fn numbers_by_account(
			who: views::AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Page<OrderId, OrderId> {
			Leases::involved(&account(who), after, count.min(MAX_PAGE))
		}

		fn ledger() -> Ledger {
			Leases::ledger()
		}

		fn rating(provider: views::AccountId) -> Rating {
			Leases::rating(&account(provider))
		}

		fn rating_period() -> Option<RatingPeriod> {
			Leases::rating_period_view()
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
