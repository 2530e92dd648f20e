//! Random sequences of all calls against a model that keeps what must be true in plain vectors.

use crate::{
	claim_topic, commitment_to,
	mock::*,
	types::{permanent_footprint, row_footprint, CLAIM_BYTES, COMMITMENT_BYTES, WINDOW_BYTES},
	Call, HostHasher, Log, Rows,
};
use census_anchor_log::{
	leaf::{
		AnchorId, Author, Content, Description, Details, Digest, Leaf, Moment, Parent, SoftBinding,
		Subject,
	},
	proof::roots_of_consistency,
	terms::{Claim, Kind, Relation},
	Checkpoint, Tree,
};
use census_primitives::{Page, PersonScope, ScopeId};
use frame_support::storage::{with_storage_layer, with_transaction, TransactionOutcome};
use proptest::prelude::*;
use sp_runtime::DispatchError;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug)]
enum Step {
	Anchor {
		by: u64,
		number: u64,
		parents: Vec<u64>,
	},
	Batch {
		by: u64,
		number: u64,
		items: u64,
	},
	Commit {
		by: u64,
		number: u64,
	},
	Reveal {
		by: u64,
		number: u64,
	},
	Withdraw {
		by: u64,
		of: u64,
		number: u64,
	},
	Dispute {
		by: u64,
		anchor: u64,
	},
	Retract {
		by: u64,
		anchor: u64,
	},
	Renew {
		by: u64,
		anchor: u64,
	},
	Evict {
		by: u64,
		anchors: Vec<u64>,
	},
	Open {
		by: u64,
		anchor: u64,
		slots: u32,
		length: u64,
	},
	/// Of the window's own anchor, or of some other one.
	Claim {
		secret: u32,
		window: u32,
		other: Option<u64>,
		claim: Claim,
	},
	Close {
		by: u64,
		window: u32,
	},
	NewSet,
	Blocks {
		count: u64,
	},
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![6 => Just(AUTHOR), 4 => Just(OTHER), 1 => Just(POOR)];
	let number = || 0u64..8;
	let anchor = || 0u64..25;
	let claim = || prop::sample::select(Claim::ALL);
	prop_oneof![
		6 => (who(), number(), prop::collection::vec(anchor(), 0..3))
			.prop_map(|(by, number, parents)| Step::Anchor { by, number, parents }),
		2 => (who(), number(), 0u64..4)
			.prop_map(|(by, number, items)| Step::Batch { by, number, items }),
		2 => (who(), number()).prop_map(|(by, number)| Step::Commit { by, number }),
		3 => (who(), number()).prop_map(|(by, number)| Step::Reveal { by, number }),
		1 => (who(), who(), number())
			.prop_map(|(by, of, number)| Step::Withdraw { by, of, number }),
		2 => (who(), anchor()).prop_map(|(by, anchor)| Step::Dispute { by, anchor }),
		2 => (who(), anchor()).prop_map(|(by, anchor)| Step::Retract { by, anchor }),
		2 => (who(), anchor()).prop_map(|(by, anchor)| Step::Renew { by, anchor }),
		3 => (who(), prop::collection::vec(anchor(), 0..3))
			.prop_map(|(by, anchors)| Step::Evict { by, anchors }),
		2 => (who(), anchor(), 0u32..8, 0u64..9)
			.prop_map(|(by, anchor, slots, length)| Step::Open { by, anchor, slots, length }),
		5 => (0u32..7, 0u32..3, prop::option::weighted(0.2, anchor()), claim())
			.prop_map(|(secret, window, other, claim)| {
				Step::Claim { secret, window, other, claim }
			}),
		1 => (who(), 0u32..3).prop_map(|(by, window)| Step::Close { by, window }),
		1 => Just(Step::NewSet),
		5 => (1u64..9).prop_map(|count| Step::Blocks { count }),
	]
}

#[derive(Default)]
struct Model {
	/// What each leaf said when it was appended. It must say so for ever.
	leaves: Vec<Leaf<u64>>,
	/// Live rows: deposit, and from when on anybody may evict.
	rows: BTreeMap<AnchorId, (u64, u64)>,
	commitments: BTreeMap<(u64, u64), u64>,
	/// Windows: opener, last block, slots, used, closed; and the anchor of each.
	windows: Vec<(u64, u64, u32, u32, bool)>,
	anchors: Vec<AnchorId>,
	claims: BTreeSet<(u32, ScopeId, AnchorId, Claim)>,
	/// By hash and whether it is a batch's root: when the anchor was known, and which one it is.
	first_seen: BTreeMap<(Digest, bool), (Moment, AnchorId)>,
	burnt: u64,
	checkpoints: Vec<Checkpoint>,
}

