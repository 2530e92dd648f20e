//! What must hold after every step, and at the end.

use super::{
	model::Record,
	steps::{HUMANS, OWNERS},
	world::{Known, Standing, World},
};
use crate::{mock::*, *};
use census_primitives::{Epoch, IssuerId, PersonId, ScopeId};
use std::collections::{BTreeMap, BTreeSet};

impl World {
	/// Checks the state, if it is another than when it was last checked.
	pub(super) fn check(&mut self) {
		if self.checked {
			return;
		}
		self.checked = true;
		self.check_trees();
		if self.hunt.is_some() {
			return;
		}
		check_state();
		self.check_persons();
		self.check_enrolment();
		for account in 0..OWNERS {
			let holds = self.holds(account);
			assert_eq!(held(&funded(account)), holds, "what is held of account {account}");
			assert_eq!(
				Balances::free_balance(funded(account)) + holds,
				FUNDS - self.burnt[account as usize],
				"no unit of account {account}'s is lost or made"
			);
		}
		assert_eq!(Balances::total_issuance(), self.issuance - self.burnt.iter().sum::<u64>());
	}

	/// Persons are what they should be, nobody's person is another human's, and no human has two live
	/// ones.
	fn check_persons(&self) {
		assert_eq!(NextPersonId::<Test>::get() as usize, self.persons.len());
		let former = PoliciesInForce::<Test>::get().former.map(|former| former.policy.number);
		assert_eq!(former.map(|number| number as usize), self.former(), "the policy before");
		let mut live = BTreeSet::new();
		for id in 0..self.persons.len() as PersonId {
			let record = self.told(id);
			assert_eq!(record, self.records[id as usize], "person {id} is not what it should be");
			let human = self.owners[&record.commitment];
			assert_eq!(self.persons[id as usize], human, "person {id} is another human's");
			if record.status.is_live() {
				assert!(live.insert(human), "human {human} has two live persons");
			}
		}
	}

	/// P13: a human who is no live person can enrol whenever the honest active issuers that have not
	/// reached their limits weigh the threshold, whatever any other issuer does. (Of one human in turn.)
	fn check_enrolment(&mut self) {
		let human = now() as usize % HUMANS;
		let is_live = |id: &PersonId| self.records[*id as usize].status.is_live();
		if self.humans[human].persons.iter().any(is_live) {
			return;
		}
		let epoch = self.epoch();
		let has_room = |issuer: &Known| {
			issuer.is_active() && issuer.admitted.get(&epoch).copied().unwrap_or(0) < issuer.limit
		};
		let is_honest = |id: &IssuerId| {
			self.corrupt != Some(*id) && has_room(&self.issuers[*id as usize]) && self.counts(*id)
		};
		let honest: Vec<_> = (0..self.issuers.len() as IssuerId).filter(is_honest).collect();
		let all = honest.iter().fold(0u32, |set, id| set | 1 << id);
		// Any set of them that is a quorum and fits, if there is one.
		let found = if honest.len() <= MAX_TICKETS as usize {
			self.would_admit(&honest).then_some(all)
		} else {
			self.quorums(&self.in_force()).into_iter().find(|set| set & !all == 0)
		};
		let Some(set) = found else { return };
		let honest = honest.into_iter().filter(|id| set >> id & 1 == 1);
		// An identity that nobody had before, nor will have.
		let identity = Identity::of(human as u64, u64::MAX - now());
		let tickets = tickets(Purpose::Enrol, honest, human as u64, identity.commitment(), 0);
		let verdict = authorized(&enrolment(identity, tickets).into());
		assert!(verdict.is_ok(), "human {human} cannot enrol by honest issuers: {verdict:?}");
		self.reach("honest issuers suffice");
	}

	/// What was accepted in an epoch is so for ever: trees that are kept are as they were.
	fn check_trees(&self) {
		let current = CurrentEpoch::<Test>::get();
		assert_eq!(current.epoch, self.epoch());
		assert_eq!(current.root, self.trees[self.trees.len() - 1].root, "the tree stands still");
		// P10, of the next tree, where nobody stands for long who may not.
		let live = self.records.iter().filter(|record| record.leaf.is_some());
		let next: Vec<_> = live.map(Record::stands_as).collect();
		self.check_leaves(self.epoch() + 1, &next);
		for epoch in Pallet::<Test>::kept_epochs() {
			if let Some(tree) = Pallet::<Test>::epoch_tree(epoch) {
				assert_eq!(tree.root, self.trees[epoch as usize].root, "a kept tree is another");
			}
		}
	}

