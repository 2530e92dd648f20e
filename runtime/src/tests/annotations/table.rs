//! What each call of the pallets here weighs, and who may make it: one row for each, and more where its
//! weight grows with its arguments.

use super::Who::{self, Anyone, Itself, Only, Person, Root, RootOr};
use crate::{
	tests::{any_proof, world::*},
	weights, Runtime, RuntimeCall,
};
use census_anchor_log::{
	leaf::{Parent, MAX_PARENTS},
	shape::MAX_PAGES_PER_APPEND,
	terms::Relation,
};
use census_primitives::Slots;
use census_zk_types::{SemaphoreProof, Word};
use frame_support::{
	dispatch::GetDispatchInfo,
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};
use pallet_leases::{Verdict, MAX_BIDS};
use pallet_personhood::{Evidence, IssuerKind, SignedTicket, Tickets, MAX_TICKETS};
use sp_core::{ecdsa, sr25519};
use sp_runtime::{MultiSignature, Perbill};

/// One call, what it weighs when it is dispatched, and who may make it.
pub(super) struct Row {
	pub(super) call: RuntimeCall,
	pub(super) weight: Weight,
	pub(super) who: Who,
}

fn row(call: impl Into<RuntimeCall>, weight: Weight, who: Who) -> Row {
	Row { call: call.into(), weight, who }
}

type AnchorsWeights = weights::pallet_anchors::WeightInfo<Runtime>;
type CircuitsWeights = weights::pallet_circuits::WeightInfo<Runtime>;
type GroupsWeights = weights::pallet_groups::WeightInfo<Runtime>;
type LeasesWeights = weights::pallet_leases::WeightInfo<Runtime>;
type PersonhoodWeights = weights::pallet_personhood::WeightInfo<Runtime>;
type ValidatorsWeights = weights::pallet_validators::WeightInfo<Runtime>;
type PollsWeights = weights::pallet_polls::WeightInfo<Runtime>;

/// All rows.
pub(super) fn rows(world: &World) -> Vec<Row> {
	let pallets = [groups, personhood, polls, circuits, anchors, leases, validators];
	pallets.into_iter().flat_map(|rows| rows(world)).collect()
}

fn groups(world: &World) -> Vec<Row> {
	use pallet_groups::{Call, Error, WeightInfo};
	type W = GroupsWeights;
	let group = world.group;
	let owner = || Only(OWNER, Error::<Runtime>::NotAdmin.into());
	let offered = || Only(AUDITOR, Error::<Runtime>::NotPendingAdmin.into());
	let word = Word::from(1);
	let members = |count: u32| {
		let identity_commitments = vec![word; count as usize].try_into().expect("no more than fit");
		let call = Call::<Runtime>::add_members { group, identity_commitments };
		row(call, W::add_members(count), owner())
	};
	let of_depths = |depths: &[u8]| {
		let of = |depth: &u8| SemaphoreProof { merkle_tree_depth: *depth, ..any_proof() };
		let proofs: Vec<_> = depths.iter().map(of).collect();
		Call::<Runtime>::validate_proofs { group, proofs: proofs.try_into().expect("they fit") }
	};
	let refused = W::validate_proofs_refused;
	vec![
		row(
			Call::create_group { root_duration: None, instant_revocation: false },
			W::create_group(),
			Anyone,
		),
		row(Call::add_member { group, identity_commitment: word }, W::add_member(), owner()),
		members(1),
		members(100),
		members(<Runtime as pallet_groups::Config>::MaxBatch::get()),
		row(
			Call::update_member { group, index: 0, new_identity_commitment: word },
			W::update_member(),
			owner(),
		),
		row(Call::remove_member { group, index: 0 }, W::remove_member(), owner()),
		row(
			Call::update_group_admin { group, new_admin: Some(OWNER.to_account_id()) },
			W::update_group_admin(),
			owner(),
		),
		row(Call::accept_group_admin { group }, W::accept_group_admin(), offered()),
		row(
			Call::update_root_duration { group, root_duration: 1 },
			W::update_root_duration(),
			owner(),
		),
		row(
			Call::set_instant_revocation { group, enabled: true },
			W::set_instant_revocation(),
			owner(),
		),
		row(
			Call::validate_proof { group, proof: Box::new(published().1) },
			W::validate_proof(),
			Anyone,
		),
		row(of_depths(&[1]), refused(1), Anyone),
		row(of_depths(&[1; 128]), refused(128), Anyone),
		row(of_depths(&[1, 2, 2, 2, 32]), refused(1) + refused(3) + refused(1), Anyone),
		row(Call::close_group { group }, W::close_group(), owner()),
		row(Call::clear_group { group, limit: 1 }, W::clear_group(1), Anyone),
		row(Call::clear_group { group, limit: 100 }, W::clear_group(100), Anyone),
	]
}

