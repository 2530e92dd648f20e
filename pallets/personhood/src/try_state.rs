//! The invariants of the stored state, recomputed from the records.
//!
//! - P1: live persons are as many as leaves that are not 0, with the additions and without the
//!   removals that are pending; and every person stands where its status and pending change say;
//! - P2: a tag at an issuer belongs to one live person at most, and that one's attestations are with
//!   its own tags; and a person has one tag at an issuer;
//! - P3: a commitment is or was one person's, and every one in use is known;
//! - P4: the roots, sizes and members of the present and all kept trees are those of their leaves;
//! - P5: quorums intersect, where the chain says that they do;
//!
//! and all counts, queues and indices tell what the records do.

use crate::{
	tree::EpochTree, Agenda, ApplicationScopeOf, BalanceOf, ChainSettings, Change, Changes,
	Commitments, Config, CurrentEpoch, Declarations, HoldReason, IssuerStatus, Issuers, KeptEpochs,
	KeptPages, LivePersons, NextIssuerId, NextPersonId, NextScopeId, Nullifiers, Pages, Pallet,
	Persons, PinnableEpoch, Policies, PruneEnds, PruneQueue, Queue, QueueEnds, Queues,
	ReleasingEpoch, ScopeGroup, Scopes, ScopesOfEpoch, Sessions, SessionsOfEpoch, Snapshots,
	Status, SweptTo, Tags, Threshold, Use, Weighing, MAX_ATTEMPTS, MAX_PERSONS,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use census_lean_imt::{Page, PageId, Poseidon, Tree, LEVELS_PER_PAGE};
use census_primitives::Epoch;
use census_zk_types::FieldElement;
use frame_support::{ensure, traits::fungible::InspectHold};
use sp_runtime::{
	traits::{Saturating, Zero},
	TryRuntimeError,
};

impl<T: Config> Pallet<T> {
	/// Checks every invariant.
	pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_persons()?;
		Self::try_marks()?;
		Self::try_commitments()?;
		Self::try_issuers()?;
		Self::try_queues()?;
		Self::try_agenda()?;
		Self::try_leaves()?;
		Self::try_epochs()?;
		Self::try_scopes()
	}

	/// Persons by themselves, and what is counted of them.
	fn try_persons() -> Result<(), TryRuntimeError> {
		let next = NextPersonId::<T>::get();
		ensure!(next <= MAX_PERSONS, "more person numbers were given out than there are");
		ensure!(Persons::<T>::iter_keys().count() as u32 == next, "a person's record is missing");
		let mut policies = BTreeMap::<u32, u32>::new();
		let mut live = 0;
		for (id, person) in Persons::<T>::iter() {
			ensure!(id < next, "a person has a number that was not given out");
			if person.status.is_live() {
				live += 1;
				*policies.entry(person.threshold).or_default() += 1;
			}
			let change = Self::pending_change(id);
			let fits = match person.status {
				Status::Pending => matches!(change, Some(Change::Add(_))),
				Status::Active => matches!(change, None | Some(Change::Replace(_))),
				Status::Ended(_) => matches!(change, None | Some(Change::Remove)),
			};
			ensure!(fits, "a person's pending change is not one of its status");
			ensure!(
				person.leaf.is_none() || person.status != Status::Pending,
				"a person stands in the tree before it enters"
			);
			let issuers: BTreeSet<_> =
				person.attestations.iter().map(|attestation| attestation.issuer).collect();
			ensure!(
				issuers.len() == person.attestations.len(),
				"a person has two tags at one issuer"
			);
			ensure!(
				!person.status.is_live()
					|| Self::standing_weight(&person) >= u64::from(person.threshold),
				"a live person does not weigh its threshold"
			);
			ensure!(
				person.recovery.is_none()
					|| (person.status == Status::Active && person.recoveries > 0),
				"a recovery is under way that cannot be"
			);
		}
		ensure!(live == LivePersons::<T>::get(), "the count of live persons is wrong");
		let stored = Policies::<T>::get();
		ensure!(
			stored.len() == policies.len()
				&& stored.into_iter().collect::<BTreeMap<_, _>>() == policies,
			"the count of persons by threshold is wrong"
		);
		Ok(())
	}

	/// P2. What a person that has ended was attested is nobody's, or another's by now.
	fn try_marks() -> Result<(), TryRuntimeError> {
		for (id, person) in Persons::<T>::iter().filter(|(_, person)| person.status.is_live()) {
			for attestation in &person.attestations {
				let (owner, serial) = Self::tag(attestation.issuer, &attestation.tag);
				ensure!(owner == Some(id), "an attestation's tag is another person's");
				ensure!(serial > 0, "a tag was bound by no ticket");
			}
		}
		for (issuer, tag, record) in Tags::<T>::iter() {
			let person = Persons::<T>::get(record.person).ok_or("a tag is of nobody")?;
			ensure!(
				person.attestations.iter().any(|known| (known.issuer, known.tag) == (issuer, tag)),
				"a tag is not among its person's"
			);
		}
		Ok(())
	}

	/// P3.
	fn try_commitments() -> Result<(), TryRuntimeError> {
		let next = NextPersonId::<T>::get();
		ensure!(Commitments::<T>::iter_values().all(|id| id < next), "a commitment is nobody's");
		for (id, person) in Persons::<T>::iter() {
			let pending = match Self::pending_change(id) {
				Some(Change::Add(new) | Change::Replace(new)) => Some(new),
				_ => None,
			};
			let recovered = person.recovery.map(|recovery| recovery.commitment);
			let used = [Some(person.commitment), pending, recovered];
			ensure!(
				used.into_iter().flatten().all(|one| Commitments::<T>::get(one) == Some(id)),
				"a person's commitment is not known to be its own"
			);
		}
		Ok(())
	}

	/// Issuers, what rests on them, and P5.
	fn try_issuers() -> Result<(), TryRuntimeError> {
		let mut resting = BTreeMap::<_, u32>::new();
		for person in Persons::<T>::iter_values().filter(|person| person.status.is_live()) {
			for attestation in person.attestations.iter().filter(|known| known.standing) {
				*resting.entry(attestation.issuer).or_default() += 1;
			}
		}
		let mut weighing = BTreeSet::new();
		for (id, issuer) in Issuers::<T>::iter() {
			ensure!(id < NextIssuerId::<T>::get(), "an issuer has a number not given out");
			let rest = resting.remove(&id).unwrap_or_default();
			ensure!(issuer.resting == rest, "the count of what rests on an issuer is wrong");
			if issuer.status != IssuerStatus::Removed || rest > 0 {
				weighing.insert(id);
			}
		}
		ensure!(resting.is_empty(), "an attestation is of no issuer");
		let stored = Weighing::<T>::get();
		ensure!(
			stored.len() == weighing.len() && stored.iter().all(|id| weighing.contains(id)),
			"the issuers that weigh on quorums are others"
		);
		let weights: Vec<_> =
			stored.into_iter().filter_map(Issuers::<T>::get).map(|issuer| issuer.weight).collect();
		ensure!(
			!ChainSettings::<T>::get().is_some_and(|settings| settings.quorums_intersect)
				|| Self::quorums_intersect(Threshold::<T>::get(), weights.into_iter()),
			"two quorums may share no honest issuer"
		);
		Ok(())
	}

	/// The queues of changes.
	fn try_queues() -> Result<(), TryRuntimeError> {
		for (id, pending) in Changes::<T>::iter() {
			ensure!(Persons::<T>::contains_key(id), "a change is of nobody");
			ensure!(
				Queues::<T>::get(pending.change.queue(), pending.position) == Some(id),
				"a pending change is not in its queue"
			);
		}
		let mut places = 0;
		for queue in [Queue::Removals, Queue::Replacements, Queue::Additions] {
			let (start, end) = QueueEnds::<T>::get(queue);
			let length = end.wrapping_sub(start);
			places += length;
			ensure!(
				Queues::<T>::iter_key_prefix(queue)
					.all(|position| position.wrapping_sub(start) < length),
				"a place is outside its queue"
			);
		}
		ensure!(Queues::<T>::iter_keys().count() as u32 == places, "a queue has a gap");
		Ok(())
	}

	/// What is due some time is on the agenda, and nothing is there, or kept, that has been swept.
	fn try_agenda() -> Result<(), TryRuntimeError> {
		let swept_to = SweptTo::<T>::get();
		for (id, person) in Persons::<T>::iter() {
			if person.status.is_live() {
				ensure!(
					Agenda::<T>::contains_key(person.expires_at, id),
					"a person would never expire"
				);
			}
			if let Some(recovery) = person.recovery {
				ensure!(
					Agenda::<T>::contains_key(recovery.effective_at, id),
					"a recovery would never take effect"
				);
			}
		}
		ensure!(
			Agenda::<T>::iter_keys().all(|(at, _)| at >= swept_to),
			"the sweep left something behind"
		);
		Ok(())
	}

	/// P1, and that leaves and persons belong together.
	fn try_leaves() -> Result<(), TryRuntimeError> {
		let current = CurrentEpoch::<T>::get();
		let leaves = Self::leaves(current.epoch, 0, u32::MAX).ok_or("there is no present tree")?;
		let (mut additions, mut removals) = (0, 0);
		for pending in Changes::<T>::iter_values() {
			match pending.change {
				Change::Add(_) => additions += 1,
				Change::Remove => removals += 1,
				Change::Replace(_) => (),
			}
		}
		let members = leaves.iter().filter(|leaf| !leaf.is_zero()).count() as u32;
		ensure!(
			LivePersons::<T>::get() + removals == members + additions,
			"live persons are not as many as leaves and pending changes say"
		);
		let mut owners = BTreeSet::new();
		for (id, person) in Persons::<T>::iter() {
			// A person that has ended stands there until its removal is applied.
			let stands = match person.status {
				Status::Pending => false,
				Status::Active => true,
				Status::Ended(_) => Self::pending_change(id) == Some(Change::Remove),
			};
			let Some(index) = person.leaf else {
				ensure!(!stands, "a person stands in the tree without a leaf");
				continue;
			};
			ensure!(owners.insert(index), "a leaf is two persons'");
			let leaf = leaves.get(index as usize).ok_or("a person's leaf is outside the tree")?;
			ensure!(leaf.is_zero() != stands, "a person stands where it does not, or the reverse");
			ensure!(leaf.is_zero() || *leaf == person.commitment, "a person's leaf is not its own");
		}
		ensure!(owners.len() == leaves.len(), "a leaf is nobody's");
		Ok(())
	}

	/// P4, for the present tree and those that are kept.
	fn try_epochs() -> Result<(), TryRuntimeError> {
		let current = CurrentEpoch::<T>::get();
		let pages = Self::try_tree(current.epoch)?;
		let stored: BTreeMap<_, _> = Pages::<T>::iter()
			.map(|((group, index), nodes)| (PageId { group, index }, nodes.into_inner()))
			.collect();
		ensure!(pages == stored, "the pages are not those of the leaves");

		let kept = KeptEpochs::<T>::get();
		ensure!(kept.windows(2).all(|pair| pair[0] < pair[1]), "kept epochs are out of order");
		ensure!(kept.iter().all(|epoch| *epoch < current.epoch), "an epoch is kept that goes on");
		ensure!(
			Snapshots::<T>::iter_keys().count() == kept.len()
				&& kept.iter().all(Snapshots::<T>::contains_key),
			"kept epochs and their trees' roots are not the same ones"
		);
		let releasing = ReleasingEpoch::<T>::get();
		for epoch in kept.iter().filter(|epoch| releasing != Some(**epoch)) {
			Self::try_tree(*epoch)?;
		}
		ensure!(
			KeptPages::<T>::iter_keys().all(|(epoch, _)| kept.contains(&epoch)),
			"a page is kept for an epoch that is not"
		);
		let pinnable = PinnableEpoch::<T>::get();
		ensure!(Self::epoch_tree(pinnable).is_some(), "the pinnable epoch's tree is not kept");
		Ok(())
	}

	/// Builds an epoch's tree anew from its leaves, and gives back its pages.
	fn try_tree(epoch: Epoch) -> Result<BTreeMap<PageId, Page>, TryRuntimeError> {
		let EpochTree { root, size, members } =
			Self::epoch_tree(epoch).ok_or("an epoch's tree is not known")?;
		let leaves = Self::leaves(epoch, 0, u32::MAX).ok_or("an epoch's leaves are not there")?;
		ensure!(leaves.len() as u32 == size, "an epoch's leaves cannot be read");
		let mut pages = BTreeMap::new();
		let (mut rebuilt, mut built) = (FieldElement::ZERO, 0);
		for batch in leaves.chunks(1 << LEVELS_PER_PAGE) {
			let mut tree = Tree::new(&mut pages, Poseidon, built)
				.map_err(|_| "an epoch's tree cannot be rebuilt")?;
			rebuilt = tree.append_many(batch).map_err(|_| "an epoch's tree cannot be rebuilt")?;
			built = tree.size();
		}
		ensure!(rebuilt == root, "an epoch's root is not that of its leaves");
		ensure!(
			leaves.iter().filter(|leaf| !leaf.is_zero()).count() as u32 == members,
			"an epoch's count of members is wrong"
		);
		Ok(pages)
	}

	/// Application scopes, their trees and funds; nullifiers and sessions.
	fn try_scopes() -> Result<(), TryRuntimeError> {
		let mut resting = BTreeMap::<Epoch, u32>::new();
		let mut held = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		for (id, scope) in Scopes::<T>::iter() {
			ensure!(id < NextScopeId::<T>::get(), "a scope has a number not given out");
			ensure!(scope.used <= scope.slots, "more acts were used than paid for");
			let group = ScopeGroup::Application(id);
			ensure!(
				Nullifiers::<T>::iter_prefix(group).count() as u32 == scope.used,
				"a nullifier is kept that used no slot, or a slot was given back"
			);
			*resting.entry(scope.epoch).or_default() += 1;
			ensure!(
				!Self::accepts(&scope) || Self::epoch_tree(scope.epoch).is_some(),
				"the tree of a scope that accepts acts is not kept"
			);
			ensure!(
				scope.until <= ScopesOfEpoch::<T>::get(scope.epoch).1,
				"a scope's tree is not kept as long as the scope accepts acts"
			);
			let price = held.entry(scope.payer.clone()).or_insert_with(Zero::zero);
			*price = price.saturating_add(Self::price_of(&scope));
		}
		ensure!(
			ScopesOfEpoch::<T>::iter()
				.map(|(epoch, (scopes, _))| (epoch, scopes))
				.collect::<BTreeMap<_, _>>()
				== resting,
			"the count of scopes that rest on an epoch is wrong"
		);
		ensure!(
			held.iter().all(|(payer, price)| {
				T::Currency::balance_on_hold(&HoldReason::Scope.into(), payer) == *price
			}),
			"what is held for scopes is not their price"
		);

		ensure!(
			Nullifiers::<T>::iter().all(|(group, _, used)| match used {
				Use::Failed(failed) => {
					(1..MAX_ATTEMPTS).contains(&failed)
						&& matches!(group, ScopeGroup::Application(_))
				}
				Use::Spent => true,
			}),
			"an act may be tried again that may not"
		);
		ensure!(
			Declarations::<T>::iter().all(|(scope, alias, _)| {
				Nullifiers::<T>::get(ScopeGroup::Application(scope), alias) == Some(Use::Spent)
			}),
			"a declaration is kept of nobody who has acted"
		);
		let (start, end) = PruneEnds::<T>::get();
		ensure!(
			PruneQueue::<T>::iter_keys()
				.all(|place| place.wrapping_sub(start) < end.wrapping_sub(start)),
			"a group is outside the queue of those to be pruned"
		);
		let pruned: Vec<_> = PruneQueue::<T>::iter_values().collect();
		let epoch = CurrentEpoch::<T>::get().epoch;
		ensure!(
			Nullifiers::<T>::iter_keys().all(|(group, _)| {
				let accepted = match group {
					ScopeGroup::Epoch(of) => of.saturating_add(1) >= epoch && of <= epoch,
					ScopeGroup::Application(scope) => Scopes::<T>::contains_key(scope),
				};
				accepted != pruned.contains(&group)
			}),
			"a nullifier is kept for ever, or pruned too soon"
		);
		ensure!(
			Sessions::<T>::iter().all(|(account, session)| {
				session.epoch <= epoch && SessionsOfEpoch::<T>::contains_key(session.epoch, account)
			}),
			"a session would never be swept"
		);
		Ok(())
	}

	/// What is held for a scope.
	fn price_of(scope: &ApplicationScopeOf<T>) -> BalanceOf<T> {
		scope.slot_price.saturating_mul(scope.slots.into()).saturating_add(scope.deposit)
	}
}
