//! The end of an epoch, who enters the next tree, and what is swept as blocks pass.

use crate::{
	mock::{tester, *},
	Agenda, CurrentEpoch, EndReason, EpochState, Event, Issuers, Next, Pallet, PinnableEpoch, Pins,
	Place, QueueEnds, Settings, Snapshots, Status, SweptTo, WeightInfo, MAX_PINS,
};
use census_primitives::{Epoch, Slots};
use frame_support::{
	assert_ok,
	traits::Hooks,
	weights::{Weight, WeightMeter},
};
use proptest::prelude::*;

type Weighed = ();

/// What becomes of whom an attestation is withdrawn.
const ENDED: Status = Status::Ended(EndReason::Withdrawn);

fn leaves() -> Vec<census_zk_types::FieldElement> {
	Pallet::<Test>::leaves(epoch(), 0, u32::MAX).unwrap()
}

fn commitments(identities: &[Identity]) -> Vec<census_zk_types::FieldElement> {
	identities.iter().map(Identity::commitment).collect()
}

/// What the last beginning of an epoch said is left waiting.
#[track_caller]
fn waiting() -> u32 {
	let said = |event: Event<Test>| match event {
		Event::EpochBegun { waiting, .. } => Some(waiting),
		_ => None,
	};
	events().into_iter().rev().find_map(said).expect("an epoch has begun")
}

/// One attestation of three is withdrawn: the person leaves the tree with the epoch.
#[track_caller]
fn withdraw(human: u64) {
	assert_ok!(Personhood::withdraw(by(controller(0)), 0, tag(0, human)));
}

#[test]
fn an_epoch_ends_at_its_time() {
	run(|| {
		let before = CurrentEpoch::<Test>::get();
		assert_eq!((before.epoch, before.started_at), (0, 0));
		run_to(EPOCH_LENGTH - 1);
		assert_eq!(CurrentEpoch::<Test>::get(), before);
		next_block();
		let begun = CurrentEpoch::<Test>::get();
		assert_eq!((begun.epoch, begun.started_at), (1, EPOCH_LENGTH));
		run_to(2 * EPOCH_LENGTH - 1);
		assert_eq!(CurrentEpoch::<Test>::get(), begun);
		next_block();
		assert_eq!(epoch(), 2);
	});
}

#[test]
fn one_epoch_in_so_many_is_pinnable() {
	run(|| {
		for _ in 0..3 * EPOCHS_PER_PIN {
			assert_eq!(PinnableEpoch::<Test>::get(), epoch() - epoch() % EPOCHS_PER_PIN);
			next_epoch();
		}
	});
}

#[test]
fn the_tree_stands_still_within_an_epoch() {
	run(|| {
		let people = people(3);
		let (tree, before) = (CurrentEpoch::<Test>::get(), leaves());
		assert_eq!(before, commitments(&people));
		enrol(3);
		withdraw(0);
		assert_ok!(submit(rotation(1, people[1], Identity::of(1, 1))));
		for block in now()..now() + EPOCH_LENGTH {
			run_to(block);
			assert_eq!((CurrentEpoch::<Test>::get(), leaves()), (tree, before.clone()));
		}
		next_block();
		let changed = [Identity::of(1, 1), people[2], Identity::of(3, 0)];
		assert_eq!(leaves()[1..], commitments(&changed));
		assert!(leaves()[0].is_zero());
		let EpochState { epoch, root, size, members, .. } = CurrentEpoch::<Test>::get();
		assert_eq!((size, members), (4, 3));
		let begun = Event::EpochBegun { epoch, root, size, members, waiting: 0 };
		assert!(events().contains(&begun));
		assert_ne!(root, tree.root);
	});
}

#[test]
fn a_leaf_is_one_persons_for_ever() {
	run(|| {
		people(3);
		withdraw(1);
		next_epoch();
		assert!(leaves()[1].is_zero());
		let new = Identity::of(1, 1);
		assert_ok!(enrol_by(1, new, 0..3));
		next_epoch();
		assert_eq!([1, 3].map(|id| person(id).place.leaf()), [Some(1), Some(3)]);
		assert!(leaves()[1].is_zero());
		assert_eq!(leaves()[3], new.commitment());
	});
}