/// Tickets of so many issuers, so many of which bring a circuit's proof.
fn tickets(count: u32, proofs: u32) -> Tickets<Runtime> {
	let evidence = |issuer| {
		if issuer < proofs {
			Evidence::Proof([Word::from(1); 8])
		} else {
			Evidence::Signature(MultiSignature::Sr25519(sr25519::Signature::default()))
		}
	};
	let signed = |issuer| SignedTicket { ticket: ticket(issuer), evidence: evidence(issuer) };
	(0..count).map(signed).collect::<Vec<_>>().try_into().expect("no more than fit")
}

fn personhood(world: &World) -> Vec<Row> {
	use pallet_circuits::WeightInfo as _;
	use pallet_personhood::{Call, Change, Error, NewMembers, WeightInfo};
	type W = PersonhoodWeights;
	let proof = || Box::new(any_proof());
	let controller = || Only(CONTROLLER, Error::<Runtime>::NotController.into());
	let name = || b"issuer".to_vec().try_into().expect("it is short");
	let register = |kind| Call::<Runtime>::register_issuer {
		name: name(),
		kind,
		controller: CONTROLLER.to_account_id(),
		class: 1,
		limit: 1,
	};
	let signing = || IssuerKind::Sr25519(sr25519::Public::default());
	let change = |kind| Call::<Runtime>::propose_change { issuer: 0, change: Change::Key(kind) };
	let any_signature = || MultiSignature::Sr25519(sr25519::Signature::default());
	let root_or_controller = || RootOr(CONTROLLER, Error::<Runtime>::NotController.into());
	let pairing = CircuitsWeights::verify_in_place(3);
	let checked = |count: u32, proofs: u32| {
		W::check_tickets(count) + pairing * u64::from(proofs) + W::check_knowledge()
	};
	// What the pallets that open scopes are asked.
	let asked = |call: &RuntimeCall| RocksDbWeight::get().reads(crate::configs::scope_reads(call));
	let weight_of = |call: RuntimeCall| call.get_dispatch_info().call_weight;
	let acts =
		[(world.own(), world.declare()), (world.poll(), world.vote())].map(|(scope, call)| {
			let asked = asked(&call);
			let weight = W::act_as() + asked + weight_of(call.clone());
			row(act(scope, 0, call), weight, Itself(W::authorize_act() + asked))
		});
	let alias = Call::<Runtime>::as_alias { epoch: 0, call: Box::new(world.declare()) };
	let account = OWNER.to_account_id();
	let consent = MultiSignature::Ecdsa(ecdsa::Signature::default());
	let admissions =
		[(1, 0), (1, 1), (MAX_TICKETS, 0), (MAX_TICKETS, MAX_TICKETS)].map(|(count, proofs)| {
			let tickets = || tickets(count, proofs);
			let itself = || Itself(checked(count, proofs));
			[
				row(Call::enrol { tickets: tickets(), proof: proof() }, W::enrol(count), itself()),
				row(
					Call::renew { person: 0, tickets: tickets(), proof: proof() },
					W::renew(count),
					itself(),
				),
				row(
					Call::recover { person: 0, tickets: tickets(), proof: proof() },
					W::recover(count),
					itself(),
				),
			]
		});
	let mut rows = vec![
		row(register(signing()), W::register_issuer(), Root),
		row(register(IssuerKind::Circuit(world.circuit)), W::register_issuer() + pairing, Root),
		row(Call::set_issuer_limit { issuer: 0, limit: 1 }, W::set_issuer_limit(), Root),
		row(Call::pause_issuer { issuer: 0 }, W::pause_issuer(), root_or_controller()),
		row(Call::resume_issuer { issuer: 0 }, W::resume_issuer() + pairing, root_or_controller()),
		row(Call::remove_issuer { issuer: 0 }, W::remove_issuer() + pairing * 2, Root),
		row(
			Call::change_policy { issuers: NewMembers::default(), threshold: 2, deadline: UNTIL },
			W::change_policy(),
			Root,
		),
		row(Call::set_deadline { deadline: UNTIL }, W::set_deadline(), Root),
		row(Call::report_key { issuer: 0 }, W::report_key() + pairing, root_or_controller()),
		row(change(signing()), W::propose_change() + pairing, root_or_controller()),
		row(
			change(IssuerKind::Circuit(world.circuit)),
			W::propose_change() + pairing * 2,
			root_or_controller(),
		),
		row(
			Call::confirm_change { issuer: 0 },
			W::confirm_change() + pairing,
			root_or_controller(),
		),
		row(Call::cancel_change { issuer: 0 }, W::cancel_change() + pairing, root_or_controller()),
		row(
			Call::object_to_change { issuer: 0, signature: any_signature() },
			W::object_to_change(),
			Anyone,
		),
		row(
			Call::rotate { person: 0, commitment: Word::from(1), current: proof(), proof: proof() },
			W::rotate(),
			Itself(W::authorize_rotate()),
		),
		row(Call::veto { person: 0, proof: proof() }, W::veto(), Itself(W::authorize_veto())),
		row(Call::withdraw { issuer: 0, tag: [1; 32] }, W::withdraw(), controller()),
		row(Call::merge { issuer: 0, tag: [1; 32], other: 2 }, W::merge(), controller()),
		row(Call::expire { person: 0 }, W::expire(), Anyone),
		row(
			Call::open_session { epoch: 0, proof: proof(), account, consent },
			W::open_session(),
			Itself(W::authorize_session()),
		),
		row(
			alias,
			W::as_alias() + weight_of(world.declare()),
			Only(OWNER, Error::<Runtime>::NoSession.into()),
		),
		row(world.declare(), W::declare(), Person(None)),
		row(
			Call::open_scope { slots: Slots::Persons(1), least_electorate: 0, until: UNTIL },
			W::open_scope(),
			Anyone,
		),
		row(
			Call::close_scope { scope: world.own_scope },
			W::close_scope(),
			Only(OWNER, Error::<Runtime>::NotScopeOwner.into()),
		),
	];
	rows.extend(acts);
	rows.extend(admissions.into_iter().flatten());
	rows
}