const SALT: [u8; 32] = [1; 32];
const CLAIM_PRICE: u64 = CLAIM_BYTES as u64 * BYTE_PRICE;

fn description(parents: &[AnchorId]) -> Description {
	let parents: Vec<_> = parents
		.iter()
		.map(|anchor| Parent { anchor: *anchor, relation: Relation::InputTo })
		.collect();
	// One in two can be found again by what it looks like.
	let value = vec![parents.len() as u8].try_into().unwrap();
	let algorithm = b"com.example.1".to_vec().try_into().unwrap();
	let soft_binding = (parents.len() % 2 == 1).then_some(SoftBinding { algorithm, value });
	let parents = parents.try_into().unwrap();
	Description { parents, soft_binding, ..Description::of(Kind::Dataset) }
}

impl Model {
	fn is_anchor(&self, index: AnchorId) -> bool {
		let leaf = self.leaves.get(index as usize);
		leaf.is_some_and(|leaf| matches!(leaf.entry.subject, Subject::Anchor(_)))
	}

	fn author(&self, index: AnchorId) -> Option<u64> {
		match self.leaves.get(index as usize)?.entry.author {
			Author::Account(account) => Some(account),
			_ => None,
		}
	}

	/// A leaf was appended; it is the log's last.
	fn appended(&mut self, subject: Subject, author: Author<u64>) {
		let leaf = leaf(self.leaves.len() as AnchorId);
		assert_eq!((leaf.entry.subject, leaf.entry.author), (subject, author));
		assert_eq!(u64::from(leaf.entry.moment.block), System::block_number());
		self.leaves.push(leaf);
	}

	/// A leaf with a row was appended.
	fn appended_row(&mut self, who: u64, subject: Subject, details: Details, links: usize) {
		let index = self.leaves.len() as AnchorId;
		self.appended(subject, Author::Account(who));
		let entry = self.leaves[index as usize].entry;
		let new_sight = match subject {
			Subject::Anchor(content) => {
				let known = entry.committed.unwrap_or(entry.moment);
				let sight = (content.digest(), content.is_batch());
				let earlier = self.first_seen.get(&sight).copied();
				if earlier.is_none_or(|(earlier, _)| known < earlier) {
					self.first_seen.insert(sight, (known, index));
				}
				earlier.is_none()
			}
			_ => false,
		};
		self.burnt += permanent_footprint(&entry, new_sight).size * BYTE_PRICE;
		let ticket = deposit(row_footprint(&details, links).size as usize);
		self.rows.insert(index, (ticket, System::block_number() + ROW_PERIOD));
	}