#[test]
fn who_has_ended_while_waiting_is_passed_over() {
	run(|| {
		people(3);
		PlacementWeight::set(Weight::zero());
		enrol(3);
		enrol(4);
		withdraw(3);
		assert_eq!(QueueEnds::<Test>::get(), (3, 5));
		PlacementWeight::set(USUAL_PLACEMENT);
		next_block();
		assert_eq!((person(3).place, person(3).status), (Place::Queue(3), ENDED));
		let since = epoch() + 1;
		assert_eq!(person(4).place, Place::Leaf { index: 3, since });
		assert_eq!(QueueEnds::<Test>::get(), (5, 5));
		assert!(events().contains(&Event::Placed { person: 4, leaf: 3, epoch: since }));
		next_epoch();
		assert_eq!(leaves()[3..], [Identity::of(4, 0).commitment()]);
		assert_eq!(waiting(), 0);
	});
}

#[test]
fn who_is_placed_and_ends_before_the_epoch_never_stands() {
	run(|| {
		people(3);
		enrol(3);
		next_block();
		assert_eq!(person(3).status, Status::Active);
		withdraw(3);
		assert_eq!((person(3).status, Next::<Test>::get().members), (ENDED, 3));
		next_epoch();
		assert_eq!((leaves().len(), leaves()[3].is_zero()), (4, true));
		assert_eq!(CurrentEpoch::<Test>::get().members, 3);
	});
}

#[test]
fn who_ends_leaves_the_next_tree_at_once_and_the_present_one_with_the_epoch() {
	run(|| {
		let identities = people(3);
		let members = || (Next::<Test>::get().members, CurrentEpoch::<Test>::get().members);
		assert_eq!(members(), (3, 3));
		withdraw(1);
		assert_eq!(members(), (2, 3));
		assert_ok!(submit(identities[1].act(quota(0), declare(0))));
		next_epoch();
		assert_eq!(members(), (2, 2));
	});
}

#[test]
fn whose_issuer_is_paused_waits_and_holds_nobody_up() {
	run(|| {
		people(3);
		enrol(3);
		enrol(4);
		assert_ok!(enrol_by(5, Identity::of(5, 0), 1..4));
		assert_ok!(Personhood::pause_issuer(RuntimeOrigin::root(), 0));
		for _ in 0..3 {
			next_block();
			check_state();
			assert_eq!([3, 4].map(|id| person(id).status), [Status::Pending; 2]);
			assert_eq!(Pallet::<Test>::waiting(), 2);
		}
		assert_eq!(person(5).place.leaf(), Some(3));
		// It withdraws its word for one of them, and is resumed.
		withdraw(3);
		assert_eq!(person(3).status, ENDED);
		assert_ok!(Personhood::resume_issuer(RuntimeOrigin::root(), 0));
		next_block();
		assert_eq!((person(4).place.leaf(), Pallet::<Test>::waiting()), (Some(4), 0));
	});
}

#[test]
fn who_is_over_before_its_turn_gets_no_leaf() {
	run(|| {
		people(3);
		PlacementWeight::set(Weight::zero());
		enrol(3);
		SweepWeight::set(Weight::zero());
		System::set_block_number(person(3).expires_at - 1);
		PlacementWeight::set(USUAL_PLACEMENT);
		next_block();
		assert_eq!(person(3).status, Status::Ended(EndReason::Expired));
		assert_eq!(person(3).place.leaf(), None);
	});
}

#[test]
fn without_the_weight_for_its_end_an_epoch_goes_on() {
	run(|| {
		people(2);
		enrol(2);
		run_to(now() + EPOCH_LENGTH - 1);
		let before = CurrentEpoch::<Test>::get();
		let idle = Weighed::poll_epoch();
		let short = idle + Weighed::end_epoch() - Weight::from_parts(1, 0);
		for weight in [Weight::zero(), idle - Weight::from_parts(1, 0), idle, short] {
			next_block_with(weight);
			assert_eq!(CurrentEpoch::<Test>::get(), before);
		}
		next_block();
		assert_eq!(CurrentEpoch::<Test>::get().started_at, now());
		assert_eq!(leaves().len(), 3);
	});
}

#[test]
fn too_little_weight_makes_newcomers_wait_and_loses_nobody() {
	run(|| {
		let people = people(6);
		PlacementWeight::set(Weighed::poll_newcomers());
		for human in 6..9 {
			enrol(human);
		}
		withdraw(0);
		assert_ok!(submit(rotation(2, people[2], Identity::of(2, 1))));
		next_epoch();
		// Nobody but they waits.
		let mut after = commitments(&people);
		after[0] = Default::default();
		after[2] = Identity::of(2, 1).commitment();
		assert_eq!((leaves(), waiting()), (after.clone(), 3));
		// With room for one a block.
		let one = Weighed::append_leaves() + Weighed::add_leaf();
		PlacementWeight::set(Weighed::poll_newcomers() + one);
		for waited in (0..3).rev() {
			next_block();
			check_state();
			assert_eq!(Pallet::<Test>::waiting(), waited);
		}
		next_epoch();
		after.extend((6..9).map(|human| Identity::of(human, 0).commitment()));
		assert_eq!(leaves(), after);
		assert!((6..9).all(|id| person(id).status == Status::Active));
	});
}