fn polls(world: &World) -> Vec<Row> {
	use pallet_polls::{Call, WeightInfo};
	type W = PollsWeights;
	let poll = world.poll;
	let create = Call::create {
		title: Default::default(),
		content: Default::default(),
		options: 2,
		closes_at: UNTIL,
		least_electorate: 0,
	};
	vec![
		row(create, W::create(), Anyone),
		row(world.vote(), W::vote(), Person(Some(world.poll()))),
		row(Call::close { poll }, W::close(), Anyone),
		row(Call::prune { poll }, W::prune(), Anyone),
	]
}

fn validators(world: &World) -> Vec<Row> {
	use pallet_validators::{Call, WeightInfo};
	type W = ValidatorsWeights;
	let keys = || crate::SessionKeys {
		babe: sr25519::Public::default().into(),
		grandpa: sp_core::ed25519::Public::default().into(),
		authority_discovery: sr25519::Public::default().into(),
	};
	let fallback = |count: u32| {
		let accounts = vec![AUDITOR.to_account_id(); count as usize];
		let accounts = accounts.try_into().expect("no more than fit");
		row(Call::<Runtime>::set_fallback { accounts }, W::set_fallback(count), Root)
	};
	vec![
		row(Call::register { keys: keys(), proof: Vec::new() }, W::register(), Anyone),
		row(Call::set_keys { keys: keys(), proof: Vec::new() }, W::set_keys(), Anyone),
		row(Call::agree { alias_hash: None }, W::agree(), Anyone),
		row(Call::resume {}, W::resume(), Anyone),
		row(Call::exit {}, W::exit(), Anyone),
		row(Call::withdraw {}, W::withdraw(), Anyone),
		row(world.claim_seat(), W::claim_seat(), Person(Some(world.next_term()))),
		row(world.leave_seat(), W::leave_seat(), Person(Some(world.term()))),
		row(world.continue_as(), W::continue_as(), Person(Some(world.term()))),
		row(Call::set_rules { rules: crate::Validators::rules() }, W::set_rules(), Root),
		fallback(0),
		fallback(crate::constants::MAX_FALLBACK),
		row(Call::evict { term: 0, alias: alias() }, W::evict(), Root),
		row(Call::collect { account: OWNER.to_account_id() }, W::collect(), Anyone),
	]
}