	fn perform(&mut self, step: Step) {
		let now = System::block_number();
		let ok = |call: &dyn Fn() -> sp_runtime::DispatchResult| with_storage_layer(call).is_ok();
		match step {
			Step::Anchor { by: who, number, parents } => {
				let sorted: BTreeSet<_> = parents.iter().copied().collect();
				let allowed = who != POOR
					&& sorted.iter().copied().eq(parents.iter().copied())
					&& parents.iter().all(|parent| self.is_anchor(*parent));
				let said = description(&parents);
				let call = || done(Anchors::anchor(by(who), digest(number), said.clone().into()));
				assert_eq!(ok(&call), allowed);
				if allowed {
					let subject = Subject::Anchor(Content::Single(digest(number)));
					self.appended_row(who, subject, Details::Description(said), parents.len());
				}
			}
			Step::Batch { by: who, number, items } => {
				let Digest { algorithm, hash: root } = digest(number);
				let call = || done(Anchors::anchor_batch(by(who), algorithm, root, items, plain()));
				let allowed = who != POOR && items > 0;
				assert_eq!(ok(&call), allowed);
				if allowed {
					let subject = Subject::Anchor(Content::Batch { algorithm, root, items });
					self.appended_row(who, subject, Details::Description(*plain()), 0);
				}
			}
			Step::Commit { by: who, number } => {
				let made = commitment_to(&who, &Content::Single(digest(number)), &plain(), &SALT);
				let held = deposit(COMMITMENT_BYTES as usize);
				let allowed = !self.commitments.contains_key(&(who, number))
					&& (who != POOR
						|| held < 1_400 && !self.commitments.keys().any(|key| key.0 == POOR));
				assert_eq!(ok(&|| Anchors::commit(by(who), made)), allowed);
				if allowed {
					self.commitments.insert((who, number), now);
				}
			}
			Step::Reveal { by: who, number } => {
				let content = Content::Single(digest(number));
				let allowed = who != POOR
					&& self
						.commitments
						.get(&(who, number))
						.is_some_and(|at| (at + 1..=at + REVEAL_PERIOD).contains(&now));
				let call = || done(Anchors::reveal(by(who), content, plain(), SALT));
				assert_eq!(ok(&call), allowed);
				if allowed {
					let at = self.commitments.remove(&(who, number)).unwrap();
					let details = Details::Description(*plain());
					self.appended_row(who, Subject::Anchor(content), details, 0);
					let committed = self.leaves.last().unwrap().entry.committed.unwrap();
					assert_eq!(u64::from(committed.block), at);
				}
			}
			Step::Withdraw { by: who, of, number } => {
				let made = commitment_to(&of, &Content::Single(digest(number)), &plain(), &SALT);
				let allowed = self
					.commitments
					.get(&(of, number))
					.is_some_and(|at| who == of || now > at + REVEAL_PERIOD);
				assert_eq!(ok(&|| Anchors::withdraw_commitment(by(who), of, made)), allowed);
				if allowed {
					self.commitments.remove(&(of, number));
				}
			}
			Step::Dispute { by: who, anchor } => {
				let allowed = who != POOR && self.is_anchor(anchor);
				assert_eq!(ok(&|| done(Anchors::dispute(by(who), anchor, statement()))), allowed);
				if allowed {
					let details = Details::Statement(*statement());
					self.appended_row(who, Subject::Dispute(anchor), details, 1);
				}
			}
			Step::Retract { by: who, anchor } => {
				let allowed = self.is_anchor(anchor) && self.author(anchor) == Some(who);
				assert_eq!(ok(&|| done(Anchors::retract(by(who), anchor, statement()))), allowed);
				if allowed {
					let details = Details::Statement(*statement());
					self.appended_row(who, Subject::Retraction(anchor), details, 1);
				}
			}
			Step::Renew { by: who, anchor } => {
				let allowed = self.rows.contains_key(&anchor) && self.author(anchor) == Some(who);
				assert_eq!(ok(&|| Anchors::renew(by(who), anchor)), allowed);
				if allowed {
					self.rows.get_mut(&anchor).unwrap().1 = now + ROW_PERIOD;
				}
			}
			Step::Evict { by: who, anchors } => {
				let distinct = anchors.iter().collect::<BTreeSet<_>>().len() == anchors.len();
				let allowed = distinct
					&& anchors.iter().all(|anchor| {
						self.rows.get(anchor).is_some_and(|(_, evictable_from)| {
							self.author(*anchor) == Some(who) || now >= *evictable_from
						})
					});
				let bounded = || anchors.clone().try_into().unwrap();
				assert_eq!(ok(&|| Anchors::evict(by(who), bounded())), allowed);
				if allowed {
					self.rows.retain(|row, _| !anchors.contains(row));
				}
			}
			Step::Open { by: who, anchor, slots, length } => {
				let allowed =
					who != POOR && self.is_anchor(anchor) && (1..=MAX_SLOTS).contains(&slots);
				let call = || Anchors::open_window(by(who), anchor, slots, 0, now + length);
				assert_eq!(ok(&call), allowed);
				if allowed {
					self.windows.push((who, now + length, slots, 0, false));
					self.anchors.push(anchor);
					self.burnt += u64::from(WINDOW_BYTES) * BYTE_PRICE;
				}
			}
			Step::Claim { secret, window, other, claim } => {
				let own = self.anchors.get(window as usize).copied();
				let anchor = other.or(own).unwrap_or_default();
				let topic = claim_topic(anchor, claim);
				let scope = PersonScope::Application { scope: window, topic };
				let key = (secret, window, anchor, claim);
				let open = self.windows.get(window as usize).is_some_and(
					|(_, until, slots, used, closed)| !closed && now <= *until && used < slots,
				);
				let admitted = open && own == Some(anchor);
				assert_eq!(Anchors::admits_claim(window, topic, anchor, claim), admitted);
				let allowed = secret < PERSONS && admitted && !self.claims.contains(&key);
				let call = || Call::claim { window, anchor, claim }.into();
				// Nor does the window take what it would not admit.
				let unasked = with_transaction(|| {
					let taken = Persons::act_unasked(secret, scope, call()).is_ok();
					TransactionOutcome::Rollback(Ok::<_, DispatchError>(taken))
				});
				assert_eq!(unasked, Ok(allowed));
				assert_eq!(ok(&|| act_as(secret, scope, call())), allowed);
				if allowed {
					self.claims.insert(key);
					self.windows[window as usize].3 += 1;
					let alias = Persons::alias(secret, scope).to_be_bytes();
					let subject = Subject::Claim { anchor, claim, window };
					self.appended(subject, Author::Person(alias));
				}
			}
			Step::Close { by: who, window } => {
				let known = self.windows.get_mut(window as usize);
				let allowed = known.as_ref().is_some_and(|(opener, until, _, _, closed)| {
					!closed && (who == *opener || now > *until)
				});
				assert_eq!(ok(&|| Anchors::close_window(by(who), window)), allowed);
				if let Some((_, _, _, used, closed)) = known.filter(|_| allowed) {
					*closed = true;
					self.burnt += u64::from(*used) * (CLAIM_PRICE + SLOT_PRICE);
				}
			}
			Step::NewSet => {
				let next = CurrentSet::get().map_or(0, |set| set + 1);
				CurrentSet::set(&Some(next));
			}
			Step::Blocks { count } => {
				let before = Anchors::log_view().count;
				self.checkpoints.push(end_block());
				if Anchors::log_view().count > before {
					let leaf = leaf(before);
					assert_eq!(leaf.entry.author, Author::Chain);
					self.leaves.push(leaf);
				}
				start_block(now + count);
			}
		}
	}