#[test]
fn a_flood_of_newcomers_holds_up_no_removal() {
	run(|| {
		people(3);
		PlacementWeight::set(
			Weighed::poll_newcomers() + Weighed::append_leaves() + Weighed::add_leaf(),
		);
		for human in 3..40 {
			enrol(human);
		}
		withdraw(1);
		next_epoch();
		assert!(leaves()[1].is_zero());
		assert!(waiting() > 0);
	});
}

#[test]
fn more_newcomers_than_are_appended_at_one_time() {
	run(|| {
		let count = 2 * u64::from(crate::weights::APPEND_BATCH) + 3;
		let people = people(count);
		assert_eq!(leaves(), commitments(&people));
		assert!((0..count as u32).all(|id| person(id).place.leaf() == Some(id)));
	});
}

#[test]
fn cleaning_that_is_behind_holds_up_no_epoch() {
	run(|| {
		people(2);
		SweepWeight::set(Weight::zero());
		for human in 2..2 + u64::from(MAX_PINS) + 4 {
			enrol(human);
			next_pin();
			check_state();
			assert_eq!(leaves().len() as u64, human + 1, "the newest stand");
		}
		// Where nothing is released, as many are kept as can be, and scopes pin the last of them.
		assert_eq!(Pins::<Test>::get().len() as u32, MAX_PINS);
		assert!(PinnableEpoch::<Test>::get() < epoch());
		SweepWeight::set(USUAL_SWEEP);
		next_pin();
		next_pin();
		run_to(now() + 1);
		assert_eq!(PinnableEpoch::<Test>::get(), epoch());
		assert_eq!(Pins::<Test>::get().into_inner(), [epoch()]);
	});
}

#[test]
fn what_is_due_is_looked_at_after_its_block() {
	run(|| {
		people(2);
		let expires_at = person(0).expires_at;
		assert!(Agenda::<Test>::contains_key(expires_at, 0));
		// In a leap: a few blocks have the weight to sweep all that were left out.
		System::set_block_number(expires_at - 10);
		run_to(expires_at);
		assert_eq!((person(0).status, SweptTo::<Test>::get()), (Status::Active, expires_at));
		next_block();
		assert_eq!(person(0).status, Status::Ended(EndReason::Expired));
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_eq!(SweptTo::<Test>::get(), now());
	});
}