fn circuits(world: &World) -> Vec<Row> {
	use pallet_circuits::{Call, Claim, Error, WeightInfo};
	type W = CircuitsWeights;
	let circuit = world.circuit;
	let owner = || Only(OWNER, Error::<Runtime>::NotRegistrant.into());
	let inputs = |count: usize| vec![Word::from(1); count].try_into().expect("no more than fit");
	let submit = |count: u32| {
		let proof = Box::new([Word::from(1); 8]);
		let call = Call::<Runtime>::submit_proof { circuit, inputs: inputs(count as usize), proof };
		row(call, W::submit_proof(count), Anyone)
	};
	let per_input = W::verify_in_place(1) - W::verify_in_place(0);
	let batch = |claims: u32, count: u64| {
		let claim = Claim { inputs: inputs(count as usize), proof: [Word::from(1); 8] };
		let claims_list = vec![claim; claims as usize].try_into().expect("no more than fit");
		let more = per_input * (2 * u64::from(claims) * count.saturating_sub(2));
		let call = Call::<Runtime>::submit_proofs { circuit, claims: claims_list };
		row(call, W::submit_proofs_refused(claims) + more, Anyone)
	};
	let pallet_circuits::Call::register { verifier, key, program, transcript, .. } = registration()
	else {
		panic!("it is a registration");
	};
	let register = |count: u32| {
		let inputs = vec![Default::default(); count as usize].try_into().expect("they fit");
		let key = key.clone();
		let call = Call::<Runtime>::register { verifier, key, inputs, program, transcript };
		row(call, W::register(count), Anyone)
	};
	vec![
		register(0),
		register(pallet_circuits::MAX_INPUTS),
		row(Call::activate { circuit }, W::activate(), owner()),
		row(Call::deprecate { circuit }, W::deprecate(), owner()),
		row(Call::revoke { key_hash: [0; 32] }, W::revoke(), Root),
		row(Call::remove { circuit }, W::remove(), owner()),
		submit(0),
		submit(4),
		submit(pallet_circuits::MAX_INPUTS),
		batch(1, 0),
		batch(2, 2),
		batch(3, 5),
		batch(64, 64),
		row(
			Call::remove_statement { statement: world.statement },
			W::remove_statement(),
			Only(OWNER, Error::<Runtime>::NotSubmitter.into()),
		),
	]
}

fn anchors(world: &World) -> Vec<Row> {
	use census_anchor_log::terms::HashAlgorithm::Sha256;
	use pallet_anchors::{Call, Error, WeightInfo};
	type W = AnchorsWeights;
	const PAGES: u32 = MAX_PAGES_PER_APPEND;
	let (anchor, window) = (world.anchor, world.window);
	let owner = || Only(OWNER, Error::<Runtime>::NotAuthor.into());
	let with_parents = |count: u32| {
		let parent = |anchor: u32| Parent { anchor: anchor.into(), relation: Relation::InputTo };
		let mut description = plain();
		description.parents =
			(0..count).map(parent).collect::<Vec<_>>().try_into().expect("no more than fit");
		description
	};
	let mut rows = vec![
		row(Call::commit { commitment: [4; 32] }, W::commit(), Anyone),
		row(
			Call::withdraw_commitment {
				author: OWNER.to_account_id(),
				commitment: world.commitment,
			},
			W::withdraw_commitment(),
			Only(OWNER, Error::<Runtime>::CommitmentNotExpired.into()),
		),
		row(Call::dispute { anchor, statement: says() }, W::dispute(PAGES), Anyone),
		row(Call::retract { anchor, statement: says() }, W::retract(PAGES), owner()),
		row(Call::renew { anchor }, W::renew(), owner()),
		row(
			Call::open_window { anchor, slots: 1, least_electorate: 0, until: UNTIL },
			W::open_window(),
			Anyone,
		),
		row(world.claim(), W::claim(PAGES), Person(Some(world.window()))),
		row(
			Call::close_window { window },
			W::close_window(),
			Only(OWNER, Error::<Runtime>::WindowStillOpen.into()),
		),
	];
	for parents in [0, 1, MAX_PARENTS] {
		let description = || with_parents(parents);
		rows.push(row(
			Call::anchor { digest: digest(7), description: description() },
			W::anchor(parents, PAGES),
			Anyone,
		));
		rows.push(row(
			Call::anchor_batch {
				algorithm: Sha256,
				root: [1; 32],
				items: 3,
				description: description(),
			},
			W::anchor_batch(parents, PAGES),
			Anyone,
		));
		let (content, salt) = (content(), [0; 32]);
		rows.push(row(
			Call::reveal { content, description: description(), salt },
			W::reveal(parents, PAGES),
			Anyone,
		));
	}
	for count in [1, 64] {
		let anchors = vec![anchor; count as usize].try_into().expect("no more than fit");
		rows.push(row(
			Call::evict { anchors },
			W::evict(count),
			Only(OWNER, Error::<Runtime>::RowNotEvictable.into()),
		));
	}
	rows
}

