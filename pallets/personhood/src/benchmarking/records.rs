//! State at its fullest, written where it would take too long to grow: as many issuers as can be, a
//! person with as many attestations as one has, the tree at its greatest, as many kept epochs.

use crate::{
	tree::{EpochTree, NextTree},
	*,
};
use alloc::{vec, vec::Vec};
use census_lean_imt::shape::{bottom_nodes, depth, page_len, page_of, position, LEVELS_PER_PAGE};
use census_primitives::{Alias, Epoch, IssuerId, PersonId, PersonScope, ScopeId};
use census_zk_types::FieldElement;
use core::ops::Range;
use frame_benchmarking::v2::whitelisted_caller;
use frame_support::BoundedVec;
use sp_io::hashing::blake2_256;
use sp_runtime::traits::Bounded;

/// The block in which everything happens. The oldest of [`MAX_PINS`] kept epochs have their
/// turn in it.
pub(super) const NOW: u32 = 1_000_000;
/// The present epoch.
pub(super) const EPOCH: Epoch = 10_000;
/// The person that most benchmarks are about.
pub(super) const PERSON: PersonId = 0;
/// Its leaf: any of a full tree's costs the same.
pub(super) const LEAF: u32 = MAX_PERSONS / 3;
/// The issuers on which a live person rests: the most, as an admission has no more tickets.
pub(super) const RESTING: Range<IssuerId> = 0..MAX_TICKETS;
/// The threshold under which the person was admitted.
pub(super) const THRESHOLD: u32 = MAX_TICKETS;
/// The policy under which it was, which is that before the present one.
pub(super) const FORMER: PolicyId = 0;

/// Leaves of a tree to which as many as [`weights::APPEND_BATCH`] are appended at the greatest
/// cost: the first completes a page of each height but the uppermost and the others begin new ones.
/// The tests look for a greater.
pub(super) const APPEND_SIZE: u32 = MAX_PERSONS / 2 - 1;

/// A field element that is no other number's.
pub(super) fn element(number: u64) -> FieldElement {
	words::reduced(blake2_256(&number.to_le_bytes()))
}

/// The person's tag at an issuer. It is a field element, as those at circuits are.
pub(super) fn tag(issuer: IssuerId) -> Tag {
	*element(1 << 32 | u64::from(issuer)).as_bytes()
}

/// The issuer of an admission's `position`-th ticket: none on which the person rests yet.
pub(super) fn ticket_issuer(position: u32) -> IssuerId {
	RESTING.end + position
}

/// The account that acts for all issuers.
pub(super) fn controller<T: Config>() -> T::AccountId {
	whitelisted_caller()
}

/// Sets the block, and the settings, under which quorums intersect.
pub(super) fn begin<T: Config>() {
	frame_system::Pallet::<T>::set_block_number(NOW.into());
	ChainSettings::<T>::put(Settings {
		epoch_length: 100u32.into(),
		epochs_per_pin: 1,
		grace: 5u32.into(),
		recovery_delay: 1_000u32.into(),
		rotation_cooldown: 1_000u32.into(),
		change_delay: 1_000u32.into(),
		quorums_intersect: true,
	});
	SweptTo::<T>::put(frame_system::Pallet::<T>::block_number());
}

/// Writes an issuer of a class of its own.
pub(super) fn put_issuer<T: Config>(id: IssuerId) {
	let issuer = Issuer {
		name: BoundedVec::truncate_from(vec![b'a'; 32]),
		kind: IssuerKind::Circuit(blake2_256(&id.to_le_bytes())),
		controller: controller::<T>(),
		class: id,
		limit: u32::MAX,
		removed: false,
		pauses: Pauses::default(),
		admitted: (0, 0),
		enrolled: 0,
	};
	Issuers::<T>::insert(id, issuer);
}

/// A change of an issuer that can be confirmed.
pub(super) fn put_change<T: Config>(id: IssuerId, kind: IssuerKind) {
	let change = Change::Key(kind);
	let pending = PendingChange { change, confirmable_from: NOW.into(), by_governance: false };
	IssuerChanges::<T>::insert(id, pending);
}

/// Writes so many active issuers, all of which the policies have. Something is to change about each.
pub(super) fn issuers<T: Config>(count: u32) {
	begin::<T>();
	for id in 0..count {
		put_issuer::<T>(id);
		put_change::<T>(id, IssuerKind::Circuit(blake2_256(&(u64::from(id) << 32).to_le_bytes())));
	}
	PresentIssuers::<T>::put(BoundedVec::truncate_from((0..count).collect()));
	NextIssuerId::<T>::put(count);
	thresholds::<T>(1);
}