#[test]
fn what_is_due_waits_for_weight() {
	run(|| {
		people(3);
		let expires_at = person(0).expires_at;
		let before = SweptTo::<Test>::get();
		SweepWeight::set(Weight::zero());
		System::set_block_number(expires_at + 1);
		next_block();
		assert_eq!(SweptTo::<Test>::get(), before, "nothing was swept");
		// The empty blocks in between take their weight, and each person takes its own. Half of all is for
		// persons, and what else is left.
		let step = Weighed::sweep_block() + Weighed::sweep_person();
		SweepWeight::set(Weighed::poll_sweep() + step * 2);
		let expired =
			|| (0..3).filter(|id| person(*id).status == Status::Ended(EndReason::Expired)).count();
		let mut steps = Vec::new();
		while SweptTo::<Test>::get() < now() {
			next_block();
			steps.push(expired());
			assert!(now() < expires_at + 500, "it does not end");
		}
		steps.dedup();
		assert!(steps.len() > 2 && steps.ends_with(&[3]), "bit by bit: {steps:?}");
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}

#[test]
fn finding_nothing_to_do_is_charged() {
	run(|| {
		next_block();
		let idle = Weighed::poll_epoch()
			+ Weighed::poll_newcomers()
			+ Weighed::poll_sweep()
			+ Weighed::sweep_block();
		assert_eq!(next_block_with(BLOCK_WEIGHT), idle);
	});
}

#[test]
fn the_tree_of_the_epoch_before_is_kept_and_no_earlier_one() {
	run(|| {
		people(2);
		next_pin();
		next_epoch();
		let ended: Epoch = epoch();
		next_epoch();
		assert!(Pallet::<Test>::epoch_tree(ended).is_some());
		run_to(now() + EPOCH_LENGTH - 1);
		assert!(Snapshots::<Test>::contains_key(ended));
		next_block();
		assert!(!Snapshots::<Test>::contains_key(ended), "it is no longer needed");
		assert_eq!(Pallet::<Test>::epoch_tree(ended), None);
	});
}

#[test]
fn the_constants_fit_one_another() {
	run(Personhood::integrity_test);
}

#[test]
#[should_panic(expected = "room for a newcomer")]
fn a_block_without_room_for_a_newcomer_is_no_setting() {
	run(|| {
		let all = Weighed::poll_newcomers() + Weighed::append_leaves() + Weighed::add_leaf();
		PlacementWeight::set(all - Weight::from_parts(1, 0));
		Personhood::integrity_test();
	});
}

#[test]
#[should_panic(expected = "a step of all that is swept")]
fn a_sweep_without_room_for_a_step_is_no_setting() {
	run(|| {
		SweepWeight::set(Weighed::poll_sweep());
		Personhood::integrity_test();
	});
}

#[test]
fn a_chain_without_settings_stands_still() {
	sp_io::TestExternalities::default().execute_with(|| {
		System::set_block_number(1_000);
		Personhood::on_poll(1_000, &mut WeightMeter::new());
		assert_eq!(epoch(), 0);
	});
}

#[derive(Clone, Debug)]
enum Step {
	Enrol,
	Withdraw(u64),
	Return(u64),
	Act(u64),
	Open,
	Blocks(u64),
	Weights { placement: u64, sweep: u64, block: u64 },
}

fn step() -> impl Strategy<Value = Step> {
	prop_oneof![
		5 => Just(Step::Enrol),
		2 => (0..30u64).prop_map(Step::Withdraw),
		2 => (0..30u64).prop_map(Step::Return),
		2 => (0..30u64).prop_map(Step::Act),
		1 => Just(Step::Open),
		4 => (1..25u64).prop_map(Step::Blocks),
		2 => (0..30u64, 0..30u64, 0..40u64)
			.prop_map(|(placement, sweep, block)| Step::Weights { placement, sweep, block }),
	]
}

proptest! {
	#![proptest_config(ProptestConfig { cases: cases(64), ..ProptestConfig::default() })]

	/// However little weight there is, hooks never take more, and once there is enough again,
	/// everything that waited is done.
	#[test]
	fn nothing_is_lost_for_want_of_weight(steps in prop::collection::vec(step(), 1..40)) {
		let every = Settings { epoch_length: 7, epochs_per_pin: 2, ..settings() };
		run_from(crate::GenesisConfig { settings: every, ..genesis() }, || {
			let millis = |millis: u64| Weight::from_parts(millis * 1_000_000_000, 0);
			let mut block = BLOCK_WEIGHT;
			// How many identities each human has had.
			let mut humans = Vec::<u64>::new();
			for step in steps {
				match step {
					Step::Enrol => {
						enrol(humans.len() as u64);
						humans.push(1);
					}
					Step::Withdraw(human) if human < humans.len() as u64 => {
						let _ = Personhood::withdraw(by(controller(0)), 0, tag(0, human));
					}
					Step::Return(human) if human < humans.len() as u64 => {
						let versions = &mut humans[human as usize];
						let _ = enrol_by(human, Identity::of(human, *versions), 0..3);
						*versions += 1;
					}
					Step::Act(human) if human < humans.len() as u64 => {
						let identity = (0..humans[human as usize])
							.map(|version| Identity::of(human, version))
							.find(|one| merkle_proof(epoch(), one.commitment()).is_some());
						if let Some(identity) = identity {
							let _ = submit(identity.act(quota(0), tester::Call::fail {}));
							let _ = submit(identity.session(epoch(), 100 + human as u8));
						}
					}
					Step::Open => {
						let until = now() + 15;
						let _ = Personhood::open_scope(by(funded(0)), Slots::Acts(3), 0, until);
					}
					Step::Blocks(blocks) => (0..blocks).for_each(|_| {
						next_block_with(block);
					}),
					Step::Weights { placement, sweep, block: whole } => {
						PlacementWeight::set(millis(placement));
						SweepWeight::set(millis(sweep));
						block = millis(whole);
					}
					_ => (),
				}
				check_state();
			}
			PlacementWeight::set(USUAL_PLACEMENT);
			SweepWeight::set(USUAL_SWEEP);
			next_epoch();
			next_epoch();
			run_to(now() + 40);
			assert_eq!(crate::Queue::<Test>::iter().count(), 0);
			assert_eq!(SweptTo::<Test>::get(), now());
			assert!(crate::Nullifiers::<Test>::iter().next().is_none());
			assert!(crate::SessionsOfEpoch::<Test>::iter().next().is_none());
			assert!((100..130).all(|number| !System::account_exists(&funded(number))));
			assert!(Issuers::<Test>::iter().count() as u32 == ISSUERS);
			assert!(Pins::<Test>::get().len() < 5);
		});
	}
}
