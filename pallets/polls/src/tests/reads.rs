use crate::{mock::*, Phase};
use census_primitives::PersonScope;
use census_views::{polls::Poll, AccountId, Hash};
use frame_support::assert_ok;
use serde_json::json;

#[test]
fn tells_the_tally_and_all_that_is_needed_to_vote() {
	run(|| {
		Persons::next_epoch((0..4).collect());
		new_poll();
		let poll = new_poll();
		assert_ok!(vote(0, poll, 2));
		assert_ok!(vote(3, poll, 2));
		assert_ok!(vote(1, poll, 0));
		assert_eq!(
			PollsPallet::view(poll, 2),
			Some(Poll {
				poll,
				creator: AccountId::of(&CREATOR),
				title: "Tea or coffee?".into(),
				content: Hash([7; 32]),
				scope: PersonScope::Application { scope: 1, topic: [0; 32] },
				epoch: 2,
				electorate: 4,
				closes_at: CLOSES_AT as u32,
				kept_until: (CLOSES_AT + KEEP_TIME) as u32,
				phase: Phase::Voting,
				counts: vec![1, 0, 2],
				votes: 3,
			})
		);
		assert_eq!(PollsPallet::view(poll + 1, 2), None);
	});
}

#[test]
fn tells_what_can_be_done_in_the_block_that_is_asked_about() {
	run(|| {
		let poll = new_poll();
		let phase = |now| PollsPallet::view(poll, now).unwrap().phase;
		assert_eq!(phase(CLOSES_AT), Phase::Voting);
		assert_eq!(phase(CLOSES_AT + 1), Phase::Ended);
		skip_blocks(CLOSES_AT);
		assert_ok!(PollsPallet::close(by(OTHER), poll));
		assert_eq!(phase(CLOSES_AT + 1), Phase::Closed);
	});
}

#[test]
fn pages_go_on_past_what_was_pruned() {
	run(|| {
		for _ in 0..5 {
			new_poll();
		}
		skip_blocks(CLOSES_AT + KEEP_TIME);
		for poll in [1, 2] {
			assert_ok!(PollsPallet::close(by(OTHER), poll));
			assert_ok!(PollsPallet::prune(by(OTHER), poll));
		}
		let page = |after, count| {
			let page = PollsPallet::page(after, count, System::block_number());
			(page.items.into_iter().map(|poll| poll.poll).collect::<Vec<_>>(), page.next)
		};
		assert_eq!(page(None, u32::MAX), (vec![0, 3, 4], None));
		assert_eq!(page(None, 2), (vec![0, 3], Some(3)));
		assert_eq!(page(Some(0), 1), (vec![3], Some(3)));
		assert_eq!(page(Some(3), u32::MAX), (vec![4], None));
		assert_eq!(page(Some(4), 10), (vec![], None));
		assert_eq!(page(Some(u32::MAX), u32::MAX), (vec![], None));
		// Behind one that was pruned the list goes on as behind any other.
		assert_eq!(page(Some(1), 1), (vec![3], Some(3)));
		assert_eq!(PollsPallet::poll_count(), 5);
	});
}

#[test]
fn a_poll_in_json_is_what_clients_are_told_it_is() {
	run(|| {
		let poll = new_poll();
		assert_eq!(
			serde_json::to_value(PollsPallet::view(poll, 1).unwrap()).unwrap(),
			json!({
				"poll": 0,
				"creator": "5C61uSppDAB6oYmD4UQw1mcjftLsH8BbdnLiekCtnjHy2ZDH",
				"title": "Tea or coffee?",
				"content": format!("0x{}", "07".repeat(32)),
				"scope": { "application": { "scope": 0, "topic": format!("0x{:064}", 0) } },
				"epoch": 1,
				"electorate": 5,
				"closesAt": 10,
				"keptUntil": 30,
				"phase": "voting",
				"counts": [0, 0, 0],
				"votes": 0,
			})
		);
	});
}