/// A policy of all issuers, of weight 1 each.
pub(super) fn policy<T: Config>(number: PolicyId, threshold: u32) -> Policy {
	let member = |issuer| Member { issuer, weight: 1, class: issuer };
	let members = PresentIssuers::<T>::get().into_iter().map(member).collect();
	Policy { number, threshold, members: Members::truncate_from(members) }
}

/// Sets the threshold of both policies. One person rests on each: who ends that rests on the one before, ends it.
pub(super) fn thresholds<T: Config>(threshold: u32) {
	let former = FormerPolicy {
		policy: policy::<T>(FORMER, threshold),
		deadline: BlockNumberFor::<T>::max_value(),
	};
	let current = policy::<T>(FORMER + 1, threshold);
	PoliciesInForce::<T>::put(PoliciesOf::<T> { current, former: Some(former) });
	LivePersons::<T>::put(LiveCounts { policy: FORMER + 1, current: 1, former: 1 });
}

/// A person with as many attestations as one has, and as many that stand as can.
pub(super) fn person<T: Config>(status: Status) -> PersonOf<T> {
	let attestation =
		|issuer| Attestation { issuer, tag: tag(issuer), standing: RESTING.contains(&issuer) };
	Person {
		status,
		commitment: element(0),
		place: Place::Leaf { index: LEAF, since: EPOCH },
		rotations: 0,
		recoveries: 0,
		enrolled_at: 0u32.into(),
		admitted_at: 0u32.into(),
		expires_at: BlockNumberFor::<T>::max_value(),
		may_rotate_at: NOW.into(),
		policy: FORMER,
		attestations: BoundedVec::truncate_from((0..MAX_ATTESTATIONS).map(attestation).collect()),
		claims: Claims::default(),
		recovery: None,
	}
}

/// Writes a person, its tags and its commitment.
pub(super) fn put_person<T: Config>(id: PersonId, person: PersonOf<T>) {
	for attestation in &person.attestations {
		let record = TagRecord { person: id, serial: 0 };
		Tags::<T>::insert(attestation.issuer, attestation.tag, record);
	}
	Commitments::<T>::insert(person.commitment, id);
	Persons::<T>::insert(id, person);
	NextPersonId::<T>::mutate(|next| *next = (*next).max(id + 1));
}

/// Gives the tags of an admission's tickets from the `first` on to persons that have ended, another one
/// each.
pub(super) fn freed_tags<T: Config>(first: u32) {
	for position in first..MAX_TICKETS {
		let issuer = ticket_issuer(position);
		let (id, status) = (PERSON + 1 + position, Status::Ended(EndReason::Expired));
		Persons::<T>::insert(id, person::<T>(status));
		Tags::<T>::insert(issuer, tag(issuer), TagRecord { person: id, serial: 0 });
	}
}

/// A live person whom of an admission's issuers the first alone knows; the others' tags are those of
/// persons that have ended.
pub(super) fn hardly_known<T: Config>() {
	let mut person = person::<T>(Status::Active);
	person.attestations.retain(|known| known.issuer <= ticket_issuer(0));
	registry::<T>(person);
	freed_tags::<T>(1);
}

/// As many issuers as can be, the person, and its leaf.
pub(super) fn registry<T: Config>(person: PersonOf<T>) {
	issuers::<T>(MAX_ISSUERS);
	thresholds::<T>(THRESHOLD);
	put_person::<T>(PERSON, person);
	tree::<T>(MAX_PERSONS, LEAF);
}

/// The same, where the person waits for a leaf, the only one to do so.
pub(super) fn waiting<T: Config>(person: PersonOf<T>) {
	registry::<T>(Person { place: Place::Queue(0), commitment: element(3), ..person });
	Queue::<T>::insert(0, PERSON);
	QueueEnds::<T>::put((0, 1));
}

/// The oldest of `kept` epochs.
pub(super) fn oldest(kept: u32) -> Epoch {
	EPOCH - kept
}

/// The root of an epoch's tree.
pub(super) fn root(epoch: Epoch) -> FieldElement {
	element(2 << 32 | u64::from(epoch))
}

