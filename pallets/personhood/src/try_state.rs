//! The invariants of the stored state, recomputed from the records.
//!
//! - P1: live persons are as many as leaves of the next tree that are not 0, and those who wait for one; and
//!   every person stands where its status says;
//! - P2: a tag at an issuer belongs to one live person at most, and that one's attestations are with
//!   its own tags; and a person has one tag at an issuer;
//! - P3: a commitment is or was one person's, and every one in use is known;
//! - P4: the roots, sizes and members of the next, the present and all kept trees are those of their leaves;
//! - P5: quorums intersect, where the chain says that they do;
//!
//! and all counts, queues and indices tell what the records do.

use crate::{
	tree::EpochTree, Agenda, ApplicationScopeOf, BalanceOf, ChainSettings, Commitments, Config,
	CurrentEpoch, Declarations, HoldReason, IssuerChanges, Issuers, KeptNodes, LiveCounts,
	LivePersons, Next, NextIssuerId, NextPersonId, NextScopeId, Nullifiers, Pages, Pallet, Persons,
	PinnableEpoch, Pins, Place, PoliciesInForce, PolicyId, PresentIssuers, PruneEnds, PruneQueue,
	Queue, QueueEnds, Recent, ScopeGroup, Scopes, ScopesOfEpoch, Sessions, SessionsOfEpoch,
	Snapshots, Status, SweptTo, Tags, Use, MAX_ATTEMPTS, MAX_PERSONS,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use census_lean_imt::{Page, PageId, Poseidon, Tree, LEVELS_PER_PAGE};
use census_primitives::Epoch;
use census_primitives::MAX_CIVIC_ACTS;
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
		Self::try_queue()?;
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
		let mut policies = BTreeMap::<PolicyId, u32>::new();
		for (id, person) in Persons::<T>::iter() {
			ensure!(id < next, "a person has a number that was not given out");
			if person.status.is_live() {
				*policies.entry(person.policy).or_default() += 1;
			}
			let fits = match (person.status, person.place) {
				(Status::Pending, Place::Queue(position)) => Queue::<T>::get(position) == Some(id),
				(Status::Active, Place::Leaf { .. }) | (Status::Ended(_), _) => true,
				(Status::Pending, Place::Leaf { .. }) | (Status::Active, Place::Queue(_)) => false,
			};
			ensure!(fits, "a person's place is not one of its status");
			let issuers: BTreeSet<_> =
				person.attestations.iter().map(|attestation| attestation.issuer).collect();
			ensure!(
				issuers.len() == person.attestations.len(),
				"a person has two tags at one issuer"
			);
			ensure!(
				!person.status.is_live() || Self::is_held_up(&person, |_| true),
				"a live person does not weigh its policy's threshold"
			);
			ensure!(
				person.status.is_live() || person.claims.is_empty(),
				"issuers say of one that has ended that it is another"
			);
			ensure!(
				person.recovery.is_none()
					|| (person.status == Status::Active && person.recoveries > 0),
				"a recovery is under way that cannot be"
			);
		}
		let LiveCounts { policy, current, former } = LivePersons::<T>::get();
		ensure!(
			policies.remove(&policy).unwrap_or_default() == current,
			"the count of live persons under the present policy is wrong"
		);
		let before = PoliciesInForce::<T>::get().former;
		let under_former = before.and_then(|before| policies.remove(&before.policy.number));
		ensure!(
			under_former.unwrap_or_default() == former && policies.is_empty(),
			"the count of live persons under the policy before is wrong"
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
			if Issuers::<T>::get(issuer).is_none_or(|issuer| issuer.removed) {
				continue;
			}
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
			let recovered = person.recovery.map(|recovery| recovery.commitment);
			let used = [Some(person.commitment), recovered];
			ensure!(
				used.into_iter().flatten().all(|one| Commitments::<T>::get(one) == Some(id)),
				"a person's commitment is not known to be its own"
			);
		}
		Ok(())
	}

	/// Issuers, policies, and P5.
	fn try_issuers() -> Result<(), TryRuntimeError> {
		let mut present = BTreeSet::new();
		for (id, issuer) in Issuers::<T>::iter() {
			ensure!(id < NextIssuerId::<T>::get(), "an issuer has a number not given out");
			if !issuer.removed {
				present.insert(id);
			}
			ensure!(
				!issuer.pauses.disputed || IssuerChanges::<T>::contains_key(id),
				"an issuer is paused for a change that there is not"
			);
		}
		ensure!(
			IssuerChanges::<T>::iter_keys().all(|id| present.contains(&id)),
			"something is to change about an issuer that there is not"
		);
		let stored = PresentIssuers::<T>::get();
		ensure!(
			stored.len() == present.len() && stored.iter().all(|id| present.contains(id)),
			"the issuers that have not been removed are others"
		);
		let policies = PoliciesInForce::<T>::get();
		ensure!(
			LivePersons::<T>::get().policy == policies.current.number,
			"persons are admitted under another policy than the present one"
		);
		ensure!(
			policies.former.is_some() == (LivePersons::<T>::get().former > 0),
			"a policy goes on on which nobody rests, or ended while persons did"
		);
		let enforced = ChainSettings::<T>::get().is_some_and(|settings| settings.quorums_intersect);
		for policy in policies.in_force() {
			ensure!(
				policy.members.windows(2).all(|pair| pair[0].issuer < pair[1].issuer),
				"a policy has an issuer twice"
			);
			ensure!(
				policy.members.iter().all(|member| present.contains(&member.issuer)),
				"a policy has an issuer that there is not"
			);
			ensure!(
				!enforced || policy.quorums_intersect(),
				"two quorums may share no honest issuer"
			);
		}
		Ok(())
	}

	/// The queue of those who wait for a leaf.
	fn try_queue() -> Result<(), TryRuntimeError> {
		let (start, end) = QueueEnds::<T>::get();
		let length = end.wrapping_sub(start);
		let places: BTreeMap<_, _> = Queue::<T>::iter().collect();
		ensure!(
			places.keys().all(|position| position.wrapping_sub(start) < length),
			"a place is outside the queue"
		);
		ensure!(places.len() as u32 == length, "the queue has a gap");
		let waits = |(position, id): (&u32, &_)| {
			Persons::<T>::get(id).is_some_and(|person| person.place == Place::Queue(*position))
		};
		ensure!(places.iter().all(waits), "a place is of somebody who does not wait there");
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
		let is_due = |(at, id)| {
			Persons::<T>::get(id).is_some_and(|person| {
				let recovery = person.recovery.map(|recovery| recovery.effective_at);
				person.status.is_live() && (person.expires_at == at || recovery == Some(at))
			})
		};
		ensure!(Agenda::<T>::iter_keys().all(is_due), "nothing is due that is on the agenda");
		Ok(())
	}

	/// P1, of the next tree; and that leaves and persons belong together, in the present one too.
	fn try_leaves() -> Result<(), TryRuntimeError> {
		let current = CurrentEpoch::<T>::get();
		let present = Self::leaves(current.epoch, 0, u32::MAX).ok_or("there is no present tree")?;
		let next = Self::next_leaves().ok_or("there is no next tree")?;
		let members = next.iter().filter(|leaf| !leaf.is_zero()).count() as u32;
		let waiting = Persons::<T>::iter_values()
			.filter(|person| person.status == Status::Pending)
			.count() as u32;
		ensure!(
			LivePersons::<T>::get().all() == members + waiting,
			"live persons are not as many as leaves and those who wait"
		);
		let mut owners = BTreeSet::new();
		for (id, person) in Persons::<T>::iter() {
			let Place::Leaf { index, since } = person.place else { continue };
			ensure!(owners.insert(index), "a leaf is two persons'");
			let leaf = next.get(index as usize).ok_or("a person's leaf is outside the tree")?;
			let stands = person.status == Status::Active;
			ensure!(leaf.is_zero() != stands, "a person stands where it does not, or the reverse");
			ensure!(!stands || *leaf == person.commitment, "a person's leaf is not its own");
			let before = present.get(index as usize);
			ensure!(
				before.is_some() == (since <= current.epoch),
				"a person's leaf is not in the tree since when it says"
			);
			ensure!(
				before.is_none_or(|leaf| {
					leaf.is_zero() || Commitments::<T>::get(leaf) == Some(id)
				}),
				"a leaf of the present tree is another person's"
			);
			ensure!(
				before.is_none_or(|leaf| !leaf.is_zero()) || !stands,
				"a leaf that was empty is somebody's again"
			);
		}
		ensure!(owners.len() == next.len(), "a leaf is nobody's");
		Ok(())
	}

	/// P4, for the present tree and those that are kept.
	fn try_epochs() -> Result<(), TryRuntimeError> {
		let current = CurrentEpoch::<T>::get();
		Self::try_tree(current.epoch)?;
		let next = Next::<T>::get();
		let leaves = Self::next_leaves().ok_or("there is no next tree")?;
		let pages = Self::try_built(next, &leaves)?;
		let stored: BTreeMap<_, _> = Pages::<T>::iter()
			.map(|((group, index), nodes)| (PageId { group, index }, nodes.into_inner()))
			.collect();
		ensure!(pages == stored, "the pages are not those of the leaves");

		let pins = Pins::<T>::get();
		ensure!(pins.windows(2).all(|pair| pair[0] < pair[1]), "pins are out of order");
		let past = |epoch: &Epoch| {
			*epoch < current.epoch
				&& (epoch.saturating_add(1) == current.epoch || pins.contains(epoch))
		};
		let kept: Vec<_> = Self::kept_epochs().into_iter().filter(past).collect();
		ensure!(
			Snapshots::<T>::iter_keys().count() == kept.len()
				&& kept.iter().all(Snapshots::<T>::contains_key),
			"kept epochs and their trees' roots are not the same ones"
		);
		for epoch in kept.iter().filter(|epoch| Self::epoch_tree(**epoch).is_some()) {
			Self::try_tree(*epoch)?;
		}
		ensure!(
			KeptNodes::<T>::iter_keys().all(|(epoch, _)| pins.contains(&epoch)),
			"nodes are kept for an epoch that is not pinned"
		);
		ensure!(
			Recent::<T>::iter().all(|(slot, page, (epoch, _))| {
				u64::from(slot) == u64::from(epoch % 2)
					&& epoch <= current.epoch
					&& Pages::<T>::contains_key(page)
			}),
			"nodes of an epoch are where they are not looked for"
		);
		let pinnable = PinnableEpoch::<T>::get();
		ensure!(Self::epoch_tree(pinnable).is_some(), "the pinnable epoch's tree is not kept");
		ensure!(pins.last() == Some(&pinnable), "the pinnable epoch is not the last that is kept");
		Ok(())
	}

	/// Builds an epoch's tree anew from its leaves.
	fn try_tree(epoch: Epoch) -> Result<(), TryRuntimeError> {
		let tree = Self::epoch_tree(epoch).ok_or("an epoch's tree is not known")?;
		let leaves = Self::leaves(epoch, 0, u32::MAX).ok_or("an epoch's leaves are not there")?;
		let mut built = Self::try_built(tree, &leaves)?;
		let rebuilt = Tree::new(&mut built, Poseidon, tree.size.into())
			.map_err(|_| "a tree cannot be rebuilt")?;
		// Its inner nodes are what a proof is made of.
		for index in (0..tree.size).step_by(7) {
			let proof = Self::merkle_proof(epoch, index).ok_or("a leaf has no proof")?;
			ensure!(
				rebuilt.proof(index) == Ok(proof),
				"an epoch's nodes are not those of its leaves"
			);
		}
		Ok(())
	}

	/// The leaves of the next tree.
	fn next_leaves() -> Option<Vec<FieldElement>> {
		let size = u64::from(Next::<T>::get().size);
		let pages: BTreeMap<_, _> = Pages::<T>::iter()
			.map(|((group, index), nodes)| (PageId { group, index }, nodes.into_inner()))
			.collect();
		Tree::new(pages, Poseidon, size).ok()?.leaves(0..size).ok()
	}

	/// Builds a tree anew from its leaves, and gives back its pages.
	fn try_built(
		EpochTree { root, size, members }: EpochTree,
		leaves: &[FieldElement],
	) -> Result<BTreeMap<PageId, Page>, TryRuntimeError> {
		ensure!(leaves.len() as u32 == size, "a tree's leaves cannot be read");
		let mut pages = BTreeMap::new();
		let (mut rebuilt, mut built) = (FieldElement::ZERO, 0);
		for batch in leaves.chunks(1 << LEVELS_PER_PAGE) {
			let mut tree =
				Tree::new(&mut pages, Poseidon, built).map_err(|_| "a tree cannot be rebuilt")?;
			rebuilt = tree.append_many(batch).map_err(|_| "a tree cannot be rebuilt")?;
			built = tree.size();
		}
		ensure!(rebuilt == root, "a tree's root is not that of its leaves");
		ensure!(
			leaves.iter().filter(|leaf| !leaf.is_zero()).count() as u32 == members,
			"a tree's count of members is wrong"
		);
		Ok(pages)
	}

	/// Application scopes, their trees and funds; nullifiers and sessions.
	fn try_scopes() -> Result<(), TryRuntimeError> {
		let mut resting = BTreeMap::<Epoch, u32>::new();
		let mut held = BTreeMap::<T::AccountId, BalanceOf<T>>::new();
		let mut repeating = BTreeSet::new();
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
			if scope.repeats {
				ensure!(scope.payer.is_none(), "acts repeat in a scope that somebody pays");
				repeating.insert(id);
			}
			let Some(payer) = &scope.payer else {
				ensure!(Self::price_of(&scope).is_zero(), "a scope has a price that nobody paid");
				continue;
			};
			let price = held.entry(payer.clone()).or_insert_with(Zero::zero);
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
				// A scope that was closed tells no more whose it was.
				Use::Attempted(made) => {
					matches!(group, ScopeGroup::Application(scope)
						if (1..MAX_CIVIC_ACTS).contains(&made)
							&& (made < MAX_ATTEMPTS
								|| repeating.contains(&scope) || !Scopes::<T>::contains_key(scope)))
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
