//! What may be proposed, how it waits, and when its turn is.

use crate::{
	mock::*, Call, CallsOf, Error, Event, NextProposalId, Open, RulesInForce, Source, State, Track,
	Waiting, MAX_LENGTH, MAX_WAITING,
};
use codec::Encode;
use frame_support::{assert_ok, BoundedVec};
use sp_core::H256;
use sp_io::hashing::blake2_256;
use sp_runtime::{DispatchResult, TokenError};

fn queue(track: Track) -> Vec<(u64, u32)> {
	Waiting::<Test>::get(track).into_inner()
}

fn try_propose(track: Track, call: RuntimeCall, open_for: u64, deposit: u64) -> DispatchResult {
	Governance::propose(by(PROPOSER), track, only(call), open_for, deposit)
}

#[test]
fn what_is_proposed_waits_and_its_deposit_is_held() {
	run(|| {
		let call = call_on(Track::Arbiter);
		let calls = H256(blake2_256(&vec![call.clone()].encode()));
		assert_ok!(try_propose(Track::Arbiter, call, 12, DEPOSIT + 3));
		let proposed = Event::Proposed {
			proposal: 0,
			track: Track::Arbiter,
			source: Source::Persons,
			proposer: PROPOSER,
			calls,
		};
		assert_eq!(events().last(), Some(&proposed));
		let stored = proposal(0);
		assert!(matches!(stored.state, State::Waiting));
		assert_eq!((stored.deposit, stored.open_for, stored.made_at), (DEPOSIT + 3, 12, 1));
		assert_eq!((stored.calls, stored.transaction_version), (calls, 1));
		assert_eq!(queue(Track::Arbiter), [(DEPOSIT + 3, 0)]);
		assert_eq!((held(PROPOSER), free(PROPOSER)), (DEPOSIT + 3, FUNDS - DEPOSIT - 3));
		assert_eq!(propose(Track::Arbiter, call_on(Track::Arbiter)), 1);
	});
}

#[test]
fn only_an_account_proposes() {
	run(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			let calls = only(call_on(Track::Arbiter));
			assert_bad_origin(|| Governance::propose(origin, Track::Arbiter, calls, 10, DEPOSIT));
		}
	});
}

#[test]
fn a_proposal_has_a_call_and_its_track_has_every_one() {
	run(|| {
		let none = || Governance::propose(by(1), Track::Arbiter, BoundedVec::new(), 10, DEPOSIT);
		assert_refused(none, Error::NotOnTrack);
		let foreign = || try_propose(Track::Upgrade, call_on(Track::Arbiter), 10, DEPOSIT);
		assert_refused(foreign, Error::NotOnTrack);
		let one_of_two = || {
			let calls = vec![call_on(Track::Arbiter), call_on(Track::Upgrade)];
			let calls = calls.try_into().expect("they are few");
			Governance::propose(by(1), Track::Arbiter, calls, 10, DEPOSIT)
		};
		assert_refused(one_of_two, Error::NotOnTrack);
		// Nobody proposes that something be proposed: what makes other calls is on no track.
		let own = Call::<Test>::enact { proposal: 0, weight: Default::default() };
		let own = || try_propose(Track::Committee, own.into(), 10, DEPOSIT);
		assert_refused(own, Error::NotOnTrack);
	});
}

#[test]
fn calls_are_as_long_as_they_may_be_and_no_longer() {
	run(|| {
		let with = |length| try_propose(Track::Arbiter, remark(0, length), 10, DEPOSIT);
		let overhead = vec![remark(0, MAX_LENGTH as usize)].encode().len() - MAX_LENGTH as usize;
		let most = MAX_LENGTH as usize - overhead;
		assert_refused(|| with(most + 1), Error::TooLong);
		assert_ok!(with(most));
	});
}

#[test]
fn calls_that_weigh_more_than_can_be_made_at_once_are_refused() {
	run(|| {
		let come_of_age = || RuntimeCall::from(Call::<Test>::come_of_age {});
		let two = vec![come_of_age(), come_of_age()].try_into().expect("they are few");
		let two = || Governance::propose(by(1), Track::Committee, two, 10, DEPOSIT);
		assert_refused(two, Error::TooHeavy);
		assert_ok!(try_propose(Track::Committee, come_of_age(), 10, DEPOSIT));
	});
}

#[test]
fn the_deposit_is_no_less_than_the_least_and_no_more_than_there_is() {
	run(|| {
		let with = |deposit| try_propose(Track::Arbiter, call_on(Track::Arbiter), 10, deposit);
		assert_refused(|| with(DEPOSIT - 1), Error::DepositTooSmall);
		for much in [FUNDS, FUNDS + 1, u64::MAX] {
			census_testing::assert_refused(|| with(much), TokenError::FundsUnavailable);
		}
		assert_ok!(with(DEPOSIT));
		// The last unit keeps the account alive.
		assert_ok!(with(FUNDS - DEPOSIT - 1));
	});
}