/// Writes the present epoch, and so many before it, all of which are pinned: scopes rest on each. The oldest
/// can be pinned by more. All trees have so many members.
pub(super) fn epochs<T: Config>(pinned: u32, members: u32) {
	let now = frame_system::Pallet::<T>::block_number();
	CurrentEpoch::<T>::put(EpochState {
		epoch: EPOCH,
		started_at: now,
		root: root(EPOCH),
		size: MAX_PERSONS,
		members,
	});
	for epoch in oldest(pinned)..EPOCH {
		let root = root(epoch);
		let snapshot = Snapshot { root, size: MAX_PERSONS, members, ended_at: now };
		Snapshots::<T>::insert(epoch, snapshot);
		ScopesOfEpoch::<T>::insert(epoch, (2, BlockNumberFor::<T>::max_value()));
	}
	Pins::<T>::put(BoundedVec::truncate_from((oldest(pinned)..EPOCH).collect()));
	PinnableEpoch::<T>::put(oldest(pinned));
	SessionsSweptTo::<T>::put(EPOCH);
}

/// Any nodes for a page of a tree of so many leaves.
pub(super) fn nodes(size: u32, page: census_lean_imt::PageId) -> PageNodes {
	let nodes = page_len(bottom_nodes(size.into(), page)) as u64;
	BoundedVec::truncate_from((0..nodes).map(element).collect())
}

/// A next tree of so many leaves, and as large a present one, and one that is pinned, of both of which each
/// page's nodes were kept already but for those on the path from leaf `index` to its root: all that a write of
/// that leaf keeps is added to the longest lists. It has the pages on that path.
pub(super) fn tree<T: Config>(size: u32, index: u32) -> NextTree<T> {
	let root = root(EPOCH);
	CurrentEpoch::<T>::put(EpochState {
		epoch: EPOCH,
		started_at: NOW.into(),
		root,
		size,
		members: size,
	});
	let pin = oldest(MAX_PINS);
	let snapshot = Snapshot { root, size, members: size, ended_at: NOW.into() };
	Snapshots::<T>::insert(pin, snapshot);
	PinnableEpoch::<T>::put(pin);
	Next::<T>::put(EpochTree { root, size, members: size });
	for bottom in (0..=depth(size.into())).step_by(LEVELS_PER_PAGE.into()) {
		let page = page_of(bottom, u64::from(index) >> bottom);
		let key = (page.group, page.index);
		let nodes = nodes(size, page);
		let path = |level| position(size.into(), level, u64::from(index) >> level);
		let on_path: Vec<_> = (bottom..bottom + LEVELS_PER_PAGE).map(path).collect();
		let others = (0..nodes.len()).filter(|place| !on_path.contains(place));
		let kept: Vec<_> = others.map(|place| (place as u8, element(4))).collect();
		if nodes.len() == census_lean_imt::NODES_PER_PAGE {
			let kept = NodesOfPage::truncate_from(kept);
			Recent::<T>::insert((EPOCH & 1) as u8, key, (EPOCH, kept.clone()));
			KeptNodes::<T>::insert(pin, key, kept);
		}
		Pages::<T>::insert(key, nodes);
	}
	NextTree::open()
}

/// An application scope that rests on the oldest of as many kept epochs as can be, with slots left.
pub(super) fn put_scope<T: Config>(owner: T::AccountId) -> (ScopeId, FieldElement) {
	epochs::<T>(MAX_PINS, MAX_PERSONS);
	let scope = ApplicationScope {
		owner: Some(owner.clone()),
		repeats: false,
		payer: Some(owner),
		epoch: oldest(MAX_PINS),
		electorate: MAX_PERSONS,
		until: BlockNumberFor::<T>::max_value(),
		one_topic: true,
		slots: MAX_PERSONS,
		used: 1,
		slot_price: BalanceOf::<T>::max_value(),
		deposit: BalanceOf::<T>::max_value(),
	};
	Scopes::<T>::insert(0, scope);
	NextScopeId::<T>::put(1);
	(0, root(oldest(MAX_PINS)))
}

impl<T: Config> Pallet<T> {
	/// Makes an electorate of so many, for benchmarks of pallets that open scopes: scopes pin an
	/// epoch of the past, on which others rest already, and as many epochs are kept as can be.
	pub fn benchmark_electorate(members: u32) {
		epochs::<T>(MAX_PINS, members);
	}

	/// Leaves the chain as an act in this scope does while its call is made.
	pub(crate) fn benchmark_act(scope: &PersonScope, alias: Alias) {
		Nullifiers::<T>::insert(Self::group_of(scope), alias, Use::Spent);
		Self::use_slot(scope);
	}
}