	/// What the chain and the model say of everything.
	fn compare(&self) {
		check_state();
		// A1, A7: the log only grows, and no leaf ever changes.
		let stored: Vec<_> = (0..Log::<Test>::get().count()).map(leaf).collect();
		assert_eq!(stored, self.leaves);
		let shown = self.leaves.iter().copied().map(Into::into).collect();
		assert_eq!(Anchors::leaf_page(None, u32::MAX), Page { items: shown, next: None });
		// A5: what is held is exactly the deposits of what is live.
		for account in [AUTHOR, OTHER, POOR] {
			let rows = self.rows.iter().filter(|(row, _)| self.author(**row) == Some(account));
			let rows: u64 = rows.map(|(_, (ticket, _))| ticket).sum();
			let commitments = self.commitments.keys().filter(|key| key.0 == account).count() as u64;
			assert_eq!(held(account), rows + commitments * deposit(COMMITMENT_BYTES as usize));
			let claims = self.windows.iter().filter(|window| window.0 == account && !window.4);
			let claims: u64 = claims.map(|window| u64::from(window.2) * CLAIM_PRICE).sum();
			assert_eq!(held_for_claims(account), claims);
		}
		assert_eq!(Balances::total_issuance(), 2 * FUNDS + 1_400 - self.burnt);
		let live: Vec<_> = Rows::<Test>::iter().map(|(row, _)| row).collect();
		assert_eq!(live.into_iter().collect::<BTreeSet<_>>(), self.rows.keys().copied().collect());
		// A6.
		for ((digest, batch), (_, index)) in &self.first_seen {
			if !batch || !self.first_seen.contains_key(&(*digest, false)) {
				assert_eq!(Anchors::first_seen(*digest).unwrap().index, *index);
			}
		}
		// A4.
		let mut tallies = BTreeMap::<_, u32>::new();
		for (_, window, anchor, claim) in &self.claims {
			*tallies.entry((*anchor, *window, *claim)).or_default() += 1;
		}
		for ((anchor, window, claim), count) in tallies {
			let told = Anchors::tallies(anchor, None, 99);
			assert_eq!(told.next, None);
			assert!(told
				.items
				.iter()
				.any(|tally| (tally.window, tally.claim, tally.count) == (window, claim, count)));
		}
	}

	/// A1, from the present state: each checkpoint is the beginning of the last.
	fn compare_checkpoints(&self) {
		let tree = Tree::log(genesis());
		let Some(Checkpoint::V1 { count: new, root: new_root }) = self.checkpoints.last() else {
			return;
		};
		for Checkpoint::V1 { count: old, root: old_root } in &self.checkpoints {
			let proof = Anchors::consistency_proof(*old, *new).unwrap();
			let roots = roots_of_consistency::<HostHasher>(&tree, *old, *new, &proof);
			assert_eq!(roots, Some((*old_root, *new_root)));
		}
	}
}

fn cases() -> ProptestConfig {
	let cases = std::env::var("CENSUS_CASES").ok().and_then(|cases| cases.parse().ok());
	ProptestConfig::with_cases(cases.unwrap_or(256))
}

proptest! {
	#![proptest_config(cases())]

	#[test]
	fn random_sequences_keep_every_promise(steps in prop::collection::vec(step(), 1..60)) {
		run(|| {
			let mut model = Model::default();
			for step in steps {
				model.perform(step);
				model.compare();
			}
			model.compare_checkpoints();
		});
	}
}