fn leases(world: &World) -> Vec<Row> {
	use pallet_circuits::WeightInfo as _;
	use pallet_leases::{Call, Error, WeightInfo};
	type W = LeasesWeights;
	let World { order, lease, pending, proven, closed, .. } = *world;
	type E = Error<Runtime>;
	let provider = || PROVIDER.to_account_id();
	let a_provider = || Only(PROVIDER, E::ProviderNotFound.into());
	let an_auditor = || Only(AUDITOR, E::AuditorNotFound.into());
	let the_provider = || Only(PROVIDER, E::NotProvider.into());
	let the_tenant = || Only(OWNER, E::NotTenant.into());
	let a_side = || Only(OWNER, E::NotASide.into());
	let terms = || Box::new(lease_terms());
	let verdict = Verdict {
		provider_share: Perbill::zero(),
		penalty: false,
		deposit_to: pallet_leases::Side::Tenant,
	};
	let alias = alias();
	vec![
		row(
			Call::register_provider { bond: 0, capacity: cpu(1), attributes: attributes() },
			W::register_provider(),
			Anyone,
		),
		row(
			Call::update_provider { capacity: cpu(9), attributes: attributes(), accepting: true },
			W::update_provider(),
			a_provider(),
		),
		row(Call::bond_more { amount: 1 }, W::bond_more(), a_provider()),
		row(Call::bond_less { amount: 1 }, W::bond_less(), a_provider()),
		row(Call::deregister_provider {}, W::deregister_provider(), a_provider()),
		row(Call::register_auditor { info: [0; 32] }, W::register_auditor(), Anyone),
		row(Call::deregister_auditor {}, W::deregister_auditor(), an_auditor()),
		row(
			Call::audit { provider: provider(), attributes: attributes() },
			W::audit(),
			an_auditor(),
		),
		row(
			Call::withdraw_audit { provider: provider() },
			W::withdraw_audit(),
			Only(AUDITOR, E::AuditNotFound.into()),
		),
		row(
			Call::post_order { terms: Box::new(order_terms(METERED)), open_for: 1 },
			W::post_order(),
			Anyone,
		),
		row(Call::cancel_order { order }, W::cancel_order(MAX_BIDS), the_tenant()),
		row(Call::bid { order, rate: 1, notice: 3 }, W::bid(), a_provider()),
		row(Call::withdraw_bid { order }, W::withdraw_bid(), Only(PROVIDER, E::BidNotFound.into())),
		row(Call::reject_bid { order, provider: provider() }, W::reject_bid(), the_tenant()),
		row(
			Call::accept_bid { order, provider: provider(), rate: 1, notice: 3, funding: 1 },
			W::accept_bid(MAX_BIDS),
			the_tenant(),
		),
		row(Call::acknowledge { lease: pending }, W::acknowledge(), the_provider()),
		row(Call::heartbeat { lease }, W::heartbeat(), the_provider()),
		row(Call::top_up { lease, amount: 1 }, W::top_up() + W::settle(), Anyone),
		row(Call::settle { lease }, W::settle(), Anyone),
		row(Call::poke { lease }, W::poke().max(W::deadline_order(MAX_BIDS)), Anyone),
		row(Call::close { lease }, W::close(), the_tenant()),
		row(Call::reclaim { lease }, W::reclaim().max(W::close()), the_provider()),
		row(Call::propose_terms { lease, terms: terms() }, W::propose_terms(), a_side()),
		row(Call::accept_terms { lease, terms: terms() }, W::accept_terms(), a_side()),
		row(Call::offer_transfer { lease, to: None }, W::offer_transfer(), the_tenant()),
		row(
			Call::accept_transfer { lease, funding: 1, terms: terms(), input: None },
			W::accept_transfer(),
			Only(AUDITOR, E::NotOffered.into()),
		),
		row(Call::set_input { lease: proven, input: Word::from(1) }, W::set_input(), the_tenant()),
		row(
			Call::submit_proof {
				lease: proven,
				epoch: 0,
				output: Word::from(1),
				proof: Box::new([Word::from(1); 8]),
			},
			W::submit_proof() + CircuitsWeights::verify_in_place(4),
			the_provider(),
		),
		row(Call::dispute { lease }, W::dispute(), a_side()),
		row(Call::resolve { lease, verdict }, W::resolve(), Root),
		row(Call::open_rating_period { slots: 9 }, W::open_rating_period(), Anyone),
		row(Call::close_rating_period {}, W::close_rating_period(), Anyone),
		row(Call::name_rater { lease: closed, alias }, W::name_rater(), the_tenant()),
		row(world.rate(), W::rate(), Person(Some(world.ratings()))),
	]
}