#[test]
fn a_referendum_is_open_for_as_long_as_its_track_allows() {
	run(|| {
		let with = |blocks| try_propose(Track::Arbiter, call_on(Track::Arbiter), blocks, DEPOSIT);
		for blocks in [0, 9, 51, u64::MAX] {
			assert_refused(|| with(blocks), Error::BadDuration);
		}
		for blocks in [10, 50] {
			assert_ok!(with(blocks));
		}
	});
}

#[test]
fn a_track_takes_as_many_persons_as_it_says() {
	run(|| {
		Persons::next_epoch((0..3).collect());
		let arbiter = || try_propose(Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		let upgrade = || try_propose(Track::Upgrade, call_on(Track::Upgrade), 10, DEPOSIT);
		assert_refused(arbiter, Error::ElectorateTooSmall);
		Persons::next_epoch((0..4).collect());
		assert_ok!(arbiter());
		assert_refused(upgrade, Error::ElectorateTooSmall);
		Persons::next_epoch((0..7).collect());
		assert_refused(upgrade, Error::ElectorateTooSmall);
		Persons::next_epoch((0..8).collect());
		assert_ok!(upgrade());
	});
}

/// Everybody could vote twice over in three quarters of the time for which a scope can be open: 90 blocks of 4 votes.
#[test]
fn what_more_persons_are_asked_than_can_vote_in_time_is_refused() {
	run(|| {
		Persons::next_epoch((0..181).collect());
		let arbiter = || try_propose(Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		assert_refused(arbiter, Error::TooManyToVote);
		Persons::next_epoch((0..180).collect());
		assert_ok!(arbiter());
		let ballot = until_open(0);
		assert_eq!((ballot.open_for, ballot.most_late), (90, 30));
	});
}

#[test]
fn a_chain_without_rules_takes_no_proposals() {
	run(|| {
		RulesInForce::<Test>::kill();
		let arbiter = || try_propose(Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		assert_refused(arbiter, Error::NoRules);
	});
}

#[test]
fn the_last_number_is_not_given_out() {
	run(|| {
		NextProposalId::<Test>::put(u32::MAX);
		let arbiter = || try_propose(Track::Arbiter, call_on(Track::Arbiter), 10, DEPOSIT);
		assert_refused(arbiter, Error::NoProposalIdLeft);
	});
}

#[test]
fn a_full_queue_makes_room_for_a_greater_deposit_only() {
	run(|| {
		let ids: Vec<_> = (0..MAX_WAITING)
			.map(|place| {
				let deposit = DEPOSIT + u64::from(place != 3);
				propose_with(1, Track::Arbiter, call_on(Track::Arbiter), 10, deposit)
			})
			.collect();
		let again =
			|deposit| Governance::propose(by(2), Track::Arbiter, only(remark(1, 1)), 10, deposit);
		assert_refused(|| again(DEPOSIT), Error::QueueFull);
		let before = held(1);
		assert_ok!(again(DEPOSIT + 1));
		// The one with the least deposit is gone, with all that was kept of it, and has its deposit back.
		assert!(events().contains(&Event::Withdrawn { proposal: ids[3] }));
		assert!(!exists(ids[3]) && CallsOf::<Test>::get(ids[3]).is_none());
		assert_eq!((held(1), held(2)), (before - DEPOSIT, DEPOSIT + 1));
		assert_eq!(free(1), FUNDS - before + DEPOSIT);
		assert_eq!(queue(Track::Arbiter).len(), MAX_WAITING as usize);
		// Now all have as much: nobody makes room for an equal one.
		assert_refused(|| again(DEPOSIT + 1), Error::QueueFull);
		// Whoever cannot pay pushes nobody out.
		let too_much = || again(FUNDS);
		census_testing::assert_refused(too_much, TokenError::FundsUnavailable);
		// Other tracks have queues of their own.
		propose(Track::Upgrade, call_on(Track::Upgrade));
	});
}

#[test]
fn a_proposal_is_withdrawn_while_it_waits_and_by_nobody_else() {
	run(|| {
		let first = propose(Track::Arbiter, call_on(Track::Arbiter));
		let closes_at = until_open(first).closes_at;
		let id = propose(Track::Arbiter, call_on(Track::Arbiter));
		let other = propose(Track::Arbiter, call_on(Track::Arbiter));
		assert_refused(|| Governance::withdraw(by(PROPOSER), first), Error::NotWaiting);
		assert_refused(|| Governance::withdraw(by(PROPOSER), id), Error::TooSoon);
		to(closes_at);
		let before = (held(PROPOSER), free(PROPOSER));
		assert_refused(|| Governance::withdraw(by(2), id), Error::NotYours);
		assert_refused(|| Governance::withdraw(by(PROPOSER), 9), Error::NotFound);
		assert_bad_origin(|| Governance::withdraw(RuntimeOrigin::root(), id));
		assert_ok!(Governance::withdraw(by(PROPOSER), id));
		assert_eq!(events().last(), Some(&Event::Withdrawn { proposal: id }));
		assert_eq!((held(PROPOSER), free(PROPOSER)), (before.0 - DEPOSIT, before.1 + DEPOSIT));
		assert_refused(|| Governance::withdraw(by(PROPOSER), id), Error::NotFound);
		until_open(other);
		assert_refused(|| Governance::withdraw(by(PROPOSER), other), Error::NotWaiting);
		votes(other, PERSONS, 0);
		next_block();
		assert_refused(|| Governance::withdraw(by(PROPOSER), other), Error::NotWaiting);
	});
}

#[test]
fn the_greatest_deposit_is_first_and_of_equal_ones_the_eldest() {
	run(|| {
		let deposits = [DEPOSIT, DEPOSIT + 5, DEPOSIT, DEPOSIT + 5, DEPOSIT + 1];
		for deposit in deposits {
			propose_with(1, Track::Arbiter, call_on(Track::Arbiter), 10, deposit);
		}
		let order: Vec<_> = queue(Track::Arbiter).into_iter().map(|(_, id)| id).collect();
		assert_eq!(order, [1, 3, 4, 0, 2]);
		for id in order {
			until_open(id);
			votes(id, PERSONS, 0);
			next_block();
		}
	});
}

/// Otherwise whoever proposes where fewer do would need no deposit to speak of.
#[test]
fn the_order_of_deposits_is_one_over_all_tracks() {
	run(|| {
		let tracks = [Track::Arbiter, Track::Validators, Track::Committee, Track::Upgrade];
		for (track, deposit) in tracks.into_iter().zip([100, 400, 200, 300]) {
			propose_with(1, track, call_on(track), 10, deposit);
		}
		let mut opened = Vec::new();
		for _ in 0..6 {
			next_block();
			opened.extend(events().into_iter().filter_map(|event| match event {
				Event::Opened { proposal, .. } => Some(proposal),
				_ => None,
			}));
		}
		assert_eq!(opened, [1, 3, 2]);
		votes(3, 11, 0);
		next_block();
		assert!(ballot(0).is_some());
	});
}

#[test]
fn a_track_has_one_referendum_at_a_time_and_the_chain_three() {
	run(|| {
		for _ in 0..2 {
			for track in [Track::Arbiter, Track::Validators, Track::Committee, Track::Upgrade] {
				propose(track, call_on(track));
			}
		}
		skip(8);
		let open: Vec<_> = Open::<Test>::get().into_iter().collect();
		assert_eq!(open, [(Track::Arbiter, 0), (Track::Validators, 1), (Track::Committee, 2)]);
		// Where one makes room, the next track has its turn in the same block, and only one a block is opened.
		votes(0, 11, 0);
		votes(1, 11, 0);
		next_block();
		assert!(ballot(3).is_some() && ballot(4).is_none() && ballot(5).is_none());
		next_block();
		assert!(ballot(4).is_some());
	});
}

#[test]
fn a_block_tells_of_what_it_opens() {
	run(|| {
		let id = propose_with(PROPOSER, Track::Arbiter, call_on(Track::Arbiter), 30, DEPOSIT);
		next_block();
		let ballot = ballot(id).expect("nothing else waits");
		assert_eq!(events(), [Event::Opened { proposal: id, ballot }]);
		assert_eq!((ballot.scope.electorate, ballot.open_for), (PERSONS, 30));
		assert_eq!((ballot.closes_at, ballot.most_late), (now() + 30, 30));
		assert_eq!((ballot.ayes, ballot.noes), (0, 0));
		assert_eq!(held(PROPOSER), DEPOSIT);
		assert!(queue(Track::Arbiter).is_empty());
	});
}

/// Twenty persons vote twice over in ten blocks if theirs is the only referendum.
#[test]
fn the_more_are_open_the_longer_the_next_is() {
	run(|| {
		for track in [Track::Arbiter, Track::Validators, Track::Committee] {
			propose(track, call_on(track));
		}
		let times: Vec<_> = (0..3).map(|id| until_open(id).open_for).collect();
		assert_eq!(times, [10, 20, 30]);
	});
}