	/// After a block: notes the epoch that may have begun in it, and says whether one has. One begins if its time has come
	/// and there is room; never before its time.
	pub(super) fn after_block(&mut self, has_room: bool) -> bool {
		let EpochState { epoch, started_at, root, .. } = CurrentEpoch::<Test>::get();
		let known = self.trees[self.trees.len() - 1].clone();
		let is_due = now() >= known.started_at + EPOCH_LENGTH;
		if epoch == self.epoch() {
			assert!(!(is_due && has_room), "the epoch should have ended");
			return false;
		}
		assert_eq!((epoch, started_at), (self.epoch() + 1, now()));
		assert!(is_due, "the epoch ended too soon");
		let leaves = Pallet::<Test>::leaves(epoch, 0, u32::MAX).expect("the present tree is there");
		self.check_leaves(epoch, &leaves);
		self.trees.push(Standing { root, leaves, started_at });
		if epoch.is_multiple_of(EPOCHS_PER_PIN) {
			self.pinnable = epoch;
		}
		self.reach("epoch");
		if Pallet::<Test>::waiting() > 0 {
			self.reach("epoch that begins while some wait for a leaf");
		}
		true
	}

	/// P10.
	fn check_leaves(&self, epoch: Epoch, leaves: &[census_zk_types::FieldElement]) {
		let mut humans = BTreeMap::new();
		for leaf in leaves.iter().filter(|leaf| !leaf.is_zero()) {
			let human = self.owners[leaf];
			let face = self.face_of(human, *leaf).expect("the human has it");
			assert!(face.plain().is_some(), "a subtree stands in the tree");
			if let Some(other) = humans.insert(human, leaf) {
				panic!("human {human} has two leaves in epoch {epoch}: {other:?} and {leaf:?}");
			}
		}
	}

	/// The end: everything is closed, swept and pruned.
	pub(super) fn finish(&mut self) {
		if self.hunt.is_some() {
			return;
		}
		for scope in 0..self.scopes.len() as ScopeId {
			self.close_by_pallet(scope);
		}
		self.blocks(4 * EPOCH_LENGTH, super::steps::Room::Enough);
		// What an epoch leaves behind is swept from the block on that follows its end.
		while CurrentEpoch::<Test>::get().started_at == now() {
			self.blocks(1, super::steps::Room::Enough);
		}
		self.check();
		for account in 0..OWNERS {
			assert_eq!(held(&funded(account)), 0);
		}
		assert_eq!(Nullifiers::<Test>::iter_keys().count(), 0, "what is over is not pruned");
		assert_eq!(PruneQueue::<Test>::iter_keys().count(), 0);
		assert_eq!(Sessions::<Test>::iter_keys().count(), 0, "a session never ends");
		assert_eq!(SessionsOfEpoch::<Test>::iter_keys().count(), 0);
		for account in self.sessions.keys() {
			assert_eq!(System::sufficients(account), 0, "an account keeps what a session gave it");
		}
		assert_eq!(
			Pins::<Test>::get().into_inner(),
			[self.pinnable],
			"a tree is kept that nobody needs"
		);
		// P12.
		let waits = |record: &&Record| record.status == Status::Pending && !self.is_paused(record);
		assert_eq!(self.records.iter().find(waits), None, "somebody never enters the tree");
		let live = self.records.iter().filter(|record| record.status.is_live()).count();
		assert_eq!(LivePersons::<Test>::get().all() as usize, live);
		self.check_acts();
	}

	/// P6: of all that was ever accepted, each human showed one nullifier in each scope at most,
	/// whichever of its identities it acted with; and each nullifier was shown by one human.
	fn check_acts(&self) {
		let mut nullifiers = BTreeMap::new();
		let mut humans = BTreeMap::new();
		for (scope, human, nullifier) in &self.shown {
			let other = nullifiers.insert((scope, human), nullifier);
			assert!(other.is_none_or(|other| other == nullifier), "human {human} acted twice");
			let other = humans.insert((scope, nullifier), human);
			assert!(other.is_none_or(|other| other == human), "two humans acted as one");
		}
		let shown: BTreeSet<_> =
			self.shown.iter().map(|(scope, _, nullifier)| (scope.clone(), *nullifier)).collect();
		assert!(shown.iter().eq(self.uses.keys()), "an act was accepted that nobody made");
	}
}
